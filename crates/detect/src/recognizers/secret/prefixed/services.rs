//! Everything else that is bought as a service.

use super::{UUID, also, row};
use crate::recognizer::Recognizer;
use crate::token::Class::{
    Alphanumeric, Capital, Digit, Hex, Path, Small, Url, UrlDotted, UrlPadded,
};
use crate::token::Part::{Either, Padding, Run, Text};

pub(super) static RULES: &[Recognizer] = &[
    also("adafruit-io-key", "adafruit-api-key", &["aio_"], &[Run(Alphanumeric, 28, 28)]),
    row("adobe-client-secret", &["p8e-"], &[Run(Url, 32, 32)]),
    row(
        "airtable-personnal-access-token",
        &["pat"],
        &[Run(Alphanumeric, 14, 14), Text("."), Run(Hex, 64, 64)],
    ),
    row("apify-api-token", &["apify_api_"], &[Run(Alphanumeric, 36, 36)]),
    row(
        "authress-service-client-access-key",
        &["sc_", "ext_", "scauth_", "authress_"],
        &[
            Run(Alphanumeric, 5, 30),
            Text("."),
            Run(Alphanumeric, 4, 6),
            Text(".acc"),
            Either(&[&[Text("_")], &[Text("-")]]),
            Run(crate::token::Class::Dashed, 10, 32),
            Text("."),
            Run(crate::token::Class::AnyBase64, 30, 120),
            Padding,
        ],
    ),
    row("clickup-api-token", &["pk_"], &[Run(Digit, 6, 10), Text("_"), Run(Capital, 32, 32)]),
    row("contentful-management-token", &["CFPAT-"], &[Run(Url, 43, 43)]),
    row("dropbox-short-lived-api-token", &["sl."], &[Run(UrlDotted, 130, 2048)]),
    row("figma-personal-access-token", &["figd_", "figp_"], &[Run(UrlPadded, 40, 54)]),
    row("foursquare-api-key", &["fsq3"], &[Run(Path, 40, 48), Padding]),
    row("frameio-api-token", &["fio-u-"], &[Run(UrlPadded, 64, 64)]),
    row(
        "hubspot-private-app-token",
        &["pat-na1-", "pat-na2-", "pat-na3-", "pat-eu1-", "pat-ap1-"],
        &[Either(&[UUID])],
    ),
    row("intra42-client-secret", &["s-s4t2ud-", "s-s4t2af-"], &[Run(Hex, 64, 64)]),
    row("linear-api-key", &["lin_api_"], &[Run(Alphanumeric, 40, 40)]),
    row("linear-oauth-token", &["lin_oauth_"], &[Run(Hex, 64, 64)]),
    row(
        "mapbox-api-token",
        &["pk.", "sk.", "tk."],
        &[Run(Url, 50, 120), Text("."), Run(Url, 20, 24)],
    ),
    row("notion-api-token", &["ntn_"], &[Run(Alphanumeric, 40, 60)]),
    also("notion-legacy-token", "notion-api-token", &["secret_"], &[Run(Alphanumeric, 43, 43)]),
    also(
        "okta-ssws-token",
        "okta-access-token",
        &["SSWS "],
        &[crate::token::Part::Here, Run(UrlPadded, 40, 44)],
    ),
    row("postman-api-token", &["PMAK-"], &[Run(Hex, 24, 24), Text("-"), Run(Hex, 34, 34)]),
    row("readme-api-token", &["rdme_"], &[Run(Small, 70, 70)]),
    row(
        "salesforce-access-token",
        &["00D"],
        &[Run(Alphanumeric, 12, 15), Text("!"), Run(UrlDotted, 80, 140)],
    ),
    row("segment-public-api-token", &["sgp_"], &[Run(Alphanumeric, 64, 64)]),
    row("settlemint-application-access-token", &["sm_aat_"], &[Run(Alphanumeric, 16, 16)]),
    row("settlemint-personal-access-token", &["sm_pat_"], &[Run(Alphanumeric, 16, 16)]),
    row("settlemint-service-access-token", &["sm_sat_"], &[Run(Alphanumeric, 16, 16)]),
    row("trello-token", &["ATTA"], &[Run(Hex, 72, 72)]),
    row("typeform-api-token", &["tfp_"], &[Run(UrlDotted, 40, 80)]),
    row("wakatime-api-key", &["waka_"], &[Either(&[UUID])]),
];
