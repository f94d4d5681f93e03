//! The elements of an XMP document with their places in its bytes.

use super::XmpError;
use super::sidecar::MAX_SIDECAR;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::ops::Range;

pub(super) const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// Deeper than any XMP, and shallow enough for namespaces to be looked up by walking to the root.
const MAX_DEPTH: usize = 100;

/// A document: its text, and its elements in the order of their start tags.
#[derive(Debug)]
pub(super) struct Document<'a> {
    pub text: &'a str,
    pub elements: Vec<Element>,
}

/// One element. Places are byte offsets into the document.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// `None` for the outermost.
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    /// With its prefix, as written.
    pub name: String,
    /// As written, namespace declarations included; values are unescaped.
    pub attributes: Vec<(String, String)>,
    /// Its own text, unescaped, without that of its children.
    pub own_text: String,
    /// Of `<`.
    pub start: usize,
    /// After the start tag.
    pub content: usize,
    /// Of the end tag; equal to `end` where there is none.
    pub close: usize,
    /// After everything.
    pub end: usize,
}

impl Element {
    /// `<a/>`.
    pub fn is_empty_tag(&self) -> bool {
        self.close == self.end
    }

    fn prefix_and_local(&self) -> (&str, &str) {
        self.name.split_once(':').unwrap_or(("", &self.name))
    }

    /// The prefix, empty where there is none.
    pub fn prefix(&self) -> &str {
        self.prefix_and_local().0
    }

    /// Declares namespaces at most.
    pub fn is_bare(&self) -> bool {
        self.attributes.iter().all(|(name, _)| name == "xmlns" || name.starts_with("xmlns:"))
    }
}

