//! The configuration as its user meets it: what is written, what is settled, what is said.

use std::path::Path;

use portcullis_model::{Action, Entity, Level};
use serde_json::Value;

use super::declare::{About, Kind, Shape, Status};
use super::*;

mod presidio;
mod vault;

/// Settles a file, variables and flags.
pub(super) fn settled(
    text: &str,
    variables: &[(&str, &str)],
    flags: &[Flag],
) -> Result<Settings, Vec<ConfigError>> {
    let environment = Environment::of(variables);
    settle(&Sources {
        file: Some(File { path: Path::new("portcullis.toml"), text }),
        environment: &environment,
        flags,
        home: Path::new("/home/p"),
    })
}

/// What is wrong with a file: `line key: message` each.
fn errors(text: &str, variables: &[(&str, &str)]) -> Vec<String> {
    match settled(text, variables, &[]) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    }
}

/// Checks that exactly these errors are reported, each by how it begins.
pub(super) fn check_errors(text: &str, expected: &[&str]) {
    let found = errors(text, &[]);
    assert_eq!(found.len(), expected.len(), "{text}\n{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        let found = found.trim_start_matches("portcullis.toml:");
        assert!(found.starts_with(expected), "{text}\nfound    {found}\nexpected {expected}");
    }
}

#[test]
fn an_empty_file_settles_to_the_defaults_of_the_contract() {
    let settings = settled("", &[], &[]).unwrap();
    assert_eq!(settings.server.listen.to_string(), "127.0.0.1:7420");
    assert!(settings.server.allowed_origins.is_empty());
    let providers: Vec<(&str, ProviderKind, &str)> =
        settings.providers.iter().map(|p| (p.name.as_str(), p.kind, p.base_url.as_str())).collect();
    assert_eq!(
        providers,
        [
            ("openai", ProviderKind::OpenAi, "https://api.openai.com/v1"),
            ("anthropic", ProviderKind::Anthropic, "https://api.anthropic.com"),
        ]
    );
    assert!(settings.providers.iter().all(|p| matches!(p.api_key, ApiKey::Client)));
    assert_eq!(settings.privacy.level, Level::Standard);
    assert_eq!(settings.privacy.default_action, Action::Surrogate);
    assert_eq!(settings.privacy.actions.get(&Entity::SECRET), Some(&Action::Redact));
    assert_eq!(settings.privacy.redact_form, "[{entity}]");
    assert!(matches!(settings.vault.store, VaultStore::Sqlite));
    assert_eq!(settings.vault.ttl.map(|ttl| ttl.as_secs()), Some(30 * 86_400));
    assert_eq!(settings.policy.preset, "guarded");
    assert_eq!(settings.policy.file, Path::new("/home/p/policy.toml"));
    assert!(!settings.policy.file_required);
    assert_eq!(settings.audit.store, AuditStore::File);
    assert!(settings.warnings.is_empty());
}

#[test]
fn every_mistake_of_a_file_is_reported_at_once_with_line_and_key() {
    let text = "\
[server]
listne = \"x\"
listen = 7420

[providers.local]
kind = \"opnai\"
base_url = \"ftp://host\"

[vualt]
store = \"memory\"

[vault]
store = \"dynamodb\"
ttl = \"30 days\"
";
    check_errors(
        text,
        &[
            "2: `server.listne`: unknown key; did you mean `listen`?",
            "3: `server.listen`: must be a text in quotes, not a whole number",
            "6: `providers.local.kind`: must be `openai` or `anthropic`; did you mean `openai`?",
            "7: `providers.local.base_url`: must be an http or https URL",
            "9: `vualt`: unknown section; did you mean `vault`?",
            "13: `vault.store`: `dynamodb` is not available in this version: use `memory`, `sqlite`, `redis` or `postgres`",
            "14: `vault.ttl`: must be a time such as",
        ],
    );
}

