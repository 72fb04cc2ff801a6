//! `[privacy]` and what holds for tenants: what is written, what is settled, what is said.

use portcullis_engine::detect::{CUSTOM_MAX, Detector, ENTRY_BYTES_MAX, Hint};
use portcullis_model::{Action, Entity, Level};

use super::Privacy;
use super::custom::{WORD_BYTES_MAX, WORDS_MAX};
use crate::config::tests::{check_errors, settled};
use crate::config::{Settings, show};

/// What is found with these settings: entity and value.
fn found(privacy: &Privacy, text: &str) -> Vec<String> {
    let detector = Detector::new(privacy.wanted()).unwrap();
    let found = detector.find(text, &Hint::NONE);
    found.iter().map(|f| format!("{} {}", f.entity, text.get(f.start..f.end).unwrap())).collect()
}

/// Checks what one more custom section, with these keys, is refused for.
fn check_custom(keys: &str, expected: &str) {
    check_errors(&format!("[[privacy.custom]]\n{keys}\n"), &[expected]);
}

const EMPLOYEE: &str =
    "[[privacy.custom]]\nentity = \"EMPLOYEE_ID\"\npattern = '\\bEMP-\\d{6}\\b'\n";

#[test]
fn identifiers_of_ones_own_are_found() {
    let text = format!(
        "[privacy]\nactions = {{ EMPLOYEE_ID = \"mask\", BADGE = \"hash\" }}\n{EMPLOYEE}\
         [[privacy.custom]]\nentity = \"BADGE\"\npattern = \"B[0-9]{{5}}\"\n\
         context = [\"badge\"]\nvalidator = \"luhn\"\n"
    );
    let privacy = settled(&text, &[], &[]).unwrap().privacy;
    let own = Entity::known("EMPLOYEE_ID");
    assert_eq!(privacy.actions.get(&own), Some(&Action::Mask));
    let text = "B12344, EMP-123456, badge B12344, badge B12345";
    assert_eq!(found(&privacy, text), ["EMPLOYEE_ID EMP-123456", "BADGE B12344"]);
}

#[test]
fn identifiers_that_are_not_rightly_written_are_refused() {
    let name = "entity = \"OWN\"\n";
    for (keys, expected) in [
        ("pattern = \"x1\"", "1: `privacy.custom[1].entity`: is required"),
        ("entity = \"OWN\"", "1: `privacy.custom[1].pattern`: is required"),
        ("entity = \"own\"\npattern = \"x1\"", "2: `privacy.custom[1].entity`: must be a name of"),
        ("entity = \"1X\"\npattern = \"x1\"", "2: `privacy.custom[1].entity`: must be a name of"),
        (
            "entity = \"OWN\"\npatern = \"x1\"\npattern = \"x1\"",
            "3: `privacy.custom[1].patern`: unknown key; did you mean",
        ),
    ] {
        check_custom(keys, expected);
    }
    for (pattern, expected) in [
        ("(a", "is no pattern: unclosed group"),
        ("a*", "must not match an empty text"),
        ("(?=a)b", "is no pattern: look-around"),
        ("\\\\w{1,200}x", "is too large when it is compiled"),
    ] {
        let keys = format!("{name}pattern = \"{pattern}\"");
        check_custom(&keys, &format!("3: `privacy.custom[1].pattern`: {expected}"));
    }
    let name = "entity = \"OWN\"\npattern = \"x1\"\n";
    let long = format!("context = [\"{}\"]", "w".repeat(WORD_BYTES_MAX + 1));
    let many = format!("context = [{}]", "\"w\",".repeat(WORDS_MAX + 1));
    for (key, expected) in [
        ("score = 1.5", "score`: must be a number from 0 to 1"),
        ("validator = \"lunh\"", "validator`: must be `luhn`"),
        ("context = [\"badge\", \"1\"]", "context`: item 2 must be a word"),
        (&*long, "context`: item 1 must be a word"),
        (&*many, "context`: must not hold more than 32 items"),
    ] {
        check_custom(&format!("{name}{key}"), &format!("4: `privacy.custom[1].{expected}"));
    }
    check_errors("[privacy]\ncustom = 1", &["2: `privacy.custom`: must be a list of tables"]);
    check_errors("[privacy]\ncustom = [1]", &["2: `privacy.custom[1]`: must be a table"]);
}

#[test]
fn identifiers_and_words_are_bounded() {
    let longest =
        format!("context = [{}]", format!("\"{}\",", "w".repeat(WORD_BYTES_MAX)).repeat(WORDS_MAX));
    check_errors(&format!("{EMPLOYEE}{longest}\n"), &[]);
    check_errors(&EMPLOYEE.repeat(CUSTOM_MAX), &[]);
    let line = 1 + 3 * CUSTOM_MAX;
    let expected = format!("{line}: `privacy.custom`: must not stand more than 64 times");
    check_errors(&EMPLOYEE.repeat(CUSTOM_MAX + 1), &[&expected]);
}

