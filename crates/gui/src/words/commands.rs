//! The menu line that looks at a set's words.

use super::msg::WordsCommand;
use super::state::WordsPage;
use crate::shell::command::{Entry, Group, label_sets};
use egui_material_icons::icons;

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<WordsCommand, WordsPage>] = &[
    Entry::new(WordsCommand::Check, (Group::Tags, "Check words", icons::ICON_SPELLCHECK), label_sets, &[]).also(&["lint", "prompts", "labels that collide", "vocabulary", "wording"]),
];
