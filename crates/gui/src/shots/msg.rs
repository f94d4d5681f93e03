//! What can be done about the shot list: messages and commands.

use base::{LabelId, LabelSetId};
use std::path::PathBuf;

/// What a person does about the shot list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(ShotsCommand),
    /// The labels of this set are the views.
    Set(LabelSetId),
    /// This view is wanted, or no longer.
    Want(LabelId),
    /// The set of views that comes along is made.
    AddViews,
    /// SKUs are read from this table; `None`: from none.
    List(Option<PathBuf>),
    /// Only products that lack a view are shown, or all.
    OnlyIncomplete(bool),
    /// The cursor goes to this cell: row, and column with the SKU first.
    Go(usize, usize),
    /// What this cell stands for is shown in the grid.
    Open(usize, usize),
    /// The photos that belong to no product are shown in the grid.
    ShowWithoutProduct,
    /// What is done about the photo in question.
    Match(MatchMsg),
    /// The file that the list is exported to.
    ExportTo {
        /// The file.
        path: PathBuf,
        /// The desktop's dialog has asked whether one that is there may be replaced.
        replace: bool,
    },
}

/// What a person does about a photo without a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatchMsg {
    /// It is of the product that is proposed; `true`: of the runner-up.
    Accept(bool),
    /// It is not of the product that is proposed.
    Reject,
    /// It is of another product, as typed.
    Typed(String),
    /// It is of that.
    Say,
    /// On to the next photo.
    Next,
    /// Back to the one before.
    Before,
    /// Photos that belong to no product by now are looked at again.
    Again,
    /// Back to the shot list.
    Leave,
}

/// A command about the shot list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShotsCommand {
    Open,
    ChooseList,
    OnlyIncomplete,
    Export,
    WithoutProduct,
    Match,
}
