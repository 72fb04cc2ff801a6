//! `[privacy.presidio]`: what is settled and what is refused, and which entities it lets be named.

use super::*;

#[test]
fn an_analyzer_is_asked_where_its_section_stands() {
    assert_eq!(settled("[privacy]\n", &[], &[]).unwrap().presidio, None);
    let text = "[privacy]\nactions = { PERSON = \"redact\" }\ndisabled = [\"NRP\"]\n\
                [privacy.presidio]\nurl = \"http://127.0.0.1:5002/\"\n";
    let settings = settled(text, &[], &[]).unwrap();
    // Of the disabled entity.
    assert_eq!(settings.warnings.len(), 1);
    let presidio = settings.presidio.unwrap();
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
    let presidio = settled("", &variable, &[]).unwrap().presidio.unwrap();
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

#[test]
fn an_analyzer_serves_tenants_with_settings_of_their_own() {
    let analyzer = "[privacy.presidio]\nurl = \"http://[::1]\"\n\
                    entities = [\"PERSON\", \"NRP\", \"ORGANIZATION\"]\n";
    let text = format!(
        "[privacy]\ndisabled = [\"NRP\", \"ORGANIZATION\"]\nmin_scores = {{ NRP = 0.8 }}\n\
         allow = {{ ORGANIZATION = [\"Engines Ltd\"] }}\n{analyzer}\
         [tenants.lab.privacy]\ndisabled = [\"ORGANIZATION\"]\nactions = {{ NRP = \"mask\" }}\n\
         [tenants.shop.privacy]\ndisabled = [\"PERSON\", \"NRP\", \"ORGANIZATION\"]\n"
    );
    let settings = settled(&text, &[], &[]).unwrap();
    let asked =
        |privacy: &Privacy| privacy.asked().map(|it| it.name().to_owned()).collect::<Vec<_>>();
    // Asked for is what anybody wants.
    let entities: Vec<&str> =
        settings.presidio.iter().flat_map(|it| &it.entities).map(Entity::name).collect();
    assert_eq!(entities, ["PERSON", "NRP"]);
    assert_eq!(asked(&settings.privacy), ["PERSON"]);
    assert_eq!(asked(&settings.tenants["lab"]), ["PERSON", "NRP"]);
    assert_eq!(asked(&settings.tenants["shop"]), [""; 0]);
    for privacy in settings.tenants.values().chain([&settings.privacy]) {
        portcullis_engine::detect::Detector::new(privacy.wanted()).unwrap();
    }
    let shown = show::as_toml(&settings.shown);
    let again = settled(&shown, &[], &[]).unwrap();
    assert_eq!((again.privacy, again.tenants), (settings.privacy, settings.tenants));
    assert_eq!(again.presidio.map(|it| it.url), Some("http://[::1]".to_owned()));
    assert!(shown.find("[privacy]") < shown.find("[privacy.presidio]"), "{shown}");
    for (keys, key) in [
        ("disabled = [\"NPR\"]", "disabled"),
        ("actions = { NPR = \"mask\" }", "actions"),
        ("min_scores = { NPR = 0.8 }", "min_scores"),
        ("allow = { NPR = [\"any\"] }", "allow"),
    ] {
        let expected = format!("5: `tenants.a.privacy.{key}`: an unknown entity is named; did you");
        check_errors(&format!("{analyzer}[tenants.a.privacy]\n{keys}\n"), &[&expected]);
        let unasked = keys.replace("NPR", "NRP");
        let expected = format!("2: `tenants.a.privacy.{key}`: an unknown entity is named");
        check_errors(&format!("[tenants.a.privacy]\n{unasked}\n"), &[&expected]);
        check_errors(&format!("{analyzer}[tenants.a.privacy]\n{unasked}\n"), &[]);
    }
}
