//! Reads `policy.toml`: everything that is wrong with it at once, each with its line.
//!
//! What is not understood is an error: a rule that is read half could allow what it was
//! written to forbid.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use portcullis_model::Entity;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::names::Globs;
use crate::rule::{Effect, Grant, PolicySet, Preset, Rule, RuleId};

/// Keys of a rule.
const KEYS: &[&str] = &["id", "who", "tools", "effect", "reveal"];
/// Keys whose features come later.
const LATER: &[&str] = &["rate", "hours", "args", "max_output_chars", "after"];

/// Something that is wrong with a policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    /// The line, from 1.
    pub line: usize,
    /// The key.
    pub key: String,
    /// What is wrong, and how to mend it.
    pub message: String,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: `{}`: {}", self.line, self.key, self.message)
    }
}

impl std::error::Error for PolicyError {}

impl PolicySet {
    /// Reads the rules of a policy file.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn parse(preset: Preset, source: &str) -> Result<Self, Vec<PolicyError>> {
        let mut reading = Reading { source, errors: Vec::new() };
        let rules = match DeTable::parse(source) {
            Ok(table) => reading.rules(table.get_ref()),
            Err(fault) => {
                let at = fault.span().unwrap_or_default();
                reading.error(&at, "policy", fault.message().to_owned());
                Vec::new()
            }
        };
        match reading.errors.is_empty() {
            true => Ok(Self::new(preset, rules, source)),
            false => Err(reading.errors),
        }
    }
}

