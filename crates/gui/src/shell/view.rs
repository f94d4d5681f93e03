//! The views of the centre, the regions that the keyboard walks through, and how a large photo is looked at.

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
    /// One label after the other that may be wrong.
    Audit,
    /// How often suggestions are right.
    Evaluation,
    /// What is wrong with a set's words.
    Words,
    /// All models.
    Models,
    /// Two models side by side.
    Compare,
}

impl View {
    /// The photos of the query are seen.
    pub fn shows_query(self) -> bool {
        matches!(self, Self::Grid | Self::Loupe)
    }

    /// Photos can be given labels in it by name, with the tag bar.
    pub fn has_tag_bar(self) -> bool {
        matches!(self, Self::Grid | Self::Loupe | Self::Compare)
    }

    /// Another query is answered in it; the other views give way to the grid.
    pub fn follows_query(self) -> bool {
        matches!(self, Self::Grid | Self::Loupe | Self::Compare)
    }

    /// Library and inspector stand beside it; the other views have the whole width.
    pub fn has_sides(self) -> bool {
        matches!(self, Self::Grid | Self::Loupe | Self::Problems | Self::Missing)
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

/// How the loupe and the review look at their photo.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Zoom {
    /// One photo pixel is one screen pixel.
    pub zoomed: bool,
    /// The middle of the view, from the middle of the photo, as shares of its sides.
    pub centre: egui::Vec2,
}
