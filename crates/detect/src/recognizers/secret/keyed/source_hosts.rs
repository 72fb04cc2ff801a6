//! Hosts of source code, and what builds it.

use super::Part::Run;
use super::{KeyedRule, UUID, row, run};
use crate::token::Class::{Alphanumeric, Hex, UrlPadded};

pub(super) static RULES: &[KeyedRule] = &[
    row(
        "atlassian-api-token",
        &["atlassian", "confluence", "jira"],
        &[run(Alphanumeric, 20), run(Hex, 4)],
    ),
    row("bitbucket-client-secret", &["bitbucket"], &[run(UrlPadded, 64)]),
    row("bitbucket-client-id", &["bitbucket"], &[run(Alphanumeric, 32)]),
    row("codecov-access-token", &["codecov"], &[run(Alphanumeric, 32)]),
    row("codecov-access-token", &["codecov"], UUID),
    row("circleci-api-token", &["circleci", "circletoken"], &[run(Hex, 40)]),
    row("droneci-access-token", &["drone"], &[run(Alphanumeric, 32)]),
    row("travisci-access-token", &["travis"], &[run(Alphanumeric, 22)]),
    row("jenkins-api-token", &["jenkins"], &[Run(Hex, 32, 34)]),
    row("gitea-access-token", &["gitea", "forgejo", "codeberg"], &[run(Hex, 40)]),
    row(
        "github-legacy-token",
        &["githubtoken", "githubpat", "githubaccess", "ghtoken", "githuboauth"],
        &[run(Hex, 40)],
    ),
    row("sourcegraph-access-token", &["sourcegraph", "srcaccesstoken"], &[run(Hex, 40)]),
    row("sonar-api-token", &["sonarlogin", "sonartoken"], &[run(UrlPadded, 40)]),
    row("snyk-api-token", &["snyktoken", "snykkey", "snykapi", "snykoauth"], UUID),
    row("jfrog-api-key", &["jfrog", "artifactory", "bintray", "xray"], &[run(Alphanumeric, 73)]),
    row(
        "jfrog-identity-token",
        &["jfrog", "artifactory", "bintray", "xray"],
        &[run(Alphanumeric, 64)],
    ),
    row("linear-client-secret", &["linear"], &[run(Hex, 32)]),
];
