//! One record as one line: how it is written, and how strictly it is read back.
//!
//! `seq`, `time` and `tenant` stand first, `prev` stands last, so a chain is followed without
//! parsing; [`check`] parses nevertheless, for whoever verifies. Says nothing of what kinds of
//! records there are.

use std::fmt;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::error::AuditError;
use crate::note::number;
use crate::record::Record;
use crate::tree::Hash;

/// LIMIT: a line, so that a reader knows how much memory it needs.
pub(crate) const LINE_BYTES_MAX: usize = 64 * 1024;
/// LIMIT: what stands around a record's own fields.
const FRAME_BYTES_MAX: usize = 512;

/// A record's own fields as JSON members, without the braces.
pub(crate) fn body(record: &Record) -> Result<Vec<u8>, AuditError> {
    let mut body = Vec::with_capacity(512);
    // A record of strings and whole numbers always has a JSON form.
    serde_json::to_writer(&mut body, record).map_err(|_| AuditError::Closed)?;
    let members = body.len().saturating_sub(1);
    body.truncate(members);
    let bytes_max = LINE_BYTES_MAX - FRAME_BYTES_MAX;
    if body.len() > bytes_max {
        return Err(AuditError::TooLong { bytes: body.len(), bytes_max });
    }
    // The opening brace gives way to the comma after the frame's members.
    if let Some(brace) = body.first_mut() {
        *brace = b',';
    }
    Ok(body)
}

/// Writes one line, without its line feed, at the end of `out`.
pub(crate) fn write(out: &mut Vec<u8>, frame: &Frame<'_>, body: &[u8]) {
    out.extend_from_slice(b"{\"seq\":");
    push_number(out, frame.seq);
    out.extend_from_slice(b",\"time\":\"");
    out.extend_from_slice(frame.time);
    out.extend_from_slice(b"\",\"tenant\":\"");
    out.extend_from_slice(frame.tenant.as_bytes());
    out.push(b'"');
    out.extend_from_slice(body);
    out.extend_from_slice(b",\"prev\":\"");
    let start = out.len();
    out.resize(start + 64, b'0');
    if let Some(place) = out.get_mut(start..) {
        HEXLOWER.encode_mut(&frame.prev, place);
    }
    out.extend_from_slice(b"\"}");
}

fn push_number(out: &mut Vec<u8>, number: u64) {
    let mut digits = [b'0'; 20];
    let mut rest = number;
    let mut used = 0;
    for place in digits.iter_mut().rev() {
        *place = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
        used += 1;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(20 - used..).unwrap_or_default());
}

/// What stands around a record's own fields.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) seq: u64,
    pub(crate) time: &'a [u8],
    pub(crate) tenant: &'a str,
    pub(crate) prev: Hash,
}

/// Writes times as RFC 3339 in UTC with nanoseconds; most of it stays the same for a second.
#[derive(Debug, Default)]
pub(crate) struct TimeText {
    second: i64,
    text: Vec<u8>,
}

impl TimeText {
    /// The text of a time, always 30 bytes between the years 0 and 9999.
    pub(crate) fn at(&mut self, time: Timestamp) -> &[u8] {
        let floor = time.as_nanosecond().div_euclid(1_000_000_000);
        let nanos = time.as_nanosecond().rem_euclid(1_000_000_000);
        let second = i64::try_from(floor).unwrap_or_default();
        if self.text.is_empty() || self.second != second {
            let whole = Timestamp::from_second(second).unwrap_or_default();
            self.text = whole.strftime("%Y-%m-%dT%H:%M:%S.000000000Z").to_string().into_bytes();
            self.second = second;
        }
        let mut rest = nanos;
        for digit in self.text.iter_mut().rev().skip(1).take(9) {
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        &self.text
    }
}

/// The members that chain a line, as they stand in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Chained<'a> {
    pub(crate) seq: u64,
    pub(crate) time: &'a str,
    pub(crate) tenant: &'a str,
    pub(crate) prev: Hash,
}

/// Reads the members that chain a line; none if they are not in their form and place.
pub(crate) fn chained(line: &[u8]) -> Option<Chained<'_>> {
    let rest = line.strip_prefix(b"{\"seq\":")?;
    let (seq, rest) = before(rest, b",\"time\":\"")?;
    let (time, rest) = before(rest, b"\",\"tenant\":\"")?;
    let (tenant, rest) = before(rest, b"\",\"kind\":\"")?;
    let rest = rest.strip_suffix(b"\"}")?;
    let (members, hex) = rest.split_at_checked(rest.len().checked_sub(64)?)?;
    members.strip_suffix(b",\"prev\":\"")?;
    let mut prev = [0; 32];
    HEXLOWER.decode_mut(hex, &mut prev).ok()?;
    Some(Chained {
        seq: number(std::str::from_utf8(seq).ok()?)?,
        time: is_time(time).then(|| std::str::from_utf8(time).ok())??,
        tenant: std::str::from_utf8(tenant).ok()?,
        prev,
    })
}

