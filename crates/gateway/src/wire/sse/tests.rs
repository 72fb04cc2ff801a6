//! Cutting streams into events, whatever the pieces. No dialect here.

use proptest::prelude::*;

use super::*;

/// The events of a stream that comes in pieces of `piece` bytes.
fn events(bytes: &[u8], piece: usize) -> Result<Vec<String>, Refusal> {
    let mut splitter = Splitter::new();
    let mut out = Vec::new();
    for piece in bytes.chunks(piece) {
        splitter.push(piece, &mut out)?;
    }
    splitter.finish(&mut out)?;
    Ok(out)
}

fn check(stream: &str, expected: &[&str]) {
    for piece in 1..=stream.len().max(1) {
        assert_eq!(events(stream.as_bytes(), piece).unwrap(), expected, "{stream:?} by {piece}");
    }
}

#[test]
fn cuts_at_blank_lines_of_any_kind() {
    check("", &[]);
    check("data: a\n\ndata: b\n\n", &["data: a\n\n", "data: b\n\n"]);
    check("data: a\r\n\r\ndata: b\r\n\r\n", &["data: a\r\n\r\n", "data: b\r\n\r\n"]);
    check("data: a\r\rdata: b\r\r", &["data: a\r\r", "data: b\r\r"]);
    check("data: a\n\r\ndata: b\r\n\n", &["data: a\n\r\n", "data: b\r\n\n"]);
    check(
        ": ping\n\nid: 1\nretry: 5\ndata: ü😀\n\n",
        &[": ping\n\n", "id: 1\nretry: 5\ndata: ü😀\n\n"],
    );
    check("\n\n\ndata: a\n\n", &["\n", "\n", "\n", "data: a\n\n"]);
    check("data: a\n\ndata: b", &["data: a\n\n", "data: b"]);
    check("data: a\n\ndata: b\n", &["data: a\n\n", "data: b\n"]);
    check("data: a\n\ndata: b\r", &["data: a\n\n", "data: b\r"]);
    check("\u{feff}data: a\n\n", &["\u{feff}data: a\n\n"]);
}

#[test]
fn refuses_what_is_no_text() {
    for piece in [1, 3, 100] {
        let refusal = events(b"data: a\n\ndata: \xff\n\n", piece).unwrap_err();
        assert_eq!(refusal.code, Code::UpstreamFailed);
    }
}

#[test]
fn bounds_an_event() {
    let event = |length: usize| format!("data: {}\n\n", "x".repeat(length - 8));
    for piece in [1000, EVENT_BYTES_MAX * 2] {
        assert!(events(event(EVENT_BYTES_MAX).as_bytes(), piece).is_ok());
        let refusal = events(event(EVENT_BYTES_MAX + 1).as_bytes(), piece).unwrap_err();
        assert_eq!(refusal.code, Code::UpstreamFailed);
    }
    let endless = vec![b'x'; EVENT_BYTES_MAX + 1];
    assert!(Splitter::new().push(&endless, &mut Vec::new()).is_err());
}

fn values(event: &str) -> Vec<&str> {
    let ranges = match data(event) {
        Data::None => vec![],
        Data::Line(one) => vec![one],
        Data::Lines(all) => all,
    };
    ranges.into_iter().map(|range| event.get(range).unwrap()).collect()
}

#[test]
fn finds_the_data() {
    assert_eq!(values("event: x\ndata: {}\n\n"), ["{}"]);
    assert_eq!(values("data:{}\r\nid: 7\r\n\r\n"), ["{}"]);
    assert_eq!(values("data:  a\n\n"), [" a"]);
    assert_eq!(values("data\n\n"), [""]);
    assert_eq!(values("data: a\rdata: b\r\r"), ["a", "b"]);
    assert_eq!(values("\u{feff}data: a\n\n"), ["a"]);
    assert_eq!(values("database: a\n: data: b\n data: c\n\n"), [""; 0]);
}

#[test]
fn blanks_all_but_the_data() {
    let event = "event: ü\r\ndata: {\"a\":\r\n: ü\r\ndata: 1}\r\n\r\n";
    let Data::Lines(places) = data(event) else { panic!("two lines") };
    let copy = blanked(event, &places);
    assert_eq!(copy.split_whitespace().collect::<String>(), "{\"a\":1}");
    for place in places {
        assert_eq!(event.get(place.clone()), copy.get(place));
    }
}

proptest! {
    #[test]
    fn any_cutting_gives_the_same_events(
        stream in "(data: [a-zü😀]{0,4}|: x|id|\\r|\\n|\\r\\n){0,12}",
        cuts in prop::collection::vec(0_usize..40, 0..6),
    ) {
        let whole = events(stream.as_bytes(), usize::MAX).unwrap();
        prop_assert_eq!(&whole.concat(), &stream);
        let mut splitter = Splitter::new();
        let mut out = Vec::new();
        let mut at = 0;
        let mut cuts = cuts;
        cuts.sort_unstable();
        for cut in cuts.into_iter().map(|cut| cut.min(stream.len())) {
            splitter.push(&stream.as_bytes()[at..cut], &mut out).unwrap();
            at = cut;
        }
        splitter.push(&stream.as_bytes()[at..], &mut out).unwrap();
        splitter.finish(&mut out).unwrap();
        prop_assert_eq!(out, whole);
    }
}
