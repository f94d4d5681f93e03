//! The dialogs: a path to type or choose, and the questions before something leaves the catalogue.

use super::actions::{Action, Actions};
use super::overlay::Dialog;
use super::state::State;
use super::theme::{self, space, width};
use super::tree::name_of;
use super::widgets;
use super::{exchange, models, products, review};
use base::human;
use egui::{Align, Id, Key, Label, Layout, Ui};
use egui_material_icons::icons;
use engine::protocol::{CatalogRequest, DesktopRequest, EditRequest, Like, ModelRequest, PickPurpose, Request};
use std::path::{Path, PathBuf};

/// The dialog's title, also its name for screen readers.
pub fn title(dialog: &Dialog) -> &'static str {
    match dialog {
        Dialog::Path { purpose: PickPurpose::OpenFolder, .. } => "Open a folder of photos",
        Dialog::Path { purpose: PickPurpose::AddFolder, .. } => "Add a folder to this catalogue",
        Dialog::Path { purpose: PickPurpose::OpenCatalog, .. } => "Open a catalogue file",
        Dialog::Path { purpose: PickPurpose::SearchPhoto, .. } => "Search by a photo file",
        Dialog::Path { purpose: PickPurpose::Locate(_), .. } => "Where is this folder now?",
        Dialog::Path { purpose: PickPurpose::ImportTags, .. } => "Import labels from a CSV file",
        Dialog::Path { purpose: PickPurpose::ImportLabels, .. } => "Import label sets from a CSV or JSON file",
        Dialog::Path { purpose: PickPurpose::ExportTags(_), .. } => "Export tags to a file",
        Dialog::Path { purpose: PickPurpose::ExportLabels, .. } => "Export label sets to a CSV or JSON file",
        Dialog::Path { purpose: PickPurpose::AddModel, .. } => "Add the folder of a model",
        Dialog::Dropped(_) => "What should happen with this folder?",
        Dialog::RemoveRoot { .. } => "Remove this folder from the catalogue?",
        Dialog::Review(_) => "Review",
        Dialog::Import(form) => form.title(),
        Dialog::Export(_) => "Export tags",
        Dialog::Exported(list) => list.title(),
        Dialog::SkuRule(_) => "Products",
        Dialog::Leaving(leaving) => leaving.title(),
        Dialog::ForgetMissing { .. } => "Forget the missing photos?",
    }
}

/// Draws a dialog.
pub fn dialog_ui(ui: &mut Ui, dialog: &mut Dialog, state: &State) -> Actions {
    let mut actions = Actions::default();
    let wide = matches!(dialog, Dialog::Import(_) | Dialog::Export(_) | Dialog::Exported(_) | Dialog::SkuRule(_) | Dialog::Review(_));
    let wanted = if wide { width::WIDE_DIALOG } else { width::DIALOG };
    ui.set_width(wanted.min(ui.ctx().content_rect().width() - 2.0 * space::XL));
    ui.spacing_mut().item_spacing.y = space::S;
    ui.label(theme::title_text(title(dialog), theme::palette(ui)));
    match dialog {
        Dialog::Path { purpose, text } => path_ui(ui, *purpose, text, state, &mut actions),
        Dialog::Dropped(path) => dropped_ui(ui, path, &mut actions),
        Dialog::RemoveRoot { root, name, photos } => {
            let text = format!(
                "“{name}” and its {} leave the catalogue. The files stay where they are, untouched. Adding the folder again indexes it anew.",
                human::photos(*photos)
            );
            confirm_ui(ui, &text, "Remove from catalogue", CatalogRequest::RemoveRoot(*root), &mut actions);
        }
        Dialog::Review(form) => actions.extend(review::start_ui(ui, form, state)),
        Dialog::Import(form) => actions.extend(exchange::import_ui(ui, form, state)),
        Dialog::Export(form) => actions.extend(exchange::export_ui(ui, form, state)),
        Dialog::Exported(list) => actions.extend(exchange::exported_ui(ui, list)),
        Dialog::SkuRule(form) => actions.extend(products::rule_ui(ui, form)),
        Dialog::Leaving(leaving) => actions.extend(models::leaving_ui(ui, leaving)),
        Dialog::ForgetMissing { photos } => {
            let text = format!(
                "{} whose files are gone leave the catalogue. Should a file come back, it is indexed anew.",
                human::photos(*photos)
            );
            confirm_ui(ui, &text, "Forget", CatalogRequest::ForgetMissing, &mut actions);
        }
    }
    actions
}

fn wrapped(ui: &mut Ui, text: &str) {
    let palette = theme::palette(ui);
    ui.add(Label::new(theme::weak_text(text, palette)).wrap());
}

/// Buttons at the right, the one that matters outermost.
fn buttons_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.add_space(space::S);
    ui.allocate_ui_with_layout(egui::vec2(ui.available_width(), theme::CONTROL), Layout::right_to_left(Align::Center), add);
}

fn confirm_ui(ui: &mut Ui, text: &str, verb: &str, request: impl Into<Request>, actions: &mut Actions) {
    wrapped(ui, text);
    buttons_ui(ui, |ui| {
        if widgets::primary_button(ui, verb).clicked() {
            actions.push(Action::Send(request.into()));
            actions.push(Action::CloseOverlay);
        }
        if widgets::button(ui, None, "Keep").clicked() {
            actions.push(Action::CloseOverlay);
        }
    });
}