/// Splits at the first occurrence of `mark`, which must start within the next 128 bytes.
fn before<'a>(text: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let near = text.get(..text.len().min(128))?;
    let quote = if mark.first() == Some(&b',') { b',' } else { b'"' };
    let at = near.iter().position(|byte| *byte == quote)?;
    let (head, rest) = text.split_at_checked(at)?;
    Some((head, rest.strip_prefix(mark)?))
}

fn is_time(text: &[u8]) -> bool {
    let form = b"0000-00-00T00:00:00.000000000Z";
    text.len() == form.len()
        && text.iter().zip(form).all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            _ => byte == form,
        })
}

/// Checks that a line is one JSON object in which no name stands twice and no number is a
/// fraction, with nothing behind it.
pub(crate) fn check(line: &[u8]) -> bool {
    serde_json::from_slice::<Strict>(line).is_ok()
}

/// Any JSON that a record may consist of; built of nothing, only checked.
struct Strict;

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a whole number, a list or an object")
    }

    fn visit_u64<E>(self, _: u64) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_str<E>(self, _: &str) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Strict, A::Error> {
        while items.next_element::<Strict>()?.is_some() {}
        Ok(Strict)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Strict, A::Error> {
        let mut names: Vec<&str> = Vec::with_capacity(24);
        // A name with an escape in it cannot be borrowed and so is refused: ours have none.
        while let Some(name) = members.next_key::<&'de str>()? {
            if names.contains(&name) {
                return Err(A::Error::custom("a name stands twice"));
            }
            names.push(name);
            members.next_value::<Strict>()?;
        }
        Ok(Strict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    #[test]
    fn a_line_that_was_written_is_read_back() {
        let record = Record::Start(crate::Run {
            operation: "serve \"x\",\"prev\":\"".into(),
            version: "1".into(),
            process: 7,
        });
        for (seq, nanos) in
            [(0, 0), (9, 1), (10, 999_999_999), (u64::MAX, 1_795_253_471_000_000_001)]
        {
            let mut times = TimeText::default();
            let mut out = Vec::new();
            let time = times.at(Timestamp::from_nanosecond(nanos).unwrap());
            let frame = Frame { seq, time, tenant: "default", prev: [7; 32] };
            write(&mut out, &frame, &body(&record).unwrap());
            let read = chained(&out).unwrap();
            assert_eq!((read.seq, read.tenant, read.prev), (seq, "default", [7; 32]));
            let parsed: Timestamp = read.time.parse().unwrap();
            assert_eq!(parsed.as_nanosecond(), nanos);
            assert!(check(&out));
        }
    }

    #[test]
    fn only_the_exact_form_is_taken() {
        let good = format!(
            "{{\"seq\":1,\"time\":\"2026-11-21T09:00:00.000000000Z\",\"tenant\":\"t\",\"kind\":\"stop\",\"prev\":\"{HEX}\"}}"
        );
        let cases = [
            (good.clone(), true),
            (good.replace("\"seq\":1", "\"seq\":01"), false),
            (good.replace("\"seq\":1", "\"seq\":-1"), false),
            (good.replace("\"seq\":1", "\"seq\": 1"), false),
            (good.replace("\"seq\":1", "\"seq\":99999999999999999999"), false),
            (good.replace('Z', "+"), false),
            (good.replace("aabb", "AABB"), false),
            (format!("{good} "), false),
            (format!("{good}{good}"), false),
            (good.replace("kind", "kinds"), false),
            (String::new(), false),
        ];
        for (line, taken) in cases {
            assert_eq!(
                chained(line.as_bytes()).is_some() && check(line.as_bytes()),
                taken,
                "{line}"
            );
        }
    }

    #[test]
    fn only_strict_json_passes_the_check() {
        let cases = [
            (r#"{"a":1,"b":[{"c":"d"}]}"#, true),
            (r#"{"a":1,"a":1}"#, false),
            (r#"{"a":[{"c":"d","c":"d"}]}"#, false),
            (r#"{"a":1.5}"#, false),
            (r#"{"a":-1}"#, false),
            (r#"{"a":true}"#, false),
            (r#"{"a":null}"#, false),
            (r#"{"\u0061":1}"#, false),
            (r#"{"a":1} x"#, false),
            (r#"{"a":1"#, false),
            ("{\"a\":\"\n\"}", false),
        ];
        for (json, passes) in cases {
            assert_eq!(check(json.as_bytes()), passes, "{json}");
        }
    }

    #[test]
    fn a_record_over_the_limit_is_refused() {
        let run = |bytes| {
            Record::Start(crate::Run { operation: "x".repeat(bytes), ..Default::default() })
        };
        assert!(body(&run(60_000)).is_ok());
        assert!(matches!(body(&run(70_000)), Err(AuditError::TooLong { .. })));
    }
}
