//! What a feature may ask the app to do.

use super::common::Common;
use super::dialog::Dialog;
use super::query::Change;
pub use super::review_plan::ReviewPlan;
use super::selection::Reach;
use super::view::{Region, View};
use super::zoom::Zoom;
use base::{LabelId, LabelSetId, Mark, PhotoId, Ruling, StepId};
use engine::protocol::{Listed, Notice, Only, Request, RequestId, Tone};
use engine::settings::{Settings, ShotChoice};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// One thing that the app should do.
#[derive(Clone, Debug)]
pub enum Effect {
    /// For the engine, as it is; what comes of it carries the number.
    Send(RequestId, Request),
    /// A command that any feature may name.
    Run(Common),
    /// Opens the folder or catalogue file.
    Open(PathBuf),
    /// Changes the query, and asks it.
    Query(Vec<Change>),
    /// The grid no longer shows the photos of a suggested label.
    LeaveLabel,
    /// Picks the photo at this position of the grid.
    Pick(usize, Reach),
    /// Picks the first photo of the answer to the question as it stands, which may still be on its way; unless one of its photos is picked.
    PickFirst,
    /// Selects every photo of the grid.
    SelectAll,
    /// Selects nothing.
    SelectNone,
    /// Selects these and no other; the cursor stays.
    SelectThese(Vec<PhotoId>),
    /// A rubber band begins.
    BeginBand,
    /// The rubber band holds these cells, row ranges of the grid.
    Band {
        /// Positions in the grid.
        cells: Vec<Range<usize>>,
        /// Beside what was selected when the band was begun.
        keep: bool,
    },
    /// Shows this photo in the inspector, wherever it is.
    Visit(PhotoId),
    /// Moves by so many photos.
    Step(isize),
    /// Shows the photo at this position of the grid large.
    Enlarge(usize),
    /// The person points at this label, in this frame.
    PointAt(LabelSetId, LabelId),
    /// Looks at the large photo like this.
    Zoom(Zoom),
    /// Photos side by side are zoomed each by itself, or together again.
    LookApart(bool),
    /// Another view in the centre.
    Show(View),
    /// The keyboard goes there.
    GoTo(Region),
    /// The keyboard's focus leaves whatever has it.
    Unfocus,
    /// Puts a question over the window.
    Ask(Dialog),
    /// This dialog was answered with a typed path, and this request came of it (`None`: what is being opened). Should it be refused, the
    /// dialog comes back, so that the path can be put right.
    Typed(Option<RequestId>, Dialog),
    /// Closes whatever lies over the window.
    CloseOverlay,
    /// Does this once no draft is lost by it: asks where one would be.
    Leave(Vec<Effect>),
    /// Says something.
    Toast(Notice),
    /// Says something, with a button for what may follow from it.
    Offer(Notice, &'static str, Box<Effect>),
    /// Puts text on the clipboard and says so.
    Copy {
        /// The text.
        text: String,
        /// What it is, as in "Path copied".
        what: &'static str,
    },
    /// Shows a page of the web in the browser.
    OpenPage(String),
    /// Changes what the person chose for good.
    Settings(fn(&mut Settings)),
    /// The keys that were chosen, in the place of those before: a command's words, its shortcuts as the settings write them.
    Keys(BTreeMap<String, Vec<String>>),
    /// The format that the next export begins with.
    ExportFormat(&'static str),
    /// What the shot list of a catalogue, by its file, is made of from now on.
    ShotList(String, ShotChoice),
    /// The person's decisions are signed with this name from now on; `None`: the system's for them.
    Author(Option<String>),
    /// These words were searched for: they are remembered.
    Searched(String),
    /// Side of a thumbnail, points.
    ThumbnailSize(f32),
    /// Takes the last step back: that of the review while one is open.
    Undo,
    /// Does it again.
    Redo,
    /// Takes this step back, should it still be the last one of this window.
    UndoStep(StepId),
    /// Opens a review.
    Review(ReviewPlan),
    /// Opens the dialog that checks the labels of this set; `None`: of the one that is open.
    CheckLabels(Option<LabelSetId>),
    /// Opens the dialog that evaluates suggestions.
    Evaluate,
    /// Looks at the words of the set that is open at the right.
    CheckWords,
    /// Opens the labels of this set for editing.
    EditLabels(LabelSetId),
    /// Opens the dialog that imports labels from a CSV.
    ImportTags,
    /// Opens the dialog that exports tags.
    ExportTags,
    /// Opens the dialog that says how a photo tells its SKU.
    SkuRule,
    /// Opens the dialog that saves the search.
    SaveSearch,
    /// Opens the walk above the grid, from this photo if one is named.
    Walk(Option<PhotoId>),
    /// Opens the tag bar.
    TagBar,
    /// Gives a verdict about photos.
    Decide {
        /// Which photos.
        photos: Arc<[PhotoId]>,
        /// In which set.
        set: LabelSetId,
        /// What.
        ruling: Ruling,
    },
    /// Gives photos a mark, or takes it off.
    Mark {
        /// Which photos.
        photos: Arc<[PhotoId]>,
        /// What.
        mark: Mark,
    },
    /// Begins a new label set in the tagging panel.
    NewLabelSet,
    /// Gets a model from the model hub.
    Download(String),
}

impl Effect {
    /// Something for the engine to do.
    pub fn send(request: impl Into<Request>) -> Self {
        Self::ask(request).1
    }

    /// Something for the engine to do, and the number by which the answer will be known.
    pub fn ask(request: impl Into<Request>) -> (RequestId, Self) {
        let id = RequestId::next();
        (id, Self::Send(id, request.into()))
    }

    /// What shows these photos, and no others, in the grid.
    pub fn show_listed(listed: Listed) -> Vec<Self> {
        let changes = vec![Change::Clear, Change::Only(Some(Only::Listed(Arc::new(listed))))];
        vec![Self::SelectNone, Self::Show(View::Grid), Self::Query(changes), Self::GoTo(Region::Photos)]
    }

    /// Says that something is done.
    pub fn done(text: impl Into<String>) -> Self {
        Self::Toast(Notice { request: None, tone: Tone::Done, text: text.into() })
    }
}