/// A file that is being read.
struct Reading<'a> {
    source: &'a str,
    errors: Vec<PolicyError>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reading<'_> {
    fn error(&mut self, at: &Range<usize>, key: &str, message: impl Into<String>) {
        let before = self.source.get(..at.start).unwrap_or(self.source);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        self.errors.push(PolicyError { line, key: key.to_owned(), message: message.into() });
    }

    fn rules(&mut self, table: &DeTable<'_>) -> Vec<Rule> {
        let mut rules = Vec::new();
        let mut ids = BTreeSet::new();
        for (key, value) in table {
            if key.get_ref() != "rule" {
                let text = format!("unknown key; did you mean `rule`? known: {}", "[[rule]]");
                self.error(&key.span(), key.get_ref(), text);
                continue;
            }
            let DeValue::Array(items) = value.get_ref() else {
                self.error(&value.span(), "rule", "must be written as [[rule]]");
                continue;
            };
            for item in items {
                let Some(rule) = self.rule(item) else { continue };
                if !ids.insert(rule.id.clone()) {
                    self.error(&item.span(), "id", "another rule has this id");
                }
                rules.push(rule);
            }
        }
        rules
    }

    fn rule(&mut self, value: &Value<'_>) -> Option<Rule> {
        let DeValue::Table(table) = value.get_ref() else {
            self.error(&value.span(), "rule", "must be written as [[rule]]");
            return None;
        };
        let before = self.errors.len();
        self.known(table, KEYS);
        let id = self.required(table, value, "id").and_then(|id| self.text(id, "id"));
        let effect = self.required(table, value, "effect").and_then(|effect| self.effect(effect));
        let tools = self
            .required(table, value, "tools")
            .and_then(|it| self.globs(it, "tools", Globs::of_tools));
        let agents = table.get("who").and_then(|who| self.who(who));
        let reveal = table.get("reveal").map_or_else(Vec::new, |it| self.grants(it));
        if before < self.errors.len() {
            return None;
        }
        Some(Rule { id: RuleId(id?.into()), agents, tools: tools?, effect: effect?, reveal })
    }

    /// Reports the keys of `table` that are none.
    fn known(&mut self, table: &DeTable<'_>, keys: &[&str]) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if keys.contains(&name) {
                continue;
            }
            let message = if LATER.contains(&name) {
                "not available in this version: remove it".to_owned()
            } else {
                match nearest(name, keys) {
                    Some(near) => format!("unknown key; did you mean `{near}`?"),
                    None => format!("unknown key; known are {}", keys.join(", ")),
                }
            };
            self.error(&key.span(), name, message);
        }
    }

    fn required<'t, 'v>(
        &mut self,
        table: &'t DeTable<'v>,
        rule: &Value<'_>,
        key: &str,
    ) -> Option<&'t Value<'v>> {
        let value = table.get(key);
        if value.is_none() {
            self.error(&rule.span(), key, "is required: add it");
        }
        value
    }

    fn text(&mut self, value: &Value<'_>, key: &str) -> Option<String> {
        if let DeValue::String(text) = value.get_ref()
            && !text.is_empty()
        {
            return Some(text.to_string());
        }
        self.error(&value.span(), key, "must be a text that is not empty");
        None
    }

    fn texts(&mut self, value: &Value<'_>, key: &str) -> Option<Vec<String>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.error(&value.span(), key, "must be a list of texts");
            return None;
        };
        items.iter().map(|item| self.text(item, key)).collect()
    }

    fn globs(
        &mut self,
        value: &Value<'_>,
        key: &str,
        compile: fn(&[String]) -> Result<Globs, &str>,
    ) -> Option<Globs> {
        let patterns = self.texts(value, key)?;
        match compile(&patterns) {
            Ok(globs) => Some(globs),
            Err(pattern) => {
                let text = format!("`{pattern}` is no pattern; use ASCII, `*` and `?`");
                self.error(&value.span(), key, text);
                None
            }
        }
    }

    fn effect(&mut self, value: &Value<'_>) -> Option<Effect> {
        match self.text(value, "effect")?.as_str() {
            "allow" => Some(Effect::Allow),
            "deny" => Some(Effect::Deny),
            "ask" => Some(Effect::Ask),
            _ => {
                self.error(&value.span(), "effect", "must be `allow`, `deny` or `ask`");
                None
            }
        }
    }

    fn who(&mut self, value: &Value<'_>) -> Option<Globs> {
        let DeValue::Table(table) = value.get_ref() else {
            self.error(&value.span(), "who", "must be a table: { agents = [\"..\"] }");
            return None;
        };
        if let Some(roles) = table.get("roles") {
            self.error(&roles.span(), "roles", "not available in this version: remove it");
        }
        self.known(table, &["agents", "roles"]);
        match table.get("agents") {
            Some(agents) => self.globs(agents, "agents", Globs::of_agents),
            None => {
                self.error(&value.span(), "who", "names nobody: add `agents`");
                None
            }
        }
    }

    fn grants(&mut self, value: &Value<'_>) -> Vec<Grant> {
        let DeValue::Array(items) = value.get_ref() else {
            let text = "must be a list: [{ entity = \"EMAIL_ADDRESS\", arg = \"/to\" }]";
            self.error(&value.span(), "reveal", text);
            return Vec::new();
        };
        items.iter().filter_map(|item| self.grant(item)).collect()
    }

    fn grant(&mut self, value: &Value<'_>) -> Option<Grant> {
        let DeValue::Table(table) = value.get_ref() else {
            self.error(&value.span(), "reveal", "must be { entity = \"..\", arg = \"/..\" }");
            return None;
        };
        self.known(table, &["entity", "arg"]);
        let entity = self.required(table, value, "entity").and_then(|it| self.text(it, "entity"));
        let argument = self.required(table, value, "arg").and_then(|it| self.text(it, "arg"));
        let (entity, argument) = (entity?, argument?);
        if !argument.starts_with('/') {
            self.error(&value.span(), "arg", "must be a JSON pointer that begins with `/`");
            return None;
        }
        let argument = argument.split('/').skip(1).map(ToOwned::to_owned).collect();
        Some(Grant { entity: Entity::named(entity), argument })
    }
}

/// The known name that is nearest to `name`, if it is near.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let near = known.iter().map(|known| (strsim::damerau_levenshtein(name, known), *known));
    near.min().filter(|(distance, _)| *distance <= 2).map(|(_, known)| known)
}
