//! What the list of models knows beside the models: what failed, what is being tried, what is asked.

use super::adapt::AdaptDialog;
use super::dialogs::Leaving;
use engine::protocol::RequestId;
use std::collections::HashMap;

/// The state of the list of models.
#[derive(Debug, Default)]
pub struct ModelsPage {
    /// Why a model's last download failed, by its name.
    pub(super) failed: HashMap<String, String>,
    /// A folder is being tried: its name.
    pub(super) adding: Option<(String, RequestId)>,
    /// This row comes into view.
    pub(super) reveal: Option<String>,
    /// The model whose answers are offered to be compared, while that is open.
    pub(super) verifying: Option<String>,
    /// The model that a picture is being chosen for.
    pub(super) picture_for: Option<String>,
    /// Adapting a model to the open catalogue.
    pub(super) adapt: AdaptDialog,
    /// The question whether something may go, while it is open.
    pub(super) leaving: Option<Leaving>,
}

impl ModelsPage {
    /// The name of the folder that is being tried.
    pub fn adding(&self) -> Option<&str> {
        self.adding.as_ref().map(|adding| adding.0.as_str())
    }
}
