//! What was decided about photos, by whom, and on what grounds.

use super::fold;
use super::{LabelId, LabelSetId, MarkBook, Marked, PhotoId};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A decision about a photo and a label set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// The label fits: a tag.
    Accepted,
    /// The label does not fit.
    Rejected,
    /// None of the set's labels fits.
    None,
}

impl Decision {
    /// As files write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::None => "none",
        }
    }
}

impl std::str::FromStr for Decision {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim().to_lowercase().as_str() {
            "accepted" => Ok(Self::Accepted),
            "rejected" => Ok(Self::Rejected),
            "none" => Ok(Self::None),
            _ => Err(format!("'{text}' is no decision; write accepted, rejected or none")),
        }
    }
}

/// Who decided, from the least to the most worth keeping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// A rule that a person switched on: everything above a threshold.
    Rule,
    /// A file of existing labels.
    Import,
    /// A person.
    Person,
}

impl Source {
    /// As files write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Import => "import",
            Self::Person => "person",
        }
    }
}

impl std::str::FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim().to_lowercase().as_str() {
            "person" => Ok(Self::Person),
            "rule" => Ok(Self::Rule),
            "import" => Ok(Self::Import),
            _ => Err(format!("'{text}' is no source; write person, rule or import")),
        }
    }
}

/// Where a decision comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// Decides what a later verdict may replace.
    pub source: Source,
    /// What the model gave the label, 0 to 1; `None` where no model was asked.
    pub score: Option<f32>,
    /// The model as [`model_mark`] writes it: plain text, so that a catalogue without that model can hold it.
    pub model: Option<Arc<str>>,
    /// When, milliseconds since 1970.
    pub decided_at_ms: i64,
    /// Who, by name; `None` for a rule, for a file that names nobody, and for a person whose name the catalogue's connection fills in.
    pub author: Option<Arc<str>>,
    /// It settles a dispute: what its author thought before stays their opinion.
    pub settles: bool,
}

impl Provenance {
    /// Of a source that asked no model and names nobody.
    pub fn of(source: Source, decided_at_ms: i64) -> Self {
        Self { source, score: None, model: None, decided_at_ms, author: None, settles: false }
    }
}

/// Whether two names are one author's; `None` is nobody's name.
pub fn same_author(a: Option<&str>, b: Option<&str>) -> bool {
    a == b || a.map(fold::key) == b.map(fold::key)
}

/// What one author says about one photo in a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// Which photo.
    pub photo: PhotoId,
    /// The name as it was written last.
    pub author: Arc<str>,
    /// The labels that fit, ascending; empty: none of these.
    pub labels: Vec<LabelId>,
    /// When, milliseconds since 1970.
    pub decided_at_ms: i64,
}

/// Now, in milliseconds since 1970.
pub fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// The end of a mark where a head that decisions taught has answered, and not the model's words alone: "starter@1f3870be274f+learned".
pub const LEARNED: &str = "+learned";

/// The end of a mark where a person accepted in bulk what a model proposed, without a look at each: "starter@1f3870be274f+unseen". Such a
/// tag is the model's own opinion, and teaches nothing.
pub const UNSEEN: &str = "+unseen";

/// A model's name with the beginning of its key, for provenance: "starter@1f3870be274f".
pub fn model_mark(model: &super::ModelInfo) -> Arc<str> {
    format!("{}@{}", model.name, model.key.0.get(..12).unwrap_or(&model.key.0)).into()
}

/// The name of the model in a [`model_mark`], for people.
pub fn model_name(mark: &str) -> &str {
    mark.rsplit_once('@').map_or(mark, |(name, _)| name)
}

/// One decision about one photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// One photo has at most one tag for each label.
    pub photo: PhotoId,
    /// The set that the label is of.
    pub set: LabelSetId,
    /// Which label; `None` exactly for [`Decision::None`].
    pub label: Option<LabelId>,
    /// Whether the label fits, or that none of the set fits.
    pub decision: Decision,
    /// By whom, on what grounds, when.
    pub provenance: Provenance,
    /// The set's revision at that time.
    pub revision: u32,
    /// The photo's content has changed since.
    pub stale: bool,
}

/// A label that a person kept when they were asked whether it is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which photo.
    pub photo: PhotoId,
    /// The set that the label is of.
    pub set: LabelSetId,
    /// Which label; `None`: none of these.
    pub label: Option<LabelId>,
    /// The set's revision at that time.
    pub revision: u32,
    /// When, milliseconds since 1970.
    pub kept_at_ms: i64,
}

/// What should be decided about one photo, in one set.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The photo that it is about.
    pub photo: PhotoId,
    /// The set that was asked about.
    pub set: LabelSetId,
    /// The answer.
    pub ruling: Ruling,
    /// By whom, on what grounds, when.
    pub provenance: Provenance,
}

/// What a [`Verdict`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ruling {
    /// The label fits. In a single-choice set it takes the place of another accepted label.
    Accept(LabelId),
    /// The label does not fit.
    Reject(LabelId),
    /// None of the set's labels fits; accepted ones of the set are taken back.
    NoneOfThese,
    /// Nothing is decided about this label any more.
    Withdraw(LabelId),
    /// Nothing is decided in this set any more.
    WithdrawAll,
}

/// Where a photo stands in counts of what is done: [`TagBook::standing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has a label.
    Tagged,
    /// It has none, and in some set it was decided that none fits: there is nothing to do about it.
    NoneOfThese,
    /// Neither; labels may have been rejected.
    Untagged,
}

/// Photos in a chunk of [`TagBook`], as a power of two.
const CHUNK_BITS: u32 = 10;

