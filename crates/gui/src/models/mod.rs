//! The models: which one answers, which can be had, what they cost. `chip` sits in the top bar, `view` lists all of them, `row` is
//! one of them, `words` says its facts, `dialogs` asks before something goes.

mod chip;
mod dialogs;
mod row;
mod view;
mod words;

pub use chip::chip_ui;
pub use dialogs::{Leaving, leaving_ui};
pub use view::models_ui;
pub use words::{coverage, download as download_details, size};

use super::command::UiCommand;
use super::state::{State, View};
use engine::protocol::{DownloadReading, ModelPlace, ModelRequest, ModelView, Models, Notice, Tone};
use std::collections::HashMap;
use std::sync::Arc;

/// The name of the model inside the program.
pub const STARTER: &str = "starter";

/// What the window knows of models.
#[derive(Debug, Default)]
pub struct ModelsState {
    /// All of them; empty until the engine has looked.
    pub list: Arc<Models>,
    /// The running download.
    pub download: Option<DownloadReading>,
    /// Why a model's last download failed, by its name.
    pub failed: HashMap<String, String>,
    /// A folder is being tried: its name.
    pub adding: Option<String>,
    /// This row comes into view.
    pub reveal: Option<String>,
}

impl ModelsState {
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

/// Takes in the models as they are now.
pub fn hear_models(state: &mut State, models: Arc<Models>) {
    state.models.failed.retain(|name, _| models.row(name).is_none_or(|row| !row.place.is_here()));
    state.models.list = models;
}

/// A download ended.
pub fn hear_downloaded(state: &mut State, now: f64, name: &str, outcome: Result<(), Option<String>>) {
    let title = state.models.list.title(name).to_owned();
    match outcome {
        Ok(()) => {
            state.models.failed.remove(name);
            let notice =
                Notice { request: None, tone: Tone::Done, text: format!("{title} is here; it works without a network from now on") };
            state.toasts.offer(now, notice, (state.view != View::Models).then_some((UiCommand::Models, "Show models")));
        }
        Err(Some(why)) => {
            // Where its row is seen the row itself says so.
            if state.view != View::Models {
                let notice = Notice { request: None, tone: Tone::Error, text: format!("{title} could not be downloaded") };
                state.toasts.offer(now, notice, Some((UiCommand::Models, "Show why")));
            }
            state.models.reveal = Some(name.to_owned());
            state.models.failed.insert(name.to_owned(), why);
        }
        Err(None) => state.toasts.done(now, "The download is stopped; the next try goes on from there"),
    }
}

/// A folder was made known as a model, or was refused.
pub fn hear_added(state: &mut State, now: f64, name: Option<&str>) {
    state.models.adding = None;
    let Some(name) = name else { return };
    let title = state.models.list.title(name).to_owned();
    let title = title.rsplit(['/', '\\']).next().unwrap_or(&title).to_owned();
    state.toasts.done(now, format!("Added {title} to the models"));
    state.models.reveal = Some(name.to_owned());
    state.view = View::Models;
}

/// A download is begun, anew perhaps.
pub fn download(state: &mut State, name: String) -> ModelRequest {
    state.models.failed.remove(&name);
    ModelRequest::Download(name)
}
