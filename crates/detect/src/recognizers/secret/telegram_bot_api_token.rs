//! Tokens of Telegram bots: the number of the bot, a colon and 35 characters, of which the first is
//! an `A` (Telegram Bot API, "Authorizing your bot"). In the address of a call `bot` stands
//! directly before.

use super::token::{self, Class, Part};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer =
    super::recognizer("telegram-bot-api-token", Trigger::Literals(&[":A"]), find);

const PARTS: &[Part] = &[Part::Text(":A"), Part::Run(Class::Url, 34, 34)];
/// LIMIT: digits of the number of a bot.
const NUMBER_MAX: usize = 16;
const NUMBER_MIN: usize = 5;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let left = cursor.text.as_bytes().get(..cursor.at)?;
    let digits = left.iter().rev().take(NUMBER_MAX + 1).take_while(|byte| byte.is_ascii_digit());
    let length = digits.count();
    let start = cursor.at - length;
    let opens = cursor.opens(start) || cursor.slice(0, start).ends_with("/bot");
    if !(NUMBER_MIN..=NUMBER_MAX).contains(&length) || !opens {
        return None;
    }
    let end = token::end(cursor, cursor.at, PARTS)?;
    let key = cursor.slice(cursor.at + 1, end);
    let mixed = key.bytes().any(|byte| byte.is_ascii_digit())
        && key.bytes().any(|byte| byte.is_ascii_lowercase());
    (mixed && token::is_plausible(key)).then(|| Match::new(start, end, token::SCORE))
}
