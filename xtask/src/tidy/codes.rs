//! Every code of a refusal stands in `docs/codes.md`.

use proc_macro2::{TokenStream, TokenTree};
use syn::Item;

use super::Problem;
use crate::workspace::Workspace;

const DECLARED: &str = "crates/model/src/refusal.rs";
const DOCUMENT: &str = "docs/codes.md";

/// Compares the list with the document.
pub(super) fn documented(workspace: &Workspace) -> Vec<Problem> {
    let names = declared(workspace);
    if names.is_empty() {
        return vec![Problem::new(DECLARED, "declares no codes: the rule would hold for nothing")];
    }
    let Some(document) = workspace.texts.get(DOCUMENT) else {
        return vec![Problem::new(DOCUMENT, "is missing: run `cargo xtask docs`")];
    };
    let missing = names.into_iter().filter(|name| !document.contains(&format!("`{name}`")));
    missing.map(|name| Problem::new(DOCUMENT, format!("lacks the code `{name}`"))).collect()
}

/// The names in `codes! { Variant "name" "meaning", .. }`.
fn declared(workspace: &Workspace) -> Vec<String> {
    let syntax = workspace.source(DECLARED).and_then(|source| source.syntax.as_ref().ok());
    let items = syntax.map_or(&[][..], |file| file.items.as_slice());
    let lists = items.iter().filter_map(|item| match item {
        Item::Macro(item) if item.mac.path.is_ident("codes") => Some(item.mac.tokens.clone()),
        _ => None,
    });
    lists.flat_map(names).collect()
}

/// The first literal after each identifier.
fn names(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let pairs = tokens.windows(2).filter_map(|pair| match pair {
        [TokenTree::Ident(_), TokenTree::Literal(name)] => {
            Some(name.to_string().trim_matches('"').to_owned())
        }
        _ => None,
    });
    pairs.collect()
}
