//! What comes back and what does not, whole and cut anywhere.

mod cuts;
mod places;

use std::sync::Arc;

use portcullis_model::Secret;

use super::{Known, Revealer};

/// The surrogates of all cases: surrogate, value, host.
const KNOWN: &[(&str, &str, &str)] = &[
    ("tkn-abcdefgh23456722@k3.invalid", "Alice.Doe@corp.example", "good.com"),
    ("tkn-zzzzzzzz23456722@k3.invalid", "bob@corp.example", ""),
    ("+1-555-234-5678", "+1 (415) 555-0199", ""),
    ("(555) 876-5432", "(212) 555-0100", ""),
    ("000-12-3456", "123 45 6789", "good.com"),
    ("4000 0012 3456 7899", "4111-1111-1111-1111", ""),
    ("131234567", "021000021", ""),
    ("XT82 WEST 1234 5698 7654 32", "GB82WEST12345698765432", ""),
    ("240.10.2.3", "10.0.0.7", ""),
    ("2001:db8:12::9a", "fd00::1:7", ""),
    ("[[PERSON:abcdefgh23456722]]", "Zoë \"Z\" O'Neil", ""),
    ("[[CREDIT_CARD:mnopqrst23456722]]", "378282246310005", ""),
    ("0456-03-09", "1984-07-05", ""),
    ("Avery Stone-k7q2", "John Smith", ""),
    ("d6:5e:01:23:45:67", "3c:22:fb:8a:9d:10", ""),
    ("0f5c0de5-0123-8456-a789-0123456789ab", "3f8a9d10-22fb-4c1d-9e77-0123456789ab", ""),
    ("7 February 0456", "3 July 1985", ""),
    ("Velwen Faldock-k7q2xmabcd", "Ada Lovelace", ""),
    ("417 Zorhaven Lane-k7q2xmabcd", "12 Elm Street", ""),
];

fn machine() -> Arc<Revealer> {
    let known = KNOWN.iter().map(|&(surrogate, value, host)| Known {
        surrogate: surrogate.into(),
        value: Secret::new(value.into()),
        hosts: if host.is_empty() { vec![] } else { vec![host.into()] },
    });
    Arc::new(Revealer::new(known.collect()))
}

/// The text as a whole, and the indices of what came back.
fn whole(machine: &Revealer, text: &str) -> (String, Vec<usize>) {
    let (mut out, mut from) = (String::new(), 0);
    let edits = machine.edits(text);
    for edit in &edits {
        out.push_str(text.get(from..edit.range.start).unwrap());
        out.push_str(machine.value(edit.index));
        from = edit.range.end;
    }
    out.push_str(text.get(from..).unwrap());
    (out, edits.iter().map(|edit| edit.index).collect())
}

fn streamed<'a>(
    machine: &Arc<Revealer>,
    chunks: impl Iterator<Item = &'a str>,
) -> (String, Vec<usize>) {
    let (mut out, mut revealed) = (String::new(), Vec::new());
    let mut stream = machine.stream();
    for chunk in chunks {
        stream.push(chunk, &mut out, &mut revealed);
    }
    stream.finish(&mut out, &mut revealed);
    assert_eq!(stream.held(), 0);
    (out, revealed)
}

/// `text` becomes `expected`, whole, in characters, and cut once anywhere.
#[track_caller]
fn check(text: &str, expected: &str) {
    let machine = machine();
    let once = whole(&machine, text);
    assert_eq!(once.0, expected, "whole: {text:?}");
    assert_eq!(streamed(&machine, text.split_inclusive(|_| true)), once, "in characters: {text:?}");
    for (at, _) in text.char_indices() {
        let (head, tail) = text.split_at(at);
        assert_eq!(streamed(&machine, [head, tail].into_iter()), once, "cut at {at}: {text:?}");
    }
}

#[track_caller]
fn check_kept(text: &str) {
    check(text, text);
}

const MAIL: &str = "tkn-abcdefgh23456722@k3.invalid";

#[test]
fn each_shape_comes_back_in_its_original_spelling() {
    for (surrogate, value, _) in KNOWN {
        check(surrogate, value);
        check(&format!("It is {surrogate}."), &format!("It is {value}."));
        check(&format!("**{surrogate}**, `{surrogate}`"), &format!("**{value}**, `{value}`"));
        check(&format!("_{surrogate}_ ({surrogate})"), &format!("_{value}_ ({value})"));
        check(&format!("\"{surrogate}\"\n{surrogate}\n"), &format!("\"{value}\"\n{value}\n"));
        check(&format!("连{surrogate}的 {surrogate}에게"), &format!("连{value}的 {value}에게"));
        check(&format!("\"a\\n{surrogate}\\n\""), &format!("\"a\\n{value}\\n\""));
        check(&format!("{surrogate}/{surrogate}"), &format!("{value}/{value}"));
        check(&format!("<{surrogate}> it:{surrogate}"), &format!("<{value}> it:{value}"));
        check(&format!("{surrogate}...{surrogate}?"), &format!("{value}...{value}?"));
    }
}

