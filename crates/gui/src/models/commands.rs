//! Menu lines and shortcuts that lead to the list of models.

use super::msg::ModelsCommand;
use super::state::ModelsPage;
use crate::shell::command::{Entry, Group, always, catalogue, ctrl};
use egui::Key;
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<ModelsCommand, ModelsPage>] = &[
    Entry::new(ModelsCommand::ShowAll, (Group::Catalogue, "All models…", icons::ICON_NEUROLOGY), always, &[ctrl(Key::M)]).also(&["fashionclip", "download a model", "clip", "gpu"]),
    Entry::new(ModelsCommand::Adapt, (Group::Catalogue, "Adapt to this catalogue…", icons::ICON_MODEL_TRAINING), catalogue, &[]).also(&["train", "fine-tune", "adapter", "own model", "learn"]).edits(),
];
