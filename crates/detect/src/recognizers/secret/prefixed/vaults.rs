//! What keeps secrets for others.

use super::row;
use crate::recognizer::Recognizer;
use crate::token::Class::{Alphanumeric, AnyBase64, Bech32, Capital, Url, UrlDotted};
use crate::token::Part::{Either, Padding, Run, Text};

pub(super) static RULES: &[Recognizer] = &[
    row(
        "1password-secret-key",
        &["A3-"],
        &[
            Run(Capital, 6, 6),
            Text("-"),
            Either(&[
                &[Run(Capital, 11, 11)],
                &[Run(Capital, 6, 6), Text("-"), Run(Capital, 5, 5)],
            ]),
            Text("-"),
            Run(Capital, 5, 5),
            Text("-"),
            Run(Capital, 5, 5),
            Text("-"),
            Run(Capital, 5, 5),
        ],
    ),
    row("1password-service-account-token", &["ops_eyJ"], &[Run(AnyBase64, 250, 4096), Padding]),
    row("age-secret-key", &["AGE-SECRET-KEY-1"], &[Run(Bech32, 58, 58)]),
    row("age-secret-key-pq", &["AGE-SECRET-KEY-PQ-1"], &[Run(Bech32, 50, 4096)]),
    row("doppler-api-token", &["dp.pt."], &[Run(Alphanumeric, 40, 44)]),
    row(
        "doppler-workplace-token",
        &["dp.ct.", "dp.sa.", "dp.said.", "dp.scim.", "dp.audit."],
        &[Run(Alphanumeric, 40, 44)],
    ),
    row("doppler-service-token", &["dp.st."], &[Run(UrlDotted, 40, 80)]),
    // Vault docs, "Tokens": the newer ones name their kind.
    row("vault-service-token", &["hvs."], &[Run(Url, 24, 300)]),
    row("vault-batch-token", &["hvb."], &[Run(Url, 100, 400)]),
    row("vault-recovery-token", &["hvr."], &[Run(Url, 24, 300)]),
    row("portcullis-key", &["pck_"], &[Run(Url, 16, 128)]),
];