#[test]
fn a_mail_address_survives_rewriting() {
    for spelled in [
        "TKN-ABCDEFGH23456722@K3.INVALID",
        "Tkn-abcdefgh23456722@k3.invalid",
        "tkn\\-abcdefgh23456722@k3\\.invalid",
        "tkn-abcdefgh23456722\\@k3.invalid",
        "tkn-abcdefgh23456722%40k3.invalid",
        "tkn-abcdefgh23456722&#64;k3.invalid",
        "tkn-abcdefgh23456722&#x40;k3.invalid",
        "tkn-abcdefgh23456722&commat;k3.invalid",
        "tkn-abcdefgh23456722\\u0040k3.invalid",
        "tkn‑abcdefgh23456722@k3.invalid",
        "tkn-abcdefgh23456722＠k3.invalid",
        "tkn-abcdefgh\u{200b}23456722@k3.invalid",
    ] {
        check(&format!("to {spelled}, now"), "to Alice.Doe@corp.example, now");
        check(&format!("mailto:{spelled}."), "mailto:Alice.Doe@corp.example.");
    }
}

#[test]
fn numbers_survive_other_separators() {
    let phone = "+1 (415) 555-0199";
    for spelled in [
        "+15552345678",
        "+1 555 234 5678",
        "+1 (555) 234-5678",
        "+1.555.234.5678",
        "1-555-234-5678",
        "(555) 234-5678",
        "(555)234-5678",
        "555-234-5678",
        "555 234 5678",
        "5552345678",
        "+1\u{a0}555\u{a0}234\u{a0}5678",
        "+1–555–234–5678",
        "%2B1-555-234-5678",
        "&#43;15552345678",
        "\\+1\\-555\\-234\\-5678",
        "＋1-555-234-5678",
        "+1-555-234\u{2011}5678",
    ] {
        check(&format!("call {spelled} now"), &format!("call {phone} now"));
        check(&format!("tel:{spelled}"), &format!("tel:{phone}"));
    }
    for (spelled, value) in [
        ("+1 555 876 5432", "(212) 555-0100"),
        ("000123456", "123 45 6789"),
        ("000 12 3456", "123 45 6789"),
        ("000.12.3456", "123 45 6789"),
        ("4000001234567899", "4111-1111-1111-1111"),
        ("4000-0012-3456-7899", "4111-1111-1111-1111"),
        ("13-1234567", "021000021"),
        ("xt82west12345698765432", "GB82WEST12345698765432"),
        ("XT82-WEST-1234-5698-7654-32", "GB82WEST12345698765432"),
        ("0456/03/09", "1984-07-05"),
        ("D6-5E-01-23-45-67", "3c:22:fb:8a:9d:10"),
        ("d65e.0123.4567", "3c:22:fb:8a:9d:10"),
        ("D65E01234567", "3c:22:fb:8a:9d:10"),
        ("d6\\:5e\\:01\\:23\\:45\\:67", "3c:22:fb:8a:9d:10"),
        ("2001:DB8:12:0:0:0:0:9A", "fd00::1:7"),
        ("2001:0db8:0012::009a", "fd00::1:7"),
    ] {
        check(&format!("is {spelled}: so"), &format!("is {value}: so"));
    }
    check("call (+1 555 234 5678) now", "call (+1 (415) 555-0199) now");
    check("1 555-234-5678", "1 +1 (415) 555-0199");
    check("(555 234-5678", "(+1 (415) 555-0199");
    check("240.10.2.3:8080 and 240.10.2.3/24", "10.0.0.7:8080 and 10.0.0.7/24");
    check("240.10.2.3-240.10.2.3", "10.0.0.7-10.0.0.7");
    check("root@240.10.2.3", "root@10.0.0.7");
    check("IP:2001:db8:12::9a: up", "IP:fd00::1:7: up");
    check("at 2001:db8:12::9a/64", "at fd00::1:7/64");
}

#[test]
fn names_survive_rewriting() {
    for spelled in [
        "VELWEN FALDOCK-K7Q2XMABCD",
        "velwen faldock-k7q2xmabcd",
        "Velwen\nFaldock-k7q2xmabcd",
        "Velwen\r\n  Faldock-k7q2xmabcd",
        "Velwen\u{a0}Faldock\u{2011}k7q2xmabcd",
        "Velwen Faldock\\-k7q2xmabcd",
    ] {
        check(&format!("Is it {spelled}'s?"), "Is it Ada Lovelace's?");
        check(&format!("Hi {spelled}-san, ok"), "Hi Ada Lovelace-san, ok");
    }
    check_kept("Velwen Faldock-k7q2xmabcd.evil.com");
    check_kept("Velwen Faldock-k7q2xmabcde");
    check_kept("Velwen, Faldock-k7q2xmabcd");
}

