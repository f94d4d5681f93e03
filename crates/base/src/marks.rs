//! Marks that a person gives photos while culling: a flag, stars, a colour label.

use super::{PhotoId, Source};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Whether a photo is in or out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flag {
    /// It is one of the good ones.
    Pick,
    /// It can go.
    Reject,
}

impl Flag {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Pick, Self::Reject];

    /// As files and commands write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pick => "pick",
            Self::Reject => "reject",
        }
    }

    /// As a photo is called that has it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Pick => "Picked",
            Self::Reject => "Rejected",
        }
    }
}

/// One to five stars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Stars(u8);

impl TryFrom<u8> for Stars {
    type Error = &'static str;

    fn try_from(stars: u8) -> Result<Self, Self::Error> {
        Self::new(stars).ok_or("stars are 1 to 5")
    }
}

impl From<Stars> for u8 {
    fn from(stars: Stars) -> Self {
        stars.0
    }
}

impl Stars {
    /// All of them, from one.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// `None` where it is not one of 1 to 5.
    pub fn new(stars: u8) -> Option<Self> {
        (1..=5).contains(&stars).then_some(Self(stars))
    }

    /// How many.
    pub fn count(self) -> u8 {
        self.0
    }
}

/// "1 star", "4 stars".
impl fmt::Display for Stars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == 1 { "star" } else { "stars" })
    }
}

/// A colour label: a mark of a colour, whatever the colours of the photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColourLabel {
    /// Key 6.
    Red,
    /// Key 7.
    Yellow,
    /// Key 8.
    Green,
    /// Key 9.
    Blue,
    /// Without a key.
    Purple,
}

impl ColourLabel {
    /// In the order that photo programs show them in.
    pub const ALL: [Self; 5] = [Self::Red, Self::Yellow, Self::Green, Self::Blue, Self::Purple];

    /// As commands and queries write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Purple => "purple",
        }
    }

    /// As it is shown, and as XMP writes it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Red => "Red",
            Self::Yellow => "Yellow",
            Self::Green => "Green",
            Self::Blue => "Blue",
            Self::Purple => "Purple",
        }
    }
}

impl FromStr for ColourLabel {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let named = |colour: &Self| colour.as_str().eq_ignore_ascii_case(text.trim());
        Self::ALL.into_iter().find(named).ok_or_else(|| format!("'{text}' is no colour label; write red, yellow, green, blue or purple"))
    }
}

/// The kinds of marks; a photo has at most one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// Pick or reject.
    Flag,
    /// One to five.
    Stars,
    /// A colour label.
    Colour,
}

impl MarkKind {
    /// In the order in which they are told.
    pub const ALL: [Self; 3] = [Self::Flag, Self::Stars, Self::Colour];

    /// As the catalogue writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Stars => "stars",
            Self::Colour => "color",
        }
    }
}

/// One mark, given or (`None`) taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Pick or reject.
    Flag(Option<Flag>),
    /// One to five.
    Stars(Option<Stars>),
    /// A colour label.
    Colour(Option<ColourLabel>),
}

impl Mark {
    /// Which kind of mark it is about.
    pub fn kind(self) -> MarkKind {
        match self {
            Self::Flag(_) => MarkKind::Flag,
            Self::Stars(_) => MarkKind::Stars,
            Self::Colour(_) => MarkKind::Colour,
        }
    }

