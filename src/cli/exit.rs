//! What the process's exit code means.

/// Nothing was found.
pub const NOTHING: u8 = 1;

/// An error, or a file that was tried in this run failed.
pub const FAILED: u8 = 2;

/// The person pressed Ctrl+C.
pub const CANCELLED: u8 = 130;