#[test]
fn brackets_survive_rewriting() {
    for spelled in [
        "\\[\\[PERSON:abcdefgh23456722\\]\\]",
        "[PERSON:abcdefgh23456722]",
        "[[ PERSON:abcdefgh23456722 ]]",
        "[ [PERSON: abcdefgh23456722] ]",
        "[[person:ABCDEFGH23456722]]",
        "&#91;&#91;PERSON:abcdefgh23456722&#93;&#93;",
        "%5B%5BPERSON:abcdefgh23456722%5D%5D",
        "PERSON:abcdefgh23456722",
    ] {
        check(&format!("Hi {spelled}, ok"), "Hi Zoë \"Z\" O'Neil, ok");
    }
    check("[[PERSON:abcdefgh23456722]]s", "Zoë \"Z\" O'Neils");
    check("[[CREDIT\\_CARD:mnopqrst23456722]]", "378282246310005");
    check("[[[PERSON:abcdefgh23456722]]]", "[Zoë \"Z\" O'Neil]");
    check("[[PERSON:abcdefgh23456722]].evil.com", "[Zoë \"Z\" O'Neil].evil.com");
    check("[a [PERSON:abcdefgh23456722]]", "[a Zoë \"Z\" O'Neil]");
}

const NEAR: &[&str] = &[
    "tkn-abcdefgh23456723@k3.invalid",
    "tkn-abcdefgh23456722@k3.invali",
    "tkn-abcdefgh23456722@k3.invalid.com",
    "tkn-abcdefgh23456722@k3.invalids",
    "tkn-abcdefgh23456722@k3.invalid-x.com",
    "tkn-abcdefgh23456722@k3.invalid_x",
    "xtkn-abcdefgh23456722@k3.invalid",
    "a.tkn-abcdefgh23456722@k3.invalid",
    "a_tkn-abcdefgh23456722@k3.invalid",
    "tkn-abcdefgh23456722@k3.invalid\\.evil.com",
    "tkn-abcdefgh23456722",
    "tkn-",
    "t",
    "1000-12-3456",
    "000-12-34567",
    "000-12-3456-7",
    "9-000-12-3456",
    "000-12-3457",
    "000-12-3456.5",
    "000-12-3456.evil.com",
    "000-12-3456-x.evil.com",
    "a000123456",
    "beef000123456",
    "1ssn000123456",
    "abcdefghijklmnopq000123456",
    "%31000123456",
    "&#49;000123456",
    "\\x31000123456",
    "２000123456",
    "9\\-000-12-3456",
    "9–000-12-3456",
    "1%2E240.10.2.3",
    "x%74tkn-abcdefgh23456722@k3.invalid",
    "a.-tkn-abcdefgh23456722@k3.invalid",
    "a%2etkn-abcdefgh23456722@k3.invalid",
    "xXT82WEST12345698765432",
    "IBANXT82WEST12345698765432",
    "000-12-3456.com",
    "000-12-3456_x.evil.com",
    "000-12-3456-x_y.evil.com",
    "SSN000-12-3456.evil.com",
    "000-12-3456.pdf/?q=",
    "x.000-12-3456.Then",
    "000-12-3456-a.000-12-3456.Com/",
    "000-12-3456.Com/?q=",
    "000-12-3456.Com:80",
    "000-12-3456.Then.evil.com",
    "000-12-3456.pdf.evil.com",
    "[x]:000-12-3456.evil",
    "000   -  12-3456",
    "000-12-345",
    "240.10.2.30",
    "1.240.10.2.3",
    "240.10.2.3.4",
    "240-10-2-3",
    "2001:db8:12::9b",
    "2001:db8:12::9a:1",
    "1:2001:db8:12::9a",
    "2001:db8:12::",
    "2001:db8::12::9a",
    "d6:5e:01:23:45:68",
    "d6:5e:01:23:45:67:89",
    "ad6:5e:01:23:45:67",
    "d65e012345678",
    "XT82WEST123456987654321",
    "XT82WEST1234569876543",
    "40000012345678991",
    "[[PERSON:abcdefgh23456723]]",
    "[PERSON:abcdefgh2345672]",
    "[[PERSON:abcdefgh]]",
    "PERSON:abcdefgh23456722.evil.com",
    "PERSON:abcdefgh23456722-a.evil.com",
    "240.10.2.3-x.1.evil.com",
    "555) 234-567",
    "15552345678901",
    "Avery Stone-k7q3",
    "",
    "\\",
    "%",
    "&#",
    "2026-11-21T09:04:45Z",
    "v1.2.3",
    "9f86d081884c7d65",
    "a/b//c",
    "https://x.org/a?b=c#d",
];

