//! What is known of each recognizer: from the program its names, from its file what it looks for.
//!
//! A recognizer is where a file of `crates/detect/src/recognizers` names it: in the member `name`
//! of a structure, or as the first argument of a call. What the file opens with says what it is.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprStruct, ItemConst, ItemStatic, Lit, Member};

use crate::program::root;

/// A recognizer of the program.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) name: String,
    pub(super) entity: String,
    /// For secrets.
    pub(super) rule: Option<String>,
    /// Words that count when they stand before it.
    pub(super) context: Vec<String>,
    /// What is done by default with what it finds.
    pub(super) action: String,
    pub(super) place: Place,
}

/// What the file of a recognizer says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The file, in the folder of recognizers.
    pub(super) file: String,
    /// What the file opens with, in paragraphs.
    pub(super) about: Vec<String>,
    /// How the value is written: templates, 9 for a digit, A for a letter.
    pub(super) templates: Vec<String>,
    /// How the value begins.
    pub(super) beginnings: Vec<String>,
    /// Whether the file holds more recognizers.
    pub(super) shared: bool,
}

/// The recognizers that the program listed.
pub(super) fn read(listed: &Value) -> Result<Vec<Known>> {
    let places = places(&root().join("crates/detect/src/recognizers"))?;
    listed
        .as_array()
        .context("no list of recognizers")?
        .iter()
        .map(|one| known(one, &places))
        .collect()
}

fn known(one: &Value, places: &BTreeMap<String, Place>) -> Result<Known> {
    let text = |key: &str| one.get(key).and_then(Value::as_str).map(str::to_owned);
    let name = text("name").context("a recognizer has a name")?;
    let rule = text("rule");
    let words = one.get("context").and_then(Value::as_array).into_iter().flatten();
    let place = places.get(&name).or_else(|| places.get(rule.as_deref()?));
    Ok(Known {
        entity: text("entity").context("a recognizer has an entity")?,
        context: words.filter_map(Value::as_str).map(str::to_owned).collect(),
        action: text("action").context("an entity has an action")?,
        place: place.cloned().unwrap_or_default(),
        name,
        rule,
    })
}

/// Where the recognizers stand, by name.
fn places(folder: &Path) -> Result<BTreeMap<String, Place>> {
    let mut places = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let inside = std::fs::read_dir(&path).with_context(|| path.display().to_string())?;
            waiting.extend(inside.flatten().map(|entry| entry.path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text =
                std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let file = path.strip_prefix(folder)?.to_string_lossy().into_owned();
            places.extend(of_file(&file, &text).with_context(|| file.clone())?);
        }
    }
    Ok(places)
}

/// The recognizers of a file.
fn of_file(file: &str, text: &str) -> Result<Vec<(String, Place)>> {
    let syntax = syn::parse_file(text)?;
    let mut collector = Collector::default();
    collector.visit_file(&syntax);
    let place = Place {
        file: file.to_owned(),
        about: opening(text),
        templates: collector.templates,
        beginnings: Vec::new(),
        shared: collector.named.len() > 1,
    };
    let with = |(name, beginnings)| (name, Place { beginnings, ..place.clone() });
    Ok(collector.named.into_iter().map(with).collect())
}

/// What a file opens with: its `//!` lines, in paragraphs.
fn opening(text: &str) -> Vec<String> {
    let lines = text.lines().take_while(|line| line.starts_with("//!"));
    let lines: Vec<&str> = lines.map(|line| line.trim_start_matches("//!").trim()).collect();
    let paragraphs = lines.split(|line| line.is_empty()).map(|lines| lines.join(" "));
    paragraphs.filter(|paragraph| !paragraph.is_empty()).collect()
}

/// Collects what names recognizers.
#[derive(Default)]
struct Collector {
    /// Names, with how values begin.
    named: Vec<(String, Vec<String>)>,
    templates: Vec<String>,
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_expr_struct(&mut self, item: &'ast ExprStruct) {
        let is_name = |member: &Member| matches!(member, Member::Named(name) if name == "name");
        let name = item.fields.iter().find(|field| is_name(&field.member));
        if let Some(name) = name.and_then(|field| text(&field.expr)) {
            self.named.push((name, Vec::new()));
        }
        visit::visit_expr_struct(self, item);
    }

    fn visit_expr_call(&mut self, item: &'ast ExprCall) {
        // The smaller functions of tables, and `recognizer`, take the name first.
        if let Some(name) = item.args.first().and_then(text) {
            self.named.push((name, item.args.iter().nth(1).map(texts).unwrap_or_default()));
        }
        visit::visit_expr_call(self, item);
    }

    fn visit_item_const(&mut self, item: &'ast ItemConst) {
        if item.ident.to_string().contains("TEMPLATES") {
            self.templates.extend(texts(&item.expr));
        }
        visit::visit_item_const(self, item);
    }

    fn visit_item_static(&mut self, item: &'ast ItemStatic) {
        if item.ident.to_string().contains("TEMPLATES") {
            self.templates.extend(texts(&item.expr));
        }
        visit::visit_item_static(self, item);
    }
}

/// The text that an expression is.
fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The texts of a list, also one that a call has as its first argument.
fn texts(expression: &Expr) -> Vec<String> {
    match expression {
        Expr::Reference(reference) => texts(&reference.expr),
        Expr::Array(array) => array.elems.iter().filter_map(text).collect(),
        Expr::Call(call) => call.args.first().map(texts).unwrap_or_default(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_its_recognizers_are() {
        let text = "//! Numbers of shoes (Ministry of shoes): two\n//! digits.\n//!\n//! Only words decide.\n\
                    const RECOGNIZER: Recognizer = Recognizer { name: \"shoe\", context: &[\"foot\"] };\n\
                    const TEMPLATES: &[&str] = &[\"99\", \"9 9\"];\n";
        let found = of_file("shoe.rs", text).unwrap();
        let [(name, place)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(name, "shoe");
        assert_eq!(
            place.about,
            ["Numbers of shoes (Ministry of shoes): two digits.", "Only words decide."]
        );
        assert_eq!((place.templates.join("|"), place.shared), ("99|9 9".to_owned(), false));
    }

    #[test]
    fn rows_of_tables_have_a_name_and_beginnings() {
        let text = "//! Keys.\nstatic RULES: &[R] = &[row(\"a-key\", &[\"a_\", \"b_\"], &[Run(Hex)]),\n\
                    recognizer(\"b-key\", Trigger::Literals(&[\"c_\"]), find)];\n";
        let found = of_file("keys.rs", text).unwrap();
        let short: Vec<_> =
            found.iter().map(|(name, place)| (name.as_str(), place.beginnings.join(" "))).collect();
        assert_eq!(short, [("a-key", "a_ b_".to_owned()), ("b-key", "c_".to_owned())]);
        assert!(found.iter().all(|(_, place)| place.shared));
    }
}
