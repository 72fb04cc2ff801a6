//! Monitoring and everything else that is bought as a service.

use super::Part::{Either, Run, Text};
use super::{KeyedRule, UUID, row, run};
use crate::token::Class::{Alphanumeric, Digit, Hex, Url, UrlPadded};

pub(super) static RULES: &[KeyedRule] = &[
    row("adafruit-api-key", &["adafruit"], &[run(Url, 32)]),
    row("adobe-client-id", &["adobe"], &[run(Hex, 32)]),
    row("airtable-api-key", &["airtable"], &[run(Alphanumeric, 17)]),
    row("algolia-api-key", &["algolia"], &[run(Alphanumeric, 32)]),
    row("asana-client-id", &["asana"], &[run(Digit, 16)]),
    row("asana-client-secret", &["asana"], &[run(Alphanumeric, 32)]),
    row(
        "asana-personal-access-token",
        &["asana"],
        &[Either(&["0/", "1/", "2/"]), Run(Digit, 10, 20), Text(":"), run(Hex, 32)],
    ),
    row("auth0-client-secret", &["auth0"], &[run(Url, 64)]),
    row("beamer-api-token", &["beamer"], &[Text("b_"), run(UrlPadded, 44)]),
    row("contentful-delivery-api-token", &["contentful"], &[run(UrlPadded, 43)]),
    row("datadog-access-token", &["datadog"], &[run(Alphanumeric, 40)]),
    row("datadog-api-key", &["datadog", "ddapikey"], &[run(Hex, 32)]),
    row(
        "dropbox-long-lived-api-token",
        &["dropbox"],
        &[run(Alphanumeric, 11), Text("AAAAAAAAAA"), run(UrlPadded, 43)],
    ),
    row("dropbox-api-token", &["dropbox"], &[run(Alphanumeric, 15)]),
    row("flickr-access-token", &["flickr"], &[run(Alphanumeric, 32)]),
    row("launchdarkly-access-token", &["launchdarkly"], &[run(UrlPadded, 40)]),
    row("looker-client-id", &["looker"], &[run(Alphanumeric, 20)]),
    row("looker-client-secret", &["looker"], &[run(Alphanumeric, 24)]),
    row(
        "mapbox-api-token",
        &["mapbox"],
        &[Text("pk."), run(Alphanumeric, 60), Text("."), run(Alphanumeric, 22)],
    ),
    row("new-relic-user-api-id", &["newrelic"], &[run(Alphanumeric, 64)]),
    row("new-relic-license-key", &["newrelic"], &[run(Hex, 36), Text("NRAL")]),
    row("nytimes-access-token", &["nytimes", "newyorktimes"], &[run(UrlPadded, 32)]),
    row("okta-access-token", &["okta"], &[Text("00"), run(UrlPadded, 40)]),
    row("opsgenie-api-key", &["opsgenie"], UUID),
    row("pagerduty-api-key", &["pagerduty"], &[run(Url, 20)]),
    row("rapidapi-access-token", &["rapidapi"], &[run(Url, 50)]),
    row("sentry-access-token", &["sentry"], &[run(Hex, 64)]),
    row(
        "sidekiq-secret",
        &["bundleenterprisecontribsyscom", "bundlegemscontribsyscom"],
        &[run(Hex, 8), Text(":"), run(Hex, 8)],
    ),
    row("sumologic-access-id", &["sumo"], &[Text("su"), run(Alphanumeric, 12)]),
    row("sumologic-access-token", &["sumo"], &[run(Alphanumeric, 64)]),
];