#[test]
fn each_mistake_says_what_would_be_right() {
    for (text, expected) in [
        ("x = 1", "1: `x`: unknown section"),
        ("server = 1", "1: `server`: must be a table, not a whole number"),
        ("[server]\nlisten = \"here\"", "2: `server.listen`: must be an address and a port"),
        ("[server]\nallowed_origins = [\"x\"]", "2: `server.allowed_origins`: item 1 must be"),
        ("[server]\nallowed_origins = \"x\"", "2: `server.allowed_origins`: must be a list"),
        ("[providers.X]\nkind = \"openai\"", "1: `providers.X`: a name here is of"),
        ("[providers.a]\nmodels = [\"m\"]", "1: `providers.a.kind`: is required"),
        ("[providers.a]\nkind = \"openai\"\nmodels = []", "3: `providers.a.models`: must hold"),
        (
            "[providers.a]\nkind = \"openai\"\napi_key = \"env:\"",
            "3: `providers.a.api_key`: must name",
        ),
        (
            "[providers.a]\nkind = \"openai\"\napi_key = \"secret://a//b\"",
            "3: `providers.a.api_key`: a reference to a secret is malformed",
        ),
        (
            "[providers.a]\nkind = \"openai\"\napi_key = \"{{secret:a b}}\"",
            "3: `providers.a.api_key`: a reference to a secret is malformed; write {{secret:NAME}}",
        ),
        (
            "[providers.a]\nkind = \"openai\"\nbase_url = \"http://example.com\"",
            "3: `providers.a.base_url`: must be https outside this machine",
        ),
        ("[privacy]\nlevel = \"paranoid\"", "2: `privacy.level`: `paranoid` opens values only"),
        ("[privacy]\ndisabled = [\"EMAIL\"]", "2: `privacy.disabled`: an unknown entity"),
        (
            "[privacy]\nactions = { US_SNN = \"mask\" }",
            "2: `privacy.actions`: an unknown entity is named; did you mean `US_SSN`?",
        ),
        (
            "[privacy]\nactions = { US_SSN = \"keep\" }",
            "2: `privacy.actions`: the action of US_SSN must be",
        ),
        ("[privacy]\nredact_form = \"{x}\"", "2: `privacy.redact_form`: must hold no quotes"),
        ("[privacy]\nmin_score = 2", "2: `privacy.min_score`: must be a number from 0 to 1"),
        ("[privacy]\nmin_score = nan", "2: `privacy.min_score`: must be a number from 0 to 1"),
        ("[vault]\nttl = \"1s\"", "2: `vault.ttl`: must be from 1m to 3650d"),
        ("[vault]\nttl = \"99999999999999999999d\"", "2: `vault.ttl`: must be a time"),
        ("[vault]\nscope = \"tenant\"", "2: `vault.scope`: `tenant` is not available"),
        ("[vault]\nformat = \"mask-v1\"", "2: `vault.format`: `mask-v1` is not available"),
        ("[vault]\nemail_domain = \"x\"", "2: `vault.email_domain`: must be a domain name"),
        ("[policy]\npreset = \"gaurded\"", "2: `policy.preset`: must be"),
        ("[policy]\nfile = \"\"", "2: `policy.file`: must be a path"),
        ("[audit]\nstore = \"s3\"", "2: `audit.store`: must be `file` or `none`"),
        ("[vault]\nttl = \"1d\"\nttl = \"2d\"", "3: not TOML: duplicate key"),
        ("[vault\nttl = 1", "1: not TOML: "),
    ] {
        let found = errors(text, &[]);
        let first = found.first().map(|found| found.trim_start_matches("portcullis.toml:"));
        assert!(
            first.is_some_and(|found| found.starts_with(expected)),
            "{text}\nfound    {found:#?}\nexpected {expected}"
        );
    }
}

#[test]
fn what_is_still_to_come_is_never_silently_ignored() {
    for (text, expected) in [
        (
            "[mcp.crm]\nurl = \"https://x\"",
            "2: `mcp.crm.url`: `mcp.crm.url` is not available in this version: remove it",
        ),
        (
            "[mcp.crm]\ncommand = [\"x\"]\nheaders = { A = \"b\" }",
            "3: `mcp.crm.headers`: `mcp.crm.headers` is not",
        ),
        ("[[audit.export]]\nkind = \"webhook\"", "1: `audit.export`: `audit.export` is not"),
        ("[approval]\npolicy = \"all\"", "2: `approval.policy`: `approval.policy` is not"),
        ("[approval]\nexempt = [\"x\"]", "2: `approval.exempt`: `approval.exempt` is not"),
        ("[limits]\nmax_output_chars = 20000", "2: `limits.max_output_chars`: `limits.max"),
    ] {
        check_errors(text, &[expected]);
    }
    let defaults = "[approval]\npolicy = \"dangerous\"\nsensitive = []\ntimeout = \"30s\"\n\
                    notify = [\"dashboard\"]\nheadless_auto_approve = false\n[limits]\n";
    check_errors(defaults, &[]);
}

