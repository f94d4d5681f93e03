//! What panels ask for. A panel only reads the state; it hands back a list of these, and `update` carries them out.

use super::command::UiCommand;
use super::compare;
use super::overlay::Dialog;
use super::review;
use super::selection::Reach;
use super::state::View;
use super::{tag_bar, tagging};
use base::PhotoId;
use engine::protocol::{FolderRef, Like, PickPurpose, Request, SkuRule};
use std::ops::Range;
use std::path::PathBuf;

/// One wish.
#[derive(Clone, Debug)]
pub enum Action {
    /// As if chosen from a menu.
    Run(UiCommand),
    /// For the engine, as it is.
    Send(Request),
    /// Opens what the path names.
    Open(PathBuf),
    /// The search text was edited.
    SetText(String),
    /// A photo to search by, or none.
    SetLike(Option<Like>),
    /// Only this folder, or all.
    SetFolder(Option<FolderRef>),
    /// The cut-off.
    SetMinScore(Option<f32>),
    /// Side of a thumbnail, points.
    SetThumbnailSize(f32),
    /// A photo of the grid was picked.
    Pick(usize, Reach),
    /// A rubber band begins.
    BeginBand,
    /// Nothing is selected any more.
    SelectNone,
    /// The grid was drawn so.
    LaidOut {
        /// Cells in a row.
        columns: usize,
        /// Whole rows in view.
        rows_per_page: usize,
    },
    /// The rubber band holds these cells, row ranges of the grid; `keep` adds them to what was selected before.
    Band {
        /// Positions in the grid.
        cells: Vec<Range<usize>>,
        /// Beside what was selected when the band was begun.
        keep: bool,
    },
    /// Shows this photo in the inspector, wherever it is.
    Goto(PhotoId),
    /// Large view of this position of the grid.
    Enlarge(usize),
    /// Moves by so many photos.
    Step(isize),
    /// The loupe looks at another part of its photo: its middle, as shares of the sides.
    Pan(egui::Vec2),
    /// Opens or closes a folder of the tree.
    Fold(FolderRef),
    /// Another view in the centre.
    Show(View),
    /// The inspector or the loupe shows this photo at so many pixels.
    WantPreview(PhotoId, u32),
    /// The photo that comes next will be shown at so many pixels.
    WantAhead(PhotoId, u32),
    /// What a person does in a review.
    Review(review::Wish),
    /// A file of tags was chosen or dropped.
    Exchange(PickPurpose, PathBuf),
    /// Products by this rule; `true`: the grid is then grouped by them.
    UseRule(SkuRule, bool),
    /// The photos of this SKU.
    ShowProduct(String),
    /// Opens a dialog.
    Ask(Dialog),
    /// Closes whatever lies over the window.
    CloseOverlay,
    /// Puts text on the clipboard and says so.
    Copy {
        /// The text.
        text: String,
        /// What it is, as in "Path copied".
        what: &'static str,
    },
    /// Gets a model.
    Download(String),
    /// Shows a page of the web in the browser.
    OpenPage(String),
    /// The row of a model that should come into view has come.
    Revealed,
    /// About the two models side by side.
    Compare(compare::Wish),
    /// About tags and label sets.
    Tags(tagging::Wish),
    /// About the tag bar.
    TagBar(tag_bar::Wish),
    /// Takes a toast away.
    Dismiss(u64),
}

/// Wishes in the order they came up.
#[derive(Debug, Default)]
#[must_use = "wishes that nobody carries out are a dead button"]
pub struct Actions(Vec<Action>);

impl Actions {
    /// One more.
    pub fn push(&mut self, action: Action) {
        self.0.push(action);
    }

    /// One more command.
    pub fn run(&mut self, command: UiCommand) {
        self.0.push(Action::Run(command));
    }

    /// One more, about tags.
    pub fn tags(&mut self, wish: tagging::Wish) {
        self.0.push(Action::Tags(wish));
    }

    /// Those of a part of the panel.
    pub fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    /// All of them.
    pub fn into_vec(self) -> Vec<Action> {
        self.0
    }
}
