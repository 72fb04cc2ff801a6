//! Monitoring, logs, errors, analytics.

use super::{UUID, row};
use crate::recognizer::Recognizer;
use crate::token::Class::{Alphanumeric, Hex, Path, Url};
use crate::token::Part::{Either, Padding, Run, Text};

pub(super) static RULES: &[Recognizer] = &[
    row("grafana-api-key", &["eyJrIjoi"], &[Run(Alphanumeric, 70, 400), Padding]),
    row("grafana-cloud-api-token", &["glc_"], &[Run(Path, 32, 400), Padding]),
    row(
        "grafana-service-account-token",
        &["glsa_"],
        &[Run(Alphanumeric, 32, 32), Text("_"), Run(Hex, 8, 8)],
    ),
    row("new-relic-user-api-key", &["NRAK-"], &[Run(Alphanumeric, 27, 27)]),
    row("new-relic-browser-api-token", &["NRJS-"], &[Run(Hex, 19, 19)]),
    row("new-relic-insert-key", &["NRII-"], &[Run(Url, 32, 32)]),
    row("new-relic-query-key", &["NRIQ-"], &[Run(Url, 32, 32)]),
    row(
        "sentry-org-token",
        &["sntrys_eyJ"],
        &[Run(Path, 20, 600), Padding, Text("_"), Run(Path, 43, 43)],
    ),
    row("sentry-user-token", &["sntryu_"], &[Run(Hex, 64, 64)]),
    row("sentry-app-token", &["sntrya_", "sntryi_"], &[Run(Hex, 64, 64)]),
    row(
        "dynatrace-api-token",
        &["dt0c01.", "dt0s01.", "dt0s02.", "dt0s03.", "dt0s08.", "dt0s16."],
        &[Run(Alphanumeric, 8, 24), Text("."), Run(Alphanumeric, 64, 64)],
    ),
    row("posthog-personal-api-key", &["phx_"], &[Run(Alphanumeric, 43, 48)]),
    row("rootly-api-key", &["rootly_"], &[Run(Hex, 64, 64)]),
    row("axiom-token", &["xaat-", "xapt-", "xait-"], &[Either(&[UUID])]),
];