/// All decisions of a catalogue, by photo. A clone shares what did not change, so that a new state after one decision
/// costs one chunk and not the whole.
#[derive(Clone, Debug, Default)]
pub struct TagBook {
    chunks: BTreeMap<i64, Arc<Chunk>>,
    /// Flags, stars and colour labels.
    pub marks: MarkBook,
}

type Chunk = HashMap<PhotoId, Vec<Tag>>;

impl TagBook {
    /// All of a catalogue's tags, in any order.
    pub fn new(tags: impl IntoIterator<Item = Tag>) -> Self {
        let mut chunks: BTreeMap<i64, Chunk> = BTreeMap::new();
        for tag in tags {
            chunks.entry(tag.photo.0 >> CHUNK_BITS).or_default().entry(tag.photo).or_default().push(tag);
        }
        Self { chunks: chunks.into_iter().map(|(key, chunk)| (key, Arc::new(chunk))).collect(), marks: MarkBook::default() }
    }

    /// With a catalogue's marks.
    #[must_use]
    pub fn with_marks(self, marked: impl IntoIterator<Item = Marked>) -> Self {
        Self { marks: MarkBook::new(marked), ..self }
    }

    /// What was decided about a photo.
    pub fn of(&self, photo: PhotoId) -> &[Tag] {
        self.chunks.get(&(photo.0 >> CHUNK_BITS)).and_then(|c| c.get(&photo)).map_or(&[], Vec::as_slice)
    }

    /// Puts what is now decided about these photos in the place of what was.
    pub fn replace(&mut self, photos: &[PhotoId], tags: Vec<Tag>) {
        let mut by_photo: HashMap<PhotoId, Vec<Tag>> = photos.iter().map(|p| (*p, Vec::new())).collect();
        for tag in tags {
            by_photo.entry(tag.photo).or_default().push(tag);
        }
        for (photo, tags) in by_photo {
            let chunk = Arc::make_mut(self.chunks.entry(photo.0 >> CHUNK_BITS).or_default());
            if tags.is_empty() {
                chunk.remove(&photo);
            } else {
                chunk.insert(photo, tags);
            }
        }
    }

    /// Every decision, photo by photo in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Tag> {
        self.chunks.values().flat_map(|c| c.values().flatten())
    }

    /// The accepted labels of a photo.
    pub fn accepted(&self, photo: PhotoId) -> impl Iterator<Item = &Tag> {
        self.of(photo).iter().filter(|t| t.decision == Decision::Accepted)
    }

    /// Whether a photo has labels, and if not, whether that was decided.
    pub fn standing(&self, photo: PhotoId) -> Standing {
        let tags = self.of(photo);
        if tags.iter().any(|t| t.decision == Decision::Accepted) {
            Standing::Tagged
        } else if tags.iter().any(|t| t.decision == Decision::None) {
            Standing::NoneOfThese
        } else {
            Standing::Untagged
        }
    }

    /// Whether anything settles a single-choice set for this photo: a label, or none of them.
    pub fn settled(&self, photo: PhotoId, set: LabelSetId) -> Option<&Tag> {
        self.of(photo).iter().find(|t| t.set == set && t.decision != Decision::Rejected)
    }

    /// What was decided about one label of one photo.
    pub fn about(&self, photo: PhotoId, label: LabelId) -> Option<&Tag> {
        self.of(photo).iter().find(|t| t.label == Some(label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(photo: i64, label: Option<i64>) -> Tag {
        Tag {
            photo: PhotoId(photo),
            set: LabelSetId(1),
            label: label.map(LabelId),
            decision: if label.is_some() { Decision::Accepted } else { Decision::None },
            provenance: Provenance::of(Source::Person, 0),
            revision: 1,
            stale: false,
        }
    }

    #[test]
    fn a_newer_state_leaves_the_older_one_as_it_was() {
        let book = TagBook::new([tag(1, Some(7)), tag(2, None), tag(5000, Some(8))]);
        let mut newer = book.clone();
        newer.replace(&[PhotoId(1), PhotoId(3)], vec![tag(3, Some(7))]);
        assert_eq!((book.of(PhotoId(1)).len(), newer.of(PhotoId(1)).len(), newer.of(PhotoId(3)).len()), (1, 0, 1));
        assert_eq!(newer.iter().count(), 3);
        assert!(newer.settled(PhotoId(2), LabelSetId(1)).is_some() && newer.accepted(PhotoId(2)).next().is_none());
        assert!(Arc::ptr_eq(&book.chunks[&4], &newer.chunks[&4]), "an untouched chunk is shared");
    }

    #[test]
    fn a_photo_that_no_label_fits_is_not_untagged() {
        let rejected = Tag { decision: Decision::Rejected, ..tag(4, Some(7)) };
        let book = TagBook::new([tag(1, Some(7)), tag(1, None), tag(2, None), rejected]);
        let standing = [1, 2, 3, 4].map(|id| book.standing(PhotoId(id)));
        assert_eq!(standing, [Standing::Tagged, Standing::NoneOfThese, Standing::Untagged, Standing::Untagged]);
    }

    #[test]
    fn a_mark_keeps_the_models_name() {
        let info = super::super::ModelInfo {
            key: super::super::ModelKey("0123456789abcdef".into()),
            name: "acme/clip@v2".into(),
            revision: None,
            dimension: 1,
            logit_scale: 1.0,
        };
        let mark = model_mark(&info);
        assert_eq!((&*mark, model_name(&mark)), ("acme/clip@v2@0123456789ab", "acme/clip@v2"));
    }
}
