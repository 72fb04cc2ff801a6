//! How large files and functions may be, with a list of exceptions that can only shrink.
//!
//! Says nothing of how the code reads otherwise.

use std::collections::BTreeMap;

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Block, ImplItemFn, ItemFn, Signature, TraitItemFn};

use super::Problem;
use crate::workspace::{Source, Workspace, is_code};

const FILE_LINES_MAX: usize = 800;
const FILE_LINES_LOOK_AGAIN: usize = 500;
const FUNCTION_LINES_MAX: usize = 70;
const PARAMETERS_MAX: usize = 5;
const CRATE_PERCENT_LOOK_AGAIN: usize = 40;

/// How many exceptions there may be in all. Lower it whenever one goes; never raise it.
const EXCEPTIONS_MAX: usize = 0;

const EXCEPTIONS: &str = "xtask/tidy-exceptions.toml";

/// No file is over the limit, save for listed ones, which are exactly as long as listed.
pub(super) fn files(workspace: &Workspace) -> Vec<Problem> {
    let measured =
        workspace.sources.iter().map(|source| (source.path.clone(), source.code_lines()));
    let mut problems = compare(workspace, "files", measured.collect(), FILE_LINES_MAX);
    let listed = exceptions(workspace, "files").len() + exceptions(workspace, "functions").len();
    if listed > EXCEPTIONS_MAX {
        let text = format!("{listed} exceptions, allowed are {EXCEPTIONS_MAX}: split the code");
        problems.push(Problem::new(EXCEPTIONS, text));
    }
    problems
}

/// No function is over the limits of lines and parameters.
pub(super) fn functions(workspace: &Workspace) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut measured = BTreeMap::new();
    for source in &workspace.sources {
        let syntax = match &source.syntax {
            Ok(syntax) => syntax,
            Err(error) => {
                problems.push(Problem::new(&source.path, format!("cannot be parsed: {error}")));
                continue;
            }
        };
        let mut measure = Measure { source, functions: Vec::new() };
        measure.visit_file(syntax);
        for function in measure.functions {
            if function.parameters > PARAMETERS_MAX {
                let place = format!("{}:{}", source.path, function.line);
                let text = format!("`{}` has {} parameters", function.name, function.parameters);
                problems.push(Problem::new(place, text));
            }
            measured.insert(format!("{}::{}", source.path, function.name), function.lines);
        }
    }
    problems.extend(compare(workspace, "functions", measured, FUNCTION_LINES_MAX));
    problems
}

/// Files that are long but not yet too long.
pub(super) fn look_again(workspace: &Workspace) -> Vec<Problem> {
    let long = |source: &&Source| source.code_lines() > FILE_LINES_LOOK_AGAIN;
    let say = |source: &Source| {
        Problem::new(&source.path, format!("{} lines of code", source.code_lines()))
    };
    workspace.sources.iter().filter(long).map(say).collect()
}

/// Crates that hold too much of all code.
pub(super) fn shares(workspace: &Workspace) -> Vec<Problem> {
    let lines = |folder: &str| -> usize {
        let own = format!("{folder}/src/");
        let of_crate = workspace.sources.iter().filter(|source| source.path.starts_with(&own));
        of_crate.map(Source::code_lines).sum()
    };
    let all: usize = workspace.packages.iter().map(|package| lines(&package.folder)).sum();
    let share = |folder: &str| (lines(folder) * 100).checked_div(all).unwrap_or(0);
    let large = workspace.packages.iter().map(|package| (&package.folder, share(&package.folder)));
    let large = large.filter(|(_, percent)| *percent > CRATE_PERCENT_LOOK_AGAIN);
    large
        .map(|(folder, percent)| Problem::new(folder, format!("{percent} % of all code")))
        .collect()
}

/// The exceptions of one section: what, and how many lines.
fn exceptions(workspace: &Workspace, section: &str) -> BTreeMap<String, usize> {
    let text = workspace.texts.get(EXCEPTIONS).map_or("", String::as_str);
    let table: toml::Table = text.parse().unwrap_or_default();
    let section = table.get(section).and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let lines =
        |value: &toml::Value| value.as_integer().and_then(|lines| usize::try_from(lines).ok());
    section.iter().map(|(name, value)| (name.clone(), lines(value).unwrap_or(0))).collect()
}

/// Over the limit and not listed, listed with another length, or listed and gone: each is wrong,
/// so that an exception can only shrink and then vanish.
fn compare(
    workspace: &Workspace,
    section: &str,
    measured: BTreeMap<String, usize>,
    limit: usize,
) -> Vec<Problem> {
    let mut listed = exceptions(workspace, section);
    let mut problems = Vec::new();
    for (name, lines) in measured {
        let text = match listed.remove(&name) {
            None if lines > limit => format!("{lines} lines of code, the limit is {limit}"),
            Some(_) if lines <= limit => {
                format!("needs its exception no longer: take it out of {EXCEPTIONS}")
            }
            Some(exception) if lines > exception => {
                format!("grew from {exception} to {lines} lines: exceptions only shrink")
            }
            Some(exception) if lines < exception => {
                format!("shrank from {exception} to {lines} lines: lower its exception")
            }
            _ => continue,
        };
        problems.push(Problem::new(name, text));
    }
    let gone = listed.into_keys().map(|name| Problem::new(EXCEPTIONS, format!("`{name}` is gone")));
    problems.extend(gone);
    problems
}

struct Function {
    name: String,
    line: usize,
    lines: usize,
    parameters: usize,
}

struct Measure<'a> {
    source: &'a Source,
    functions: Vec<Function>,
}

impl Measure<'_> {
    /// Counts the lines between the braces, as the compiler's own lint does.
    fn add(&mut self, signature: &Signature, block: &Block) {
        let (start, end) = (block.span().start().line, block.span().end().line);
        let inside = self.source.text.lines().skip(start).take(end.saturating_sub(start + 1));
        self.functions.push(Function {
            name: signature.ident.to_string(),
            line: signature.span().start().line,
            lines: inside.filter(|line| is_code(line)).count(),
            parameters: signature.inputs.len(),
        });
    }
}

impl<'ast> Visit<'ast> for Measure<'_> {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.add(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.add(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        if let Some(block) = &item.default {
            self.add(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }
}
