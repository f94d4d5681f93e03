//! The module tree of a crate, and what each module calls things: its items, its child modules, its imports.

use crate::sources::Sources;
use std::collections::{BTreeMap, HashMap};
use syn::ext::IdentExt as _;
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

pub type ModuleId = usize;

/// Where the crate itself is in [`Crate::modules`].
pub const ROOT: ModuleId = 0;

pub struct Crate {
    pub modules: Vec<Module>,
    /// The parsed files that are not for tests, with the module that each one is.
    pub files: BTreeMap<String, (ModuleId, syn::File)>,
}

pub struct Module {
    pub file: String,
    pub parent: Option<ModuleId>,
    pub scope: Scope,
}

/// Names and what they stand for; of a module, or of a block with imports and items of its own.
#[derive(Default)]
pub struct Scope {
    pub names: HashMap<String, Vec<Binding>>,
    pub globs: Vec<Glob>,
}

/// One name can be several things: a module, a type, a function, a macro.
pub struct Binding {
    pub target: Target,
    /// The module in which, and below which, the name can be seen.
    pub visible_in: ModuleId,
}

pub enum Target {
    Module(ModuleId),
    /// An item of this module's own.
    Item(ModuleId),
    /// Whatever this path leads to.
    Import(Vec<String>),
}

pub struct Glob {
    pub path: Vec<String>,
    pub visible_in: ModuleId,
}

/// One leaf of a `use`: `use a::{b, c as d, e::*}` has three.
pub struct Leaf {
    pub path: Vec<String>,
    /// What it is called here; nothing for a glob.
    pub name: Option<String>,
}

impl Crate {
    pub fn parse(sources: &Sources) -> Self {
        let mut found = Self { modules: Vec::new(), files: BTreeMap::new() };
        for root in ["lib.rs", "main.rs"] {
            if sources.files.contains_key(root) {
                found.add_file(sources, root, None);
                break;
            }
        }
        found
    }

    pub fn is_within(&self, module: ModuleId, ancestor: ModuleId) -> bool {
        std::iter::successors(Some(module), |m| self.modules[*m].parent).any(|m| m == ancestor)
    }

    /// The module that `mod name` in `parent` declares, unless it is one for tests.
    pub fn child(&self, parent: ModuleId, name: &str) -> Option<ModuleId> {
        self.modules[parent].scope.names.get(name)?.iter().find_map(|binding| match binding.target {
            Target::Module(module) => Some(module),
            Target::Item(_) | Target::Import(_) => None,
        })
    }

    fn add_file(&mut self, sources: &Sources, path: &str, parent: Option<ModuleId>) -> ModuleId {
        let text = &sources.files[path];
        let file = syn::parse_file(text).unwrap_or_else(|e| panic!("{}/src/{path}: {e}", sources.name));
        let id = self.add_module(path, parent);
        if !is_test(&file.attrs) {
            self.add_items(sources, id, &folder_of_children(path), &file.items);
        }
        self.files.insert(path.to_owned(), (id, file));
        id
    }

    fn add_module(&mut self, file: &str, parent: Option<ModuleId>) -> ModuleId {
        self.modules.push(Module { file: file.to_owned(), parent, scope: Scope::default() });
        self.modules.len() - 1
    }

    fn add_items(&mut self, sources: &Sources, id: ModuleId, folder: &str, items: &[Item]) {
        for item in items.iter().filter(|item| !is_test(attributes(item))) {
            if let Item::Mod(declared) = item {
                let name = declared.ident.unraw().to_string();
                let child = match &declared.content {
                    Some((_, items)) => {
                        let child = self.add_module(&self.modules[id].file.clone(), Some(id));
                        self.add_items(sources, child, &format!("{folder}{name}/"), items);
                        child
                    }
                    // A module without a file is the compiler's to report.
                    None => match file_of(sources, folder, &self.modules[id].file, declared) {
                        Some(path) => self.add_file(sources, &path, Some(id)),
                        None => continue,
                    },
                };
                let binding = Binding { target: Target::Module(child), visible_in: self.visible_in(id, &declared.vis) };
                self.modules[id].scope.names.entry(name).or_default().push(binding);
            } else {
                let mut scope = std::mem::take(&mut self.modules[id].scope);
                self.declare(&mut scope, id, item);
                self.modules[id].scope = scope;
            }
        }
    }

    /// Adds what an item calls something to the scope of the module or block that it stands in.
    pub fn declare(&self, scope: &mut Scope, module: ModuleId, item: &Item) {
        if let Item::Use(imports) = item {
            let visible_in = self.visible_in(module, &imports.vis);
            for Leaf { path, name, .. } in leaves(imports) {
                match name {
                    None => scope.globs.push(Glob { path, visible_in }),
                    Some(name) => scope.names.entry(name).or_default().push(Binding { target: Target::Import(path), visible_in }),
                }
            }
        } else if let Some((name, vis)) = name_and_visibility(item) {
            let visible_in = vis.map_or(ROOT, |vis| self.visible_in(module, vis));
            scope.names.entry(name).or_default().push(Binding { target: Target::Item(module), visible_in });
        }
    }

