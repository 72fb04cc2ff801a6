//! Addresses of crypto-currencies: Bitcoin and Ethereum.
//!
//! An address whose checksum fails is none. Those of Ethereum have one only if their letters are
//! of both cases.

mod base58;
pub(super) mod bech32;
mod ethereum;

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "crypto",
    entity: Entity::known("CRYPTO"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: CONTEXT,
    find,
};

const CONTEXT: &[&str] = &[
    "wallet",
    "wallet address",
    "crypto",
    "crypto address",
    "bitcoin",
    "btc",
    "ethereum",
    "eth",
    "ether",
    "erc",
    "coin",
    "walletaddress",
    "deposit address",
    "payout address",
    "recipient",
    "donate",
    "donation",
    "billetera",
    "cartera",
    "portefeuille",
    "geldbörse",
    "portafoglio",
    "carteira",
    "кошелек",
    "кошелёк",
    "ウォレット",
    "钱包",
    "지갑",
];

/// How it begins: `1A…`, `3J…`, `16b…`, `0x…`.
const SHAPES: &[Shape] =
    &[Shape { letters: &[0], digits: &[1, 2, 3, 4, 5, 6, 7, 8, 9], next: &[Next::Letter] }];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let (end, score) = match cursor.byte(cursor.at)? {
        b'0' => ethereum::read(cursor)?,
        b'1' | b'3' => base58::read(cursor)?,
        _ => return None,
    };
    code::closes(cursor, end).then(|| Match::new(cursor.at, end, score))
}
