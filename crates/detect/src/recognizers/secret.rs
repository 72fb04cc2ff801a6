//! Secrets: credentials with a form of their own, one file for each rule.
//!
//! Credentials without a form (passwords, keys that are plain base64) are not recognised here.

mod token;
mod keyed;
pub(super) mod private_key;
pub(super) mod json_web_token;
pub(super) mod anthropic_api_key;
pub(super) mod anthropic_admin_api_key;
pub(super) mod openai_api_key;
pub(super) mod aws_access_token;
pub(super) mod github_pat;
pub(super) mod github_fine_grained_pat;
pub(super) mod github_oauth;
pub(super) mod github_app_token;
pub(super) mod github_refresh_token;
pub(super) mod gitlab_pat;
pub(super) mod slack_bot_token;
pub(super) mod slack_user_token;
pub(super) mod slack_app_token;
pub(super) mod slack_webhook_url;
pub(super) mod stripe_access_token;
pub(super) mod gcp_api_key;
pub(super) mod npm_access_token;
pub(super) mod sendgrid_api_token;
pub(super) mod huggingface_access_token;
pub(super) mod pypi_upload_token;
pub(super) mod digitalocean_pat;
pub(super) mod shopify_access_token;
pub(super) mod databricks_api_token;
pub(super) mod linear_api_key;
pub(super) mod rubygems_api_token;
pub(super) mod sentry_user_token;
pub(super) mod doppler_api_token;
pub(super) mod twilio_api_key;
pub(super) mod mailgun_private_api_token;
pub(super) mod new_relic_user_api_key;
pub(super) mod square_access_token;
pub(super) mod vault_service_token;
pub(super) mod age_secret_key;
pub(super) mod artifactory_api_key;
pub(super) mod notion_api_token;
pub(super) mod perplexity_api_key;
pub(super) mod groq_api_key;
pub(super) mod replicate_api_token;
pub(super) mod easypost_api_token;
pub(super) mod grafana_cloud_api_token;
pub(super) mod postman_api_token;
pub(super) mod grafana_service_account_token;
pub(super) mod portcullis_key;

use portcullis_model::Entity;

use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

/// A recognizer of a secret, named as its rule.
const fn recognizer(
    rule: &'static str,
    trigger: Trigger,
    find: fn(&Cursor<'_>) -> Option<Match>,
) -> Recognizer {
    let entity = Entity::SECRET;
    Recognizer { name: rule, entity, rule: Some(rule), trigger, context: &[], find }
}
