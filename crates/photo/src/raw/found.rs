//! What was found in a raw file, whatever its container.

use super::chosen::Candidate;
use crate::capture::Capture;

#[derive(Default)]
pub(super) struct Found<'a> {
    pub candidates: Vec<Candidate<'a>>,
    pub capture: Capture,
    /// From 1 to 8.
    pub orientation: Option<u8>,
}
