//! The keywords of an XMP sidecar: read, and changed without touching anything else.
//!
//! `dc:subject` holds the labels' names (Bag), `lr:hierarchicalSubject` "Set|Label" (Bag) and `digiKam:TagsList`
//! "Set/Label" (Seq). ISO 16684-1 says how lists are written.

use super::XmpError;
use super::iptc::each_once;
use super::xmp_change::{Change, DIGIKAM, Inside, Name, leaf, list, qualified};
use super::xmp_tree::{Document, RDF};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The keywords of a photo, in the three properties that programs read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Keywords {
    /// `dc:subject`: names alone.
    pub subject: Vec<String>,
    /// `lr:hierarchicalSubject`: "Set|Label".
    pub hierarchical: Vec<String>,
    /// `digiKam:TagsList`: "Set/Label".
    pub tags_list: Vec<String>,
}

impl Keywords {
    /// What a photo with these labels, each with its set, should have. Where a name holds the separator of a hierarchy, the
    /// other one is written, so that a label is never two levels.
    pub fn of(tags: &[(&str, &str)]) -> Self {
        let with = |separator: &str, instead: &str| -> Vec<String> {
            let level = |name: &str| name.replace(separator, instead);
            tags.iter().map(|(set, label)| format!("{}{separator}{}", level(set), level(label))).collect()
        };
        Self {
            subject: each_once(tags.iter().map(|(_, label)| *label)),
            hierarchical: each_once(with("|", "/").iter().map(String::as_str)),
            tags_list: each_once(with("/", "|").iter().map(String::as_str)),
        }
    }

    /// Adds those of `more` that are not there yet.
    pub fn add(&mut self, more: &Self) {
        let both = |ours: &mut Vec<String>, more: &[String]| *ours = each_once(ours.iter().chain(more).map(String::as_str));
        both(&mut self.subject, &more.subject);
        both(&mut self.hierarchical, &more.hierarchical);
        both(&mut self.tags_list, &more.tags_list);
    }

    /// No keyword in any of the three properties.
    pub fn is_empty(&self) -> bool {
        self.subject.is_empty() && self.hierarchical.is_empty() && self.tags_list.is_empty()
    }
}

/// What to do with a sidecar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its new bytes; `None` where it stays as it is, or where none is needed.
    pub bytes: Option<Vec<u8>>,
    /// The keywords that are in it because we put them there. One that was there before us is never among them.
    pub ours: Keywords,
}

/// One of the three properties.
#[derive(Debug)]
struct Kind {
    name: Name,
    list: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind { name: Name { uri: "http://purl.org/dc/elements/1.1/", prefix: "dc", local: "subject" }, list: "Bag" },
    Kind { name: Name { uri: "http://ns.adobe.com/lightroom/1.0/", prefix: "lr", local: "hierarchicalSubject" }, list: "Bag" },
    Kind { name: Name { uri: DIGIKAM, prefix: "digiKam", local: "TagsList" }, list: "Seq" },
];

/// A sidecar that says nothing yet.
pub(super) const NEW: &str = "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n \
<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n  \
<rdf:Description rdf:about=\"\"\n    \
xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n    \
xmlns:lr=\"http://ns.adobe.com/lightroom/1.0/\"\n    \
xmlns:digiKam=\"http://www.digikam.org/ns/1.0/\"\n    \
xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n    \
xmlns:xmpDM=\"http://ns.adobe.com/xmp/1.0/DynamicMedia/\">\n  \
</rdf:Description>\n \
</rdf:RDF>\n\
</x:xmpmeta>\n\
<?xpacket end=\"w\"?>\n";

/// The keywords in a sidecar or a packet, whatever prefixes it uses. Each once, in order, without spaces around.
pub fn keywords(bytes: &[u8]) -> Result<Keywords, XmpError> {
    let document = Document::parse(bytes)?;
    let descriptions = descriptions(&document)?.1;
    let [subject, hierarchical, tags_list] = KINDS.map(|kind| {
        let properties = properties(&document, &descriptions, &kind);
        let words = properties
            .iter()
            .flat_map(|property| property.items.iter().map(|item| item.text.as_str()).chain(std::iter::once(property.loose.as_str())));
        each_once(words)
    });
    Ok(Keywords { subject, hierarchical, tags_list })
}

