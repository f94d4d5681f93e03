//! Where a path leads: to the module that defines the item, through imports, renames, globs and re-exports.

use crate::modules::{Crate, ModuleId, ROOT, Scope, Target};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Module(ModuleId),
    /// An item (or something inside it: a variant, an associated function) that this module defines.
    Item(ModuleId),
    /// A path into another crate, with its imports and renames undone.
    Elsewhere(Vec<String>),
}

/// The imports being followed: an import that leads back to itself leads nowhere.
type Following = Vec<(*const Target, String)>;

impl Crate {
    /// Resolves a path written in `module`, inside `blocks` (outermost first).
    pub fn resolve(&self, module: ModuleId, blocks: &[Scope], path: &[String]) -> Vec<Place> {
        self.follow(module, blocks, path, &mut Vec::new())
    }

    fn follow(&self, module: ModuleId, blocks: &[Scope], path: &[String], following: &mut Following) -> Vec<Place> {
        let Some((first, rest)) = path.split_first() else { return vec![Place::Module(ROOT)] };
        let mut places = match first.as_str() {
            "crate" => vec![Place::Module(ROOT)],
            "self" => vec![Place::Module(module)],
            "super" => vec![Place::Module(self.modules[module].parent.unwrap_or(ROOT))],
            "Self" => return Vec::new(),
            "" => vec![Place::Elsewhere(Vec::new())],
            name => self.visible_name(module, blocks, name, following),
        };
        for segment in rest {
            places = places.into_iter().flat_map(|place| self.step(place, segment, module, following)).collect();
        }
        places.dedup();
        places
    }

    fn visible_name(&self, module: ModuleId, blocks: &[Scope], name: &str, following: &mut Following) -> Vec<Place> {
        for block in blocks.iter().rev() {
            let places = self.in_scope(block, module, name, module, following);
            if !places.is_empty() {
                return places;
            }
        }
        let places = self.in_scope(&self.modules[module].scope, module, name, module, following);
        if places.is_empty() { vec![Place::Elsewhere(vec![name.to_owned()])] } else { places }
    }

    fn step(&self, place: Place, segment: &str, asking: ModuleId, following: &mut Following) -> Vec<Place> {
        match place {
            Place::Module(module) if segment == "super" => vec![Place::Module(self.modules[module].parent.unwrap_or(ROOT))],
            Place::Module(module) => self.in_scope(&self.modules[module].scope, module, segment, asking, following),
            Place::Item(module) => vec![Place::Item(module)],
            Place::Elsewhere(mut path) => {
                path.push(segment.to_owned());
                vec![Place::Elsewhere(path)]
            }
        }
    }

    /// What `name` stands for in the scope of `module`, as seen from `asking`.
    fn in_scope(&self, scope: &Scope, module: ModuleId, name: &str, asking: ModuleId, following: &mut Following) -> Vec<Place> {
        let mut places = Vec::new();
        for binding in scope.names.get(name).into_iter().flatten().filter(|b| self.is_within(asking, b.visible_in)) {
            match &binding.target {
                Target::Module(child) => places.push(Place::Module(*child)),
                Target::Item(owner) => places.push(Place::Item(*owner)),
                Target::Import(path) => {
                    let step = (std::ptr::from_ref(&binding.target), name.to_owned());
                    if !following.contains(&step) {
                        following.push(step);
                        places.extend(self.follow(module, &[], path, following));
                        following.pop();
                    }
                }
            }
        }
        if places.is_empty() { self.through_globs(scope, module, name, asking, following) } else { places }
    }

    fn through_globs(&self, scope: &Scope, module: ModuleId, name: &str, asking: ModuleId, following: &mut Following) -> Vec<Place> {
        let mut places = Vec::new();
        for (at, glob) in scope.globs.iter().enumerate().filter(|(_, glob)| self.is_within(asking, glob.visible_in)) {
            let step = (std::ptr::from_ref(&scope.globs[at]).cast(), name.to_owned());
            if following.contains(&step) {
                continue;
            }
            following.push(step);
            for place in self.follow(module, &[], &glob.path, following) {
                if let Place::Module(open) = place {
                    places.extend(self.in_scope(&self.modules[open].scope, open, name, module, following));
                }
            }
            following.pop();
        }
        places
    }
}
