//! Dialogs that any feature may open; the app draws them. Those with a form of their own belong to their feature.

use base::RootId;
use engine::protocol::PickPurpose;
use std::path::PathBuf;

/// A question that has to be answered or left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// A path, typed or chosen.
    Path {
        /// What it is for.
        purpose: PickPurpose,
        /// As typed.
        text: String,
        /// It can be chosen in a dialog of the desktop, as far as is known.
        choose: bool,
        /// Why what was typed before did not do.
        wrong: Option<String>,
    },
    /// A folder was dropped on an open catalogue: beside the others, or by itself?
    Dropped(PathBuf),
    /// Label sets are to be written where a file is already.
    Replace {
        /// The file.
        file: PathBuf,
    },
    /// A folder is to leave the catalogue.
    RemoveRoot {
        /// The root.
        root: RootId,
        /// Its name.
        name: String,
        /// Photos that go with it.
        photos: u64,
    },
    /// The missing photos are to leave the catalogue.
    ForgetMissing {
        /// How many.
        photos: u64,
    },
}

impl Dialog {
    /// Asks for a path, typed or chosen.
    pub fn path(purpose: PickPurpose) -> Self {
        Self::Path { purpose, text: String::new(), choose: true, wrong: None }
    }
}
