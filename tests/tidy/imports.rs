//! Which file imports from which: every `use`, every path in expressions, types and patterns, and the paths in macros' tokens.

use crate::modules::{Crate, ModuleId, Scope, attributes, is_test, leaves};
use crate::resolve::Place;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};

/// One file names an item that another file defines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    pub from: String,
    pub to: String,
    /// The path as it is written.
    pub path: String,
}

/// Imports by the two files they connect.
pub fn by_pair<'a>(imports: &[&'a Import]) -> BTreeMap<(&'a str, &'a str), Vec<&'a Import>> {
    let mut pairs = BTreeMap::<_, Vec<_>>::new();
    for import in imports {
        pairs.entry((import.from.as_str(), import.to.as_str())).or_default().push(*import);
    }
    pairs
}

/// A line for each two files, with the paths that one names of the other.
pub fn describe(imports: &[&Import]) -> String {
    let mut text = String::new();
    for ((from, to), imports) in by_pair(imports) {
        let names: Vec<_> = imports.iter().map(|import| import.path.as_str()).collect();
        let _ = writeln!(text, "  {from} -> {to}: {}", names.join(", "));
    }
    text
}

/// One file names something of another crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Foreign {
    pub from: String,
    /// The path with imports and renames undone, such as `std::fs::read`.
    pub path: Vec<String>,
}

#[derive(Default)]
pub struct Imports {
    pub ours: BTreeSet<Import>,
    pub foreign: BTreeSet<Foreign>,
}

/// All imports of a crate's files, those of tests left out.
pub fn imports(parsed: &Crate) -> Imports {
    let mut found = Imports::default();
    for (path, (module, file)) in &parsed.files {
        if !is_test(&file.attrs) {
            let mut reader = Reader { parsed, file: path, module: *module, blocks: Vec::new(), locals: Vec::new(), found: &mut found };
            file.items.iter().for_each(|item| reader.visit_item(item));
        }
    }
    found
}

struct Reader<'a> {
    parsed: &'a Crate,
    file: &'a str,
    module: ModuleId,
    /// Imports and items inside functions, the outermost block first.
    blocks: Vec<Scope>,
    /// Names that the patterns of the functions around bind: variables are no imports.
    locals: Vec<HashSet<String>>,
    found: &'a mut Imports,
}

impl Reader<'_> {
    fn path(&mut self, path: &[String]) {
        if let [name] = path
            && self.locals.iter().any(|names| names.contains(name))
        {
            return;
        }
        for place in self.parsed.resolve(self.module, &self.blocks, path) {
            self.note(place, path);
        }
    }

    fn note(&mut self, place: Place, path: &[String]) {
        let from = self.file.to_owned();
        match place {
            Place::Item(owner) if self.parsed.modules[owner].file != self.file => {
                let to = self.parsed.modules[owner].file.clone();
                self.found.ours.insert(Import { from, to, path: path.join("::") });
            }
            Place::Elsewhere(path) if path.len() > 1 => {
                self.found.foreign.insert(Foreign { from, path });
            }
            Place::Item(_) | Place::Module(_) | Place::Elsewhere(_) => {}
        }
    }

    /// A parent that passes on what its children define imports nothing by that; if it uses the name itself, that is found where it does.
    fn is_reexport(&self, item: &syn::ItemUse, place: &Place) -> bool {
        let passed_on = !matches!(item.vis, syn::Visibility::Inherited);
        passed_on && matches!(place, Place::Item(owner) if self.parsed.is_within(*owner, self.module))
    }

    fn within(&mut self, names: HashSet<String>, visit: impl FnOnce(&mut Self)) {
        self.locals.push(names);
        visit(self);
        self.locals.pop();
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let Some((_, items)) = &item.content else { return };
        let outer = self.module;
        if let Some(inner) = self.parsed.child(outer, &item.ident.unraw().to_string()) {
            self.module = inner;
            for item in items {
                self.visit_item(item);
            }
            self.module = outer;
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        for leaf in leaves(item) {
            for place in self.parsed.resolve(self.module, &self.blocks, &leaf.path) {
                if !self.is_reexport(item, &place) {
                    self.note(place, &leaf.path);
                }
            }
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !is_test(&function.attrs) {
            self.within(bound_names(|names| names.visit_impl_item_fn(function)), |me| visit::visit_impl_item_fn(me, function));
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.within(bound_names(|names| names.visit_item_fn(function)), |me| visit::visit_item_fn(me, function));
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        self.within(bound_names(|names| names.visit_trait_item_fn(function)), |me| visit::visit_trait_item_fn(me, function));
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        let mut scope = Scope::default();
        for statement in &block.stmts {
            if let syn::Stmt::Item(item) = statement {
                self.parsed.declare(&mut scope, self.module, item);
            }
        }
        self.blocks.push(scope);
        visit::visit_block(self, block);
        self.blocks.pop();
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let start = path.leading_colon.as_ref().map(|_| String::new());
        let names: Vec<_> = start.into_iter().chain(path.segments.iter().map(|s| s.ident.unraw().to_string())).collect();
        self.path(&names);
        visit::visit_path(self, path);
    }

    /// Names of attributes are nobody's items, but what stands in their parentheses may be: `#[arg(value_parser = crate::cli::size)]`.
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            for path in paths_in(&list.tokens).into_iter().filter(|path| path.len() > 1) {
                self.path(&path);
            }
        }
    }

    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        for path in paths_in(tokens) {
            self.path(&path);
        }
    }
}

/// The names that patterns bind in what `visit` visits.
fn bound_names(visit: impl FnOnce(&mut Names)) -> HashSet<String> {
    let mut names = Names(HashSet::new());
    visit(&mut names);
    names.0
}

struct Names(HashSet<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.0.insert(pattern.ident.unraw().to_string());
        visit::visit_pat_ident(self, pattern);
    }
}

/// Everything in a macro's tokens that looks like a path.
fn paths_in(tokens: &TokenStream) -> Vec<Vec<String>> {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => found.extend(paths_in(&group.stream())),
            TokenTree::Ident(first) if !is_name_of_something_else(&tokens, at) => {
                let mut path = vec![first.unraw().to_string()];
                while let (true, Some(TokenTree::Ident(next))) = (is_colons(&tokens, at + 1), tokens.get(at + 3)) {
                    path.push(next.unraw().to_string());
                    at += 3;
                }
                found.push(path);
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        at += 1;
    }
    found
}

/// A method or field after a dot, a lifetime after its tick, a field before its colon, a named argument before its equals sign.
fn is_name_of_something_else(tokens: &[TokenTree], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    let named = is_punct(tokens.get(at + 1), ':') && !is_colons(tokens, at + 1);
    let assigned = is_punct(tokens.get(at + 1), '=') && !is_punct(tokens.get(at + 2), '=') && !is_punct(tokens.get(at + 2), '>');
    is_punct(before, '.') || is_punct(before, '\'') || named || assigned
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}
