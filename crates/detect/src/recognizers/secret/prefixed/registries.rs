//! Registries of packages and images.

use super::{UUID, row};
use crate::recognizer::Recognizer;
use crate::token::Class::{Alphanumeric, AnyBase64, Hex, Small, Url};
use crate::token::Part::{Either, Here, Padding, Run};

pub(super) static RULES: &[Recognizer] = &[
    // GitHub blog, "npm access token formats".
    row("npm-access-token", &["npm_"], &[Run(Alphanumeric, 36, 64)]),
    // The older tokens, as they stand in `.npmrc`.
    row(
        "npm-auth-token",
        &["_authToken=", "_auth="],
        &[Here, Either(&[UUID, &[Run(AnyBase64, 20, 600), Padding]])],
    ),
    // PyPI help, "API tokens": macaroons that name their location.
    row("pypi-upload-token", &["pypi-AgEIcHlwaS5vcmc"], &[Run(Url, 50, 1000)]),
    row("testpypi-upload-token", &["pypi-AgENdGVzdC5weXBp"], &[Run(Url, 50, 1000)]),
    row("rubygems-api-token", &["rubygems_"], &[Run(Hex, 48, 48)]),
    row("crates-io-api-token", &["cio"], &[Run(Alphanumeric, 32, 32)]),
    row("nuget-api-key", &["oy2"], &[Run(Small, 43, 43)]),
    row("clojars-api-token", &["CLOJARS_"], &[Run(Alphanumeric, 60, 60)]),
    row("docker-hub-pat", &["dckr_pat_"], &[Run(Url, 27, 64)]),
    row("docker-hub-organization-token", &["dckr_oat_"], &[Run(Url, 27, 64)]),
    row("artifactory-api-key", &["AKCp"], &[Run(Alphanumeric, 60, 80)]),
    row("artifactory-reference-token", &["cmVmd"], &[Run(Alphanumeric, 59, 59)]),
];
