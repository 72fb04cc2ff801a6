//! Hosts of source code, and what builds and deploys it.

use super::{also, row};
use crate::recognizer::Recognizer;
use crate::token::Class::{Alphanumeric, AnyBase64, Capital, Hex, Small, Url, UrlPadded, Word};
use crate::token::Part::{Either, Here, Run, Text};

/// GitHub blog, "Behind GitHub's new authentication token formats": a token may grow to 255
/// characters.
const GITHUB: &[crate::token::Part] = &[Run(Alphanumeric, 36, 251)];

pub(super) static RULES: &[Recognizer] = &[
    row("github-pat", &["ghp_"], GITHUB),
    row("github-oauth", &["gho_"], GITHUB),
    row("github-app-token", &["ghu_", "ghs_"], GITHUB),
    row("github-refresh-token", &["ghr_"], GITHUB),
    row("github-fine-grained-pat", &["github_pat_"], &[Run(Word, 82, 244)]),
    // GitLab docs, "Token overview". Routable tokens name their cell after a dot.
    row("gitlab-pat-routable", &["glpat-"], &[Run(Url, 27, 300), Text("."), Run(Small, 9, 9)]),
    row("gitlab-pat", &["glpat-"], &[Run(Url, 20, 64)]),
    row(
        "gitlab-runner-authentication-token-routable",
        &["glrt-t"],
        &[Run(Hex, 1, 1), Text("_"), Run(Url, 27, 300), Text("."), Run(Small, 9, 9)],
    ),
    row("gitlab-runner-authentication-token", &["glrt-", "glrtr-"], &[Run(Url, 20, 64)]),
    row(
        "gitlab-cicd-job-token",
        &["glcbt-"],
        &[Run(Alphanumeric, 1, 5), Text("_"), Run(Url, 20, 64)],
    ),
    row("gitlab-deploy-token", &["gldt-"], &[Run(Url, 20, 64)]),
    row("gitlab-feature-flag-client-token", &["glffct-"], &[Run(Url, 20, 64)]),
    row("gitlab-feed-token", &["glft-"], &[Run(Url, 20, 64)]),
    row("gitlab-incoming-mail-token", &["glimt-"], &[Run(Url, 25, 64)]),
    row("gitlab-kubernetes-agent-token", &["glagent-"], &[Run(Url, 50, 128)]),
    row("gitlab-oauth-app-secret", &["gloas-"], &[Run(Url, 64, 128)]),
    row("gitlab-ptt", &["glptt-"], &[Run(Hex, 40, 64)]),
    row("gitlab-rrt", &["GR1348941"], &[Run(Url, 20, 64)]),
    row("gitlab-scim-token", &["glsoat-"], &[Run(Url, 20, 64)]),
    row("gitlab-workspace-token", &["glwt-"], &[Run(Url, 20, 64)]),
    row("gitlab-session-cookie", &["_gitlab_session="], &[Here, Run(Small, 32, 32)]),
    also("atlassian-cloud-token", "atlassian-api-token", &["ATATT3"], &[Run(UrlPadded, 150, 240)]),
    row("bitbucket-access-token", &["ATCTT3"], &[Run(UrlPadded, 150, 240)]),
    row("bitbucket-app-password", &["ATBB"], &[Run(Alphanumeric, 28, 36)]),
    row("bitbucket-http-token", &["BBDC-"], &[Run(AnyBase64, 40, 50)]),
    row(
        "circleci-api-token",
        &["CCIPAT_", "CCIPRJ_"],
        &[Run(Alphanumeric, 20, 30), Text("_"), Run(Hex, 40, 40)],
    ),
    row("buildkite-api-token", &["bkua_"], &[Run(Small, 40, 40)]),
    row("pulumi-api-token", &["pul-"], &[Run(Hex, 40, 40)]),
    row("infracost-api-token", &["ico-"], &[Run(Alphanumeric, 32, 32)]),
    row("octopus-deploy-api-key", &["API-"], &[Run(Capital, 26, 26)]),
    row("prefect-api-token", &["pnu_"], &[Run(Alphanumeric, 36, 36)]),
    also("sonar-prefixed-token", "sonar-api-token", &["squ_", "sqp_", "sqa_"], &[Run(Url, 40, 40)]),
    also(
        "sourcegraph-prefixed-token",
        "sourcegraph-access-token",
        &["sgp_", "slk_"],
        &[Either(&[
            &[Run(Hex, 16, 16), Text("_"), Run(Hex, 40, 40)],
            &[Text("local_"), Run(Hex, 40, 40)],
            &[Run(Hex, 40, 64)],
        ])],
    ),
];
