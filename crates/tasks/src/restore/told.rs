//! What people put into a catalogue, by names and not by ids, so that it can be held against another catalogue's: of a backup, or of an archive.

use crate::share::local::{Names, set_value, sku_value, tag_value};
use crate::share::values::{MarkValue, OpinionValue, SetValue, SkuValue, TagValue};
use base::axes::AxisDraft;
use base::fold::key;
use base::searches::{RELEVANCE, SavedQuery, axis_of_sort};
use base::{ContentHash, LabelId, LabelSet, PhotoId, PhotoText};
use catalog::{Catalog, CatalogError};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// A photo, by what tells it in another catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// In its own catalogue or archive.
    pub photo: PhotoId,
    /// Of its root, absolute.
    pub root: PathBuf,
    /// Below it.
    pub path: PathBuf,
    /// What the file holds.
    pub hash: ContentHash,
}

/// What something is about: beside the photo, the set that it is said in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The decisions in a set, by its key.
    Tags(String),
    /// What an author says beside them: the keys of set and author.
    Opinion(String, String),
    /// The labels that were kept in an audit of a set.
    Kept(String),
    /// "flag", "stars" or "color".
    Mark(String),
    /// Its product.
    Product,
    /// Its titles, brands, descriptions.
    Texts,
}

impl About {
    /// The key of the label set that it belongs to.
    pub fn set(&self) -> Option<&str> {
        match self {
            Self::Tags(set) | Self::Opinion(set, _) | Self::Kept(set) => Some(set),
            Self::Mark(_) | Self::Product | Self::Texts => None,
        }
    }

    /// It says what is to be seen, so that it is not true of other content.
    pub fn is_of_content(&self) -> bool {
        self.set().is_some()
    }
}

/// A label that was found right in an audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptValue {
    /// By its key; `None`: none of these.
    pub label: Option<String>,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// What was said.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// By label.
    Tags(Vec<TagValue>),
    /// Of one author.
    Opinion(OpinionValue),
    /// By label.
    Kept(Vec<KeptValue>),
    /// One of each kind.
    Mark(MarkValue),
    /// By SKU.
    Products(Vec<SkuValue>),
    /// In the order of their columns.
    Texts(Vec<PhotoText>),
}

impl Said {
    /// When the last of it was said, milliseconds since 1970; `None`: nobody knows.
    pub fn last_ms(&self) -> Option<i64> {
        match self {
            Self::Tags(tags) => tags.iter().map(|tag| tag.at).max(),
            Self::Opinion(opinion) => Some(opinion.at),
            Self::Kept(kept) => kept.iter().map(|kept| kept.at).max(),
            Self::Mark(mark) => Some(mark.at),
            Self::Products(skus) => skus.iter().map(|sku| sku.at).max(),
            Self::Texts(_) => None,
        }
    }
}

/// A saved search; a photo in it is one of [`Told::photos`].
#[derive(Clone, Debug, PartialEq)]
pub struct ToldSearch {
    /// Its name.
    pub name: String,
    /// What it asks for; its order is not that of an axis.
    pub query: SavedQuery,
    /// The name of the axis that it is ordered along.
    pub axis: Option<String>,
}

/// What people put into a catalogue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// All of them.
    pub photos: Vec<Place>,
    /// In the person's order.
    pub sets: Vec<SetValue>,
    /// By photo.
    pub said: BTreeMap<(PhotoId, About), Said>,
    /// By name.
    pub searches: Vec<ToldSearch>,
    /// By name.
    pub axes: Vec<(String, AxisDraft)>,
    /// The marketplace rules, as JSON.
    pub standard: Option<String>,
    /// Cameras whose clocks are off, by how many seconds.
    pub clocks: BTreeMap<String, i64>,
    /// Pairs that are no duplicates, the lower number first.
    pub distinct: Vec<(PhotoId, PhotoId)>,
}

impl Told {
    /// Reads it from one state of a catalogue. `stale`: with decisions about what a photo held before.
    pub fn of(catalog: &Catalog, stale: bool) -> Result<Self, CatalogError> {
        catalog.in_one_state(|| Self::of_state(catalog, stale))
    }

