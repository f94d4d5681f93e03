//! What the search field offers while a filter is typed: the names of filters, and after the colon the labels, folders, file names and
//! states of this catalogue. What is chosen is written exactly.

use super::tree::Tree;
use crate::shell::ctx::Ctx;
use base::axes::SavedAxis;
use base::fold::fold;
use base::{Label, LabelSet, Photo, human, natural};
use engine::protocol::query::{FIELDS, Typed, Values, name_of_label, quoted, typed_at};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Most lines that are offered.
const MOST: usize = 8;
/// Characters of an axis's end.
const END: usize = 24;

/// What is offered at the cursor.
#[derive(Debug, Default)]
pub struct Completion {
    /// For this text.
    text: String,
    /// With the cursor at this byte.
    cursor: usize,
    typed: Option<Typed>,
    /// What is offered; empty: nothing.
    pub lines: Vec<Line>,
    /// The line that Enter takes.
    pub at: Option<usize>,
    /// The lines are whole searches, and nothing is typed yet.
    pub is_history: bool,
}

/// One thing that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// As it is shown.
    pub words: String,
    /// What stands beside it: a count, or what the filter does.
    pub detail: String,
    /// As it is written.
    pub written: String,
    /// Its value is still to be typed.
    open: bool,
}

impl Completion {
    /// What is offered for that text with the cursor at that byte.
    pub fn new(ctx: &Ctx, tree: &Tree, text: &str, cursor: usize) -> Self {
        let typed = typed_at(text, cursor);
        let mut lines = typed.as_ref().map(|typed| lines(ctx, tree, typed)).unwrap_or_default();
        if let (Some(typed), [line]) = (&typed, lines.as_slice())
            && text[typed.range.clone()] == line.written
        {
            lines.clear();
        }
        Self { text: text.to_owned(), cursor, typed, lines, at: None, is_history: false }
    }

    /// What was searched for lately, for the empty field; the first of them chosen, or none.
    pub fn history(ctx: &Ctx, chosen: bool) -> Self {
        let lines = history(ctx);
        let at = (chosen && !lines.is_empty()).then_some(0);
        Self { lines, at, is_history: true, ..Self::default() }
    }

    /// It is for that text and cursor.
    pub fn is_for(&self, text: &str, cursor: usize) -> bool {
        self.text == text && self.cursor == cursor
    }

    /// Something is offered.
    pub fn is_open(&self) -> bool {
        !self.lines.is_empty()
    }

    /// Nothing is offered until something else is typed.
    pub fn close(&mut self) {
        self.lines.clear();
        self.at = None;
    }

    /// Another line, round and round; none is chosen at first, so that Enter takes what was typed.
    pub fn step(&mut self, by: isize) {
        let n = self.lines.len();
        self.at = match (self.at, n) {
            (_, 0) => None,
            (None, _) => Some(if by < 0 { n - 1 } else { 0 }),
            (Some(at), _) => Some((at + n).saturating_add_signed(by) % n),
        };
    }

    /// The text with that line in the place of what was typed, and the byte where the cursor goes.
    pub fn taken(&self, line: usize) -> Option<(String, usize)> {
        let line = self.lines.get(line)?;
        if self.is_history {
            return Some((line.written.clone(), line.written.len()));
        }
        let typed = self.typed.as_ref()?;
        let (before, after) = (&self.text[..typed.range.start], &self.text[typed.range.end..]);
        let space = if line.open { "" } else { " " };
        let cursor = before.len() + line.written.len() + space.len();
        Some((format!("{before}{}{space}{}", line.written, after.trim_start_matches(' ')), cursor))
    }
}

/// What was searched for lately.
fn history(ctx: &Ctx) -> Vec<Line> {
    let line = |text: &String| Line { words: text.clone(), detail: String::new(), written: text.clone(), open: false };
    ctx.settings.searches.iter().take(MOST).map(line).collect()
}