#[test]
fn flag_wins_over_environment_over_file_over_default() {
    let text = "[server]\nlisten = \"127.0.0.1:1\"\n";
    let variable = [("PORTCULLIS__SERVER__LISTEN", "127.0.0.1:2")];
    let flag = [Flag { name: "--listen", key: "server.listen", value: "127.0.0.1:3".to_owned() }];
    for (file, variables, flags, expected) in [
        ("", &[][..], &[][..], 7420),
        (text, &[][..], &[][..], 1),
        (text, &variable[..], &[][..], 2),
        (text, &variable[..], &flag[..], 3),
    ] {
        let settings = settled(file, variables, flags).unwrap();
        assert_eq!(settings.server.listen.port(), expected);
    }
}

#[test]
fn variables_are_toml_or_bare_text() {
    let settings = settled(
        "[providers.my-llm]\nkind = \"openai\"\n",
        &[
            ("PORTCULLIS__PRIVACY__DISABLED", "[\"IP_ADDRESS\"]"),
            ("PORTCULLIS__PRIVACY__MIN_SCORE", "0.25"),
            ("PORTCULLIS__VAULT__TTL", "12h"),
            ("PORTCULLIS__VAULT__STORE", "\"memory\""),
            ("PORTCULLIS__PROVIDERS__MY_LLM__API_KEY", "12345678"),
            ("PORTCULLIS__PROVIDERS__OTHER__KIND", "anthropic"),
            ("PORTCULLIS_HOME", "/elsewhere"),
        ],
        &[],
    );
    let settings = settings.unwrap();
    assert_eq!(settings.privacy.disabled, [Entity::IP_ADDRESS]);
    assert!((settings.privacy.min_score - 0.25).abs() < f32::EPSILON);
    assert_eq!(settings.vault.ttl.map(|ttl| ttl.as_secs()), Some(12 * 3_600));
    assert!(matches!(settings.vault.store, VaultStore::Memory));
    let names: Vec<&str> = settings.providers.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["my-llm", "other"]);
    assert!(
        matches!(&settings.providers[0].api_key, ApiKey::Literal(key) if key.expose() == "12345678")
    );
    for (name, value, expected) in [
        ("PORTCULLIS__SERVER__LISTNE", "x", "unknown key; did you mean `listen`?"),
        ("PORTCULLIS__SERVR__LISTEN", "x", "unknown section; did you mean `server`?"),
        ("PORTCULLIS__LISTEN", "x", "unknown section"),
        ("PORTCULLIS__MCP__X__URL", "x", "`mcp.x.url` is not available"),
        ("PORTCULLIS__APPROVAL__POLICY", "all", "`approval.policy` is not available"),
        ("PORTCULLIS__VAULT__STORE", "dynamodb", "`dynamodb` is not available"),
    ] {
        let found = errors("", &[(name, value)]);
        assert!(found.len() == 1 && found[0].contains(expected), "{name}: {found:?}");
        assert!(found[0].starts_with(&format!("environment {name}")), "{found:?}");
    }
}

#[test]
fn providers_keep_the_order_of_the_file_and_the_first_match_serves() {
    let text = "[providers.zeta]\nkind = \"openai\"\nmodels = [\"gpt-4*\"]\n\
                [providers.alpha]\nkind = \"openai\"\nmodels = [\"*\"]\n";
    let settings = settled(text, &[], &[]).unwrap();
    let serving =
        |model: &str| settings.providers.iter().find(|p| p.serves(model)).map(|p| p.name.as_str());
    assert_eq!(serving("gpt-4o"), Some("zeta"));
    assert_eq!(serving("llama"), Some("alpha"));
}

