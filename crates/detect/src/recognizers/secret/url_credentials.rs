//! Passwords and tokens in the user information of addresses: RFC 3986, 3.2.1, and the
//! connection strings of databases and brokers that are written like addresses.
//!
//! The finding is the password, so that user and host stay readable.

use super::assignment::plausible::{is_hex, is_strong_token, is_token};
use super::given;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("url-credentials", Trigger::Literals(&["://"]), find);

/// Surer than the mail address that a password and a host look like. Of an address that is found
/// as a whole (`URL`) this is a part, and not found beside it: that finding names this rule.
const SCORE: f32 = 0.96;
/// LIMIT: bytes of user information and host.
const AUTHORITY_BYTES_MAX: usize = 512;
/// What stands for the password where the user is a token.
const BESIDE_TOKENS: &[&str] = &["", "x", "X", "x-oauth-basic", "api_token", "unused"];
/// Tokens of hexadecimal digits have so many; shorter ones are numbers of projects.
const HEX_BYTES: usize = 40;
/// A token beside one of these words may be shorter than one that stands alone.
const BESIDE_BYTES_MIN: usize = 16;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.at + 3;
    let before = cursor.at.checked_sub(1).and_then(|at| cursor.text.as_bytes().get(at))?;
    if !before.is_ascii_alphanumeric() {
        return None;
    }
    let end = cursor.run(start, AUTHORITY_BYTES_MAX, is_authority);
    if end - start >= AUTHORITY_BYTES_MAX {
        return None;
    }
    let authority = cursor.slice(start, end);
    let (information, host) = authority.rsplit_once('@')?;
    let end = start + information.len();
    let Some((user, password)) = information.split_once(':') else {
        let hex = information.len() == HEX_BYTES && is_hex(information) && is_token(information);
        let token = (hex || is_strong_token(information)) && !host.is_empty();
        return token.then(|| Match::new(start, end, SCORE));
    };
    if BESIDE_TOKENS.contains(&password) {
        let token = user.len() >= BESIDE_BYTES_MIN && is_token(user) && !host.is_empty();
        return token.then(|| Match::new(start, start + user.len(), SCORE));
    }
    let real = !host.is_empty() && given::is_password(user, password);
    real.then(|| Match::new(end - password.len(), end, SCORE))
}

/// What user information and host are made of, as people write them.
fn is_authority(byte: u8) -> bool {
    byte > b' '
        && !matches!(
            byte,
            b'/' | b'?' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\' | b'(' | b')' | b'|'
        )
}

#[cfg(test)]
mod tests {
    use crate::{Detector, Hint, Settings};
    use portcullis_model::Entity;

    fn check(text: &str, expected: Option<&str>) {
        let entities = Some(vec![Entity::SECRET]);
        let detector = Detector::new(Settings { entities, ..Settings::standard() }).unwrap();
        let found = detector.find(text, &Hint::NONE);
        let found: Vec<_> = found.iter().filter_map(|f| text.get(f.start..f.end)).collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
    }

    #[test]
    fn passwords_of_addresses() {
        check("postgres://ada:9YIcHO1ccp@db.acme.dev:5432/shop", Some("9YIcHO1ccp"));
        check("mongodb+srv://ada:ml3a8lxk@c0.acme.dev/x?w=1", Some("ml3a8lxk"));
        check("amqp://ada:walnut&tunl5@mq:5672/", Some("walnut&tunl5"));
        check("see https://ada:harvest76@acme.dev/repo.git.", Some("harvest76"));
        check("smtp://ops%40acme.dev:49zFHOXfFy@mail:587", Some("49zFHOXfFy"));
        check("redis://:0f7ymrgf@cache:6379/0", Some("0f7ymrgf"));
        check("amqps://app:swordfish@mq.acme.dev", Some("swordfish"));
        check("url=\"mysql://root:Comet#wL8q@127.0.0.1/x\"", Some("Comet#wL8q"));
        check("https://4a7d91c2:c03be85f@gems.contribsys.com/", Some("4a7d91c2:c03be85f"));
    }

    #[test]
    fn tokens_in_the_place_of_users() {
        let hex = "a0959fa03d6d9c2ad7f627e7bc8273f2f6b20f33";
        let token = "aiDwB0P6hr2FTAyvUPm6k6cW";
        check(&format!("https://{hex}@github.com/o/r"), Some(hex));
        check(&format!("https://{token}@github.com/o/r"), Some(token));
        check(&format!("https://{token}:x-oauth-basic@github.com"), Some(token));
        check(&format!("https://{hex}:x-oauth-basic@github.com"), Some(hex));
        check(&format!("https://{token}:@api.acme.dev/v1"), Some(token));
        let pat = "ghp_x7Kq2mZ9pL4vR8tY1wN6bC3dF5gH0jSaQeUi";
        check(&format!("https://{pat}:x-oauth-basic@github.com"), Some(pat));
    }

    #[test]
    fn addresses_without_one() {
        check("postgres://user:password@localhost/db", None);
        check("amqp://guest:guest@localhost", None);
        check("https://user:${PASS}@acme.dev", None);
        check("ssh://git@acme.dev/x.git", None);
        check("https://acme.dev:8443/a@b:c", None);
        check("https://9f87600afbd00f7b5028867426e5d20f@o4.ingest.acme.dev/7", None);
        check("https://documentation-reader:@acme.dev/", None);
        check("https://ada:x-oauth-basic@acme.dev/", None);
    }
}
