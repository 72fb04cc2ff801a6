//! Account numbers of banks in the United States: eight to seventeen digits (Nacha Operating Rules,
//! appendix three, "DFI account number").
//!
//! Nothing in them tells that they are account numbers, so only the words before make a finding.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "us_bank_number",
    entity: Entity::known("US_BANK_NUMBER"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "bank",
        "bank account",
        "account number",
        "account no",
        "acct",
        "acct no",
        "acct number",
        "checking",
        "checking account",
        "savings",
        "savings account",
        "bank account number",
        "bankaccount",
        "accountnumber",
        "direct deposit",
        "deposit account",
        "beneficiary account",
        "debit account",
    ],
    find,
};

/// How it is grouped.
const TEMPLATES: &[&str] = &[
    "99999999",
    "999999999",
    "9999999999",
    "99999999999",
    "999999999999",
    "9999999999999",
    "99999999999999",
    "999999999999999",
    "9999999999999999",
    "99999999999999999",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let [group, ..] = cursor.number?.groups() else { return None };
    let fits = (8..=17).contains(&group.len()) && code::closes(cursor, group.end);
    fits.then(|| Match::new(cursor.at, group.end, 0.14))
}