fn lines(ctx: &Ctx, tree: &Tree, typed: &Typed) -> Vec<Line> {
    let minus = if typed.negated { "-" } else { "" };
    let part = fold(&typed.text);
    let Some(field) = typed.field else {
        let begun = FIELDS.iter().filter(|field| !part.is_empty() && field.name.starts_with(&part));
        return begun
            .map(|field| Line {
                words: format!("{minus}{}:", field.name),
                detail: field.help.to_owned(),
                written: format!("{minus}{}:", field.name),
                open: true,
            })
            .collect();
    };
    let line = |value: Value| Line {
        words: value.words,
        detail: value.detail,
        written: format!("{minus}{}:{}", field.name, value.written),
        open: false,
    };
    let values = match field.values {
        Values::Label => labels(ctx, &part),
        Values::Folder => folders(tree, &part),
        Values::Text => names(ctx, &part),
        Values::OneOf(all) => all().into_iter().filter(|value| value.starts_with(&part)).map(Value::plain).collect(),
        Values::Camera => noted(ctx, &part, |photo| photo.facts.camera.as_deref()),
        Values::Lens => noted(ctx, &part, |photo| photo.facts.lens.as_deref()),
        Values::Axis => axes(ctx, &part),
        Values::Number => Vec::new(),
    };
    values.into_iter().map(line).collect()
}

struct Value {
    words: String,
    detail: String,
    written: String,
}

impl Value {
    fn plain(value: &str) -> Self {
        Self { words: value.to_owned(), detail: String::new(), written: value.to_owned() }
    }
}

/// Those that begin so before those that have it somewhere, the most used first.
fn labels(ctx: &Ctx, part: &str) -> Vec<Value> {
    let all = ctx.tags.sets.iter().flat_map(|set| set.labels.iter().map(move |label| (set, label)));
    let mut found: Vec<_> = all
        .filter_map(|(set, label)| {
            let at = fold(&label.name).find(part)?;
            let photos = ctx.tags.accepted.get(&label.id).copied().unwrap_or_default();
            Some(((at > 0, Reverse(photos), natural::key(&label.name)), set, label, photos))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let value = |(_, set, label, photos): (_, &LabelSet, &Label, u64)| Value {
        words: label.name.clone(),
        detail: format!("{} · {}", set.name, human::photos(photos)),
        written: quoted(&name_of_label(&ctx.tags.sets, set, label)),
    };
    found.into_iter().take(MOST).map(value).collect()
}

/// Both halves of each axis: that a place is written behind its name is seen from them.
fn axes(ctx: &Ctx, part: &str) -> Vec<Value> {
    let found = ctx.tags.axes.iter().filter(|saved| fold(&saved.name).contains(part));
    let halves = found.flat_map(|saved| [(saved, ">0.5", &saved.axis.to), (saved, "<0.5", &saved.axis.from)]);
    let value = |(saved, bound, end): (&SavedAxis, &str, &String)| Value {
        words: format!("{}{bound}", saved.name),
        detail: format!("the half toward {}", human::elide_middle(end, END)),
        written: if saved.name.contains(char::is_whitespace) { quoted(&saved.name) + bound } else { format!("{}{bound}", saved.name) },
    };
    halves.take(MOST).map(value).collect()
}

fn folders(tree: &Tree, part: &str) -> Vec<Value> {
    let value =
        |(name, path, photos): (&str, String, u64)| Value { words: name.to_owned(), detail: human::photos(photos), written: quoted(&path) };
    tree.named(part).take(MOST).map(value).collect()
}

/// Names of photos, as many as are found first: a hundred thousand are not put in order for eight of them.
fn names(ctx: &Ctx, part: &str) -> Vec<Value> {
    let photos = ctx.library.snapshot.iter().flat_map(|s| s.photos.iter()).filter(|_| !part.is_empty());
    let mut found: Vec<String> = photos.map(Photo::name).filter(|name| fold(name).contains(part)).take(MOST).collect();
    found.sort_by_cached_key(|name| natural::key(name));
    found.dedup();
    found.into_iter().map(|name| Value { written: quoted(&name), words: name, detail: String::new() }).collect()
}

/// Cameras or lenses that the photos name, the most used first.
fn noted(ctx: &Ctx, part: &str, name: fn(&Photo) -> Option<&str>) -> Vec<Value> {
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for name in ctx.library.snapshot.iter().flat_map(|s| s.photos.iter()).filter_map(name) {
        *counts.entry(name).or_default() += 1;
    }
    let mut found: Vec<_> = counts.into_iter().filter(|(name, _)| fold(name).contains(part)).collect();
    found.sort_by_key(|(name, photos)| (Reverse(*photos), natural::key(name)));
    let value = |(name, photos): (&str, u64)| Value { words: name.to_owned(), detail: human::photos(photos), written: quoted(name) };
    found.into_iter().take(MOST).map(value).collect()
}
