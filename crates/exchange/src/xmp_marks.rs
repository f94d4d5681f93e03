//! The marks of an XMP sidecar: read, and changed in place, whatever form and prefix the program that wrote them used.
//!
//! `xmp:Rating` is 1 to 5 stars, or -1 for rejected, which says nothing about stars; `xmp:Label` names a colour; `xmpDM:pick` (1, -1) and
//! `digiKam:PickLabel` (3, 1) are flags. 0, empty and absent say nothing.

use super::XmpError;
use super::xmp::{NEW, descriptions};
use super::xmp_change::{Change, DIGIKAM, Inside, Name};
use super::xmp_tree::{Document, RDF};
use base::{ColourLabel, Flag, Stars};
use serde::{Deserialize, Serialize};
use std::ops::Range;

const XMP: &str = "http://ns.adobe.com/xap/1.0/";
const RATING: Name = Name { uri: XMP, prefix: "xmp", local: "Rating" };
const LABEL: Name = Name { uri: XMP, prefix: "xmp", local: "Label" };
const PICK: Name = Name { uri: "http://ns.adobe.com/xmp/1.0/DynamicMedia/", prefix: "xmpDM", local: "pick" };
const PICK_LABEL: Name = Name { uri: DIGIKAM, prefix: "digiKam", local: "PickLabel" };

/// What a file says of its photo's marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileMarks {
    /// "pick" or "reject".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flag: Option<Flag>,
    /// 1 to 5; where the file says rejected by its rating alone, nothing is known of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stars: Option<Stars>,
    /// `xmp:Label` as it stands there: a colour, or whatever another program calls its labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl FileMarks {
    /// The colour that the label names.
    pub fn colour(&self) -> Option<ColourLabel> {
        self.label.as_ref()?.parse().ok()
    }
}

/// What a sidecar is to say. `None` leaves what it says of that kind as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarkChange {
    /// `Some(None)`: no flag.
    pub flag: Option<Option<Flag>>,
    /// `Some(None)`: no stars.
    pub stars: Option<Option<Stars>>,
    /// `Some(None)`: no colour.
    pub colour: Option<Option<ColourLabel>>,
    /// That there are no stars is said in so many words, because the photo itself says otherwise.
    pub says_no_stars: bool,
}

/// The marks in a sidecar or a packet.
pub fn marks(bytes: &[u8]) -> Result<FileMarks, XmpError> {
    let document = Document::parse(bytes)?;
    let descriptions = descriptions(&document)?.1;
    Ok(read(&document, &descriptions))
}

fn read(document: &Document<'_>, descriptions: &[usize]) -> FileMarks {
    let text = |name| places(document, descriptions, name).into_iter().map(|place| place.text).find(|text| !text.is_empty());
    let number = |name| text(name).and_then(|text: String| number(&text));
    let rating = number(&RATING);
    let said = |picked, rejected| {
        move |number| match number {
            n if n == picked => Some(Flag::Pick),
            n if n == rejected => Some(Flag::Reject),
            _ => None,
        }
    };
    let by_rating = rating.filter(|rating| *rating == -1).map(|_| Flag::Reject);
    let flag = by_rating.or_else(|| number(&PICK).and_then(said(1, -1))).or_else(|| number(&PICK_LABEL).and_then(said(3, 1)));
    let stars = rating.and_then(|rating| u8::try_from(rating).ok()).and_then(Stars::new);
    FileMarks { flag, stars, label: text(&LABEL) }
}

/// "3", and "3.0" as some programs write it.
fn number(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| text.parse::<f64>().ok().filter(|n| n.fract() == 0.0 && n.abs() < 100.0).map(|n| n as i64))
}