#[test]
fn credentials_are_resolved_and_never_shown() {
    let planted = "sk-planted-0123456789";
    for (key, variables, missing) in [
        ("env:THE_KEY", &[("THE_KEY", planted)][..], false),
        ("env:THE_KEY", &[][..], true),
        ("env:THE_KEY", &[("THE_KEY", "")][..], true),
        (planted, &[][..], false),
    ] {
        let text = format!("[providers.a]\nkind = \"openai\"\napi_key = \"{key}\"\n");
        let settings = settled(&text, variables, &[]).unwrap();
        assert_eq!(!settings.missing().is_empty(), missing, "{key}");
        let said = format!(
            "{settings:?}{}{}{:?}",
            show::as_toml(&settings.shown),
            show::as_json(&settings.shown),
            settings.missing(),
        );
        assert!(!said.contains(planted), "{said}");
        assert_eq!(!settings.warnings.is_empty(), key == planted);
    }
    // Wherever it stands by mistake, no message repeats it.
    for text in [
        format!("[providers.a]\nkind = \"{planted}\"\nbase_url = \"{planted}\""),
        format!("[providers.a]\nkind = \"openai\"\napi_key = [\"{planted}\"]"),
        format!("[providers.a]\nkind = \"openai\"\napi_key = {planted}"),
        format!("[server]\nlisten = \"{planted}\"\nallowed_origins = [\"{planted}\"]"),
        format!("[privacy]\ndisabled = [\"{planted}\"]\nredact_form = \"{{{planted}}}\""),
        format!("[vault]\nttl = \"{planted}\"\nemail_domain = \"{planted}\""),
        format!("[vault]\nttl = \"{planted}"),
    ] {
        let found = errors(&text, &[]);
        assert!(!found.is_empty() && !found.concat().contains(planted), "{found:?}");
    }
}

#[test]
fn what_weakens_the_protection_warns() {
    for text in [
        "[privacy]\ndefault_action = \"allow\"",
        "[privacy]\nactions = { SECRET = \"allow\" }",
        "[privacy]\ndisabled = [\"US_SSN\"]",
        "[privacy]\nmin_score = 0.9",
        "[privacy.presidio]\nurl = \"http://analyzer:5002\"",
        "[privacy.presidio]\nurl = \"https://analyzer\"\nsend_raw = true",
        "[policy]\npreset = \"permissive\"",
        "[audit]\nstore = \"none\"",
        "[providers.a]\nkind = \"openai\"\nbase_url = \"http://llm:80\"\ndanger_allow_http = true",
        "[server]\nallowed_origins = [\"http://app.example.com\"]",
    ] {
        assert_eq!(settled(text, &[], &[]).unwrap().warnings.len(), 1, "{text}");
    }
    let text = "[privacy]\nactions = { US_SSN = \"mask\" }";
    let actions = settled(text, &[], &[]).unwrap().privacy.actions;
    assert_eq!(actions.get(&Entity::SECRET), Some(&Action::Redact));
    assert_eq!(actions.get(&Entity::US_SSN), Some(&Action::Mask));
    let shown = show::as_toml(&settled(text, &[], &[]).unwrap().shown);
    assert!(shown.contains("actions = { SECRET = \"redact\", US_SSN = \"mask\" }"), "{shown}");
}

/// The line that begins a section in a file.
fn header(section: &str) -> String {
    let is_list = sections::ALL
        .iter()
        .any(|it| it.shape == Shape::Listed && it.name.replace('*', "some") == section);
    if is_list { format!("[[{section}]]") } else { format!("[{section}]") }
}

/// Every key of the sections that are built, with the section's name as a file writes it.
fn built_keys() -> Vec<(String, &'static About)> {
    let sections = sections::ALL.iter().filter(|section| section.status == Status::Built);
    sections
        .flat_map(|section| {
            let name = match section.shape {
                Shape::Single | Shape::Listed => section.name.replace('*', "some"),
                Shape::Named(_) => format!("{}.some", section.name),
            };
            section.keys.iter().map(move |about| (name.clone(), *about))
        })
        .collect()
}

#[test]
fn no_declared_key_is_ignored() {
    for (section, about) in built_keys() {
        // A date is of no key's type.
        let header = header(&section);
        let text = format!("{header}\n{} = 1979-05-27\n", about.name);
        let found = errors(&text, &[]);
        let item = if header.starts_with("[[") { "[1]" } else { "" };
        let key = format!("`{section}{item}.{}`", about.name);
        assert!(found.iter().any(|found| found.contains(&key)), "{text}: {found:?}");
    }
}

