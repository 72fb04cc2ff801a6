//! `[privacy.presidio]`: what is settled and what is refused, and which entities it lets be named.

use super::*;

#[test]
fn an_analyzer_is_asked_where_its_section_stands() {
    assert_eq!(settled("[privacy]\n", &[], &[]).unwrap().privacy.presidio, None);
    let text = "[privacy]\nactions = { PERSON = \"redact\" }\ndisabled = [\"NRP\"]\n\
                [privacy.presidio]\nurl = \"http://127.0.0.1:5002/\"\n";
    let settings = settled(text, &[], &[]).unwrap();
    // Of the disabled entity.
    assert_eq!(settings.warnings.len(), 1);
    let presidio = settings.privacy.presidio.unwrap();
    assert_eq!(presidio.url, "http://127.0.0.1:5002");
    assert_eq!(presidio.language, "en");
    let entities: Vec<&str> = presidio.entities.iter().map(Entity::name).collect();
    assert_eq!(entities, ["PERSON", "LOCATION", "ORGANIZATION"]);
    assert!((presidio.min_score - 0.7).abs() < f32::EPSILON);
    assert_eq!(presidio.on_error, OnError::DeterministicOnly);
    assert_eq!(presidio.timeout.as_secs(), 2);
    assert_eq!((presidio.breaker_failures, presidio.breaker_pause.as_secs()), (5, 30));
    assert!(!presidio.send_raw);
    let variable = [("PORTCULLIS__PRIVACY__PRESIDIO__URL", "https://analyzer.example.com/ner")];
    let presidio = settled("", &variable, &[]).unwrap().privacy.presidio.unwrap();
    assert_eq!(presidio.url, "https://analyzer.example.com/ner");
}

#[test]
fn an_analyzer_that_is_not_rightly_written_is_refused() {
    for (keys, expected) in [
        ("language = \"en\"", "1: `privacy.presidio.url`: is required"),
        ("", "1: `privacy.presidio.url`: is required"),
        ("url = \"ftp://x\"", "2: `privacy.presidio.url`: must be an http or https URL"),
        ("url = \"http://me:secret@x\"", "2: `privacy.presidio.url`: must be an http or https"),
        ("url = \"http://x?key=1\"", "2: `privacy.presidio.url`: must be an http or https URL"),
        ("url = \"http://[::1]\"\nlanguage = \"\"", "3: `privacy.presidio.language`: must be the"),
        ("url = \"http://[::1]\"\nlanguage = \"e n\"", "3: `privacy.presidio.language`: must be"),
        ("url = \"http://[::1]\"\nentities = []", "3: `privacy.presidio.entities`: must hold 1"),
        (
            "url = \"http://[::1]\"\nentities = [\"A\", \"b\"]",
            "3: `privacy.presidio.entities`: item 2",
        ),
        ("url = \"http://[::1]\"\nmin_score = 1.1", "3: `privacy.presidio.min_score`: must be"),
        ("url = \"http://[::1]\"\non_error = \"open\"", "3: `privacy.presidio.on_error`: must be"),
        ("url = \"http://[::1]\"\ntimeout = \"0s\"", "3: `privacy.presidio.timeout`: must be from"),
        ("url = \"http://[::1]\"\ntimeout = \"121s\"", "3: `privacy.presidio.timeout`: must be"),
        (
            "url = \"http://[::1]\"\nbreaker_failures = 0",
            "3: `privacy.presidio.breaker_failures`: ",
        ),
        ("url = \"http://[::1]\"\nbreaker_failures = 1001", "3: `privacy.presidio.breaker_fail"),
        ("url = \"http://[::1]\"\nurll = 1", "3: `privacy.presidio.urll`: unknown key; did you"),
    ] {
        check_errors(&format!("[privacy.presidio]\n{keys}\n"), &[expected]);
    }
    let unknown = "2: `privacy.disabled`: an unknown entity is named";
    check_errors("[privacy]\ndisabled = [\"NRP\"]", &[unknown]);
    check_errors("[privacy]\ndisabled = [\"nrp\"]", &[unknown]);
    let unknown = "2: `privacy.actions`: an unknown entity is named";
    check_errors("[privacy]\nactions = { NRP = \"mask\" }", &[unknown]);
    let all = "[privacy]\ndisabled = [\"NRP\"]\n[privacy.presidio]\n\
               url = \"http://[::1]\"\nentities = [\"NRP\"]";
    check_errors(all, &["5: `privacy.presidio.entities`: all of them are in `privacy.disabled`"]);
}
