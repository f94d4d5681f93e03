//! Searches that a person keeps.

use super::axes::SavedAxis;
use super::fold::key;
use super::{AxisId, PhotoId, SearchId};
use std::path::PathBuf;

/// The order of a search that names no other.
pub const RELEVANCE: &str = "relevance";

/// The order by nearness to the colour that a search names.
pub const HUE: &str = "hue";

/// An order along an axis is named so, with the axis's number behind it.
const ALONG: &str = "axis:";

/// What a saved search asks for: filters are part of its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SavedQuery {
    /// As it is typed.
    pub text: String,
    /// A photo that stands in for words, or beside them.
    pub like: Option<SavedLike>,
    /// What names, folders and imported texts have to do with it: "on", "off" or "only".
    pub texts: String,
    /// Words are searched for as they are.
    pub as_typed: bool,
    /// The cut-off.
    pub min_score: Option<f32>,
    /// "relevance", "name", "date", "rating", "size", [`HUE`], or what [`sort_along`] makes of an axis.
    pub sort: String,
    /// The other way round.
    pub reversed: bool,
}

impl SavedQuery {
    /// The axis that it is ordered along.
    pub fn axis<'a>(&self, axes: &'a [SavedAxis]) -> Option<&'a SavedAxis> {
        let id = axis_of_sort(&self.sort)?;
        axes.iter().find(|axis| axis.id == id)
    }
}

/// A photo to search by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedLike {
    /// One of the catalogue.
    Photo(PhotoId),
    /// A file anywhere.
    File(PathBuf),
}

/// A search with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedSearch {
    /// Stable until it is deleted.
    pub id: SearchId,
    /// No two searches have the same, whatever its case.
    pub name: String,
    /// What it asks for.
    pub query: SavedQuery,
}

/// The order along an axis, as a saved search names it.
pub fn sort_along(axis: AxisId) -> String {
    format!("{ALONG}{}", axis.0)
}

/// The axis of an order that runs along one.
pub fn axis_of_sort(sort: &str) -> Option<AxisId> {
    sort.strip_prefix(ALONG)?.parse().ok().map(AxisId)
}

/// The search of that name, in whatever spelling.
pub fn search_named<'a>(searches: &'a [SavedSearch], name: &str) -> Option<&'a SavedSearch> {
    let name = key(name);
    searches.iter().find(|search| key(&search.name) == name)
}
