//! What browsing knows beside the shared facts: how the grid lies, which folders are unfolded, which photos are similar.

use super::completion::Completion;
use super::tree::Tree;
use crate::shell::ctx::Ctx;
use base::{PhotoId, PhotoText};
use engine::protocol::{FolderRef, Hit, RequestId};

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

/// The state of browsing.
#[derive(Debug, Default)]
pub struct Browse {
    /// The rows of the folder tree.
    pub(super) tree: Tree,
    pub(super) grid: GridState,
    /// Photos like this one.
    pub(super) similar: Option<(PhotoId, Vec<Hit>)>,
    /// The photo that similar ones were last asked for.
    pub(super) asked_similar: Option<PhotoId>,
    /// The request for them.
    pub(super) similar_request: RequestId,
    /// What was imported about this photo.
    pub(super) texts: Option<(PhotoId, Vec<PhotoText>)>,
    /// The photo whose texts were last asked for.
    pub(super) asked_texts: Option<PhotoId>,
    /// The request for them.
    pub(super) texts_request: RequestId,
    /// What the search field offers.
    pub(super) completion: Completion,
    /// The path field of the empty window.
    pub(super) path_field: String,
    /// Why what was named there last could not be opened.
    pub(super) refused: Option<String>,
}

impl Browse {
    /// What the person wanted to open cannot be opened: it is told where they look.
    pub fn refuse(&mut self, reason: String) {
        self.refused = Some(reason);
    }

    /// The cursor comes into view.
    pub fn reveal_cursor(&mut self, ctx: &Ctx) {
        self.grid.reveal = ctx.current_index();
    }

    /// Every folder with what it is called outside the tree.
    pub fn folders(&self) -> impl Iterator<Item = (&FolderRef, &str)> {
        self.tree.all().map(|row| (&row.folder, row.words.as_str()))
    }

    /// This position comes into view.
    pub fn reveal(&mut self, index: usize) {
        self.grid.reveal = Some(index);
    }

    /// Another question is answered: the grid begins at its first row.
    pub fn begin_at_top(&mut self) {
        self.grid.to_top = true;
    }
}