#[test]
fn every_default_and_every_available_word_is_accepted() {
    for (section, about) in built_keys() {
        let mut values: Vec<String> = about.default.map(str::to_owned).into_iter().collect();
        if let (Kind::Choice(choices), Status::Built) = (about.kind, about.status) {
            let built = choices.iter().filter(|choice| choice.status == Status::Built);
            values.extend(built.map(|choice| format!("\"{}\"", choice.name)));
        }
        for value in values {
            let kind = match section.as_str() {
                "providers.some" if about.name != "kind" => "kind = \"openai\"\n",
                "mcp.some" if about.name != "command" => "command = [\"x\"]\n",
                "privacy.presidio" if about.name != "url" => "url = \"http://127.0.0.1:5002\"\n",
                "privacy.custom" | "tenants.some.privacy.custom" => {
                    "entity = \"OWN_ID\"\npattern = \"x1\"\n"
                }
                "vault" if value == "\"redis\"" => "url = \"redis://127.0.0.1\"\n",
                "vault" if value == "\"postgres\"" => "url = \"postgres://h/d\"\n",
                _ => "",
            };
            let header = header(&section);
            check_errors(&format!("{header}\n{kind}{} = {value}\n", about.name), &[]);
        }
    }
}

#[test]
fn every_entity_that_is_found_can_be_named_and_no_other() {
    use portcullis_engine::detect::{Detector, Settings as Wanted};
    let detector = Detector::new(Wanted::standard()).unwrap();
    let mut found: Vec<&str> = detector.recognizers().map(|it| it.entity().name()).collect();
    found.sort_unstable();
    found.dedup();
    let mut named: Vec<&str> = privacy::ENTITIES.iter().map(Entity::name).collect();
    named.sort_unstable();
    assert_eq!(found, named);
}

#[test]
fn what_is_shown_settles_to_the_same() {
    for text in [
        "",
        "[vault]\nttl = \"2h\"\n[privacy]\nactions = { US_SSN = \"mask\" }",
        "[privacy.presidio]\nurl = \"http://127.0.0.1:5002/\"\nentities = [\"DATE_TIME\"]",
        "[mcp.b]\ncommand = [\"x\"]\nenv = { B = \"env:C\" }\n[mcp.a]\ncommand = [\"y\", \"z\"]\n",
        "[providers.b]\nkind = \"openai\"\nmodels = [\"x\"]\n[providers.a]\nkind = \"anthropic\"\n",
    ] {
        let first = settled(text, &[], &[]).unwrap();
        let again = settled(&show::as_toml(&first.shown), &[], &[]).unwrap();
        let values = |settings: &Settings| -> Vec<(String, &str, String)> {
            let shown = settings.shown.iter();
            shown.map(|one| (one.section.clone(), one.key, one.value.clone())).collect()
        };
        assert_eq!(values(&first), values(&again));
    }
}

#[test]
fn servers_are_named_and_their_variables_hidden() {
    let text = "[mcp.files]\ncommand = [\"npx\", \"-y\", \"x@1.0.0\", \"/srv\"]\n\
                env = { TOKEN = \"{{secret:reports/token}}\", KEY = \"env:KEY\", \
                PLAIN = \"hunter2\", MIXED = \"{{secret:a}}hunter2{{secret:b}}\" }\n";
    let variables = [("PORTCULLIS__MCP__MY_CRM__COMMAND", "[\"/opt/crm\"]")];
    let settings = settled(text, &variables, &[]).unwrap();
    let names: Vec<&str> = settings.mcp.iter().map(|server| server.name.as_str()).collect();
    assert_eq!(names, ["files", "my-crm"]);
    assert_eq!(settings.mcp[0].command, ["npx", "-y", "x@1.0.0", "/srv"]);
    assert_eq!(settings.mcp[0].env["PLAIN"].expose(), "hunter2");
    assert!(settings.mcp[1].env.is_empty());
    let shown = show::as_toml(&settings.shown);
    assert!(!shown.contains("hunter2"), "{shown}");
    for kept in ["TOKEN = \"{{secret:reports/token}}\"", "KEY = \"env:KEY\"", "<hidden>"] {
        assert!(shown.contains(kept), "{kept}: {shown}");
    }
}

