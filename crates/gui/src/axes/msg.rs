//! What can be done about walks and axes: messages and commands.

use base::axes::AxisDraft;
use base::{AxisId, PhotoId};

/// What a person does about walks and axes.
#[derive(Clone, Debug)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(AxesCommand),
    /// Opens the bar, from this photo if one is named.
    Open(Option<PhotoId>),
    /// The start was written.
    From(String),
    /// The end was written.
    To(String),
    /// The ends are written: walks.
    Go,
    /// To this place on the way, 0 to 1.
    At(f32),
    /// From the end to the start.
    Swap,
    /// Walks along this.
    Along(AxisDraft),
    /// Orders the photos along an axis, and ends the walk.
    SortAlong(AxisId),
    /// Opens the dialog that gives an axis another name.
    Rename(AxisId),
    /// It is no longer kept.
    Delete(AxisId),
    /// Ends the walk and closes the bar.
    Close,
}

/// A command about walks and axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AxesCommand {
    Walk,
    WalkFromPhoto,
    Save,
}
