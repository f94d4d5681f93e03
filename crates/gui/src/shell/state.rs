//! All that the window knows, in groups that change together. Panels read it; only `update` and `events` write it.

use crate::app::overlay::Overlay;
use crate::browse::tree::Tree;
use crate::compare::Compare;
use crate::kit::preview::Preview;
use crate::kit::toasts::Toasts;
use crate::models::ModelsState;
use crate::products::Odd;
use crate::review::Review;
use crate::shell::query::{Query, Shown};
use crate::shell::selection::Selection;
use crate::tagging::Tagging;
use crate::tagging::tag_bar::TagBar;
use base::{Photo, PhotoId};
use engine::protocol::{Hit, JobReading, Products, Snapshot, Tags};
use engine::settings::Settings;
use std::path::PathBuf;
use std::sync::Arc;

/// What the centre shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// Thumbnails.
    #[default]
    Grid,
    /// One photo, large.
    Loupe,
    /// Files that could not be read.
    Problems,
    /// Photos whose files are gone.
    Missing,
    /// One photo after the other, with a question about each.
    Review,
    /// All models.
    Models,
    /// Two models side by side.
    Compare,
}

/// A part of the window that F6 moves to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Region {
    /// The search field.
    Search,
    /// The library panel.
    Library,
    /// The grid; in the comparison the left one.
    #[default]
    Photos,
    /// The right grid of the comparison.
    OtherPhotos,
    /// The inspector.
    Inspector,
}

/// The open catalogue, and what follows from it.
#[derive(Debug, Default)]
pub struct Library {
    /// The catalogue as it is now.
    pub snapshot: Option<Arc<Snapshot>>,
    /// The rows of the folder tree.
    pub tree: Tree,
    /// Photos whose file is there.
    pub present: u64,
    /// Photos whose file is gone.
    pub missing: u64,
    /// Searches to try.
    pub examples: Vec<String>,
    /// Something is being opened: what.
    pub opening: Option<String>,
}

impl Library {
    /// The photo of that id.
    pub fn photo(&self, id: PhotoId) -> Option<&Photo> {
        self.snapshot.as_deref()?.photo(id)
    }

    /// Where the file of that photo lies.
    pub fn path(&self, id: PhotoId) -> Option<PathBuf> {
        let snapshot = self.snapshot.as_deref()?;
        snapshot.absolute(snapshot.photo(id)?)
    }

    /// Takes a newer snapshot over. True where it is of another catalogue than the one before.
    pub fn replace(&mut self, snapshot: Arc<Snapshot>) -> bool {
        let other = self.snapshot.as_ref().is_none_or(|s| s.catalog != snapshot.catalog);
        self.missing = snapshot.roots.iter().map(|r| r.missing).sum();
        self.present = (snapshot.photos.len() as u64).saturating_sub(self.missing);
        if other {
            self.tree = Tree::default();
        }
        self.tree.rebuild(&snapshot);
        self.examples = examples(&snapshot);
        self.snapshot = Some(snapshot);
        self.opening = None;
        other
    }
}

/// What several selected photos come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    version: u64,
    /// All their files together.
    pub bytes: u64,
    /// Those whose file is gone.
    pub missing: u64,
}

/// How the grid lay in the last frame, and where it should go in the next.
#[derive(Debug, Default)]
pub struct GridState {
    /// Columns of the last frame.
    pub columns: usize,
    /// Whole rows that fit.
    pub rows_per_page: usize,
    /// This position must come into view.
    pub reveal: Option<usize>,
    /// Back to the first row.
    pub to_top: bool,
}

/// How the loupe looks at its photo.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LoupeState {
    /// One photo pixel is one screen pixel.
    pub zoomed: bool,
    /// The middle of the view, from the middle of the photo, as shares of its sides.
    pub centre: egui::Vec2,
}

