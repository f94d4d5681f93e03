//! The path of a file to be written: offered, typed or chosen; and how far the writing is. A file that is there already is replaced only
//! when the person says so.

use super::forms;
use super::path::name_of;
use super::theme::{self, space, width};
use super::widgets;
use base::human;
use egui::{Id, RichText, Ui};
use egui_material_icons::icons;
use engine::protocol::RequestId;
use std::path::{Path, PathBuf};

/// Letters of a file's name in the question whether it may be replaced.
const NAME_LETTERS: usize = 26;

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Filling,
    /// It is under way, asked for by this request.
    Writing(RequestId),
    Wrong(String),
    /// This file is there already: may it be replaced?
    Asking(PathBuf),
}

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    path: String,
    /// The path is the person's, not ours.
    typed: bool,
    /// The path whose file the person has said may be replaced.
    replace: Option<String>,
    /// Where a file is offered.
    folder: PathBuf,
    stage: Stage,
    /// The desktop has no dialog to choose it in.
    no_dialog: bool,
}

impl NewFile {
    /// A file is offered beside the first folder of photos: below that nothing is written.
    pub fn beside(photos: Option<&Path>) -> Self {
        let folder = photos.and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
        Self { path: String::new(), typed: false, replace: None, folder, stage: Stage::Filling, no_dialog: false }
    }

    /// A file of this name is offered there.
    pub fn named(photos: Option<&Path>, name: &str) -> Self {
        let mut file = Self::beside(photos);
        file.offer(name);
        file
    }

    /// Offers a file of this name, where the person has not said another one.
    pub fn offer(&mut self, name: &str) {
        self.stage = Stage::Filling;
        if !self.typed {
            self.path = self.folder.join(name).display().to_string();
        }
    }

    /// A file was chosen; `replace`: the desktop's dialog has asked already whether one that is there may be replaced.
    pub fn picked(&mut self, path: &Path, replace: bool) {
        self.path = path.display().to_string();
        self.replace = replace.then(|| self.path.clone());
        (self.typed, self.stage) = (true, Stage::Filling);
    }

    /// There is no dialog to choose it in.
    pub fn no_dialog(&mut self) {
        self.no_dialog = true;
    }

    /// The file, as far as it is known.
    pub fn path(&self) -> Option<PathBuf> {
        let path = self.path.trim();
        (!path.is_empty()).then(|| PathBuf::from(path))
    }

    /// What is missing, in words.
    pub fn lacks(&self) -> Option<&'static str> {
        self.path().is_none().then_some("Type or choose the path of the new file.")
    }

    /// The person has said that this very file may be replaced.
    pub fn may_replace(&self) -> bool {
        self.replace.as_deref() == Some(self.path.as_str())
    }

    /// This request writes it.
    pub fn writing(&mut self, request: RequestId) {
        self.stage = Stage::Writing(request);
    }

    /// It is being written.
    pub fn is_writing(&self) -> bool {
        matches!(self.stage, Stage::Writing(_))
    }

    /// It waits for the answer to this request.
    pub fn waits_for(&self, request: RequestId) -> bool {
        self.stage == Stage::Writing(request)
    }

    /// The writing can begin: nothing is under way, and nothing is asked.
    pub fn is_ready(&self) -> bool {
        matches!(self.stage, Stage::Filling | Stage::Wrong(_))
    }

    /// It did not work.
    pub fn failed(&mut self, reason: String) {
        self.stage = Stage::Wrong(reason);
    }

    /// A file of that name is there already, and nothing was written.
    pub fn file_exists(&mut self, path: &Path) {
        self.stage = Stage::Asking(path.to_owned());
    }

    /// Nothing is under way any more.
    pub fn stopped(&mut self) {
        if self.is_writing() {
            self.stage = Stage::Filling;
        }
    }
}

