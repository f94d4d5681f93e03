//! What every feature sees of the window. The app alone changes it; features ask for changes with effects.

use super::key_map::KeyMap;
use super::library::Library;
use super::models::ModelList;
use super::odd::Odd;
use super::query::{Query, Shown};
use super::review_plan::ReviewPlan;
use super::selection::Selection;
use super::target::{MadeFrom, Target};
use super::view::{Looks, Region, View};
use super::zoom::Zoom;
use crate::kit::path::name_of;
use base::searches::SavedQuery;
use base::{LabelId, LabelSetId, Photo, PhotoId, RootId};
use engine::protocol::{JobReading, MeasureReading, NotKept, Overlay, PhotoLabels, PhotoMeasures, Products, Stacks, Tags, kept};
use engine::settings::Settings;
use std::sync::Arc;

/// The facts that features share.
#[derive(Debug, Default)]
pub struct Ctx {
    /// What the person chose for good.
    pub settings: Settings,
    /// The keys of commands.
    pub keys: KeyMap,
    /// The open catalogue.
    pub library: Library,
    /// Its vocabulary and decisions.
    pub tags: Arc<Tags>,
    /// Its products.
    pub products: Arc<Products>,
    /// Its duplicates, as far as they were found.
    pub stacks: Arc<Stacks>,
    /// The running look for them.
    pub stacking: Option<MeasureReading>,
    /// The map that is being laid out.
    pub mapping: Option<MeasureReading>,
    /// What is being done with a hub.
    pub sharing: Option<MeasureReading>,
    /// Photos that disagree with their product.
    pub odd: Odd,
    /// The models on this machine, and those that can be had.
    pub models: ModelList,
    /// The running audit or evaluation.
    pub measuring: Option<MeasureReading>,
    /// What was asked.
    pub query: Query,
    /// What came of it.
    pub shown: Shown,
    /// What is selected.
    pub selection: Selection,
    /// What a gesture acts on now; the app follows what it is made from.
    pub target: Target,
    /// What that was made from.
    pub target_from: MadeFrom,
    /// What those photos come to, made once a change.
    pub summary: Summary,
    /// What the centre shows.
    pub view: View,
    /// The person goes through the photos from the last to the first.
    pub backwards: bool,
    /// How the large photo is looked at.
    pub zoom: Zoom,
    /// The label that the pointer or the keyboard's focus is at, where that is looked for in the photo.
    pub pointed: Option<(LabelSetId, LabelId)>,
    /// What is shown of it beside itself.
    pub looks: Looks,
    /// The view that the large one lies over, if Esc leads back to it.
    pub beneath: Option<View>,
    /// The running job.
    pub job: Option<JobReading>,
    /// The photo that "this photo" means: the one in question, else the one in the inspector.
    pub in_hand: Option<PhotoId>,
    /// What the model says of a photo: the one asked about last.
    pub said: Option<(PhotoId, Arc<PhotoLabels>)>,
    /// How a photo is made up, and what it says to the chosen standard: the one in the inspector, once that was told.
    pub measured: Option<(PhotoId, Arc<PhotoMeasures>)>,
    /// The label set that is open at the right.
    pub open_set: Option<LabelSetId>,
    /// The review that the tagging panel offers, while it is in view.
    pub to_review: Option<ReviewPlan>,
    /// A dialog, the palette or the cheat sheet lies over the window.
    pub covered: bool,
    /// Shift is held with the key of the command that is run, and is no part of its shortcut: a mark goes on to the next photo.
    pub shifted: bool,
    /// F6 or a shortcut asked to go there.
    pub go_to: Option<Region>,
    /// Time of the frame, in egui's seconds.
    pub now: f64,
    /// Size of the window, points.
    pub screen: egui::Vec2,
}

/// What several photos come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    photos: Arc<[PhotoId]>,
    /// All their files together.
    pub bytes: u64,
    /// Those whose file is gone.
    pub missing: u64,
}

impl Ctx {
    /// Counts what a gesture acts on again where that changed.
    pub fn summarise(&mut self) {
        if !Arc::ptr_eq(&self.summary.photos, &self.target.photos) {
            let photos = self.target.photos.iter().filter_map(|id| self.library.photo(*id));
            let (bytes, missing) = photos.fold((0, 0), |(bytes, missing), p| (bytes + p.size, missing + u64::from(p.missing)));
            self.summary = Summary { photos: Arc::clone(&self.target.photos), bytes, missing };
        }
    }

    /// The photo in the inspector.
    pub fn current(&self) -> Option<&Photo> {
        self.library.photo(self.selection.cursor()?)
    }

    /// Where it stands in the grid.
    pub fn current_index(&self) -> Option<usize> {
        self.selection.index(&self.shown.hits)
    }

    /// What is painted over photos in this view.
    pub fn painted_over(&self) -> Overlay {
        if self.view.has_looks() { self.looks.overlay } else { Overlay::default() }
    }

    /// The open catalogue cannot be changed.
    pub fn is_read_only(&self) -> bool {
        self.library.snapshot.as_ref().is_some_and(|snapshot| snapshot.read_only)
    }

    /// What is asked for now, as a saved search would ask for it.
    pub fn kept_query(&self) -> Result<SavedQuery, NotKept> {
        let roots = self.library.snapshot.iter().flat_map(|snapshot| &snapshot.roots);
        let name = |id: RootId| roots.clone().find(|view| view.root.id == id).map(|view| name_of(&view.root.path));
        kept(&self.query.as_asked(), &self.tags.sets, &name)
    }

    /// A catalogue is open.
    pub fn has_catalogue(&self) -> bool {
        self.library.snapshot.is_some()
    }
}
