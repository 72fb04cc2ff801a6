//! Secrets: credentials of vendors and protocols, named by gitleaks' rule ids where one exists.
//!
//! What a beginning tells is a row in `prefixed`, what only its key tells a row in `keyed`; forms
//! that ask for code have a file each.
//!
//! Credentials without a form (passwords, keys that are plain base64) are found where a key or
//! their place tells them: `assignment` and the files after it. Passwords of letters alone,
//! passwords with spaces, and numbers are not.

mod token;
mod prefixed;
mod keyed;
mod given;
pub(super) mod assignment;
mod url_credentials;
mod bearer_token;
mod basic_auth_header;
mod command_option;
mod command_letter;
mod command_variable;
mod spaced_variable;
mod password_in_prose;
mod password_to_use;
mod private_key;
mod putty_key;
mod pkcs12_file;
mod jwt_base64;
mod json_web_token;
mod azure_ad_client_secret;
mod facebook_access_token;
mod freemius_secret_key;
mod hashicorp_tf_api_token;
mod hashicorp_tf_password;
mod kubernetes_secret_yaml;
mod mailchimp_api_key;
mod maxmind_license_key;
mod microsoft_teams_webhook;
mod nuget_config_password;
mod sidekiq_sensitive_url;
mod telegram_bot_api_token;
mod twitter_bearer_token;
mod vault_legacy_token;

use portcullis_model::Entity;

use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

/// Forms that ask for code.
static SHAPED: &[Recognizer] = &[
    private_key::RECOGNIZER,
    putty_key::RECOGNIZER,
    pkcs12_file::RECOGNIZER,
    jwt_base64::RECOGNIZER,
    json_web_token::RECOGNIZER,
    azure_ad_client_secret::RECOGNIZER,
    facebook_access_token::RECOGNIZER,
    freemius_secret_key::RECOGNIZER,
    hashicorp_tf_api_token::RECOGNIZER,
    hashicorp_tf_password::RECOGNIZER,
    kubernetes_secret_yaml::RECOGNIZER,
    mailchimp_api_key::RECOGNIZER,
    maxmind_license_key::RECOGNIZER,
    microsoft_teams_webhook::RECOGNIZER,
    nuget_config_password::RECOGNIZER,
    sidekiq_sensitive_url::RECOGNIZER,
    telegram_bot_api_token::RECOGNIZER,
    twitter_bearer_token::RECOGNIZER,
    vault_legacy_token::RECOGNIZER,
    basic_auth_header::RECOGNIZER,
    bearer_token::RECOGNIZER,
    url_credentials::RECOGNIZER,
    assignment::RECOGNIZER,
    command_letter::RECOGNIZER,
    command_option::RECOGNIZER,
    command_variable::RECOGNIZER,
    spaced_variable::RECOGNIZER,
    password_in_prose::RECOGNIZER,
    password_to_use::RECOGNIZER,
];

/// All recognizers of secrets. Of two matches alike in score and span the earlier one wins.
pub(super) fn all() -> impl Iterator<Item = &'static Recognizer> {
    SHAPED.iter().chain(prefixed::TABLES.iter().copied().flatten())
}

/// The rules that a key tells, with the words of it that do.
pub(crate) fn keyed_rules() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    keyed::tables::ALL.iter().copied().flatten().map(|rule| (rule.id, rule.keywords))
}

/// A recognizer of a secret, named as its rule.
const fn recognizer(
    rule: &'static str,
    trigger: Trigger,
    find: fn(&Cursor<'_>) -> Option<Match>,
) -> Recognizer {
    named(rule, rule, trigger, find)
}

/// One of several recognizers of a rule.
const fn named(
    name: &'static str,
    rule: &'static str,
    trigger: Trigger,
    find: fn(&Cursor<'_>) -> Option<Match>,
) -> Recognizer {
    Recognizer { name, entity: Entity::SECRET, rule: Some(rule), trigger, context: &[], find }
}
