//! Payment, banking, markets, shops.

use super::Part::{Either, Run};
use super::{KeyedRule, UUID, row, run};
use crate::token::Class::{Alphanumeric, AnyBase64, Hex, Small, Url, UrlPadded};

pub(super) static RULES: &[KeyedRule] = &[
    row("bittrex-secret-key", &["bittrex"], &[run(Alphanumeric, 32)]).with(&["secret"]),
    row("bittrex-access-key", &["bittrex"], &[run(Alphanumeric, 32)]),
    row("binance-api-key", &["binance"], &[run(Alphanumeric, 64)]),
    row("coinbase-access-token", &["coinbase"], &[run(Url, 64)]),
    row("etsy-access-token", &["etsy"], &[run(Small, 24)]),
    row("finicity-api-token", &["finicity"], &[run(Hex, 32)]),
    row("finicity-client-secret", &["finicity"], &[run(Alphanumeric, 20)]),
    row("finnhub-access-token", &["finnhub"], &[run(Alphanumeric, 20)]),
    row("freshbooks-access-token", &["freshbooks"], &[run(Alphanumeric, 64)]),
    row(
        "gocardless-api-token",
        &["gocardless"],
        &[Either(&["live_", "sandbox_"]), run(UrlPadded, 40)],
    ),
    row("kraken-access-token", &["kraken"], &[Run(AnyBase64, 80, 90)]),
    row("kraken-access-token", &["kraken"], &[Run(AnyBase64, 84, 88), Either(&["==", "="])]),
    row("kucoin-secret-key", &["kucoin"], UUID),
    row("kucoin-access-token", &["kucoin"], &[run(Hex, 24)]),
    row("plaid-secret-key", &["plaid"], &[run(Alphanumeric, 30)]),
    row("plaid-client-id", &["plaid"], &[run(Alphanumeric, 24)]),
    row("paypal-client-secret", &["paypal"], &[run(Url, 80)]),
    row("razorpay-key-secret", &["razorpay"], &[run(Alphanumeric, 24)]),
    row("squarespace-access-token", &["squarespace"], UUID),
];