    /// As the catalogue writes it; `None`: taken off.
    pub fn value(self) -> Option<&'static str> {
        match self {
            Self::Flag(flag) => flag.map(Flag::as_str),
            Self::Stars(stars) => stars.map(|stars| ["1", "2", "3", "4", "5"][usize::from(stars.0 - 1)]),
            Self::Colour(colour) => colour.map(ColourLabel::as_str),
        }
    }

    /// What [`MarkKind::as_str`] and [`Mark::value`] wrote; `None` where they cannot have.
    pub fn read(kind: &str, value: Option<&str>) -> Option<Self> {
        let kind = MarkKind::ALL.into_iter().find(|known| known.as_str() == kind)?;
        let Some(value) = value else { return Some(Self::none(kind)) };
        match kind {
            MarkKind::Flag => Flag::ALL.into_iter().find(|flag| flag.as_str() == value).map(|flag| Self::Flag(Some(flag))),
            MarkKind::Stars => value.parse().ok().and_then(Stars::new).map(|stars| Self::Stars(Some(stars))),
            MarkKind::Colour => value.parse().ok().map(|colour| Self::Colour(Some(colour))),
        }
    }

    /// "picked", "4 stars", "no flag": for a sentence that names two of them.
    pub fn words(self) -> String {
        match self {
            Self::Flag(flag) => flag.map_or("no flag", Flag::title).to_lowercase(),
            Self::Stars(stars) => stars.map_or_else(|| "no stars".to_owned(), |stars| stars.to_string()),
            Self::Colour(colour) => format!("{} label", colour.map_or("no", ColourLabel::as_str)),
        }
    }

    /// Takes the mark of that kind off.
    pub fn none(kind: MarkKind) -> Self {
        match kind {
            MarkKind::Flag => Self::Flag(None),
            MarkKind::Stars => Self::Stars(None),
            MarkKind::Colour => Self::Colour(None),
        }
    }
}

/// The marks of a photo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks {
    /// In or out.
    pub flag: Option<Flag>,
    /// None: not rated.
    pub stars: Option<Stars>,
    /// At most one.
    pub colour: Option<ColourLabel>,
}

impl Marks {
    /// It has none.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// With this one in the place of the one of its kind.
    #[must_use]
    pub fn with(self, mark: Mark) -> Self {
        match mark {
            Mark::Flag(flag) => Self { flag, ..self },
            Mark::Stars(stars) => Self { stars, ..self },
            Mark::Colour(colour) => Self { colour, ..self },
        }
    }

    /// The one of that kind.
    pub fn of(self, kind: MarkKind) -> Mark {
        match kind {
            MarkKind::Flag => Mark::Flag(self.flag),
            MarkKind::Stars => Mark::Stars(self.stars),
            MarkKind::Colour => Mark::Colour(self.colour),
        }
    }

    /// "picked, 4 stars, red label": for who cannot see it. Empty where it has none.
    pub fn words(self) -> String {
        let flag = self.flag.map(|flag| flag.title().to_lowercase());
        let colour = self.colour.map(|colour| format!("{} label", colour.as_str()));
        [flag, self.stars.map(|stars| stars.to_string()), colour].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// How many photos have which mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarkTotals {
    /// All that were counted.
    pub photos: u64,
    /// With the flag Pick.
    pub picked: u64,
    /// With the flag Reject.
    pub rejected: u64,
    /// With exactly so many stars; first those without.
    pub stars: [u64; 6],
    /// With each colour label, in the order of [`ColourLabel::ALL`].
    pub colours: [u64; 5],
}

impl MarkTotals {
    /// One photo more.
    pub fn add(&mut self, marks: Marks) {
        self.count(marks, 1);
    }

    /// One photo less, of those that were added with these marks.
    pub fn take(&mut self, marks: Marks) {
        self.count(marks, -1);
    }

    fn count(&mut self, marks: Marks, by: i64) {
        let Self { photos, picked, rejected, stars, colours } = self;
        let flag = marks.flag.map(|flag| if flag == Flag::Pick { picked } else { rejected });
        let colour = marks.colour.map(|colour| &mut colours[colour as usize]);
        let stars = &mut stars[usize::from(marks.stars.map_or(0, Stars::count))];
        for number in [Some(photos), flag, Some(stars), colour].into_iter().flatten() {
            *number = number.wrapping_add_signed(by);
        }
    }

    /// Without a flag.
    pub fn unflagged(&self) -> u64 {
        self.photos - self.picked - self.rejected
    }

    /// With at least so many stars.
    pub fn at_least(&self, stars: Stars) -> u64 {
        self.stars[usize::from(stars.count())..].iter().sum()
    }

    /// Nobody has marked anything.
    pub fn is_empty(&self) -> bool {
        self.picked + self.rejected + self.stars[1..].iter().sum::<u64>() + self.colours.iter().sum::<u64>() == 0
    }
}

/// A mark of a photo, as the catalogue holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Which photo.
    pub photo: PhotoId,
    /// Given, or taken off by somebody who decided that it has none.
    pub mark: Mark,
    /// Decides what a later one may replace.
    pub source: Source,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
}