#[test]
fn servers_that_are_not_rightly_written_are_refused() {
    let long = format!("[mcp.{}]\ncommand = [\"x\"]", "a".repeat(65));
    for (text, expected) in [
        ("[mcp.a_b]\ncommand = [\"x\"]", "1: `mcp.a_b`: a name here is of `a-z`, `0-9` and `-`"),
        ("[mcp.A]\ncommand = [\"x\"]", "1: `mcp.A`: a name here is"),
        (&*long, "1: `mcp.aaaa"),
        ("[mcp.a]\n", "1: `mcp.a.command`: is required"),
        ("[mcp.a]\ncommand = []", "2: `mcp.a.command`: must begin with a program"),
        ("[mcp.a]\ncommand = [\"\"]", "2: `mcp.a.command`: must begin with a program"),
        ("[mcp.a]\ncommand = [\"./x\"]", "2: `mcp.a.command`: must begin with a program's name"),
        ("[mcp.a]\ncommand = \"x\"", "2: `mcp.a.command`: must be a list of texts"),
        ("[mcp.a]\ncommnd = [\"x\"]\ncommand = [\"x\"]", "2: `mcp.a.commnd`: unknown key; did"),
    ] {
        check_errors(text, &[expected]);
    }
    for (env, expected) in [
        ("[]", "must be a table as `{ NAME = \"value\" }`, not a list"),
        ("{ \"A=B\" = \"x\" }", "item 1 is no name of a variable"),
        ("{ 1A = \"x\" }", "item 1 is no name of a variable"),
        ("{ A = 1 }", "the value of `A` must be a text in quotes"),
        ("{ A = \"env:\" }", "the value of `A` must name a variable after `env:`"),
        ("{ A = \"env:A-B\" }", "the value of `A` must name a variable after `env:`"),
        ("{ A = \"{{secret:A B}}\" }", "the value of `A`: "),
        ("{ A = \"{{secret:a\" }", "the value of `A`: "),
        ("{ PORTCULLIS_KEY = \"x\" }", "holds `PORTCULLIS_KEY`, which no server may see"),
    ] {
        let text = format!("[mcp.a]\ncommand = [\"x\"]\nenv = {env}\n");
        check_errors(&text, &[&format!("3: `mcp.a.env`: {expected}")]);
    }
}

#[test]
fn the_schema_names_every_key_that_may_be_written() {
    let schema = schema::schema();
    let tenant = "/properties/tenants/additionalProperties/properties/privacy";
    for (section, about) in built_keys() {
        let path = match section.as_str() {
            "providers.some" => "/properties/providers/additionalProperties".to_owned(),
            "mcp.some" => "/properties/mcp/additionalProperties".to_owned(),
            "privacy.presidio" => "/properties/privacy/properties/presidio".to_owned(),
            "privacy.custom" => "/properties/privacy/properties/custom/items".to_owned(),
            "tenants.some.privacy" => tenant.to_owned(),
            "tenants.some.privacy.custom" => format!("{tenant}/properties/custom/items"),
            name => format!("/properties/{name}"),
        };
        let key = schema.pointer(&format!("{path}/properties/{}", about.name));
        let expected = about.status == Status::Built || about.default.is_some();
        assert_eq!(key.is_some(), expected, "{section}.{}", about.name);
        if let (Some(text), Some(key)) = (about.default, key) {
            let default = key.get("default").or_else(|| key.get("const"));
            let value = toml::de::DeValue::parse(text).unwrap();
            assert_eq!(default, Some(&show::as_value(value.get_ref())), "{}", about.name);
        }
    }
    assert_eq!(schema.get("additionalProperties"), Some(&Value::from(false)));
}

#[test]
fn the_reference_names_every_section_and_key() {
    let text = reference::reference();
    for section in sections::ALL {
        let name = section.name.replace('*', "NAME");
        assert!(text.contains(&format!("[{name}")), "{name}");
    }
    for (_, about) in built_keys() {
        assert!(text.contains(&format!("| `{}` |", about.name)), "{}", about.name);
    }
}

#[test]
fn a_file_over_the_limit_is_refused() {
    let text = format!("#{}", "x".repeat(FILE_BYTES_MAX));
    assert_eq!(errors(&text, &[]).len(), 1);
    let text = format!("#{}", "x".repeat(FILE_BYTES_MAX - 1));
    check_errors(&text, &[]);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]a-z.=\"'{}#\n0-9-]{0,200}") {
        drop(settled(&text, &[("PORTCULLIS__VAULT__TTL", &text)], &[]));
    }
}
