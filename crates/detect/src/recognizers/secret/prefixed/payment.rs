//! Payment, shops, shipping, banking.

use super::{UUID, row};
use crate::recognizer::Recognizer;
use crate::token::Class::{Alphanumeric, AnyBase64, Hex, Path, Small, Url, UrlPadded};
use crate::token::Part::{Either, Padding, Run, Text};

pub(super) static RULES: &[Recognizer] = &[
    row("paystack-secret-key", &["sk_live_", "sk_test_"], &[Run(Hex, 40, 40)]),
    // Stripe docs, "API keys".
    row(
        "stripe-access-token",
        &["sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_"],
        &[Run(Alphanumeric, 10, 250)],
    ),
    row("stripe-webhook-secret", &["whsec_"], &[Run(Path, 24, 128), Padding]),
    row("square-access-token", &["EAAA", "sq0atp-"], &[Run(Url, 22, 64)]),
    row("square-oauth-secret", &["sq0csp-"], &[Run(Url, 43, 43)]),
    row(
        "braintree-access-token",
        &["access_token$production", "access_token$sandbox"],
        &[Text("$"), Run(Small, 16, 16), Text("$"), Run(Hex, 32, 32)],
    ),
    row(
        "adyen-api-key",
        &["AQE"],
        &[
            Run(Alphanumeric, 1, 400),
            Run(Path, 0, 400),
            Padding,
            Text("-"),
            Run(Path, 30, 60),
            Padding,
            Text("-"),
            Run(Url, 8, 40),
        ],
    ),
    row("razorpay-key-id", &["rzp_live_", "rzp_test_"], &[Run(Alphanumeric, 14, 14)]),
    row(
        "plaid-api-token",
        &["access-sandbox-", "access-development-", "access-production-"],
        &[Either(&[UUID])],
    ),
    row("mollie-api-key", &["live_", "test_"], &[Run(Alphanumeric, 30, 30)]),
    row("lob-api-key", &["live_", "test_"], &[Run(Hex, 35, 35)]),
    row("lob-pub-api-key", &["live_pub_", "test_pub_"], &[Run(Hex, 31, 31)]),
    row(
        "flutterwave-secret-key",
        &["FLWSECK_TEST-", "FLWSECK-"],
        &[Run(Small, 32, 32), Either(&[&[Text("-"), Run(Alphanumeric, 8, 16)], &[]]), Text("-X")],
    ),
    row(
        "flutterwave-public-key",
        &["FLWPUBK_TEST-", "FLWPUBK-"],
        &[Run(Small, 32, 32), Text("-X")],
    ),
    row(
        "flutterwave-encryption-key",
        &["FLWSECK_TEST"],
        &[Either(&[&[Text("-")], &[]]), Run(Alphanumeric, 12, 12)],
    ),
    row(
        "paddle-api-key",
        &["pdl_live_apikey_", "pdl_sdbx_apikey_"],
        &[
            Run(Small, 26, 26),
            Text("_"),
            Run(Alphanumeric, 22, 22),
            Text("_"),
            Run(Alphanumeric, 3, 3),
        ],
    ),
    row(
        "paddle-webhook-secret",
        &["pdl_ntfset_"],
        &[Run(Alphanumeric, 26, 26), Text("_"), Run(AnyBase64, 32, 32)],
    ),
    row("shopify-access-token", &["shpat_"], &[Run(Hex, 32, 32)]),
    row("shopify-custom-access-token", &["shpca_"], &[Run(Hex, 32, 32)]),
    row("shopify-private-app-access-token", &["shppa_"], &[Run(Hex, 32, 32)]),
    row("shopify-shared-secret", &["shpss_"], &[Run(Hex, 32, 32)]),
    row("woocommerce-api-key", &["ck_", "cs_"], &[Run(Hex, 40, 40)]),
    row("easypost-api-token", &["EZAK"], &[Run(Alphanumeric, 54, 54)]),
    row("easypost-test-api-token", &["EZTK"], &[Run(Alphanumeric, 54, 54)]),
    row("shippo-api-token", &["shippo_live_", "shippo_test_"], &[Run(Hex, 40, 40)]),
    row("duffel-api-token", &["duffel_live_", "duffel_test_"], &[Run(UrlPadded, 43, 43)]),
    row("ramp-client-secret", &["ramp_sec_"], &[Run(Alphanumeric, 48, 48)]),
];