fn dropped_ui(ui: &mut Ui, path: &Path, actions: &mut Actions) {
    wrapped(ui, &path.display().to_string());
    buttons_ui(ui, |ui| {
        if widgets::primary_button(ui, "Add to this catalogue").clicked() {
            actions.push(Action::Send(CatalogRequest::AddFolder(path.to_owned()).into()));
            actions.push(Action::CloseOverlay);
        }
        if widgets::button(ui, None, "Open by itself").clicked() {
            actions.push(Action::CloseOverlay);
            actions.push(Action::Open(path.to_owned()));
        }
        if widgets::button(ui, None, "Add it as a model").on_hover_text("A folder with config.json and model.safetensors").clicked() {
            actions.push(Action::Send(ModelRequest::Add(path.to_owned()).into()));
            actions.push(Action::CloseOverlay);
        }
        if widgets::quiet_button(ui, "Nothing").clicked() {
            actions.push(Action::CloseOverlay);
        }
    });
}

fn path_ui(ui: &mut Ui, purpose: PickPurpose, text: &mut String, state: &State, actions: &mut Actions) {
    let (hint, choose, verb) = match purpose {
        PickPurpose::OpenFolder => ("/media/shoot-2026-11", "Choose folder…", "Open"),
        PickPurpose::AddFolder => ("/media/shoot-2026-12", "Choose folder…", "Add"),
        PickPurpose::OpenCatalog => ("/media/autumn.selvedge", "Choose file…", "Open"),
        PickPurpose::SearchPhoto => ("/media/reference.jpg", "Choose photo…", "Search"),
        PickPurpose::Locate(_) => ("/media/new-place", "Choose folder…", "Use this folder"),
        PickPurpose::ImportTags => ("/media/labels.csv", "Choose file…", "Import"),
        PickPurpose::ImportLabels => ("/media/label-sets.csv", "Choose file…", "Import"),
        PickPurpose::ExportTags(_) => ("/media/tags.csv", "Choose file…", "Export"),
        PickPurpose::ExportLabels => ("/media/label-sets.csv", "Choose file…", "Export"),
        PickPurpose::AddModel => ("/media/stick/fashion-clip", "Choose folder…", "Add"),
    };
    if let PickPurpose::Locate(root) = purpose
        && let Some(view) = state.library.snapshot.iter().flat_map(|s| &s.roots).find(|r| r.root.id == root)
    {
        wrapped(ui, &format!("It was {}. The photos in it keep their place in the catalogue.", view.root.path.display()));
    }
    if purpose == PickPurpose::AddModel {
        wrapped(
            ui,
            "A folder as the Hugging Face hub has it: config.json, model.safetensors and the tokenizer's files. It is used where it lies; on \
             another computer with a network it is what a download of the model's page gives.",
        );
    }
    let id = Id::unique("dialog path");
    let field = widgets::field(ui, id, text, hint, "Path", ui.available_width());
    // Asked before the focus comes back: a field that has the focus again has not lost it.
    let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    if ui.memory(egui::Memory::focused).is_none() {
        field.request_focus();
    }
    let path = PathBuf::from(text.trim());
    let filled = !path.as_os_str().is_empty();
    buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(filled, |ui| widgets::primary_button(ui, verb)).inner.clicked();
        if filled && (go || entered) {
            actions.push(Action::CloseOverlay);
            actions.push(with_path(purpose, path));
        }
        if widgets::button(ui, Some(icons::ICON_FOLDER_OPEN), choose).clicked() {
            actions.push(Action::CloseOverlay);
            actions.push(Action::Send(DesktopRequest::Pick(purpose).into()));
        }
    });
    if purpose == PickPurpose::OpenFolder {
        recent_ui(ui, state, actions);
    }
}

/// What a path means that was typed or chosen for this.
pub fn with_path(purpose: PickPurpose, path: PathBuf) -> Action {
    match purpose {
        PickPurpose::OpenFolder | PickPurpose::OpenCatalog => Action::Open(path),
        PickPurpose::AddFolder => Action::Send(CatalogRequest::AddFolder(path).into()),
        PickPurpose::SearchPhoto => Action::SetLike(Some(Like::File(path))),
        PickPurpose::Locate(root) => Action::Send(CatalogRequest::LocateRoot(root, path).into()),
        PickPurpose::ImportTags | PickPurpose::ExportTags(_) => Action::Exchange(purpose, path),
        PickPurpose::ImportLabels => Action::Send(EditRequest::ImportLabels(path).into()),
        PickPurpose::ExportLabels => Action::Send(EditRequest::ExportLabels(path).into()),
        PickPurpose::AddModel => Action::Send(ModelRequest::Add(path).into()),
    }
}

/// The catalogues opened lately.
pub fn recent_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let open = state.library.snapshot.as_ref().map(|s| &s.catalog);
    let recent: Vec<&PathBuf> = state.settings.recent.iter().filter(|c| Some(*c) != open).collect();
    if recent.is_empty() {
        return;
    }
    let palette = theme::palette(ui);
    widgets::section_ui(ui, "Recent");
    ui.spacing_mut().item_spacing.y = space::XS;
    for catalog in recent {
        let name = catalog.file_stem().map_or_else(|| name_of(catalog), |s| s.to_string_lossy().into_owned());
        let folder = catalog.parent().map(|p| p.display().to_string()).unwrap_or_default();
        let row = widgets::RowSpec {
            words: &name,
            count: Some(human::elide_middle(&folder, 36)),
            icon: Some((icons::ICON_HISTORY, palette.weak)),
            selected: false,
            indent: 0.0,
            name: format!("Open {name}"),
            room_right: 0.0,
        };
        if widgets::row_ui(ui, &row).on_hover_text(catalog.display().to_string()).clicked() {
            actions.push(Action::CloseOverlay);
            actions.push(Action::Open(catalog.clone()));
        }
    }
}