#[test]
fn lists_say_what_is_nobodys_and_what_is_always_found() {
    let text = "[privacy.allow]\nEMAIL_ADDRESS = [\"*@ours.example\"]\n\
                [privacy.deny]\nCODENAME = [\"Nightfall\"]\n\
                [privacy]\nactions = { CODENAME = \"block\" }\n";
    let settings = settled(text, &[], &[]).unwrap();
    let text = "ada@ours.example, bob@example.com, NIGHTFALL";
    assert_eq!(
        found(&settings.privacy, text),
        ["EMAIL_ADDRESS bob@example.com", "CODENAME NIGHTFALL"]
    );
    assert_eq!(
        settings.warnings,
        ["`privacy.allow` lists values of EMAIL_ADDRESS: they go to the model as they are"]
    );
    let long = format!("[privacy]\ndeny = {{ X = [\"{}\"] }}", "x".repeat(ENTRY_BYTES_MAX + 1));
    for (text, expected) in [
        (
            "[privacy]\nallow = { EMAIL_ADDRESS = \"x\" }",
            "2: `privacy.allow`: the list of EMAIL_ADDRESS must be a list",
        ),
        (
            "[privacy]\nallow = { EMAIL_ADDRESS = [] }",
            "2: `privacy.allow`: the list of EMAIL_ADDRESS must hold at least",
        ),
        (
            "[privacy.allow]\nEMAIL_ADDRESS = [\"a@b.example\", \"*\"]",
            "1: `privacy.allow`: item 2 of EMAIL_ADDRESS must have at least 3",
        ),
        (
            "[privacy.allow]\nSECRET = [\"ghp_*\"]",
            "1: `privacy.allow`: item 1 of SECRET must be a whole secret",
        ),
        (
            "[privacy]\nallow = { EMAIL_ADRESS = [\"x@y.example\"] }",
            "2: `privacy.allow`: an unknown entity is named; did you mean `EMAIL_ADDRESS`?",
        ),
        (
            "[privacy]\ndeny = { nightfall = [\"x\"] }",
            "2: `privacy.deny`: an entity is named by capitals",
        ),
        ("[privacy]\ndeny = { X = [\"--\"] }", "2: `privacy.deny`: item 1 of X must hold a letter"),
        (&*long, "2: `privacy.deny`: item 1 of X must have 1 to 256 bytes"),
    ] {
        check_errors(text, &[expected]);
    }
}

#[test]
fn thresholds_hold_for_single_entities() {
    let text = "[privacy]\nmin_scores = { US_SSN = 0.2, IP_ADDRESS = 1 }";
    let settings = settled(text, &[], &[]).unwrap();
    assert_eq!(found(&settings.privacy, "536904399 10.1.2.3"), ["US_SSN 536904399"]);
    assert_eq!(
        settings.warnings,
        ["`privacy.min_scores` is over the default for IP_ADDRESS: less is found"]
    );
    for (text, expected) in [
        (
            "[privacy]\nmin_scores = { US_SSN = 2 }",
            "2: `privacy.min_scores`: the score of US_SSN must be a number",
        ),
        (
            "[privacy]\nmin_scores = { US_SNN = 0.2 }",
            "2: `privacy.min_scores`: an unknown entity is named; did",
        ),
        ("[privacy]\nmin_scores = 0.2", "2: `privacy.min_scores`: must be a table as"),
    ] {
        check_errors(text, &[expected]);
    }
}

#[test]
fn a_strict_level_reports_from_a_lower_score_on() {
    let least = |text: &str| settled(text, &[], &[]).unwrap().privacy.min_score;
    for (text, expected) in [
        ("", 0.5),
        ("[privacy]\nlevel = \"strict\"", 0.4),
        ("[privacy]\nlevel = \"strict\"\nmin_score = 0.5", 0.5),
        ("[privacy]\nmin_score = 0.3", 0.3),
    ] {
        assert!((least(text) - expected).abs() < f32::EPSILON, "{text}");
    }
    let settings = settled("[privacy]\nlevel = \"strict\"", &[], &[]).unwrap();
    assert!(show::as_toml(&settings.shown).contains("min_score = 0.4  # default"));
}

/// What holds for a tenant.
fn tenant<'s>(settings: &'s Settings, name: &str) -> &'s Privacy {
    settings.tenants.get(name).unwrap()
}

