//! All recognizers, in the order in which they win a draw.
//!
//! To add one, write its file and add its line here.

mod aba_routing;
mod credit_card;
mod email;
mod iban;
mod ip;
mod phone;
mod secret;
mod us_ssn;

use crate::recognizer::Recognizer;

/// All recognizers. Of two matches alike in score and span the earlier recognizer wins.
pub(crate) static ALL: &[Recognizer] = &[
    secret::private_key::RECOGNIZER,
    secret::json_web_token::RECOGNIZER,
    secret::anthropic_api_key::RECOGNIZER,
    secret::anthropic_admin_api_key::RECOGNIZER,
    secret::openai_api_key::RECOGNIZER,
    secret::aws_access_token::RECOGNIZER,
    secret::github_pat::RECOGNIZER,
    secret::github_fine_grained_pat::RECOGNIZER,
    secret::github_oauth::RECOGNIZER,
    secret::github_app_token::RECOGNIZER,
    secret::github_refresh_token::RECOGNIZER,
    secret::gitlab_pat::RECOGNIZER,
    secret::slack_bot_token::RECOGNIZER,
    secret::slack_user_token::RECOGNIZER,
    secret::slack_app_token::RECOGNIZER,
    secret::slack_webhook_url::RECOGNIZER,
    secret::stripe_access_token::RECOGNIZER,
    secret::gcp_api_key::RECOGNIZER,
    secret::npm_access_token::RECOGNIZER,
    secret::sendgrid_api_token::RECOGNIZER,
    secret::huggingface_access_token::RECOGNIZER,
    secret::pypi_upload_token::RECOGNIZER,
    secret::digitalocean_pat::RECOGNIZER,
    secret::shopify_access_token::RECOGNIZER,
    secret::databricks_api_token::RECOGNIZER,
    secret::linear_api_key::RECOGNIZER,
    secret::rubygems_api_token::RECOGNIZER,
    secret::sentry_user_token::RECOGNIZER,
    secret::doppler_api_token::RECOGNIZER,
    secret::twilio_api_key::RECOGNIZER,
    secret::mailgun_private_api_token::RECOGNIZER,
    secret::new_relic_user_api_key::RECOGNIZER,
    secret::square_access_token::RECOGNIZER,
    secret::vault_service_token::RECOGNIZER,
    secret::age_secret_key::RECOGNIZER,
    secret::artifactory_api_key::RECOGNIZER,
    secret::notion_api_token::RECOGNIZER,
    secret::perplexity_api_key::RECOGNIZER,
    secret::groq_api_key::RECOGNIZER,
    secret::replicate_api_token::RECOGNIZER,
    secret::easypost_api_token::RECOGNIZER,
    secret::grafana_cloud_api_token::RECOGNIZER,
    secret::postman_api_token::RECOGNIZER,
    secret::grafana_service_account_token::RECOGNIZER,
    secret::portcullis_key::RECOGNIZER,
    email::RECOGNIZER,
    iban::RECOGNIZER,
    credit_card::RECOGNIZER,
    us_ssn::RECOGNIZER,
    aba_routing::RECOGNIZER,
    ip::v4::RECOGNIZER,
    ip::v6::RECOGNIZER,
    phone::nanp::RECOGNIZER,
    phone::international::RECOGNIZER,
    phone::national::RECOGNIZER,
];