impl<'a> Document<'a> {
    /// Reads a document to its end; whatever is not whole, not UTF-8 or carries a DTD is refused.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, XmpError> {
        if bytes.len() as u64 > MAX_SIDECAR {
            return Err(XmpError::TooLarge);
        }
        let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.iter().take(4).any(|b| *b == 0);
        let text = std::str::from_utf8(bytes).ok().filter(|_| !wide).ok_or(XmpError::NotUtf8)?;
        let mut document = Self { text, elements: Vec::new() };
        document.read()?;
        if text.contains("<?xpacket begin") && !text.contains("<?xpacket end") {
            return Err(XmpError::NotXml("it ends before its closing line".to_owned()));
        }
        Ok(document)
    }

    fn read(&mut self) -> Result<(), XmpError> {
        let text = self.text.strip_prefix('\u{feff}').unwrap_or(self.text);
        let skipped = self.text.len() - text.len();
        let mut reader = Reader::from_str(text);
        let mut open: Vec<usize> = Vec::new();
        loop {
            let start = skipped + reader.buffer_position() as usize;
            let event = reader.read_event().map_err(not_xml)?;
            let end = skipped + reader.buffer_position() as usize;
            match event {
                Event::Start(tag) => {
                    if open.len() == MAX_DEPTH {
                        return Err(XmpError::TooLarge);
                    }
                    open.push(self.element(&tag, open.last().copied(), start, end)?);
                }
                Event::Empty(tag) => {
                    self.element(&tag, open.last().copied(), start, end)?;
                }
                Event::End(_) => {
                    if let Some(i) = open.pop() {
                        (self.elements[i].close, self.elements[i].end) = (start, end);
                    }
                }
                Event::Text(text) => {
                    let text = text.decode().map_err(not_xml)?;
                    self.own_text(&open, &text);
                }
                Event::CData(text) => {
                    let text = text.decode().map_err(not_xml)?;
                    self.own_text(&open, &text);
                }
                Event::GeneralRef(entity) => {
                    let c = resolve(&entity)?;
                    self.own_text(&open, c.encode_utf8(&mut [0; 4]));
                }
                Event::DocType(_) => return Err(XmpError::Dtd),
                Event::Decl(declaration) => {
                    if let Some(Ok(encoding)) = declaration.encoding()
                        && !["utf-8", "us-ascii"].iter().any(|known| encoding.eq_ignore_ascii_case(known.as_bytes()))
                    {
                        return Err(XmpError::NotUtf8);
                    }
                }
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof if open.is_empty() && !self.elements.is_empty() => return Ok(()),
                Event::Eof => return Err(XmpError::NotXml("it ends in the middle".to_owned())),
            }
        }
    }

    fn element(&mut self, tag: &BytesStart<'_>, parent: Option<usize>, start: usize, end: usize) -> Result<usize, XmpError> {
        let utf8 = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(not_xml)?;
            let value = utf8(&attribute.value);
            let value = quick_xml::escape::unescape(&value).map_err(not_xml)?;
            attributes.push((utf8(attribute.key.as_ref()), value.into_owned()));
        }
        let name = utf8(tag.name().as_ref());
        self.elements.push(Element { parent, name, attributes, start, content: end, close: end, end, ..Element::default() });
        let i = self.elements.len() - 1;
        if let Some(parent) = parent {
            self.elements[parent].children.push(i);
        }
        Ok(i)
    }

    fn own_text(&mut self, open: &[usize], text: &str) {
        if let Some(i) = open.last() {
            self.elements[*i].own_text.push_str(text);
        }
    }

    /// What a prefix means at an element.
    fn namespace(&self, i: usize, prefix: &str) -> Option<&str> {
        let declares = |(name, _): &&(String, String)| match name.strip_prefix("xmlns") {
            Some("") => prefix.is_empty(),
            Some(rest) => rest.strip_prefix(':') == Some(prefix),
            None => false,
        };
        let mut place = Some(i);
        while let Some(i) = place {
            if let Some((_, uri)) = self.elements[i].attributes.iter().find(declares) {
                return Some(uri);
            }
            place = self.elements[i].parent;
        }
        None
    }

    /// Whether the element is called `local` in the namespace `uri`.
    pub fn is(&self, i: usize, uri: &str, local: &str) -> bool {
        let (prefix, own) = self.elements[i].prefix_and_local();
        own == local && self.namespace(i, prefix) == Some(uri)
    }

    /// The value of an attribute by its namespace and local name.
    pub fn attribute(&self, i: usize, uri: &str, local: &str) -> Option<&str> {
        self.attribute_place(i, uri, local).map(|at| self.elements[i].attributes[at].1.as_str())
    }

    /// Where the value of an attribute stands, between its quotes.
    pub fn attribute_range(&self, i: usize, uri: &str, local: &str) -> Option<Range<usize>> {
        self.value_ranges(i).nth(self.attribute_place(i, uri, local)?)
    }

    fn attribute_place(&self, i: usize, uri: &str, local: &str) -> Option<usize> {
        let named = |(name, _): &(String, String)| {
            name.split_once(':').is_some_and(|(prefix, own)| own == local && self.namespace(i, prefix) == Some(uri))
        };
        self.elements[i].attributes.iter().position(named)
    }

    /// The values of an element's attributes, in order. The tag has been read, so it is well formed: a quote begins a value, and the next of
    /// its kind ends it.
    fn value_ranges(&self, i: usize) -> impl Iterator<Item = Range<usize>> {
        let element = &self.elements[i];
        let mut from = element.start;
        std::iter::from_fn(move || {
            let rest = self.text.get(from..element.content)?;
            let open = from + rest.find(['"', '\''])? + 1;
            let quote = char::from(self.text.as_bytes()[open - 1]);
            let close = open + self.text.get(open..element.content)?.find(quote)?;
            from = close + 1;
            Some(open..close)
        })
    }

    /// A prefix that means `uri` at an element: rather one with letters than the default namespace.
    pub fn prefix_for(&self, i: usize, uri: &str) -> Option<String> {
        let mut found = None;
        let mut place = Some(i);
        while let Some(at) = place {
            for (name, _) in self.elements[at].attributes.iter().filter(|(_, value)| value == uri) {
                let prefix = match name.strip_prefix("xmlns") {
                    Some("") => "",
                    Some(rest) => rest.trim_start_matches(':'),
                    None => continue,
                };
                // A nearer declaration may give the prefix another meaning.
                if self.namespace(i, prefix) == Some(uri) {
                    if !prefix.is_empty() {
                        return Some(prefix.to_owned());
                    }
                    found = Some(String::new());
                }
            }
            place = self.elements[at].parent;
        }
        found
    }

    /// The line end and the indent before an element; nothing where it does not begin its line.
    pub fn lead(&self, i: usize) -> &'a str {
        let before = &self.text[..self.elements[i].start];
        let space = &before[before.trim_end_matches([' ', '\t', '\r', '\n']).len()..];
        match (space.rfind("\r\n"), space.rfind('\n')) {
            (Some(at), Some(lf)) if at + 1 == lf => &space[at..],
            (_, Some(lf)) => &space[lf..],
            _ => "",
        }
    }

    /// By how much an element's children are indented further than itself.
    pub fn indent_step(&self, i: usize) -> &'a str {
        let own = self.lead(i);
        let step = self.elements[i].parent.map(|p| self.lead(p)).filter(|l| !l.is_empty()).and_then(|outer| own.strip_prefix(outer));
        step.filter(|s| !s.is_empty()).unwrap_or(" ")
    }
}

/// What the reader says of it helps nobody who has the file.
fn not_xml(_: impl std::fmt::Display) -> XmpError {
    XmpError::NotXml("its tags or signs do not fit together".to_owned())
}

/// The character of `&amp;`, `&#38;` and their like. Without a DTD there are no others.
fn resolve(entity: &BytesRef<'_>) -> Result<char, XmpError> {
    if let Some(c) = entity.resolve_char_ref().map_err(not_xml)? {
        return Ok(c);
    }
    match &**entity {
        b"amp" => Ok('&'),
        b"lt" => Ok('<'),
        b"gt" => Ok('>'),
        b"quot" => Ok('"'),
        b"apos" => Ok('\''),
        other => Err(XmpError::NotXml(format!("it names '&{};', which is nowhere defined", String::from_utf8_lossy(other)))),
    }
}
