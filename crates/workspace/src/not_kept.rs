//! Why a search cannot be saved.

/// Why a question cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    /// It asks for nothing.
    #[error("Search for something first")]
    Empty,
    /// Photos of a suggested label, a product, or a figure: they are of this moment.
    #[error("What is shown here is of this moment; search by words, filters or a photo")]
    Passing,
    /// A catalogue keeps names of files as text.
    #[error("The file's name is no text that can be kept; rename it, or search by a photo of the catalogue")]
    Name,
}
