//! Chat, mail, telephony and social networks.

use super::Part::{Run, Text};
use super::{KeyedRule, UUID, row, run};
use crate::token::Class::{Alphanumeric, Digit, Hex, Small, Url, UrlPadded};

pub(super) static RULES: &[KeyedRule] = &[
    row("discord-api-token", &["discord"], &[run(Hex, 64)]),
    row("discord-client-id", &["discord"], &[Run(Digit, 18, 19)]),
    row("discord-client-secret", &["discord"], &[run(UrlPadded, 32)]),
    row("facebook-secret", &["facebook", "fbapp", "fbsecret"], &[run(Hex, 32)]),
    row("gitter-access-token", &["gitter"], &[run(Url, 40)]),
    row("hubspot-api-key", &["hubspot"], UUID),
    row("intercom-api-key", &["intercom"], &[run(UrlPadded, 60)]),
    row("linkedin-client-secret", &["linkedin"], &[run(Alphanumeric, 16)]),
    row("linkedin-client-id", &["linkedin"], &[run(Alphanumeric, 14)]),
    row(
        "mailgun-signing-key",
        &["mailgun"],
        &[run(Small, 32), Text("-"), run(Small, 8), Text("-"), run(Small, 8)],
    ),
    row("mattermost-access-token", &["mattermost"], &[run(Small, 26)]),
    row("messagebird-client-id", &["messagebird"], UUID),
    row("messagebird-api-token", &["messagebird"], &[run(Alphanumeric, 25)]),
    row("postmark-api-token", &["postmark"], UUID),
    row("sendbird-access-id", &["sendbird"], UUID),
    row("sendbird-access-token", &["sendbird"], &[run(Hex, 40)]),
    row("telegram-bot-api-token", &["telegr"], &[Run(Digit, 5, 16), Text(":A"), run(Url, 34)]),
    row("twilio-auth-token", &["twilio"], &[run(Hex, 32)]),
    row("twitch-api-token", &["twitch"], &[run(Alphanumeric, 30)]),
    row(
        "twitter-access-token",
        &["twitter"],
        &[Run(Digit, 15, 25), Text("-"), Run(Alphanumeric, 20, 40)],
    ),
    row("twitter-api-secret", &["twitter"], &[run(Alphanumeric, 50)]),
    row("twitter-access-secret", &["twitter"], &[run(Alphanumeric, 45)]),
    row("twitter-api-key", &["twitter"], &[run(Alphanumeric, 25)]),
    row("zendesk-secret-key", &["zendesk"], &[run(Alphanumeric, 40)]),
];