/// Works out a sidecar that has the wanted keywords beside those of others. `ours_before` are those that an earlier plan
/// called ours: they are the only ones that may go.
///
/// Every byte outside our keywords is copied. Writes nothing.
pub fn plan(existing: Option<&[u8]>, want: &Keywords, ours_before: &Keywords) -> Result<Planned, XmpError> {
    let want = tidy(want)?;
    if existing.is_none() && want.is_empty() {
        return Ok(Planned { bytes: None, ours: Keywords::default() });
    }
    let document = Document::parse(existing.unwrap_or(NEW.as_bytes()))?;
    let (rdf, descriptions) = descriptions(&document)?;
    let mut change = Change::of(&document);
    let mut fresh: Vec<(&Name, Inside)> = Vec::new();

    let ours_before = [&ours_before.subject, &ours_before.hierarchical, &ours_before.tags_list];
    let mut ours: [Vec<String>; 3] = Default::default();
    for (i, want) in [&want.subject, &want.hierarchical, &want.tags_list].into_iter().enumerate() {
        let properties = properties(&document, &descriptions, &KINDS[i]);
        let there = |word: &String| properties.iter().any(|p| p.loose == *word || p.items.iter().any(|item| item.text == *word));
        let add: Vec<String> = want.iter().filter(|w| !there(w)).cloned().collect();
        let gone: Vec<&String> = ours_before[i].iter().filter(|w| !want.contains(w)).collect();
        ours[i] = want.iter().filter(|w| !there(w) || ours_before[i].contains(w)).cloned().collect();
        let home = properties.iter().position(|p| p.list.is_some()).or_else(|| properties.iter().position(Property::is_vacant));
        if !add.is_empty() && home.is_none() && !properties.is_empty() {
            return Err(XmpError::NoList(KINDS[i].name.to_string()));
        }
        let mut gone = gone;
        for (n, property) in properties.iter().enumerate().rev() {
            remove(&mut change, property, &mut gone, home == Some(n) && !add.is_empty());
        }
        match home {
            _ if add.is_empty() => {}
            Some(n) => add_to(&mut change, &properties[n], &KINDS[i], &add),
            None => fresh.push((&KINDS[i].name, Inside::List(KINDS[i].list, add))),
        }
    }
    change.add_properties(rdf, &descriptions, &fresh);
    let bytes = (existing.is_none() || !change.is_empty()).then(|| change.apply().into_bytes());
    if let Some(bytes) = &bytes {
        read_back(document.text.as_bytes(), bytes, &want, ours_before)?;
    }
    let [subject, hierarchical, tags_list] = ours;
    Ok(Planned { bytes, ours: Keywords { subject, hierarchical, tags_list } })
}

/// Holds a plan to its promise before anybody writes it: what is wanted is there, and what is not ours stayed. XML can be
/// broken in ways that its reader forgives and others do not.
fn read_back(before: &[u8], after: &[u8], want: &Keywords, ours_before: [&Vec<String>; 3]) -> Result<(), XmpError> {
    let lists = |k: Keywords| [k.subject, k.hierarchical, k.tags_list];
    let (before, after) = (lists(keywords(before)?), lists(keywords(after)?));
    for (i, want) in [&want.subject, &want.hierarchical, &want.tags_list].into_iter().enumerate() {
        let foreign = before[i].iter().filter(|word| !ours_before[i].contains(word));
        if !want.iter().chain(foreign).all(|word| after[i].contains(word)) {
            return Err(XmpError::NotXml("its namespaces are in disorder".to_owned()));
        }
    }
    Ok(())
}

/// Each keyword once and without spaces around. A character that XML cannot hold is refused rather than dropped: the
/// keyword would be another one.
fn tidy(want: &Keywords) -> Result<Keywords, XmpError> {
    let list = |words: &Vec<String>| {
        let impossible = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
        match words.iter().find(|word| word.contains(impossible)) {
            Some(word) => Err(XmpError::Keyword(word.escape_debug().to_string())),
            None => Ok(each_once(words.iter().map(String::as_str))),
        }
    };
    Ok(Keywords { subject: list(&want.subject)?, hierarchical: list(&want.hierarchical)?, tags_list: list(&want.tags_list)? })
}

/// `rdf:RDF`, and the `rdf:Description` elements in it.
pub(super) fn descriptions(document: &Document<'_>) -> Result<(usize, Vec<usize>), XmpError> {
    let rdf = (0..document.elements.len()).find(|i| document.is(*i, RDF, "RDF")).ok_or(XmpError::NotXmp)?;
    let children = &document.elements[rdf].children;
    Ok((rdf, children.iter().copied().filter(|i| document.is(*i, RDF, "Description")).collect()))
}

