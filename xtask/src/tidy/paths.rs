//! Which paths (`std::fs::read`) a file of Rust mentions outside its tests.
//!
//! Resolves no names: a path is what is written, with `use` groups written out.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Attribute, File, Item, ItemUse, Path, UseTree};

/// One mention of a path.
#[derive(Debug)]
pub(super) struct Mention {
    pub(super) path: String,
    pub(super) line: usize,
}

/// All mentions in a file.
pub(super) fn mentions(file: &File) -> Vec<Mention> {
    let mut collector = Collector { found: Vec::new() };
    collector.visit_file(file);
    collector.found
}

/// Whether an item is compiled for tests only.
pub(super) fn is_test_only(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let mut test = attribute.path().is_ident("test");
        if attribute.path().is_ident("cfg") {
            // An error means a predicate with arguments, such as `all(..)`: not test only.
            let parsed = attribute.parse_nested_meta(|meta| {
                test |= meta.path.is_ident("test");
                Ok(())
            });
            test &= parsed.is_ok();
        }
        test
    })
}

/// The attributes of the kinds of items that a test module consists of.
pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Mod(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        _ => &[],
    }
}

struct Collector {
    found: Vec<Mention>,
}

impl Collector {
    fn add(&mut self, path: String, span: Span) {
        self.found.push(Mention { path, line: span.start().line });
    }

    fn add_tree(&mut self, prefix: &str, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                self.add_tree(&join(prefix, &path.ident.to_string()), &path.tree)
            }
            UseTree::Name(name) => self.add(join(prefix, &name.ident.to_string()), tree.span()),
            UseTree::Rename(name) => self.add(join(prefix, &name.ident.to_string()), tree.span()),
            UseTree::Glob(_) => self.add(join(prefix, "*"), tree.span()),
            UseTree::Group(group) => {
                group.items.iter().for_each(|item| self.add_tree(prefix, item));
            }
        }
    }
}

fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}::{name}") }
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test_only(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.add_tree("", &item.tree);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let names: Vec<_> = path.segments.iter().map(|part| part.ident.to_string()).collect();
        self.add(names.join("::"), path.span());
        visit::visit_path(self, path);
    }
}