/// All of it.
#[derive(Debug, Default)]
pub struct State {
    /// What the person chose for good.
    pub settings: Settings,
    /// The desktop prefers dark windows, where it says so.
    pub system_dark: Option<bool>,
    /// The open catalogue.
    pub library: Library,
    /// Its vocabulary and decisions.
    pub tags: Arc<Tags>,
    /// Its products.
    pub products: Arc<Products>,
    /// Photos that disagree with their product.
    pub odd: Odd,
    /// As soon as there are products the grid is grouped by them.
    pub group_soon: bool,
    /// What is known about tagging.
    pub tagging: Tagging,
    /// The tag bar, where it is open.
    pub tag_bar: Option<TagBar>,
    /// The photos that the tag bar would tag, while it is open; made once a change.
    pub tag_target: Option<Arc<[PhotoId]>>,
    /// What was asked.
    pub query: Query,
    /// What is shown.
    pub shown: Shown,
    /// What is selected.
    pub selection: Selection,
    /// Bytes and missing photos of the selection, made once a change.
    pub summary: Summary,
    /// What the centre shows.
    pub view: View,
    /// The grid's layout.
    pub grid: GridState,
    /// The loupe's.
    pub loupe: LoupeState,
    /// The decoded photo.
    pub preview: Preview,
    /// The review.
    pub review: Review,
    /// Photos like the one under the cursor.
    pub similar: Option<(PhotoId, Vec<Hit>)>,
    /// The photo that similar ones were last asked for.
    pub asked_similar: Option<PhotoId>,
    /// The models.
    pub models: ModelsState,
    /// Two of them side by side.
    pub compare: Compare,
    /// The running job.
    pub job: Option<JobReading>,
    /// What lies over the window.
    pub overlay: Option<Overlay>,
    /// Messages.
    pub toasts: Toasts,
    /// Where F6 went last.
    pub region: Region,
    /// F6 or a shortcut asked to go there.
    pub go_to: Option<Region>,
    /// The path field of the empty window.
    pub path_field: String,
}

impl State {
    /// Counts the selection again where it changed.
    pub fn summarise(&mut self) {
        let version = self.selection.version();
        if self.summary.version != version {
            let photos = self.selection.iter().filter_map(|id| self.library.photo(id));
            let counted = photos.fold((0, 0), |(bytes, missing), p| (bytes + p.stamp.size, missing + u64::from(p.missing)));
            self.summary = Summary { version, bytes: counted.0, missing: counted.1 };
        }
    }

    /// The photo in the inspector.
    pub fn current(&self) -> Option<&Photo> {
        self.library.photo(self.selection.cursor()?)
    }

    /// The photo that "this photo" means: the one in question, else the one in the inspector.
    pub fn in_hand(&self) -> Option<PhotoId> {
        match self.view {
            View::Review => self.review.photo(),
            View::Compare => self.compare.photo(),
            _ => self.selection.cursor(),
        }
    }

    /// Where it stands in the grid.
    pub fn current_index(&self) -> Option<usize> {
        self.selection.index(&self.shown.hits)
    }
}

/// Searches to try where the catalogue's own folders give none.
const EXAMPLES: [&str; 3] = ["red dress", "striped shirt", "brown leather boots"];

/// Three searches to try: the names of the largest folders where they are words, since those photos are surely here.
fn examples(snapshot: &Snapshot) -> Vec<String> {
    let mut folders: Vec<(u64, String)> = snapshot
        .folders
        .iter()
        .map(|f| (f.photos, crate::browse::tree::name_of(&f.folder.path).to_lowercase().replace(['_', '-'], " ")))
        .filter(|(_, name)| name.len() > 3 && name.chars().all(|c| c.is_alphabetic() || c == ' '))
        .collect();
    folders.sort_by_key(|(photos, _)| std::cmp::Reverse(*photos));
    let mut names: Vec<String> = Vec::new();
    for name in folders.into_iter().map(|(_, name)| name).chain(EXAMPLES.map(str::to_owned)) {
        if names.len() < 3 && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