    fn visible_in(&self, module: ModuleId, vis: &Visibility) -> ModuleId {
        match vis {
            Visibility::Inherited => module,
            Visibility::Restricted(restricted) if restricted.path.is_ident("self") => module,
            Visibility::Restricted(restricted) if restricted.path.is_ident("super") => self.modules[module].parent.unwrap_or(ROOT),
            Visibility::Public(_) | Visibility::Restricted(_) => ROOT,
        }
    }
}

/// `lib.rs` and `mod.rs` have their children beside them, `loupe.rs` has them in `loupe/`.
fn folder_of_children(path: &str) -> String {
    let (folder, file) = path.rsplit_once('/').map_or(("", path), |(folder, file)| (&path[..=folder.len()], file));
    match file {
        "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
        _ => format!("{folder}{}/", file.trim_end_matches(".rs")),
    }
}

fn file_of(sources: &Sources, folder: &str, declared_in: &str, module: &syn::ItemMod) -> Option<String> {
    let name = module.ident.unraw();
    let beside = declared_in.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let candidates = match path_attribute(&module.attrs) {
        Some(path) => vec![format!("{beside}{path}")],
        None => vec![format!("{folder}{name}.rs"), format!("{folder}{name}/mod.rs")],
    };
    candidates.into_iter().find(|path| sources.files.contains_key(path))
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|a| a.path().is_ident("path"))?;
    match &attribute.meta.require_name_value().ok()?.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) => Some(path.value()),
        _ => None,
    }
}

/// Whether this is compiled for tests only.
pub fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|a| {
        a.path().is_ident("test")
            || a.path().is_ident("cfg")
                && a.parse_args::<syn::Meta>().is_ok_and(|meta| match meta {
                    syn::Meta::Path(path) => path.is_ident("test"),
                    syn::Meta::List(list) if list.path.is_ident("all") => {
                        list.tokens.into_iter().any(|token| matches!(token, proc_macro2::TokenTree::Ident(word) if word == "test"))
                    }
                    syn::Meta::List(_) | syn::Meta::NameValue(_) => false,
                })
    })
}

pub fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(i) => &i.attrs,
        Item::Enum(i) => &i.attrs,
        Item::ExternCrate(i) => &i.attrs,
        Item::Fn(i) => &i.attrs,
        Item::ForeignMod(i) => &i.attrs,
        Item::Impl(i) => &i.attrs,
        Item::Macro(i) => &i.attrs,
        Item::Mod(i) => &i.attrs,
        Item::Static(i) => &i.attrs,
        Item::Struct(i) => &i.attrs,
        Item::Trait(i) => &i.attrs,
        Item::TraitAlias(i) => &i.attrs,
        Item::Type(i) => &i.attrs,
        Item::Union(i) => &i.attrs,
        Item::Use(i) => &i.attrs,
        _ => &[],
    }
}

/// The name that an item declares; macros have no visibility of their own.
fn name_and_visibility(item: &Item) -> Option<(String, Option<&Visibility>)> {
    let (ident, vis) = match item {
        Item::Const(i) => (&i.ident, Some(&i.vis)),
        Item::Enum(i) => (&i.ident, Some(&i.vis)),
        Item::Fn(i) => (&i.sig.ident, Some(&i.vis)),
        Item::Macro(i) => (i.ident.as_ref()?, None),
        Item::Static(i) => (&i.ident, Some(&i.vis)),
        Item::Struct(i) => (&i.ident, Some(&i.vis)),
        Item::Trait(i) => (&i.ident, Some(&i.vis)),
        Item::TraitAlias(i) => (&i.ident, Some(&i.vis)),
        Item::Type(i) => (&i.ident, Some(&i.vis)),
        Item::Union(i) => (&i.ident, Some(&i.vis)),
        _ => return None,
    };
    Some((ident.unraw().to_string(), vis))
}

/// All that a `use` brings, through groups and nested groups.
pub fn leaves(imports: &ItemUse) -> Vec<Leaf> {
    let mut found = Vec::new();
    let start = if imports.leading_colon.is_some() { vec![String::new()] } else { Vec::new() };
    add_leaves(&imports.tree, &start, &mut found);
    found
}

fn add_leaves(tree: &UseTree, before: &[String], found: &mut Vec<Leaf>) {
    let with = |ident: &syn::Ident| before.iter().cloned().chain([ident.unraw().to_string()]).collect::<Vec<_>>();
    match tree {
        UseTree::Path(path) => add_leaves(&path.tree, &with(&path.ident), found),
        UseTree::Group(group) => group.items.iter().for_each(|tree| add_leaves(tree, before, found)),
        UseTree::Glob(_) => {
            found.push(Leaf { path: before.to_vec(), name: None });
        }
        UseTree::Name(name) if name.ident == "self" => {
            found.push(Leaf { path: before.to_vec(), name: before.last().cloned() });
        }
        UseTree::Name(name) => {
            let path = with(&name.ident);
            found.push(Leaf { name: path.last().cloned(), path });
        }
        UseTree::Rename(renamed) => {
            let path = if renamed.ident == "self" { before.to_vec() } else { with(&renamed.ident) };
            found.push(Leaf { path, name: Some(renamed.rename.unraw().to_string()) });
        }
    }
}
