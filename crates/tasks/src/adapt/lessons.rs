//! What is said of the catalogue's photos, as numbers: decisions by label set, and imported texts.

use super::matrix::matrix;
use super::parts::Together;
use super::teaching::{Catalogue, Lessons, Teaching};
use super::words::Untaught;
use crate::learned::{teaches, vectors};
use crate::query_embedding::TextCache;
use crate::suggest::EmbeddedSet;
use base::{ContentHash, EncodeError, PhotoId, PhotoText, UnitVector};
use learn::{Pairs, Texts};
use nalgebra::DMatrix;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Photos with texts that are learned from; of more, every second or third and so on.
const MOST_TEXTED: usize = 20_000;
/// A text of so many words names a product; a shorter one ("Nike", "Summer") only describes it.
const NAMING_WORDS: usize = 3;
/// What titles are called beside the label sets.
pub const TITLES: &str = "Titles";

/// All of it.
pub struct Material {
    pub lessons: Lessons,
    /// The product of each photo.
    pub groups: Vec<usize>,
    pub pairs: Pairs,
    pub kinds: Vec<Kind>,
    pub untaught: Untaught,
}

/// What the texts of one kind are.
pub struct Kind {
    /// The label set, or [`TITLES`].
    pub name: String,
    /// The class of each text: its label's place; of a title, its own.
    pub class_of: Vec<usize>,
    /// One label fits a photo, so that the likeliest is an answer; of titles each asks for its photo.
    pub asks_for_photos: bool,
}

/// Why photos are of one product.
#[derive(PartialEq, Eq, Hash)]
enum Reason {
    Product(usize),
    File(ContentHash),
    Title(String),
}

impl Material {
    /// `None` where it was cancelled.
    pub fn gather(teaching: &Teaching<'_>, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Option<Self>, EncodeError> {
        let said = Said::of(&teaching.catalogue);
        let ids = said.ids();
        let Some((titles, title_kind)) = said.titles(teaching, &ids, cancelled)? else { return Ok(None) };
        let Some(general) = general(teaching, cancelled)? else { return Ok(None) };
        let (mut kinds, mut texts) = (Vec::new(), Vec::new());
        for (set, decided) in teaching.catalogue.sets.iter().zip(&said.decided).filter(|(_, decided)| !decided.is_empty()) {
            kinds.push(Kind {
                name: set.draft.name.clone(),
                class_of: labels(set).map(|(class, _)| class).collect(),
                asks_for_photos: false,
            });
            texts.push(of_set(set, decided, &ids));
        }
        if !titles.right.iter().all(Vec::is_empty) {
            kinds.push(title_kind);
            texts.push(titles);
        }
        let groups = said.groups(&teaching.catalogue, &ids);
        let lessons = said.lessons(&teaching.catalogue, &groups);
        let info = teaching.encoder.info();
        let pairs = Pairs {
            photos: vectors(teaching.catalogue.photos, &ids),
            kinds: texts,
            others: teaching.elsewhere.matrix(0, info.dimension),
            general,
            scale: info.logit_scale.max(1.0),
        };
        let untaught = said.untaught(teaching, &ids);
        Ok(Some(Self { lessons, groups, pairs, kinds, untaught }))
    }
}

/// What there is to learn from.
pub fn lessons(catalogue: &Catalogue<'_>) -> Lessons {
    let said = Said::of(catalogue);
    let groups = said.groups(catalogue, &said.ids());
    said.lessons(catalogue, &groups)
}

/// What is said, of which photos.
struct Said<'a> {
    photos: BTreeSet<PhotoId>,
    /// By set: the labels' places that fit a photo.
    decided: Vec<BTreeMap<PhotoId, Vec<usize>>>,
    texts: BTreeMap<PhotoId, Vec<&'a str>>,
}

impl<'a> Said<'a> {
    fn of(catalogue: &Catalogue<'a>) -> Self {
        let decided: Vec<_> = catalogue.sets.iter().map(|set| decided(catalogue, set)).collect();
        let mut texts: BTreeMap<PhotoId, Vec<&str>> = catalogue
            .texts
            .iter()
            .filter(|(photo, _)| catalogue.photos.is_embedded(*photo))
            .map(|(photo, texts)| (*photo, words(texts)))
            .collect();
        texts.retain(|_, texts| !texts.is_empty());
        let every = texts.len().div_ceil(MOST_TEXTED).max(1);
        let texts: BTreeMap<_, _> = texts.into_iter().step_by(every).collect();
        let photos = decided.iter().flat_map(|decided| decided.keys()).chain(texts.keys()).copied().collect();
        Self { photos, decided, texts }
    }

    fn ids(&self) -> Vec<PhotoId> {
        self.photos.iter().copied().collect()
    }

    fn lessons(&self, catalogue: &Catalogue<'_>, groups: &[usize]) -> Lessons {
        let decisions = catalogue.sets.iter().zip(&self.decided).map(|(set, decided)| (set.draft.name.clone(), decided.len()));
        Lessons {
            photos: self.photos.len(),
            products: groups.iter().max().map_or(0, |last| last + 1),
            decisions: decisions.filter(|(_, decided)| *decided > 0).collect(),
            texts: self.texts.len(),
        }
    }