/// Photos in a chunk of [`MarkBook`], as a power of two.
const CHUNK_BITS: u32 = 10;

/// The marks of a catalogue, by photo. A clone shares what did not change.
#[derive(Clone, Debug, Default)]
pub struct MarkBook {
    chunks: BTreeMap<i64, Arc<HashMap<PhotoId, Marks>>>,
}

impl MarkBook {
    /// All marks of a catalogue, in any order.
    pub fn new(marked: impl IntoIterator<Item = Marked>) -> Self {
        let mut book = Self::default();
        book.add(marked);
        book
    }

    /// The photo's marks.
    pub fn of(&self, photo: PhotoId) -> Marks {
        self.chunks.get(&(photo.0 >> CHUNK_BITS)).and_then(|chunk| chunk.get(&photo)).copied().unwrap_or_default()
    }

    /// Puts what these photos now have in the place of what they had.
    pub fn replace(&mut self, photos: &[PhotoId], marked: Vec<Marked>) {
        for photo in photos {
            if let Some(chunk) = self.chunks.get_mut(&(photo.0 >> CHUNK_BITS)).filter(|chunk| chunk.contains_key(photo)) {
                Arc::make_mut(chunk).remove(photo);
            }
        }
        self.add(marked);
    }

    /// Gives a photo these marks and no others.
    pub fn put(&mut self, photo: PhotoId, marks: Marks) {
        let chunk = Arc::make_mut(self.chunks.entry(photo.0 >> CHUNK_BITS).or_default());
        if marks.is_empty() {
            chunk.remove(&photo);
        } else {
            chunk.insert(photo, marks);
        }
    }

    fn add(&mut self, marked: impl IntoIterator<Item = Marked>) {
        // A photo whose marks were all taken off has none.
        for Marked { photo, mark, .. } in marked.into_iter().filter(|marked| marked.mark.value().is_some()) {
            let chunk = Arc::make_mut(self.chunks.entry(photo.0 >> CHUNK_BITS).or_default());
            let marks = chunk.entry(photo).or_default();
            *marks = marks.with(mark);
        }
    }

    /// The photos that have any, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (PhotoId, Marks)> {
        self.chunks.values().flat_map(|chunk| chunk.iter().map(|(photo, marks)| (*photo, *marks)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(photo: i64, mark: Mark) -> Marked {
        Marked { photo: PhotoId(photo), mark, source: Source::Person, at_ms: 0 }
    }

    #[test]
    fn every_mark_reads_back_as_it_was_written() {
        let flags = Flag::ALL.map(|flag| Mark::Flag(Some(flag)));
        let stars = Stars::ALL.map(|stars| Mark::Stars(Some(stars)));
        let colours = ColourLabel::ALL.map(|colour| Mark::Colour(Some(colour)));
        for mark in flags.into_iter().chain(stars).chain(colours).chain(MarkKind::ALL.map(Mark::none)) {
            assert_eq!(Mark::read(mark.kind().as_str(), mark.value()), Some(mark));
        }
        for (kind, value) in [("flag", "maybe"), ("stars", "6"), ("stars", "0"), ("color", "mauve"), ("mood", "good")] {
            assert_eq!(Mark::read(kind, Some(value)), None);
        }
    }

    #[test]
    fn a_newer_book_leaves_the_older_one_as_it_was() {
        let pick = Mark::Flag(Some(Flag::Pick));
        let four = Mark::Stars(Stars::new(4));
        let book = MarkBook::new([marked(1, pick), marked(1, four), marked(5000, pick)]);
        let mut newer = book.clone();
        newer.replace(&[PhotoId(1), PhotoId(2)], vec![marked(1, Mark::Stars(None)), marked(2, Mark::Colour(Some(ColourLabel::Blue)))]);
        assert_eq!(book.of(PhotoId(1)).words(), "picked, 4 stars");
        assert!(newer.of(PhotoId(1)).is_empty());
        assert_eq!(newer.of(PhotoId(2)).words(), "blue label");
        assert_eq!(newer.iter().count(), 2);
        assert!(Arc::ptr_eq(&book.chunks[&4], &newer.chunks[&4]), "an untouched chunk is shared");
    }
}
