//! Which models there are, and which one answers.

use engine::protocol::{DownloadReading, ModelPlace, ModelView, Models};
use std::sync::Arc;

/// The name of the model inside the program.
pub const STARTER: &str = "starter";

/// The models as the engine last told them.
#[derive(Debug, Default)]
pub struct ModelList {
    /// All of them; empty until the engine has looked.
    pub list: Arc<Models>,
    /// The running download.
    pub download: Option<DownloadReading>,
}

impl ModelList {
    /// The one that answers.
    pub fn in_use(&self) -> Option<&ModelView> {
        self.list.row(&self.list.in_use)
    }

    /// Those that can be opened now.
    pub fn here(&self) -> impl Iterator<Item = &ModelView> {
        self.list.rows.iter().filter(|row| row.place.is_here() && row.problem.is_none())
    }

    /// The one to get, where nothing but the starter model is here.
    pub fn to_get_first(&self) -> Option<&ModelView> {
        let alone = self.here().all(|row| row.place == ModelPlace::Starter);
        self.list.rows.iter().find(|row| alone && row.recommended && row.place == ModelPlace::ToGet)
    }

    /// How far the download of this model is.
    pub fn download_of(&self, name: &str) -> Option<&DownloadReading> {
        self.download.as_ref().filter(|d| d.name == name)
    }

    /// The name of the model that answers, as a person reads it; before the engine has looked, what the catalogue calls it.
    pub fn title_in_use(&self, fallback: &str) -> String {
        match self.in_use() {
            Some(row) => row.title.clone(),
            None if fallback == STARTER => "Starter model".to_owned(),
            None => fallback.rsplit('/').next().unwrap_or(fallback).to_owned(),
        }
    }
}
