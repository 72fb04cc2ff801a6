//! Chat, mail, telephony and social networks.

use super::{UUID, also, row};
use crate::recognizer::Recognizer;
use crate::token::Class::{Alphanumeric, Dashed, Digit, Hex, Path, Url, UrlDotted};
use crate::token::Part::{Either, Run, Text};

pub(super) static RULES: &[Recognizer] = &[
    // Slack docs, "Token types".
    row(
        "slack-bot-token",
        &["xoxb-"],
        &[Run(Digit, 10, 14), Text("-"), Run(Digit, 10, 14), Run(Dashed, 0, 80)],
    ),
    row(
        "slack-legacy-bot-token",
        &["xoxb-"],
        &[Run(Digit, 8, 14), Text("-"), Run(Alphanumeric, 18, 34)],
    ),
    row(
        "slack-user-token",
        &["xoxp-", "xoxe-"],
        &[
            Run(Digit, 9, 14),
            Text("-"),
            Run(Digit, 9, 14),
            Text("-"),
            Run(Digit, 9, 14),
            Text("-"),
            Run(Dashed, 24, 80),
        ],
    ),
    row(
        "slack-app-token",
        &["xapp-"],
        &[
            Run(Digit, 1, 2),
            Text("-"),
            Run(Alphanumeric, 6, 16),
            Text("-"),
            Run(Digit, 6, 16),
            Text("-"),
            Run(Alphanumeric, 16, 80),
        ],
    ),
    row(
        "slack-config-access-token",
        &["xoxe.xoxp-", "xoxe.xoxb-"],
        &[Run(Digit, 1, 1), Text("-"), Run(Alphanumeric, 140, 180)],
    ),
    row(
        "slack-config-refresh-token",
        &["xoxe-"],
        &[Run(Digit, 1, 1), Text("-"), Run(Alphanumeric, 140, 180)],
    ),
    row(
        "slack-legacy-token",
        &["xoxo-", "xoxs-"],
        &[
            Run(Digit, 4, 16),
            Text("-"),
            Run(Digit, 4, 16),
            Text("-"),
            Run(Digit, 4, 16),
            Text("-"),
            Run(Hex, 8, 80),
        ],
    ),
    row(
        "slack-legacy-workspace-token",
        &["xoxa-", "xoxr-"],
        &[Either(&[&[Run(Digit, 1, 1), Text("-")], &[]]), Run(Alphanumeric, 8, 48)],
    ),
    row("slack-session-token", &["xoxc-", "xoxd-"], &[Run(Dashed, 40, 200)]),
    // Whoever has the address of a webhook may write.
    row(
        "slack-webhook-url",
        &["hooks.slack.com/"],
        &[
            Either(&[&[Text("services/")], &[Text("workflows/")], &[Text("triggers/")]]),
            Run(Path, 40, 90),
        ],
    ),
    row(
        "discord-webhook-url",
        &["discord.com/api/webhooks", "discordapp.com/api/"],
        &[
            Either(&[&[Text("webhooks/")], &[Text("/")]]),
            Run(Digit, 17, 20),
            Text("/"),
            Run(Url, 60, 80),
        ],
    ),
    row("twilio-api-key", &["SK"], &[Run(Hex, 32, 32)]),
    row("twilio-account-sid", &["AC"], &[Run(Hex, 32, 32)]),
    row(
        "sendgrid-api-token",
        &["SG."],
        &[Either(&[&[Run(Url, 22, 22), Text("."), Run(Url, 43, 43)], &[Run(UrlDotted, 66, 66)]])],
    ),
    row(
        "sendinblue-api-token",
        &["xkeysib-", "xsmtpsib-"],
        &[Run(Hex, 64, 64), Text("-"), Run(Alphanumeric, 16, 16)],
    ),
    row("mailgun-private-api-token", &["key-"], &[Run(Hex, 32, 32)]),
    row("mailgun-pub-key", &["pubkey-"], &[Run(Hex, 32, 32)]),
    row("mandrill-api-key", &["md-"], &[Run(Url, 22, 22)]),
    row(
        "resend-api-key",
        &["re_"],
        &[Either(&[
            &[Run(Alphanumeric, 8, 8), Text("_"), Run(Alphanumeric, 20, 28)],
            &[Run(Alphanumeric, 32, 40)],
        ])],
    ),
    row("facebook-page-access-token", &["EAA"], &[Run(Alphanumeric, 101, 500)]),
    row("instagram-access-token", &["IGQ", "IGAA"], &[Run(Url, 100, 500)]),
    row(
        "linkedin-client-secret-primary",
        &["WPL_AP1."],
        &[Run(Alphanumeric, 16, 16), Text("."), Run(Path, 6, 10), crate::token::Part::Padding],
    ),
    also(
        "intercom-access-token",
        "intercom-api-key",
        &["dG9rOj"],
        &[Run(Path, 40, 70), crate::token::Part::Padding],
    ),
    // The first part is the number of the bot in base64, so its first characters are few.
    row(
        "discord-bot-token",
        &["MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"],
        &[Run(Url, 21, 26), Text("."), Run(Url, 6, 6), Text("."), Run(Url, 27, 40)],
    ),
    row("launchdarkly-sdk-key", &["sdk-", "api-", "mob-"], &[Either(&[UUID])]),
];