    /// The same within a state that was begun.
    pub fn of_state(catalog: &Catalog, stale: bool) -> Result<Self, CatalogError> {
        let sets = catalog.label_sets()?;
        let roots: HashMap<_, _> = catalog.roots()?.into_iter().map(|root| (root.id, root.path)).collect();
        let place = |photo: base::Photo| {
            let root = roots.get(&photo.root)?.clone();
            Some(Place { photo: photo.id, root, path: photo.path, hash: photo.hash })
        };
        let mut distinct: Vec<_> = catalog.distinct()?.into_iter().collect();
        distinct.sort_unstable();
        Ok(Self {
            photos: catalog.photos()?.into_iter().filter_map(place).collect(),
            said: said(catalog, &sets, stale)?,
            sets: sets.iter().map(set_value).collect(),
            searches: searches(catalog)?,
            axes: catalog.axes()?.into_iter().map(|axis| (axis.name, axis.axis)).collect(),
            standard: catalog.standard()?,
            clocks: catalog.clocks()?.iter().map(|(camera, offset)| (camera.to_string(), offset.seconds())).collect(),
            distinct,
        })
    }
}

fn searches(catalog: &Catalog) -> Result<Vec<ToldSearch>, CatalogError> {
    let axes = catalog.axes()?;
    let told = |search: base::searches::SavedSearch| {
        let axis = search.query.axis(&axes).map(|axis| axis.name.clone());
        let sort = if axis_of_sort(&search.query.sort).is_some() { RELEVANCE.to_owned() } else { search.query.sort.clone() };
        ToldSearch { name: search.name, query: SavedQuery { sort, ..search.query }, axis }
    };
    Ok(catalog.searches()?.into_iter().map(told).collect())
}

fn said(catalog: &Catalog, sets: &[LabelSet], stale: bool) -> Result<BTreeMap<(PhotoId, About), Said>, CatalogError> {
    let names = Names::of(sets, None);
    let mut said = BTreeMap::new();
    let mut tags: BTreeMap<(PhotoId, String), Vec<TagValue>> = BTreeMap::new();
    for tag in catalog.tags()?.iter().filter(|tag| stale || !tag.stale) {
        let value = tag_value(tag, &names);
        tags.entry((tag.photo, names.set(tag.set))).or_default().push(value);
    }
    for ((photo, set), mut tags) in tags {
        tags.sort_by(|a, b| a.label.cmp(&b.label));
        said.insert((photo, About::Tags(set)), Said::Tags(tags));
    }
    for (set, opinion) in catalog.opinions_beside()? {
        let mut labels: Vec<String> = opinion.labels.iter().map(|label| names.label(*label)).collect();
        labels.sort_unstable();
        let value = OpinionValue { author: opinion.author.to_string(), labels, at: opinion.decided_at_ms };
        said.insert((opinion.photo, About::Opinion(names.set(set), key(&opinion.author))), Said::Opinion(value));
    }
    for set in sets {
        let mut kept: BTreeMap<PhotoId, Vec<KeptValue>> = BTreeMap::new();
        let holds = |label: Option<LabelId>, revision| label.is_none_or(|id| set.label(id).is_some_and(|label| label.since <= revision));
        for one in catalog.kept(set.id)?.into_iter().filter(|one| holds(one.label, one.revision)) {
            kept.entry(one.photo).or_default().push(KeptValue { label: one.label.map(|id| names.label(id)), at: one.kept_at_ms });
        }
        for (photo, mut kept) in kept {
            kept.sort_by(|a, b| a.label.cmp(&b.label));
            said.insert((photo, About::Kept(names.set(set.id))), Said::Kept(kept));
        }
    }
    for marked in catalog.marks()? {
        let (value, source) = (marked.mark.value().map(str::to_owned), marked.source.as_str().to_owned());
        let about = About::Mark(marked.mark.kind().as_str().to_owned());
        said.insert((marked.photo, about), Said::Mark(MarkValue { value, source, at: marked.at_ms }));
    }
    let mut skus: BTreeMap<PhotoId, Vec<SkuValue>> = BTreeMap::new();
    for sku in catalog.photo_skus()? {
        skus.entry(sku.photo).or_default().push(sku_value(&sku));
    }
    for (photo, mut skus) in skus {
        skus.sort_by(|a, b| a.sku.cmp(&b.sku));
        said.insert((photo, About::Product), Said::Products(skus));
    }
    said.extend(catalog.texts()?.into_iter().map(|(photo, texts)| ((photo, About::Texts), Said::Texts(texts))));
    Ok(said)
}
