//! Turns what the validator reports into violations with hints.
//!
//! It reads kinds and limits of the schema, and of the value its type only.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use crate::branches::{Guess, guess};
use crate::formats;
use crate::graph::Graph;
use crate::limits::{IN_PLACE_DEPTH_MAX, VIOLATIONS_READ_MAX};
use crate::names::{nearest, place, quoted, step};
use crate::unknown::{Stray, is_optional};
use crate::violation::{Kind, Violation};
use crate::wording::{constant, counted, listed, sent_in_words, type_in_words};

/// Explains one check.
pub(crate) struct Explainer<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) arguments: &'a Value,
    pub(crate) found: Vec<Violation>,
}

impl<'a> Explainer<'a> {
    pub(crate) fn new(graph: &'a Graph, arguments: &'a Value) -> Self {
        Self { graph, arguments, found: Vec::new() }
    }

    /// Explains members that no schema names. The errors must have been explained before: what
    /// is missing may be what a wrong name was meant to be.
    pub(crate) fn strays(&mut self, strays: &[Stray]) {
        for stray in strays {
            let mut pointer = stray.parent.clone();
            step(&mut pointer, &stray.name);
            self.found.retain(|known| *known.pointer != *pointer || known.kind != Kind::Unknown);
            let hint = self.stray(stray, &pointer, strays);
            self.found.push(Violation::new(pointer, Kind::Unknown, hint));
        }
    }

    fn stray(&self, stray: &Stray, pointer: &str, strays: &[Stray]) -> String {
        let name = match crate::names::is_repeatable(self.graph, &stray.name) {
            true => format!("`{}`", self.place(pointer)),
            false if stray.parent.is_empty() => "an argument with an unusual name".to_owned(),
            false => format!("a member with an unusual name in `{}`", self.place(&stray.parent)),
        };
        let text = format!("{name} is not an argument of this tool");
        if stray.known.is_empty() {
            let whose = match stray.parent.is_empty() {
                true => "this tool takes no arguments".to_owned(),
                false => format!("`{}` takes no members", self.place(&stray.parent)),
            };
            return format!("{text}: {whose}");
        }
        let alone = strays.iter().filter(|it| it.parent == stray.parent).count() == 1;
        let meant = nearest(&stray.name, &stray.known).map(str::to_owned);
        if let Some(meant) = meant.or_else(|| self.only_missing(stray).filter(|_| alone)) {
            return format!("{text}; did you mean `{}`?", quoted(&meant));
        }
        let known: Vec<_> = stray.known.iter().map(|it| format!("`{}`", quoted(it))).collect();
        format!("{text}; known here: {}", listed(&known, "and"))
    }

    /// The one member that is missing beside a stray one.
    fn only_missing(&self, stray: &Stray) -> Option<String> {
        let mut missing =
            self.found.iter().filter(|it| it.kind == Kind::Missing).filter_map(|it| {
                let (parent, name) = it.pointer.rsplit_once('/')?;
                (parent == stray.parent).then(|| crate::names::unescape(name).into_owned())
            });
        missing.next().filter(|_| missing.next().is_none())
    }