/// One place where a property is written.
struct Property {
    /// Its element; `None` for an attribute of `rdf:Description`.
    element: Option<usize>,
    /// The `rdf:Bag`, `rdf:Seq` or `rdf:Alt` in it.
    list: Option<usize>,
    items: Vec<Item>,
    /// Text that stands there without a list, trimmed.
    loose: String,
    /// Nothing is in the element or on it.
    bare: bool,
}

struct Item {
    element: usize,
    /// Trimmed.
    text: String,
    /// No more than text: one of ours may look like that.
    plain: bool,
}

impl Property {
    /// An element in which a list can be put.
    fn is_vacant(&self) -> bool {
        self.element.is_some() && self.bare && self.list.is_none() && self.loose.is_empty()
    }
}

fn properties(document: &Document<'_>, descriptions: &[usize], kind: &Kind) -> Vec<Property> {
    let mut found = Vec::new();
    for description in descriptions {
        if let Some(text) = document.attribute(*description, kind.name.uri, kind.name.local) {
            found.push(Property { element: None, list: None, items: Vec::new(), loose: text.trim().to_owned(), bare: false });
        }
        for i in document.elements[*description].children.iter().copied().filter(|i| document.is(*i, kind.name.uri, kind.name.local)) {
            let element = &document.elements[i];
            let is_list = |i: &usize| ["Bag", "Seq", "Alt"].iter().any(|local| document.is(*i, RDF, local));
            let list = element.children.iter().copied().find(is_list);
            let items = list.map(|list| items(document, list)).unwrap_or_default();
            let bare = element.is_bare() && element.children.iter().all(is_list);
            found.push(Property { element: Some(i), list, items, loose: element.own_text.trim().to_owned(), bare });
        }
    }
    found
}

fn items(document: &Document<'_>, list: usize) -> Vec<Item> {
    let item = |element: usize| {
        let li = &document.elements[element];
        // A keyword with qualifiers has its text in rdf:value, in the item or in a Description within it.
        let inside = || li.children.iter().flat_map(|c| std::iter::once(c).chain(&document.elements[*c].children));
        let value = inside().find(|i| document.is(**i, RDF, "value")).map(|i| document.elements[*i].own_text.as_str());
        let text = value.unwrap_or(&li.own_text).trim().to_owned();
        Item { element, text, plain: li.children.is_empty() && li.is_bare() }
    };
    document.elements[list].children.iter().copied().filter(|i| document.is(*i, RDF, "li")).map(item).collect()
}

/// Takes out those of the `gone` keywords that are in the property, and then the property itself if nothing is left in
/// it; what is found is taken off the list. Of two alike, the last: programs add at the end.
fn remove(change: &mut Change<'_>, property: &Property, gone: &mut Vec<&String>, is_needed: bool) {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for item in property.items.iter().rev().filter(|item| item.plain) {
        if let Some(at) = gone.iter().position(|word| **word == item.text) {
            gone.remove(at);
            pieces.push(change.whole_line(item.element));
        }
    }
    let (Some(element), Some(list)) = (property.element, property.list) else { return };
    let inside = &change.document.elements[list];
    let mut rest = String::new();
    let mut from = inside.content;
    for piece in pieces.iter().rev() {
        rest.push_str(&change.document.text[from..piece.start]);
        from = piece.end;
    }
    rest.push_str(change.document.text.get(from..inside.close).unwrap_or_default());
    let was_ours = property.bare && property.loose.is_empty() && inside.is_bare();
    if !pieces.is_empty() && rest.trim().is_empty() && was_ours && !is_needed {
        pieces = vec![change.whole_line(element)];
    }
    for piece in pieces {
        change.replace(piece, String::new());
    }
}

fn add_to(change: &mut Change<'_>, property: &Property, kind: &Kind, words: &[String]) {
    match (property.list, property.element) {
        (Some(list), _) => {
            let name = qualified(change.document.elements[list].prefix(), "li");
            change.insert(list, &words.iter().map(|word| leaf(&name, word)).collect::<Vec<_>>());
        }
        (None, Some(element)) => {
            let lead = change.child_lead(element);
            let prefix = change.document.prefix_for(element, RDF).unwrap_or_default();
            let list = list(&prefix, kind.list, words, lead.as_deref(), change.document.indent_step(element));
            change.insert(element, &[list]);
        }
        (None, None) => {}
    }
}
