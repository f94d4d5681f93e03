//! Matches over the engine's requests and the window's messages name every variant: with a catch-all arm a request that nobody carries
//! out would vanish, and the compiler could not say so.

use crate::sources::Sources;
use std::fmt::Write as _;
use syn::visit::{self, Visit};
use syn::{ExprMatch, Pat};

/// Enums that are matched whole, by the ends of their names: `Request`, `QueryRequest`, `ControlMessage`, `Msg`.
const WHOLE: [&str; 3] = ["Request", "Message", "Msg"];

#[derive(Default)]
struct Arms {
    /// Of each breach the enum that is matched.
    found: Vec<String>,
}

/// The enum whose variant the pattern names, where it is one of ours.
fn matched(pat: &Pat) -> Option<String> {
    let path = match pat {
        Pat::Path(pat) => &pat.path,
        Pat::TupleStruct(pat) => &pat.path,
        Pat::Struct(pat) => &pat.path,
        Pat::Or(pat) => return pat.cases.iter().find_map(matched),
        Pat::Reference(pat) => return matched(&pat.pat),
        Pat::Paren(pat) => return matched(&pat.pat),
        _ => return None,
    };
    let name = path.segments.iter().rev().nth(1)?.ident.to_string();
    WHOLE.iter().any(|end| name.ends_with(end)).then_some(name)
}

/// The pattern takes whatever is left.
fn takes_all(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) => true,
        // A name of a variable; constants are in capitals.
        Pat::Ident(pat) => pat.subpat.is_none() && pat.ident.to_string().starts_with(char::is_lowercase),
        Pat::Or(pat) => pat.cases.iter().any(takes_all),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Arms {
    fn visit_expr_match(&mut self, expression: &'ast ExprMatch) {
        if let Some(name) = expression.arms.iter().find_map(|arm| matched(&arm.pat))
            && expression.arms.iter().any(|arm| arm.guard.is_none() && takes_all(&arm.pat))
        {
            self.found.push(name);
        }
        visit::visit_expr_match(self, expression);
    }
}

/// The breaches of one crate in words; empty if there are none.
pub fn breaches(sources: &Sources) -> String {
    sources.files.iter().fold(String::new(), |mut text, (path, source)| {
        let mut arms = Arms::default();
        arms.visit_file(&syn::parse_file(source).unwrap());
        for name in arms.found {
            let _ = writeln!(text, "{}/src/{path}: a match over {name} has an arm that takes whatever is left", sources.name);
        }
        text
    })
}