#[test]
fn a_tenant_has_what_is_written_for_it_and_else_the_usual() {
    let text = format!(
        "[privacy]\ndefault_action = \"redact\"\ndisabled = [\"EMPLOYEE_ID\"]\n\
         min_scores = {{ EMPLOYEE_ID = 0.1, US_SSN = 0.3 }}\n{EMPLOYEE}\
         [tenants.Shop_1.privacy]\nlevel = \"strict\"\ndisabled = []\n\
         [tenants.lab.privacy]\ndefault_action = \"mask\"\ndeny = {{ CODENAME = [\"Nightfall\"] }}\n\
         [[tenants.lab.privacy.custom]]\nentity = \"SAMPLE\"\npattern = \"S[0-9]{{4}}\"\n"
    );
    let settings = settled(&text, &[], &[]).unwrap();
    let (usual, shop, lab) =
        (&settings.privacy, tenant(&settings, "Shop_1"), tenant(&settings, "lab"));
    let text = "EMP-123456 S1234 nightfall";
    assert_eq!(found(usual, text), [""; 0]);
    assert_eq!(found(shop, text), ["EMPLOYEE_ID EMP-123456"]);
    assert_eq!(found(lab, text), ["SAMPLE S1234", "CODENAME nightfall"]);
    assert_eq!((shop.level, shop.default_action), (Level::Strict, Action::Redact));
    assert!((shop.min_score - 0.4).abs() < f32::EPSILON);
    assert_eq!((lab.level, lab.default_action), (Level::Standard, Action::Mask));
    // What the usual section says of an identifier that this tenant does not have is forgotten.
    assert_eq!(lab.disabled, []);
    assert_eq!(lab.min_scores.len(), 1);
    assert_eq!(settings.warnings, ["`privacy.disabled` holds EMPLOYEE_ID: it is not looked for"]);
}

#[test]
fn what_is_written_for_tenants_is_checked_and_warns() {
    for (text, expected) in [
        (
            "[tenants.a.privcy]\nlevel = \"strict\"",
            "1: `tenants.a.privcy`: unknown key; did you mean `privacy`?",
        ),
        ("[tenants.a]\nlevel = \"strict\"", "2: `tenants.a.level`: unknown key"),
        ("[tenants.\"a b\".privacy]", "1: `tenants.a b`: a name here is of letters"),
        (
            "[tenants.a.privacy]\nlevle = \"strict\"",
            "2: `tenants.a.privacy.levle`: unknown key; did you mean `level`?",
        ),
        (
            "[tenants.a.privacy]\nlevel = \"paranoid\"",
            "2: `tenants.a.privacy.level`: `paranoid` opens",
        ),
        (
            "[tenants.a.privacy]\ndisabled = [\"X\"]",
            "2: `tenants.a.privacy.disabled`: an unknown entity",
        ),
        ("[tenants.a]\nprivacy = 1", "2: `tenants.a.privacy`: must be a table"),
        (
            "[[tenants.a.privacy.custom]]\nentity = \"X\"",
            "1: `tenants.a.privacy.custom[1].pattern`: is required",
        ),
        ("[tenants.a.privacy]\npresidio = 1", "2: `tenants.a.privacy.presidio`: unknown key"),
    ] {
        check_errors(text, &[expected]);
    }
    let text =
        "[privacy]\nmin_score = 0.9\n[tenants.a.privacy]\nactions = { US_SSN = \"allow\" }\n";
    assert_eq!(
        settled(text, &[], &[]).unwrap().warnings,
        [
            "`privacy.min_score` is over its default: less is found",
            "`tenants.a.privacy.actions` allows US_SSN: it goes to the model as it is",
        ]
    );
    let variable = [("PORTCULLIS__TENANTS__A__PRIVACY__LEVEL", "strict")];
    assert_eq!(settled("", &variable, &[]).unwrap_err().len(), 1);
}

#[test]
fn what_is_shown_settles_to_the_same() {
    let text = format!(
        "[privacy]\nlevel = \"strict\"\nallow = {{ EMAIL_ADDRESS = [\"*@ours.example\"] }}\n\
         min_scores = {{ US_SSN = 0.3 }}\n{EMPLOYEE}context = [\"badge\"]\nscore = 0.45\n\
         {EMPLOYEE}[tenants.a.privacy]\ndeny = {{ CODENAME = [\"x y\"] }}\n\
         [[tenants.a.privacy.custom]]\nentity = \"OWN\"\npattern = '\"\\d{{4}}\\\\'\nvalidator = \"iban\"\n"
    );
    let first = settled(&text, &[], &[]).unwrap();
    let again = settled(&show::as_toml(&first.shown), &[], &[]).unwrap();
    assert_eq!(first.privacy, again.privacy);
    assert_eq!(first.tenants, again.tenants);
}