/// The sidecar with the marks that it is to have; `None` where it stays as it is. Every byte outside our properties is copied. Writes nothing.
pub fn plan_marks(existing: Option<&[u8]>, change: MarkChange) -> Result<Option<Vec<u8>>, XmpError> {
    let document = Document::parse(existing.unwrap_or(NEW.as_bytes()))?;
    let (rdf, descriptions) = descriptions(&document)?;
    let now = read(&document, &descriptions);
    let flag = change.flag.unwrap_or(now.flag);
    let mut splice = Splice { change: Change::of(&document), document: &document, descriptions: &descriptions, fresh: Vec::new() };
    if let Some(stars) = change.stars {
        // There is no room for both: the stars are told again when the photo is no longer rejected.
        let rating = if flag == Some(Flag::Reject) { -1 } else { stars.map_or(0, |stars| i64::from(stars.count())) };
        splice.number(&RATING, rating, change.says_no_stars && rating == 0)?;
    }
    if let Some(flag) = change.flag {
        let [pick, pick_label] = match flag {
            None => [0, 0],
            Some(Flag::Pick) => [1, 3],
            Some(Flag::Reject) => [-1, 1],
        };
        splice.number(&PICK, pick, false)?;
        splice.number(&PICK_LABEL, pick_label, false)?;
    }
    if let Some(colour) = change.colour
        && (colour != now.colour() || (colour.is_none() && now.label.is_some()))
    {
        splice.text(&LABEL, colour.map_or("", ColourLabel::title))?;
    }
    let Splice { change: mut edits, fresh, .. } = splice;
    edits.add_properties(rdf, &descriptions, &fresh);
    if edits.is_empty() {
        return Ok(None);
    }
    let bytes = edits.apply().into_bytes();
    read_back(&bytes, change)?;
    Ok(Some(bytes))
}

/// Holds a plan to its promise before anybody writes it, as that of the keywords is.
fn read_back(bytes: &[u8], change: MarkChange) -> Result<(), XmpError> {
    let after = marks(bytes)?;
    let flag = change.flag.is_none_or(|flag| flag == after.flag);
    let stars = change.stars.is_none_or(|stars| stars == after.stars || after.flag == Some(Flag::Reject));
    if flag && stars && change.colour.is_none_or(|colour| colour == after.colour()) {
        return Ok(());
    }
    Err(XmpError::NotXml("its namespaces are in disorder".to_owned()))
}

struct Splice<'a> {
    change: Change<'a>,
    document: &'a Document<'a>,
    descriptions: &'a [usize],
    fresh: Vec<(&'static Name, Inside)>,
}

impl Splice<'_> {
    /// Zero is only written where something stands already, or if it `must` be said.
    fn number(&mut self, name: &'static Name, value: i64, must: bool) -> Result<(), XmpError> {
        let places = places(self.document, self.descriptions, name);
        let said = places.iter().find(|place| !place.text.is_empty()).and_then(|place| number(&place.text));
        if said == Some(value) || (value == 0 && said.is_none() && !must) {
            return Ok(());
        }
        self.put(name, &places, &value.to_string())
    }

    fn text(&mut self, name: &'static Name, text: &str) -> Result<(), XmpError> {
        let places = places(self.document, self.descriptions, name);
        if places.is_empty() && text.is_empty() {
            return Ok(());
        }
        self.put(name, &places, text)
    }

    /// Writes the value wherever the property stands, or makes it.
    fn put(&mut self, name: &'static Name, places: &[Place], text: &str) -> Result<(), XmpError> {
        if places.is_empty() {
            self.fresh.push((name, Inside::Text(text.to_owned())));
        }
        for place in places {
            match &place.range {
                Some(range) => self.change.replace(range.clone(), place.written(text)),
                None => return Err(XmpError::NoText(name.to_string())),
            }
        }
        Ok(())
    }
}

/// One place where a property is written.
struct Place {
    /// Trimmed.
    text: String,
    /// What a new value takes the place of; `None` where it is no plain text.
    range: Option<Range<usize>>,
    /// It is an element without an end tag, of this name.
    empty_tag: Option<String>,
}

impl Place {
    fn written(&self, value: &str) -> String {
        self.empty_tag.as_ref().map_or_else(|| value.to_owned(), |name| format!(">{value}</{name}>"))
    }
}

fn places(document: &Document<'_>, descriptions: &[usize], name: &Name) -> Vec<Place> {
    let mut found = Vec::new();
    for description in descriptions {
        if let Some(text) = document.attribute(*description, name.uri, name.local) {
            let range = document.attribute_range(*description, name.uri, name.local);
            found.push(Place { text: text.trim().to_owned(), range, empty_tag: None });
        }
        for i in document.elements[*description].children.iter().copied().filter(|i| document.is(*i, name.uri, name.local)) {
            let element = &document.elements[i];
            // A value with qualifiers has its text in rdf:value.
            let value = element.children.iter().find(|child| document.is(**child, RDF, "value")).map(|child| &document.elements[*child]);
            let (text, plain) = (value.unwrap_or(element).own_text.trim().to_owned(), element.children.is_empty());
            let range = if element.is_empty_tag() { element.end - 2..element.end } else { element.content..element.close };
            let empty_tag = element.is_empty_tag().then(|| element.name.clone());
            found.push(Place { text, range: plain.then_some(range), empty_tag });
        }
    }
    found
}
