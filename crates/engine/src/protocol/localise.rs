//! Where in a photo something is.

use super::Sought;
use base::PhotoId;

/// What is looked for, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct LocaliseRequest {
    /// In this photo.
    pub photo: PhotoId,
    /// This.
    pub sought: Sought,
}
