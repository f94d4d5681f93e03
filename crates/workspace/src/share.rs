//! A catalogue that is shared through a hub.

use crate::error::AppError;
use base::{Encoder, PhotoId, fold};
use catalog::Catalog;
use share::{Address, Asks, Condition, Hub, Pattern};
pub use share::{Contributor, Found, HubError, Standing, Vectors};
use tasks::query;
use tasks::query_embedding::{PhotoCache, TextCache, query_vector};
use tasks::share as sharing;
pub use tasks::share::{Conflict, How, Report, SetsFrom, ShareError};

/// A hub that was made, or was there.
pub struct Made {
    /// Without a password.
    pub address: String,
    /// It was not there before.
    pub new: bool,
    /// Indexes that searches go through and that were not there before.
    pub indexes: u64,
    /// How vectors lie there.
    pub vectors: Vectors,
}

/// How a catalogue and a hub stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// Without a password.
    pub address: String,
    /// What the hub holds.
    pub hub: Standing,
    /// How vectors lie there.
    pub vectors: Vectors,
    /// Changes that the next push brings.
    pub waiting: u64,
    /// The hub's step up to which all was taken in; `None`: the catalogue was not shared through it yet.
    pub taken: Option<i64>,
}

/// Makes a hub, or the indexes that one lacks.
pub fn init(url: &str) -> Result<Made, AppError> {
    let (hub, new, indexes) = Hub::init(&Address::read(url)?, &sharing::random_id())?;
    Ok(Made { address: hub.address, new, indexes, vectors: hub.vectors })
}

/// Brings what was decided here, after taking in what others brought. Tells the address as well, without a password.
pub fn push(catalog: &mut Catalog, url: &str, how: How) -> Result<(String, Report), AppError> {
    let mut hub = Hub::open(&Address::read(url)?)?;
    let report = sharing::push(catalog, &mut hub, how)?;
    Ok((hub.address, report))
}

/// Takes in what others brought.
pub fn pull(catalog: &mut Catalog, url: &str, how: How) -> Result<(String, Report), AppError> {
    let mut hub = Hub::open(&Address::read(url)?)?;
    let report = sharing::pull(catalog, &mut hub, how)?;
    Ok((hub.address, report))
}

/// How a catalogue and a hub stand; changes neither.
pub fn status(catalog: &Catalog, url: &str) -> Result<Status, AppError> {
    let mut hub = Hub::open(&Address::read(url)?)?;
    let (waiting, row) = sharing::waiting(catalog, &hub.uid)?;
    let standing = hub.standing()?;
    Ok(Status { address: hub.address, hub: standing, vectors: hub.vectors, waiting, taken: row.map(|row| row.seq) })
}

/// Takes photos out of the hub for good. Answers how many it knew.
pub fn remove(catalog: &Catalog, url: &str, photos: &[PhotoId]) -> Result<(String, u64), AppError> {
    let mut hub = Hub::open(&Address::read(url)?)?;
    let removed = sharing::remove(catalog, &mut hub, photos)?;
    Ok((hub.address, removed))
}

/// What is looked for at a hub.
pub struct HubSearch<'a> {
    /// Words, and photos as words, with signs and weights; and filters that a hub can answer.
    pub text: &'a str,
    /// Photos at most.
    pub top: usize,
    /// Every photo is compared with, also where there is an index.
    pub exact: bool,
    /// A part of the file's name.
    pub name: Option<&'a str>,
    /// The beginning of the date.
    pub date: Option<&'a str>,
    /// A label that was accepted.
    pub label: Option<&'a str>,
}

/// What a hub found.
pub struct HubFound {
    /// Without a password.
    pub address: String,
    /// The nearest first.
    pub photos: Vec<Found>,
    /// An index answered, which may leave out some.
    pub through_index: bool,
}

/// The photos of a hub that are most like words, as a model reads both.
pub fn search(url: &str, encoder: &dyn Encoder, asked: &HubSearch<'_>) -> Result<HubFound, AppError> {
    let parsed = query::parse(asked.text)?;
    let vector = query_vector(&parsed.terms, &[], encoder, &TextCache::default(), &PhotoCache::default())?.ok_or(AppError::EmptyQuery)?;
    let mut hub = Hub::open(&Address::read(url)?)?;
    let asks_for_labels = parsed.filters.iter().any(|filter| filter.field.name == "tag");
    let sets = if asks_for_labels { sharing::label_sets_at(&mut hub)? } else { Vec::new() };
    let mut narrow = query::at_hub(&parsed, &sets).map_err(AppError::NotAtHub)?;
    let name = asked.name.map(|name| Asks::Name(Pattern::Within(fold::fold(name))));
    let date = asked.date.map(|date| Asks::DateBegins(date.to_owned()));
    let label = asked.label.map(|label| Asks::LabelInAnySet(fold::key(label)));
    narrow.0.extend([name, date, label].into_iter().flatten().map(|asks| Condition { negated: false, asks }));
    let info = encoder.info();
    let found = hub.search(&info.key.0, vector.as_slice(), asked.top, &narrow, asked.exact)?;
    let (photos, through_index) = found.ok_or_else(|| ShareError::NoVectors(info.name.clone()))?;
    Ok(HubFound { address: hub.address, photos, through_index })
}
