//! What can be done while browsing: messages and commands.

use engine::protocol::FolderRef;

/// What a person does while browsing that is nobody else's business.
#[derive(Clone, Debug)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(BrowseCommand),
    /// The grid was drawn so.
    LaidOut {
        /// Cells in a row.
        columns: usize,
        /// Whole rows in view.
        rows_per_page: usize,
    },
    /// Opens or closes a folder of the tree.
    Fold(FolderRef),
    /// The search field has that text, with the cursor at that byte.
    Typed { text: String, cursor: usize },
    /// Another line of what the search field offers.
    CompletionStep(isize),
    /// The search field offers nothing until something else is typed.
    CloseCompletion,
    /// The empty search field offers what was searched for lately; the first of it chosen, or none.
    Recall { chosen: bool },
    /// The search field was left with this text in it.
    Searched(String),
    /// The path field of the empty window was edited.
    PathField(String),
}

/// A command of browsing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BrowseCommand {
    SortByRelevance,
    SortByName,
    SortByDate,
    SortBySize,
    SortByRating,
    SortByHue,
    ReverseOrder,
    SearchBoth,
    SearchPictures,
    SearchTexts,
    SelectAll,
    SelectNone,
    AllPhotos,
    Problems,
    LargerThumbnails,
    SmallerThumbnails,
    Timeline,
    ForgetSearches,
}
