//! Circles in a graph of imports, and words that help to cut them.

use crate::imports::{Import, by_pair, describe};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

type Graph<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Files that all import each other, directly or through others of them.
pub struct Circle<'a> {
    pub files: BTreeSet<&'a str>,
    pub imports: Vec<&'a Import>,
}

/// Every circle of more than two files, the largest first.
pub fn circles<'a>(imports: &'a BTreeSet<Import>) -> Vec<Circle<'a>> {
    let mut found: Vec<_> = components(&graph(imports.iter()))
        .into_iter()
        .filter(|files| files.len() > 2)
        .map(|files| {
            let inside = |i: &&'a Import| files.contains(i.from.as_str()) && files.contains(i.to.as_str());
            Circle { imports: imports.iter().filter(inside).collect(), files }
        })
        .collect();
    found.sort_by_key(|circle| std::cmp::Reverse(circle.files.len()));
    found
}

fn graph<'a>(imports: impl Iterator<Item = &'a Import>) -> Graph<'a> {
    let mut graph = Graph::new();
    for import in imports {
        graph.entry(&import.to).or_default();
        graph.entry(&import.from).or_default().insert(&import.to);
    }
    graph
}

/// Strongly connected components: a file and all those that it reaches and that reach it.
fn components<'a>(graph: &Graph<'a>) -> Vec<BTreeSet<&'a str>> {
    let reached: BTreeMap<_, _> = graph.keys().map(|file| (*file, reachable(graph, file))).collect();
    let mut found = BTreeSet::new();
    for (file, those) in &reached {
        let mut component: BTreeSet<&str> = those.iter().filter(|other| reached[*other].contains(file)).copied().collect();
        component.insert(file);
        found.insert(component);
    }
    found.into_iter().collect()
}

fn reachable<'a>(graph: &Graph<'a>, from: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = graph.get(from).into_iter().flatten().copied().collect();
    while let Some(file) = open.pop() {
        if found.insert(file) {
            open.extend(graph.get(file).into_iter().flatten().copied());
        }
    }
    found
}

impl Circle<'_> {
    /// The files, then each import that holds the circle together, then the cheapest cuts.
    pub fn describe(&self) -> String {
        let mut text =
            format!("{} files import each other: {}\n", self.files.len(), self.files.iter().copied().collect::<Vec<_>>().join(", "));
        text += &describe(&self.imports);
        for ((from, to), left) in self.cuts().into_iter().take(8) {
            let _ = writeln!(text, "  without {from} -> {to} the largest circle would have {left} files");
        }
        text
    }

    /// How large the largest circle is without the imports of one file from one other.
    fn cuts(&self) -> Vec<((&str, &str), usize)> {
        let pairs = by_pair(&self.imports);
        let left = |cut: &(&str, &str)| {
            let rest = self.imports.iter().copied().filter(|i| (i.from.as_str(), i.to.as_str()) != *cut);
            components(&graph(rest)).iter().map(BTreeSet::len).max().unwrap_or(0)
        };
        let mut cuts: Vec<_> = pairs.keys().map(|pair| (*pair, left(pair))).filter(|(_, left)| *left < self.files.len()).collect();
        cuts.sort_by_key(|(_, left)| *left);
        cuts
    }
}
