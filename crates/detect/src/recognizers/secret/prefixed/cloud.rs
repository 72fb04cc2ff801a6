//! Clouds, hosts of sites and of databases, networks.

use super::{also, row};
use crate::recognizer::Recognizer;
use crate::token::Class::{
    Alphanumeric, AnyBase64, Capital, Digit, Hex, Path, Percent, Small, Url, UrlDotted,
};
use crate::token::Part::{Either, Here, Padding, Run, Text};

pub(super) static RULES: &[Recognizer] = &[
    // IAM User Guide, "Understanding unique ID prefixes". The secret key has no form of its own.
    row("aws-access-token", &["AKIA", "ASIA", "ABIA", "ACCA"], &[Run(Capital, 16, 16)]),
    also("aws-partner-access-token", "aws-access-token", &["A3T"], &[Run(Capital, 17, 17)]),
    row("aws-amazon-bedrock-api-key-long-lived", &["ABSK"], &[Run(Path, 109, 280), Padding]),
    row(
        "aws-amazon-bedrock-api-key-short-lived",
        &["bedrock-api-key-"],
        &[Text("YmVkcm9jay5hbWF6b25hd3MuY29t"), Run(AnyBase64, 0, 4096), Padding],
    ),
    // What temporary credentials of STS begin with, by region and age.
    row(
        "aws-session-token",
        &["IQoJb3JpZ2lu", "FwoGZXIvYXdz", "FQoGZXIvYXdz"],
        &[Run(Path, 100, 4096), Padding],
    ),
    row("aws-appsync-key", &["da2-"], &[Run(Small, 26, 26)]),
    row("aws-mws-auth-token", &["amzn.mws."], &[Either(&[super::UUID])]),
    row("alibaba-access-key-id", &["LTAI"], &[Run(Alphanumeric, 12, 26)]),
    row("tencent-secret-id", &["AKID"], &[Run(Alphanumeric, 32, 36)]),
    row("azure-storage-key", &["AccountKey="], &[Here, Run(Path, 80, 88), Padding]),
    row("azure-shared-access-key", &["SharedAccessKey="], &[Here, Run(Path, 40, 88), Padding]),
    // The signature of a shared access signature: HMAC-SHA256, base64, in a URL or plain.
    row(
        "azure-sas-signature",
        &["sig="],
        &[Here, Either(&[&[Run(Path, 43, 43), Text("=")], &[Run(Percent, 43, 80)]])],
    ),
    row("gcp-api-key", &["AIza"], &[Run(Url, 35, 35)]),
    row("google-oauth-client-secret", &["GOCSPX-"], &[Run(Url, 28, 28)]),
    row("google-oauth-access-token", &["ya29."], &[Run(UrlDotted, 40, 2048)]),
    row("google-oauth-refresh-token", &["1//0"], &[Run(Url, 42, 128)]),
    row("google-hmac-key-id", &["GOOG1E"], &[Run(Capital, 55, 55)]),
    row("google-fcm-server-key", &["AAAA"], &[Run(Url, 7, 7), Text(":"), Run(Url, 130, 150)]),
    row("cloudflare-origin-ca-key", &["v1.0-"], &[Run(Hex, 24, 24), Text("-"), Run(Hex, 146, 146)]),
    row("cloudflare-scoped-token", &["cfk_", "cfut_", "cfat_"], &[Run(Alphanumeric, 40, 56)]),
    row("digitalocean-pat", &["dop_v1_"], &[Run(Hex, 64, 64)]),
    row("digitalocean-access-token", &["doo_v1_"], &[Run(Hex, 64, 64)]),
    row("digitalocean-refresh-token", &["dor_v1_"], &[Run(Hex, 64, 64)]),
    row("flyio-access-token", &["fo1_"], &[Run(Url, 43, 43)]),
    also(
        "flyio-macaroon",
        "flyio-access-token",
        &["fm1a_", "fm1r_", "fm2_"],
        &[Run(Path, 100, 4096), Padding],
    ),
    row(
        "vercel-access-token",
        &["vcp_", "vci_", "vca_", "vcr_", "vck_"],
        &[Run(Alphanumeric, 24, 64)],
    ),
    row(
        "vercel-blob-token",
        &["vercel_blob_rw_"],
        &[Run(Alphanumeric, 16, 16), Text("_"), Run(Alphanumeric, 28, 40)],
    ),
    also(
        "netlify-prefixed-token",
        "netlify-access-token",
        &["nfp_", "nfc_", "nfo_", "nfu_", "nfb_"],
        &[Run(Url, 36, 36)],
    ),
    row("heroku-api-key-v2", &["HRKU-AA"], &[Run(Url, 58, 64)]),
    row("supabase-access-token", &["sbp_", "sbp_v0_", "sbp_oauth_"], &[Run(Hex, 40, 40)]),
    row("supabase-secret-key", &["sb_secret_"], &[Run(Url, 22, 22), Text("_"), Run(Url, 8, 8)]),
    row("neon-api-key", &["napi_"], &[Run(Alphanumeric, 60, 72)]),
    row("planetscale-api-token", &["pscale_tkn_"], &[Run(UrlDotted, 32, 64)]),
    row("planetscale-oauth-token", &["pscale_oauth_"], &[Run(UrlDotted, 32, 64)]),
    row("planetscale-password", &["pscale_pw_"], &[Run(UrlDotted, 32, 64)]),
    row("render-api-key", &["rnd_"], &[Run(Alphanumeric, 28, 40)]),
    row("scaleway-access-key", &["SCW"], &[Run(Capital, 17, 17)]),
    row("scalingo-api-token", &["tk-us-"], &[Run(Url, 48, 48)]),
    row("clickhouse-cloud-api-secret-key", &["4b1d"], &[Run(Alphanumeric, 38, 38)]),
    row(
        "yandex-access-token",
        &["t1."],
        &[Run(Url, 4, 400), Padding, Text("."), Run(Url, 86, 86), Padding],
    ),
    row("yandex-api-key", &["AQVN"], &[Run(Url, 35, 38)]),
    row("yandex-aws-access-token", &["YC"], &[Run(Url, 38, 38)]),
    row(
        "databricks-api-token",
        &["dapi"],
        &[Run(Hex, 32, 32), Either(&[&[Text("-"), Run(Digit, 1, 1)], &[]])],
    ),
    row("openshift-user-token", &["sha256~"], &[Run(Url, 43, 43)]),
    row(
        "tailscale-key",
        &["tskey-api-", "tskey-auth-", "tskey-client-", "tskey-scim-", "tskey-webhook-"],
        &[Run(Alphanumeric, 6, 24), Text("-"), Run(Alphanumeric, 16, 64)],
    ),
    row(
        "defined-networking-api-token",
        &["dnkey-"],
        &[Run(Url, 26, 26), Text("-"), Run(Url, 52, 52)],
    ),
    row(
        "harness-api-key",
        &["pat.", "sat."],
        &[
            Run(Url, 22, 22),
            Text("."),
            Run(Alphanumeric, 24, 24),
            Text("."),
            Run(Alphanumeric, 20, 20),
        ],
    ),
];