    /// The texts of photos, each once, and which of them are whose.
    fn titles(
        &self,
        teaching: &Teaching<'_>,
        ids: &[PhotoId],
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<(Texts, Kind)>, EncodeError> {
        let all: BTreeSet<&str> = self.texts.values().flatten().copied().collect();
        let place: HashMap<&str, usize> = all.iter().enumerate().map(|(place, text)| (*text, place)).collect();
        let flat: Vec<String> = all.iter().map(|text| (*text).to_owned()).collect();
        let Some(vectors) = TextCache::default().embed_all(&flat, teaching.encoder, cancelled)? else { return Ok(None) };
        let right = |photo: &PhotoId| self.texts.get(photo).map_or_else(Vec::new, |texts| texts.iter().map(|text| place[text]).collect());
        let kind = Kind { name: TITLES.to_owned(), class_of: (0..flat.len()).collect(), asks_for_photos: true };
        Ok(Some((Texts { texts: columns(teaching, &vectors), right: ids.iter().map(right).collect() }, kind)))
    }

    /// Words of texts and of accepted labels that the model was not taught, where it tells which it was.
    fn untaught(&self, teaching: &Teaching<'_>, ids: &[PhotoId]) -> Untaught {
        let mut untaught = Untaught::new();
        let Some(known) = teaching.encoder.vocabulary() else { return untaught };
        let labels: Vec<Vec<Vec<String>>> = teaching
            .catalogue
            .sets
            .iter()
            .map(|set| set.draft.labels.iter().map(|label| known.unknown(&label.words().join(" "))).collect())
            .collect();
        for (place, photo) in ids.iter().enumerate() {
            let of_texts = self.texts.get(photo).into_iter().flatten().flat_map(|text| known.unknown(text));
            let of_labels =
                self.decided.iter().zip(&labels).flat_map(|(decided, labels)| {
                    decided.get(photo).into_iter().flatten().flat_map(|label| labels[*label].iter().cloned())
                });
            for word in of_texts.chain(of_labels) {
                untaught.entry(word).or_default().insert(place);
            }
        }
        untaught
    }

    fn groups(&self, catalogue: &Catalogue<'_>, ids: &[PhotoId]) -> Vec<usize> {
        let mut together = Together::new(ids.len());
        for (place, photo) in ids.iter().enumerate() {
            let title = self.texts.get(photo).and_then(|texts| texts.iter().find(|text| names(text)));
            let product = (catalogue.product)(*photo).map(Reason::Product);
            let file = catalogue.photos.photo(*photo).map(|photo| Reason::File(photo.hash));
            let title = title.map(|title| Reason::Title(title.to_lowercase()));
            [product, file, title].into_iter().flatten().for_each(|reason| together.join(place, reason));
        }
        together.groups()
    }
}

/// The labels that fit photos, of persons and imports.
fn decided(catalogue: &Catalogue<'_>, set: &EmbeddedSet) -> BTreeMap<PhotoId, Vec<usize>> {
    let Some(id) = set.draft.id else { return BTreeMap::new() };
    let places: HashMap<_, _> = set.draft.labels.iter().enumerate().filter_map(|(place, label)| Some((label.id?, place))).collect();
    let mut decided: BTreeMap<PhotoId, Vec<usize>> = BTreeMap::new();
    for tag in catalogue.book.iter().filter(|tag| teaches(tag, id) && catalogue.photos.is_embedded(tag.photo)) {
        if let Some(place) = tag.label.and_then(|label| places.get(&label)) {
            decided.entry(tag.photo).or_default().push(*place);
        }
    }
    decided
}

/// Texts with words in them: a price or a number in the shop's system says nothing of a picture. The longest is the first.
fn words(texts: &[PhotoText]) -> Vec<&str> {
    let spoken = |text: &str| text.split_whitespace().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2);
    let mut words: Vec<&str> = texts.iter().map(|text| text.text.as_str()).filter(|text| spoken(text)).collect();
    words.sort_by_key(|text| std::cmp::Reverse(text.len()));
    words
}

fn names(text: &str) -> bool {
    text.split_whitespace().count() >= NAMING_WORDS
}

fn of_set(set: &EmbeddedSet, decided: &BTreeMap<PhotoId, Vec<usize>>, ids: &[PhotoId]) -> Texts {
    let (classes, texts): (Vec<usize>, Vec<&UnitVector>) = labels(set).unzip();
    let of_labels = |places: &Vec<usize>| (0..classes.len()).filter(|text| places.contains(&classes[*text])).collect();
    let right = ids.iter().map(|photo| decided.get(photo).map_or_else(Vec::new, of_labels)).collect();
    Texts { texts: matrix(set.dimension(), &texts), right }
}

/// The texts of labels with their places; the neutral one is left out.
pub fn labels(set: &EmbeddedSet) -> impl Iterator<Item = (usize, &UnitVector)> {
    set.class_of.iter().copied().zip(set.texts.iter()).filter(|(class, _)| *class < set.labels())
}

/// What is to go on meaning the same: the labels that come along, and the words that the model was taught, where it knows them.
fn general(teaching: &Teaching<'_>, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Option<DMatrix<f32>>, EncodeError> {
    let known: Vec<String> =
        teaching.encoder.vocabulary().map_or_else(Vec::new, |known| known.words().map(|(word, _)| word.to_owned()).collect());
    let mut known = known;
    known.sort_unstable();
    let Some(words) = TextCache::default().embed_all(&known, teaching.encoder, cancelled)? else { return Ok(None) };
    let all: Vec<&UnitVector> = teaching.general.iter().flat_map(|set| labels(set).map(|(_, text)| text)).chain(&words).collect();
    Ok(Some(matrix(teaching.encoder.info().dimension, &all)))
}

fn columns(teaching: &Teaching<'_>, vectors: &[UnitVector]) -> DMatrix<f32> {
    matrix(teaching.encoder.info().dimension, &vectors.iter().collect::<Vec<_>>())
}