/// Draws the line with the path. True where it is to be chosen in a dialog of the desktop.
pub fn path_ui(ui: &mut Ui, file: &mut NewFile, id: &str) -> bool {
    let choose = forms::line_ui(ui, "Path", |ui| {
        let button = if file.no_dialog { 0.0 } else { width::CHOOSE + space::S };
        let room = ui.available_width() - button;
        if widgets::field(ui, Id::unique(id), &mut file.path, "Path of the new file", "Path", room).changed() {
            (file.typed, file.stage) = (true, Stage::Filling);
        }
        !file.no_dialog && widgets::sized_button(ui, None, "Choose…", width::CHOOSE).clicked()
    });
    if file.no_dialog {
        forms::note_ui(ui, forms::NO_DIALOG);
    }
    choose
}

/// Draws how far it is, or what is asked; `lacks` where neither is to be told. True where the file may be replaced now.
pub fn stage_ui(ui: &mut Ui, file: &mut NewFile, lacks: Option<&str>) -> bool {
    let palette = theme::palette(ui);
    match &file.stage {
        Stage::Filling => {
            if let Some(lacks) = lacks {
                forms::note_ui(ui, lacks);
            }
            false
        }
        Stage::Writing(_) => {
            ui.horizontal(|ui| {
                ui.add(egui::Spinner::new().size(theme::ICON_SMALL).color(palette.weak));
                ui.label(theme::weak_text("Writing…", palette));
            });
            false
        }
        Stage::Wrong(reason) => {
            forms::problem_ui(ui, reason);
            false
        }
        Stage::Asking(path) => {
            let name = human::elide_middle(&name_of(path), NAME_LETTERS);
            // Not where the pointer is that has just exported: a second click must not be the answer.
            let replace = ui.horizontal(|ui| {
                widgets::icon(ui, icons::ICON_WARNING, theme::ICON, palette.doubtful);
                ui.label(RichText::new(format!("{name} is there already")).color(palette.text));
                widgets::button(ui, None, &format!("Replace {name}")).clicked()
            });
            if replace.inner {
                file.replace = Some(file.path.clone());
            }
            replace.inner
        }
    }
}

/// What was clicked at the end of a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clicked {
    /// The file is to be written now.
    pub start: bool,
    /// The dialog is to go.
    pub leave: bool,
}

/// Draws the end of a dialog: how far the writing is, and the buttons, which stay where they are meanwhile. `lacks`: why nothing can be
/// written as the form stands; `more_ui` draws a button between "do it" and "not now".
pub fn end_ui(ui: &mut Ui, file: &mut NewFile, verb: &str, lacks: Option<&str>, more_ui: impl FnOnce(&mut Ui)) -> Clicked {
    // One line is kept free, so that the buttons stay where they are when an answer comes.
    let start = forms::room_ui(ui, theme::CONTROL, |ui| stage_ui(ui, file, lacks));
    let mut clicked = Clicked { start, leave: false };
    let enabled = lacks.is_none() && file.is_ready();
    let entered = forms::entered(ui);
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(enabled, |ui| widgets::primary_button(ui, verb)).inner.clicked();
        clicked.start |= enabled && (go || entered);
        more_ui(ui);
        let is_writing = file.is_writing() || clicked.start;
        clicked.leave = widgets::quiet_button(ui, if is_writing { "Hide" } else { "Not now" }).clicked();
    });
    clicked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_file_that_was_confirmed_is_replaced() {
        let mut file = NewFile::beside(Some(Path::new("/a/photos")));
        file.offer("tags.csv");
        assert_eq!((file.path(), file.may_replace()), (Some("/a/tags.csv".into()), false));
        file.offer("tags.json");
        assert_eq!(file.path(), Some("/a/tags.json".into()), "the file follows the format");
        file.picked(Path::new("/x/own.json"), true);
        file.offer("tags.csv");
        assert!(file.may_replace() && file.path() == Some("/x/own.json".into()), "the person's own stays");
        file.path.push('x');
        assert!(!file.may_replace(), "another file was not confirmed");
        file.writing(RequestId(3));
        file.file_exists(Path::new("/x/own.jsonx"));
        assert!(!file.is_ready() && !file.waits_for(RequestId(3)));
    }
}
