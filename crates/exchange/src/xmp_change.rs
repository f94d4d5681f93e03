//! Changing an XMP document: pieces of it are replaced, every other byte stays.

use super::xmp_tree::{Document, RDF};
use std::fmt;
use std::ops::Range;

/// The namespace of digiKam's properties.
pub(super) const DIGIKAM: &str = "http://www.digikam.org/ns/1.0/";

/// A property of XMP.
#[derive(Debug)]
pub(super) struct Name {
    pub uri: &'static str,
    /// The usual one; a document may have another.
    pub prefix: &'static str,
    pub local: &'static str,
}

/// With the usual prefix, for people.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.prefix, self.local)
    }
}

/// What stands in a new property.
pub(super) enum Inside {
    /// A Bag or a Seq, and its items.
    List(&'static str, Vec<String>),
    Text(String),
}

/// Pieces of the document and what takes their place.
pub(super) struct Change<'a> {
    pub document: &'a Document<'a>,
    edits: Vec<(Range<usize>, String)>,
}

impl<'a> Change<'a> {
    pub fn of(document: &'a Document<'a>) -> Self {
        Self { document, edits: Vec::new() }
    }

    /// The document stays as it is.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    pub fn replace(&mut self, piece: Range<usize>, new: String) {
        self.edits.push((piece, new));
    }

    /// An element with the line end and the indent before it.
    pub fn whole_line(&self, i: usize) -> Range<usize> {
        let element = &self.document.elements[i];
        element.start - self.document.lead(i).len()..element.end
    }

    /// Makes the properties that are nowhere yet, in the first description that knows their prefix, or in the first one.
    pub fn add_properties(&mut self, rdf: usize, descriptions: &[usize], fresh: &[(&Name, Inside)]) {
        if fresh.is_empty() {
            return;
        }
        let knows = |i: &&usize| fresh.iter().all(|(name, _)| self.document.prefix_for(**i, name.uri).is_some());
        let home = descriptions.iter().find(knows).or(descriptions.first()).copied();
        let rdf_prefix = self.document.prefix_for(home.unwrap_or(rdf), RDF).unwrap_or_default();
        let outer = self.child_lead(home.unwrap_or(rdf));
        let step = self.document.indent_step(home.unwrap_or(rdf)).to_owned();
        let deeper = |lead: &Option<String>| lead.as_ref().map(|lead| format!("{lead}{step}"));
        let lead = if home.is_some() { outer.clone() } else { deeper(&outer) };

        let mut written = Vec::new();
        for (Name { uri, prefix, local }, inside) in fresh {
            let known = home.and_then(|home| self.document.prefix_for(home, uri));
            let declaration = if known.is_some() { String::new() } else { format!(" xmlns:{prefix}=\"{uri}\"") };
            let name = qualified(known.as_deref().unwrap_or(prefix), local);
            let inside = match inside {
                Inside::Text(text) => escaped(text),
                Inside::List(kind, words) => {
                    let inner = deeper(&lead);
                    let list = list(&rdf_prefix, kind, words, inner.as_deref(), &step);
                    format!("{}{list}{}", inner.as_deref().unwrap_or_default(), lead.as_deref().unwrap_or_default())
                }
            };
            written.push(format!("<{name}{declaration}>{inside}</{name}>"));
        }
        if let Some(home) = home {
            return self.insert(home, &written);
        }
        // Attributes have no default namespace.
        let (prefix, declaration) =
            if rdf_prefix.is_empty() { ("rdf", format!(" xmlns:rdf=\"{RDF}\"")) } else { (rdf_prefix.as_str(), String::new()) };
        let before = lead.as_deref().unwrap_or_default();
        let inside: String = written.iter().flat_map(|property| [before, property]).collect();
        let after = outer.as_deref().unwrap_or_default();
        let tag = qualified(prefix, "Description");
        self.insert(rdf, &[format!("<{tag}{declaration} {prefix}:about=\"\">{inside}{after}</{tag}>")]);
    }

    /// What goes before a new child; `None` in a document that is written without line ends.
    pub fn child_lead(&self, i: usize) -> Option<String> {
        let lead = match self.document.elements[i].children.last() {
            Some(last) => self.document.lead(*last).to_owned(),
            None if self.document.lead(i).is_empty() => String::new(),
            None => format!("{}{}", self.document.lead(i), self.document.indent_step(i)),
        };
        (!lead.is_empty()).then_some(lead)
    }

    /// Puts elements behind the last one within `i`.
    pub fn insert(&mut self, i: usize, written: &[String]) {
        let lead = self.child_lead(i).unwrap_or_default();
        let inside: String = written.iter().flat_map(|w| [lead.as_str(), w]).collect();
        let element = &self.document.elements[i];
        // Before its end tag stands what stands before its start tag.
        let close = if lead.is_empty() { "" } else { self.document.lead(i) };
        if element.is_empty_tag() {
            self.edits.push((element.end - 2..element.end, format!(">{inside}{close}</{}>", element.name)));
        } else if let Some(last) = element.children.last() {
            let end = self.document.elements[*last].end;
            self.edits.push((end..end, inside));
        } else {
            let close = if element.content == element.close { close } else { "" };
            self.edits.push((element.content..element.content, format!("{inside}{close}")));
        }
    }

    pub fn apply(mut self) -> String {
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let text = self.document.text;
        let mut changed = String::with_capacity(text.len() + 1024);
        let mut from = 0;
        for (range, new) in &self.edits {
            changed.push_str(&text[from..range.start]);
            changed.push_str(new);
            from = range.end;
        }
        changed.push_str(&text[from..]);
        changed
    }
}

/// A list with its items, each on its own line if `lead` says how lines begin.
pub(super) fn list(prefix: &str, kind: &str, words: &[String], lead: Option<&str>, step: &str) -> String {
    let (tag, li) = (qualified(prefix, kind), qualified(prefix, "li"));
    let before = lead.map(|lead| format!("{lead}{step}")).unwrap_or_default();
    let items: String = words.iter().flat_map(|word| [before.clone(), leaf(&li, word)]).collect();
    format!("<{tag}>{items}{}</{tag}>", lead.unwrap_or_default())
}

pub(super) fn leaf(name: &str, word: &str) -> String {
    format!("<{name}>{}</{name}>", escaped(word))
}

fn escaped(text: &str) -> String {
    // A carriage return that is not escaped becomes a line feed in every reader.
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#13;")
}

pub(super) fn qualified(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}