    /// Explains errors of the validator.
    pub(crate) fn errors<'e>(&mut self, errors: impl Iterator<Item = ValidationError<'e>>) {
        for error in errors.take(VIOLATIONS_READ_MAX) {
            self.error(&error, 0);
        }
    }

    fn error(&mut self, error: &ValidationError<'_>, depth: usize) {
        let at = error.instance_path().as_str();
        if self.is_needless_null(at) {
            let hint = format!("leave {} out instead of sending null", self.subject(at));
            return self.found.push(Violation::new(at, Kind::Type, hint));
        }
        match error.kind() {
            ValidationErrorKind::Type { kind } => {
                let types = match kind {
                    TypeKind::Single(one) => vec![*one],
                    TypeKind::Multiple(several) => several.iter().collect(),
                };
                self.wrong_type(at, &types);
            }
            ValidationErrorKind::Required { property } => {
                self.missing(at, property.as_str().unwrap_or_default());
            }
            ValidationErrorKind::AdditionalProperties { unexpected }
            | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                for name in unexpected {
                    let mut pointer = at.to_owned();
                    step(&mut pointer, name);
                    let subject = self.subject(&pointer);
                    let hint = format!("{subject} is not an argument of this tool");
                    self.found.push(Violation::new(pointer, Kind::Unknown, hint));
                }
            }
            ValidationErrorKind::AnyOf { context }
            | ValidationErrorKind::OneOfNotValid { context } => {
                self.branches(context, at, depth);
            }
            other => {
                let hint = self.expected(other, at);
                self.push(at, Kind::Value, &hint);
            }
        }
    }

    fn branches(&mut self, branches: &[Vec<ValidationError<'static>>], at: &str, depth: usize) {
        if depth >= IN_PLACE_DEPTH_MAX {
            return self.push(at, Kind::Value, "must be in one of the forms that the schema lists");
        }
        match guess(branches, at) {
            Guess::Types(types) => self.wrong_type(at, &types),
            Guess::OneOf(names) => {
                let names: Vec<_> = names.iter().map(|it| format!("`{}`", quoted(it))).collect();
                let hint = format!("needs {}: add one", listed(&names, "or"));
                self.push(at, Kind::Missing, &hint);
            }
            Guess::Options(options) => {
                let hint = self.one_of(options.into_iter(), at);
                self.push(at, Kind::Value, &hint);
            }
            Guess::Branch(errors) => {
                for error in errors {
                    self.error(error, depth.saturating_add(1));
                }
            }
            Guess::Unclear => {
                let count = branches.len();
                let hint = format!("must be in one of the {count} forms that the schema lists");
                self.push(at, Kind::Value, &hint);
            }
        }
    }

    /// Whether a value is null where it may be absent: a habit of models.
    fn is_needless_null(&self, at: &str) -> bool {
        self.arguments.pointer(at).is_some_and(Value::is_null)
            && is_optional(self.graph, self.arguments, at)
    }

    fn wrong_type(&mut self, at: &str, types: &[JsonType]) {
        let value = self.arguments.pointer(at).unwrap_or(&Value::Null);
        // Null comes last: it is seldom what is meant.
        let (null, others): (Vec<_>, Vec<_>) =
            types.iter().partition(|it| matches!(it, JsonType::Null));
        let types = others.into_iter().chain(null);
        let types: Vec<_> = types.map(|it| type_in_words(it).to_owned()).collect();
        let hint = format!("must be {}, not {}", listed(&types, "or"), sent_in_words(value));
        self.push(at, Kind::Type, &hint);
    }

    fn missing(&mut self, at: &str, name: &str) {
        let mut pointer = at.to_owned();
        step(&mut pointer, name);
        self.push(&pointer, Kind::Missing, "is required: add it");
    }

    /// What is expected of a value of the right type.
    fn expected(&self, kind: &ValidationErrorKind, at: &str) -> String {
        use ValidationErrorKind as Is;
        match kind {
            Is::Enum { options } => self.one_of(options.as_array().into_iter().flatten(), at),
            Is::Constant { expected_value } => self.one_of(std::iter::once(&**expected_value), at),
            Is::Minimum { limit } => format!("must be at least {limit}"),
            Is::Maximum { limit } => format!("must be at most {limit}"),
            Is::ExclusiveMinimum { limit } => format!("must be more than {limit}"),
            Is::ExclusiveMaximum { limit } => format!("must be less than {limit}"),
            Is::MultipleOf { multiple_of } => format!("must be a multiple of {multiple_of}"),
            Is::MinLength { limit: 1 } => "must not be empty".to_owned(),
            Is::MinLength { limit } => {
                format!("must have at least {}", counted(*limit, "character"))
            }
            Is::MaxLength { limit } => {
                format!("must have at most {}", counted(*limit, "character"))
            }
            Is::MinItems { limit } => format!("must have at least {}", counted(*limit, "item")),
            Is::MaxItems { limit } => format!("must have at most {}", counted(*limit, "item")),
            Is::MinProperties { limit } => {
                format!("must have at least {}", counted(*limit, "member"))
            }
            Is::MaxProperties { limit } => {
                format!("must have at most {}", counted(*limit, "member"))
            }
            Is::Pattern { pattern } => format!("must match the pattern `{}`", quoted(pattern)),
            Is::Format { format } => format!("must be {}", formats::in_words(format)),
            Is::UniqueItems => "must not have the same item twice".to_owned(),
            Is::Contains => "lacks an item of the form that the schema asks for".to_owned(),
            Is::AdditionalItems { limit } => {
                format!(
                    "must have at most {}",
                    counted(u64::try_from(*limit).unwrap_or(u64::MAX), "item")
                )
            }
            Is::UnevaluatedItems { .. } => "has more items than the schema lists".to_owned(),
            Is::PropertyNames { .. } => {
                "has a member whose name the schema does not allow".to_owned()
            }
            Is::OneOfMultipleValid { .. } => {
                "fits several forms of which the schema allows one: send the members of one only"
                    .to_owned()
            }
            Is::Not { .. } => "has a form that the schema does not allow".to_owned(),
            Is::FalseSchema => "is not allowed by the schema: leave it out".to_owned(),
            _ => "cannot be checked against the schema".to_owned(),
        }
    }

    fn one_of<'v>(&self, options: impl Iterator<Item = &'v Value>, at: &str) -> String {
        let options: Vec<_> = options.collect();
        let words: Vec<_> = options.iter().map(|it| constant(it)).collect();
        let text = match words.as_slice() {
            [one] => format!("must be {one}"),
            _ => format!("must be one of {}", listed(&words, "or")),
        };
        let names: Vec<Box<str>> =
            options.iter().filter_map(|it| it.as_str()).map(Box::from).collect();
        let sent = self.arguments.pointer(at).and_then(Value::as_str);
        match sent.and_then(|sent| nearest(sent, &names)) {
            Some(meant) if words.len() > 1 => format!("{text}; did you mean `{}`?", quoted(meant)),
            _ => text,
        }
    }

    fn push(&mut self, at: &str, kind: Kind, hint: &str) {
        let hint = format!("{} {hint}", self.subject(at));
        self.found.push(Violation::new(at, kind, hint));
    }

    fn subject(&self, at: &str) -> String {
        if at.is_empty() {
            "the whole of the arguments".to_owned()
        } else {
            format!("`{}`", self.place(at))
        }
    }

    fn place(&self, at: &str) -> String {
        place(self.graph, self.arguments, at)
    }
}
