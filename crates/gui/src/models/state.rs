//! What the list of models knows beside the models: what failed, what is being tried, what is asked.

use super::dialogs::Leaving;
use crate::shell::command::{Entry, Group, always, ctrl};
use egui::Key;
use egui_material_icons::icons;
use std::collections::HashMap;
use std::path::PathBuf;

/// The state of the list of models.
#[derive(Debug, Default)]
pub struct ModelsPage {
    /// Why a model's last download failed, by its name.
    pub(super) failed: HashMap<String, String>,
    /// A folder is being tried: its name.
    pub(super) adding: Option<String>,
    /// This row comes into view.
    pub(super) reveal: Option<String>,
    /// The question whether something may go, while it is open.
    pub(super) leaving: Option<Leaving>,
}

impl ModelsPage {
    /// The name of the folder that is being tried.
    pub fn adding(&self) -> Option<&str> {
        self.adding.as_deref()
    }
}

/// What a person does about models.
#[derive(Clone, Debug)]
pub enum Msg {
    /// Makes the model in a folder known.
    Add(PathBuf),
    /// Gets a model.
    Download(String),
    /// Asks whether something may go.
    Leave(Leaving),
    /// The row that should come into view has come.
    Revealed,
}

/// A command about models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModelsCommand {
    ShowAll,
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<ModelsCommand, ModelsPage>] = &[
    Entry::new(ModelsCommand::ShowAll, (Group::Catalogue, "All models…", icons::ICON_NEUROLOGY), always, &[ctrl(Key::M)]),
];
