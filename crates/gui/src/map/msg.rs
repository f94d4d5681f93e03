//! What can be done on the map: messages and commands.

use super::camera::Camera;
use base::{LabelSetId, PhotoId};

/// What the points are coloured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourBy {
    /// The first folder below the root.
    Folder,
    /// The accepted label of this set.
    Tags(LabelSetId),
    /// The product.
    Product,
    /// How well the photo fits the search.
    Score,
    /// Picked or rejected.
    Flag,
    /// Stars.
    Stars,
    /// The colour label.
    Colour,
}

/// What a person does on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(MapCommand),
    /// Looks at it like this.
    Look(Camera),
    /// Other colours.
    Colour(ColourBy),
    /// Only this line of the legend stands out, or all again.
    Light(Option<usize>),
    /// The cursor goes there, and the map follows where that is out of view.
    Go(PhotoId),
}

/// A command about the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MapCommand {
    Open,
    Fit,
    ShowInGrid,
    LayOutAgain,
    Stop,
    ByFolder,
    ByTags,
    ByProduct,
    ByScore,
    ByFlag,
    ByStars,
    ByColour,
}
