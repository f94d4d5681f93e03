//! The pattern that names of copies are made by: text, with places in braces that a photo fills.

use base::{Marks, Photo};

/// Digits of a number at most.
const MOST_DIGITS: usize = 9;

/// Every place, and what stands there.
pub const PLACES: [(&str, &str); 11] = [
    ("{name}", "the name that the photo has"),
    // Help takes "{n}" for a line end, so it is shown in its longer form.
    ("{n:03}", "a number, from 001; {n:1} begins at 1"),
    ("{sku}", "the SKU of its product"),
    ("{label}", "its labels in the label set"),
    ("{date}", "the day it was taken, 2026-05-03"),
    ("{time}", "the time it was taken, 14-05-09"),
    ("{rating}", "its stars, 0 to 5"),
    ("{color}", "its colour label"),
    ("{flag}", "pick, reject or unflagged"),
    ("{camera}", "the camera"),
    ("{folder}", "the folder that it lies in"),
];

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// It makes no name.
    #[error("write how the copies are called, such as {{name}} or {{sku}}-{{n:03}}")]
    Empty,
    /// A place that does not exist.
    #[error("{{{0}}} is no part of a name; known are {known}", known = known())]
    Unknown(String),
    /// A brace without the other.
    #[error("a brace is opened and never closed, or closed and never opened")]
    Brace,
    /// It would be a folder.
    #[error("a name cannot hold / or \\: folders by label or by SKU are a choice of their own")]
    Folder,
}

fn known() -> String {
    PLACES.map(|(place, _)| place).join(" ")
}

/// A pattern that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePattern(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// So many digits at least.
    Number(usize),
    Place(Place),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Name,
    Sku,
    Label,
    Date,
    Time,
    Rating,
    Color,
    Flag,
    Camera,
    Folder,
}

/// What a photo fills the places with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filling<'a> {
    pub photo: &'a Photo,
    /// Its number among those that are copied, from 1.
    pub n: usize,
    pub sku: Option<&'a str>,
    /// Its accepted labels in the set; empty: it has none.
    pub label: &'a str,
    pub marks: Marks,
}

impl NamePattern {
    /// Reads a pattern.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if text.trim().is_empty() {
            return Err(PatternError::Empty);
        }
        let mut parts = Vec::new();
        let mut rest = text.trim();
        while let Some(open) = rest.find(['{', '}']) {
            push_text(&mut parts, &rest[..open])?;
            let inside = rest[open..].strip_prefix('{').ok_or(PatternError::Brace)?;
            let (place, after) = inside.split_once('}').ok_or(PatternError::Brace)?;
            parts.push(Part::read(place)?);
            rest = after;
        }
        push_text(&mut parts, rest)?;
        Ok(Self(parts))
    }

    /// Labels are asked for.
    pub(super) fn has_label(&self) -> bool {
        self.0.contains(&Part::Place(Place::Label))
    }

    /// The name of a photo's copy, without its ending, as the pattern has it: not yet one that every file system takes.
    pub(super) fn fill(&self, filling: &Filling<'_>) -> String {
        self.0.iter().map(|part| part.fill(filling)).collect()
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) -> Result<(), PatternError> {
    if text.contains(['/', '\\']) {
        return Err(PatternError::Folder);
    }
    if !text.is_empty() {
        parts.push(Part::Text(text.to_owned()));
    }
    Ok(())
}

impl Part {
    fn read(text: &str) -> Result<Self, PatternError> {
        let unknown = || PatternError::Unknown(text.to_owned());
        if let Some(digits) = text.strip_prefix("n:") {
            let digits = digits.parse().ok().filter(|digits| (1..=MOST_DIGITS).contains(digits));
            return digits.map(Self::Number).ok_or_else(unknown);
        }
        Ok(Self::Place(match text {
            "n" => return Ok(Self::Number(1)),
            "name" => Place::Name,
            "sku" => Place::Sku,
            "label" => Place::Label,
            "date" => Place::Date,
            "time" => Place::Time,
            "rating" => Place::Rating,
            "color" => Place::Color,
            "flag" => Place::Flag,
            "camera" => Place::Camera,
            "folder" => Place::Folder,
            _ => return Err(unknown()),
        }))
    }

    fn fill(&self, filling: &Filling<'_>) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(digits) => format!("{:0digits$}", filling.n),
            Self::Place(place) => place.fill(filling),
        }
    }
}

impl Place {
    /// Where nothing is known, a word says so: a gap would make another name.
    fn fill(self, filling: &Filling<'_>) -> String {
        let Filling { photo, marks, .. } = filling;
        // "2026-05-03T14:05:09", with thousandths behind it or without.
        let taken = photo.captured.as_deref().and_then(|taken| taken.split_once('T'));
        let or = |known: Option<&str>, unknown: &str| known.filter(|known| !known.is_empty()).unwrap_or(unknown).to_owned();
        match self {
            Self::Name => photo.path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            Self::Sku => or(filling.sku, "no SKU"),
            Self::Label => or(Some(filling.label), "no label"),
            Self::Date => or(taken.map(|(day, _)| day), "no date"),
            Self::Time => or(taken.and_then(|(_, time)| time.get(..8)), "no time").replace(':', "-"),
            Self::Rating => marks.stars.map_or(0, base::Stars::count).to_string(),
            Self::Color => marks.colour.map_or("none", base::ColourLabel::as_str).to_owned(),
            Self::Flag => marks.flag.map_or("unflagged", base::Flag::as_str).to_owned(),
            Self::Camera => or(photo.facts.camera.as_deref(), "no camera"),
            Self::Folder => {
                let folder = photo.path.parent().and_then(|folder| folder.file_name()).map(|name| name.to_string_lossy().into_owned());
                or(folder.as_deref(), "no folder")
            }
        }
    }
}
