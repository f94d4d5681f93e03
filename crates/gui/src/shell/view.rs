//! The views of the centre, the regions that the keyboard walks through, and what is shown of large photos beside themselves.

use engine::protocol::Overlay;

/// What the centre shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// Thumbnails.
    #[default]
    Grid,
    /// One photo, large.
    Loupe,
    /// Several photos side by side.
    Survey,
    /// Files that could not be read.
    Problems,
    /// Photos whose files are gone.
    Missing,
    /// One photo after the other, with a question about each.
    Review,
    /// One label after the other that may be wrong.
    Audit,
    /// How far two people agree, and on what they differ.
    Agreement,
    /// One photo on which they differ after the other.
    Disputes,
    /// How often suggestions are right.
    Evaluation,
    /// What is wrong with a set's words.
    Words,
    /// All models.
    Models,
    /// Two models side by side.
    Compare,
    /// Alike photos beside one another.
    Map,
    /// Products beside the views that they should have.
    Shots,
    /// One photo without a product after the other, beside the products that it may be of.
    Matching,
}

impl View {
    /// The photos of the query are seen.
    pub fn shows_query(self) -> bool {
        matches!(self, Self::Grid | Self::Loupe)
    }

    /// Photos can be given labels in it by name, with the tag bar.
    pub fn has_tag_bar(self) -> bool {
        matches!(self, Self::Grid | Self::Loupe | Self::Survey | Self::Compare | Self::Map)
    }

    /// Photos are seen large.
    pub fn is_large(self) -> bool {
        matches!(self, Self::Loupe | Self::Survey | Self::Review | Self::Audit | Self::Disputes | Self::Matching)
    }

    /// One photo after the other is decided about, and what was decided is seen, and taken back, there.
    pub fn is_sitting(self) -> bool {
        matches!(self, Self::Review | Self::Audit | Self::Disputes)
    }

    /// What is painted over large photos, and what is told of them, can be chosen in it.
    pub fn has_looks(self) -> bool {
        matches!(self, Self::Loupe | Self::Survey)
    }

    /// Another query is answered in it; the other views give way to the grid.
    pub fn follows_query(self) -> bool {
        matches!(self, Self::Grid | Self::Loupe | Self::Compare | Self::Map)
    }

    /// Library and inspector stand beside it; the other views have the whole width.
    pub fn has_sides(self) -> bool {
        matches!(self, Self::Grid | Self::Loupe | Self::Problems | Self::Missing | Self::Map)
    }
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

/// What is shown of large photos beside themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a switch of its own
pub struct Looks {
    /// Painted over them.
    pub overlay: Overlay,
    /// What is known of the photo lies over it.
    pub info: bool,
    /// Where in it something is, is painted over it.
    pub heat: bool,
    /// The photo has the whole window.
    pub full_screen: bool,
    /// Photos side by side are zoomed each by itself.
    pub apart: bool,
}
