//! Clouds, hosts of sites, networks.

use super::Part::{Run, Text};
use super::{KeyedRule, UUID, row, run};
use crate::token::Class::{Alphanumeric, Base64, Capital, Hex, Path, Small, Url, UrlPadded};

pub(super) static RULES: &[KeyedRule] = &[
    row(
        "aws-secret-access-key",
        &["awssecret", "secretaccesskey", "awssecretkey"],
        &[run(Path, 40)],
    ),
    row("aws-session-token", &["awssessiontoken", "awssecuritytoken"], &[Run(Base64, 100, 4096)]),
    row("alibaba-secret-key", &["alibaba", "aliyun", "alicloud"], &[run(Alphanumeric, 30)]),
    row("tencent-secret-key", &["tencent", "qcloud"], &[run(Alphanumeric, 32)]),
    row(
        "azure-storage-key",
        &["storageaccountkey", "azurestorage", "storagekey"],
        &[run(Path, 86), Text("==")],
    ),
    row("azure-cosmos-key", &["cosmos", "documentdb"], &[run(Path, 86), Text("==")]),
    row("azure-devops-pat", &["azuredevops", "devopspat", "azdo", "vsts"], &[run(Small, 52)]),
    row(
        "azure-devops-pat",
        &["azuredevops", "devopspat", "azdo", "vsts"],
        &[run(Alphanumeric, 84)],
    ),
    row("azure-subscription-key", &["ocpapimsubscriptionkey", "apimsubscription"], &[run(Hex, 32)]),
    row("cloudflare-global-api-key", &["cloudflare"], &[run(Hex, 37)]),
    row("cloudflare-api-key", &["cloudflare"], &[run(Url, 40)]),
    row("cisco-meraki-api-key", &["meraki"], &[run(Hex, 40)]),
    row("fastly-api-token", &["fastly"], &[run(UrlPadded, 32)]),
    row("heroku-api-key", &["heroku"], UUID),
    row("hetzner-api-token", &["hetzner", "hcloud"], &[run(Alphanumeric, 64)]),
    row("linode-api-token", &["linode"], &[run(Hex, 64)]),
    row("vultr-api-key", &["vultr"], &[run(Capital, 36)]),
    row("netlify-access-token", &["netlify"], &[Run(UrlPadded, 40, 46)]),
    row("vercel-access-token", &["vercel"], &[run(Alphanumeric, 24)]),
    row("railway-api-token", &["railway"], UUID),
    row("scaleway-secret-key", &["scaleway", "scwsecret"], UUID),
    row(
        "ibm-cloud-iam-key",
        &["ibmcloud", "ibmiam", "bluemix", "ibmapi", "iamapikey"],
        &[run(Url, 44)],
    ),
    row("ibm-cos-hmac-secret", &["ibmcos", "coshmac", "cossecret", "bluemix"], &[run(Hex, 48)]),
    row("cloudant-password", &["cloudant", "cldnt"], &[run(Hex, 64)]),
    row("softlayer-api-key", &["softlayer", "slapikey", "slapi"], &[run(Small, 64)]),
    row("confluent-secret-key", &["confluent"], &[run(Path, 64)]),
    row("confluent-access-token", &["confluent"], &[run(Alphanumeric, 16)]),
];