#[test]
fn what_only_resembles_a_surrogate_stays() {
    for text in NEAR {
        check_kept(text);
    }
}

/// What may stand directly before a surrogate of any shape, and directly behind it.
const BESIDE: &[(&str, &str)] = &[
    ("电话", "我"),
    ("メール", "です"),
    ("โทร", "ครับ"),
    ("%22", "%22"),
    ("%2522", "%2522"),
    ("%E7%94%B5", "%E6%88%91"),
    ("%0a", "%2C"),
    ("\\u0022", "\\u0022"),
    ("x\\\\u0022", "\\\\u0022"),
    ("\\u{22}", "\\u{22}"),
    ("\\x22", "\\x22"),
    ("\\042", "\\042"),
    ("\\t", "\\n"),
    ("\\\"", "\\\""),
    ("{\\\\\"a\\\\\":\\\\\"", "\\\\\"}"),
    ("&quot;", "&quot;"),
    ("&#34;", "&#x22;"),
    (".", "."),
    ("x..", ".."),
    ("_", "_"),
    ("-", "-"),
    ("a=", "&b"),
    ("mailto:", "?subject=x"),
    ("\x1b[1;31m", "\x1b[0m"),
    ("", ".pdf"),
    ("", "-work"),
];

#[test]
fn what_is_of_another_kind_may_stand_beside_a_surrogate() {
    let only = |surrogate: &str, (_, after): (&str, &str)| {
        // A pseudonym is told from a longer name by its edges alone.
        !(surrogate.starts_with("Avery") && matches!(after, ".pdf" | "-work"))
    };
    for (surrogate, value, _) in KNOWN {
        for &(before, after) in BESIDE.iter().filter(|beside| only(surrogate, **beside)) {
            for (before, after) in [(before, ""), ("", after), (before, after)] {
                let text = format!("see {before}{surrogate}{after}");
                check(&text, &format!("see {before}{value}{after}"));
            }
        }
    }
}

#[test]
fn a_cue_may_be_written_on_to_a_number() {
    for (text, expected) in [
        ("SSN000-12-3456", "SSN123 45 6789"),
        ("my_ssn000123456.", "my_ssn123 45 6789."),
        ("%20card4000001234567899", "%20card4111-1111-1111-1111"),
        ("IP240.10.2.3", "IP10.0.0.7"),
        ("ip2001:db8:12::9a", "ipfd00::1:7"),
        ("user_000-12-3456_2", "user_000-12-3456_2"),
        ("user_000-12-3456_x", "user_123 45 6789_x"),
        ("000-12-3456.Then", "123 45 6789.Then"),
        ("x.000-12-3456.pdf.", "x.123 45 6789.pdf."),
        ("(000-12-3456.I am", "(123 45 6789.I am"),
    ] {
        check(text, expected);
    }
}

#[test]
fn the_spelling_of_the_request_chooses_among_equal_ones() {
    let known = [("415", "+1-555-234-5678"), ("(415)", "(555) 234-5678"), ("x", "555.234.5678")];
    let known = known.map(|(value, surrogate)| Known {
        surrogate: surrogate.into(),
        value: Secret::new(value.into()),
        hosts: vec![],
    });
    let machine = Revealer::new(known.into());
    for (text, expected) in [
        ("+1-555-234-5678", "415"),
        ("(555) 234-5678", "(415)"),
        ("555.234.5678", "x"),
        ("+1 555 234 5678", "415"),
    ] {
        assert_eq!(whole(&machine, text).0, expected, "{text}");
    }
}

#[test]
fn nothing_known_passes_everything() {
    let machine = Arc::new(Revealer::new(vec![]));
    assert!(machine.is_empty());
    assert_eq!(machine.edits(MAIL), []);
    let (mut out, mut revealed) = (String::new(), vec![]);
    let mut stream = machine.stream();
    stream.push("tkn-abc", &mut out, &mut revealed);
    assert_eq!((out.as_str(), stream.held()), ("tkn-abc", 0));
    assert_eq!((machine.value(0), machine.surrogate(7)), ("", ""));
}

#[test]
fn debug_shows_no_value() {
    let machine = machine();
    let shown = format!("{machine:?} {:?}", machine.stream());
    assert!(!shown.contains("corp.example") && !shown.contains("tkn-"), "{shown}");
}
