//! The dialogs that any feature may open: a path to type or choose, and whether something leaves the catalogue.

use super::features::Message;
use crate::browse::recent_ui;
use crate::kit::forms;
use crate::kit::path::name_of;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::output::{Item, Output};
use crate::shell::query::Change;
use crate::{audit, backups, copies, evaluation, exchange, feeds, models, shots};
use base::human;
use egui::{Align, Id, Key, Label, Layout, Ui};
use egui_material_icons::icons;
use engine::protocol::{CatalogRequest, DesktopRequest, EditRequest, Like, PickPurpose, Request};
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
        Dialog::Path { purpose: PickPurpose::ImportTexts, .. } => "Import texts from a CSV file",
        Dialog::Path { purpose: PickPurpose::ImportLabels, .. } => "Import label sets from a CSV or JSON file",
        Dialog::Path { purpose: PickPurpose::ExportTags(_), .. } => "Export tags to a file",
        Dialog::Path { purpose: PickPurpose::ContactSheet, .. } => "Contact sheet",
        Dialog::Path { purpose: PickPurpose::CopyTo, .. } => "Copy photos to a folder",
        Dialog::Path { purpose: PickPurpose::ExportLabels, .. } => "Export label sets to a CSV or JSON file",
        Dialog::Path { purpose: PickPurpose::ExportAudit(_), .. } => "Export what was checked",
        Dialog::Path { purpose: PickPurpose::Truth, .. } => "Compare with a table",
        Dialog::Path { purpose: PickPurpose::ExportEvaluation, .. } => "Export the evaluation",
        Dialog::Path { purpose: PickPurpose::SkuList, .. } => "Choose the list of SKUs",
        Dialog::Path { purpose: PickPurpose::Backup, .. } => "A backup to restore from",
        Dialog::Path { purpose: PickPurpose::Profile, .. } => "An export profile",
        Dialog::Path { purpose: PickPurpose::ExportFeed, .. } => "Export for a shop",
        Dialog::Path { purpose: PickPurpose::ExportShots, .. } => "Export the shot list",
        Dialog::Path { purpose: PickPurpose::PublishedPicture, .. } => "The picture of the published answer",
        Dialog::Path { purpose: PickPurpose::AddModel, .. } => "Add the folder of a model",
        Dialog::Dropped(_) => "What should happen with this folder?",
        Dialog::Replace { .. } => "Replace the file?",
        Dialog::RemoveRoot { .. } => "Remove this folder from the catalogue?",
        Dialog::ForgetMissing { .. } => "Forget the missing photos?",
    }
}

/// Draws it below its title.
pub fn dialog_ui(ui: &mut Ui, dialog: &mut Dialog, ctx: &Ctx) -> Output<Message> {
    let mut out = Output::default();
    match dialog {
        Dialog::Path { purpose, text, choose, wrong } => path_ui(ui, *purpose, (text, *choose, wrong), ctx, &mut out),
        Dialog::Dropped(path) => dropped_ui(ui, path, &mut out),
        Dialog::Replace { file } => {
            let name = name_of(file);
            let text =
                format!("“{name}” is there already, in {}. What is in it now would be lost.", file.parent().unwrap_or(file).display());
            let export = EditRequest::ExportLabels { file: file.clone(), replace: true };
            confirm_ui(ui, &text, &format!("Replace {}", human::elide_middle(&name, 32)), export, &mut out);
        }
        Dialog::RemoveRoot { root, name, photos } => {
            let text = format!(
                "“{name}” and its {} leave the catalogue. The files stay where they are, untouched. Adding the folder again indexes it anew.",
                human::photos(*photos)
            );
            confirm_ui(ui, &text, "Remove from catalogue", CatalogRequest::RemoveRoot(*root), &mut out);
        }
        Dialog::ForgetMissing { photos } => {
            let text = format!(
                "{} whose files are gone leave the catalogue. Should a file come back, it is indexed anew.",
                human::photos(*photos)
            );
            confirm_ui(ui, &text, "Forget", CatalogRequest::ForgetMissing, &mut out);
        }
    }
    out
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

fn confirm_ui(ui: &mut Ui, text: &str, verb: &str, command: impl Into<Request>, out: &mut Output<Message>) {
    wrapped(ui, text);
    buttons_ui(ui, |ui| {
        if widgets::primary_button(ui, verb).clicked() {
            out.send(command);
            out.effect(Effect::CloseOverlay);
        }
        if widgets::button(ui, None, "Keep").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
}

fn dropped_ui(ui: &mut Ui, path: &Path, out: &mut Output<Message>) {
    wrapped(ui, &path.display().to_string());
    buttons_ui(ui, |ui| {
        if widgets::primary_button(ui, "Add to this catalogue").clicked() {
            out.send(CatalogRequest::AddFolder(path.to_owned()));
            out.effect(Effect::CloseOverlay);
        }
        if widgets::button(ui, None, "Open by itself").clicked() {
            out.effect(Effect::CloseOverlay);
            out.effect(Effect::Open(path.to_owned()));
        }
        if widgets::button(ui, None, "Add it as a model").on_hover_text("A folder with config.json and model.safetensors").clicked() {
            out.msg(models::Msg::Add(path.to_owned()).into());
            out.effect(Effect::CloseOverlay);
        }
        if widgets::quiet_button(ui, "Nothing").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
}

fn path_ui(
    ui: &mut Ui,
    purpose: PickPurpose,
    (text, can_choose, wrong): (&mut String, bool, &mut Option<String>),
    ctx: &Ctx,
    out: &mut Output<Message>,
) {
    let (hint, choose, verb) = match purpose {
        PickPurpose::OpenFolder => ("Path of a folder", "Choose folder…", "Open"),
        PickPurpose::AddFolder => ("Path of a folder", "Choose folder…", "Add"),
        PickPurpose::OpenCatalog => ("Path of a catalogue, *.selvedge", "Choose file…", "Open"),
        PickPurpose::SearchPhoto => ("Path of a photo", "Choose photo…", "Search"),
        PickPurpose::ContactSheet => ("Path of a PDF file", "Choose file…", "Print"),
        PickPurpose::CopyTo => ("Path of a folder", "Choose folder…", "Use this folder"),
        PickPurpose::Locate(_) => ("Path of the folder", "Choose folder…", "Use this folder"),
        PickPurpose::ImportTags | PickPurpose::ImportTexts => ("Path of a CSV file", "Choose file…", "Import"),
        PickPurpose::Truth => ("Path of a CSV file", "Choose file…", "Compare"),
        PickPurpose::ImportLabels => ("Path of a CSV or text file", "Choose file…", "Import"),
        PickPurpose::Backup => ("Path of a backup, *.selvedge", "Choose file…", "Look at it"),
        PickPurpose::Profile => ("Path of a JSON file", "Choose file…", "Use this profile"),
        PickPurpose::SkuList => ("Path of a CSV file", "Choose file…", "Use this list"),
        PickPurpose::ExportTags(_)
        | PickPurpose::ExportAudit(_)
        | PickPurpose::ExportEvaluation
        | PickPurpose::ExportShots
        | PickPurpose::ExportFeed => ("Path of the new file", "Choose file…", "Export"),
        PickPurpose::ExportLabels => ("Path of a CSV or text file", "Choose file…", "Export"),
        PickPurpose::PublishedPicture => ("Path of the picture", "Choose picture…", "Compare"),
        PickPurpose::AddModel => ("Path of a model's folder", "Choose folder…", "Add"),
    };
    if let PickPurpose::Locate(root) = purpose
        && let Some(view) = ctx.library.snapshot.iter().flat_map(|s| &s.roots).find(|r| r.root.id == root)
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
    if !can_choose {
        forms::problem_ui(ui, forms::NO_DIALOG);
    }
    let id = Id::unique("dialog path");
    let field = widgets::field(ui, id, text, hint, "Path", ui.available_width());
    // Asked before the focus comes back: a field that has the focus again has not lost it.
    let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    if ui.memory(egui::Memory::focused).is_none() {
        field.request_focus();
    }
    if field.changed() {
        *wrong = None;
    }
    if let Some(wrong) = wrong {
        forms::problem_ui(ui, wrong);
    }
    let path = PathBuf::from(text.trim());
    let filled = !path.as_os_str().is_empty();
    buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(filled, |ui| widgets::primary_button(ui, verb)).inner.clicked();
        if filled && (go || entered) {
            out.effect(Effect::CloseOverlay);
            let item = with_path(purpose, path, false);
            let request = if let Item::Effect(Effect::Send(request, _)) = &item { Some(*request) } else { None };
            out.item(item);
            out.effect(Effect::Typed(request, Dialog::Path { purpose, text: text.clone(), choose: can_choose, wrong: None }));
        }
        if can_choose && widgets::button(ui, Some(icons::ICON_FOLDER_OPEN), choose).clicked() {
            out.effect(Effect::CloseOverlay);
            out.send(DesktopRequest::Pick(purpose));
        }
    });
    if purpose == PickPurpose::OpenFolder {
        recent_ui(ui, ctx, out);
    }
}

/// What a path means that was typed or chosen for this. A desktop's dialog has asked already whether a file may be replaced.
pub fn with_path(purpose: PickPurpose, path: PathBuf, replace: bool) -> Item<Message> {
    let catalogue = |request: CatalogRequest| Item::Effect(Effect::send(request));
    let labels = |request: EditRequest| Item::Effect(Effect::send(request));
    match purpose {
        PickPurpose::OpenFolder | PickPurpose::OpenCatalog => Item::Effect(Effect::Open(path)),
        PickPurpose::AddFolder => catalogue(CatalogRequest::AddFolder(path)),
        PickPurpose::SearchPhoto => Item::Effect(Effect::Query(vec![Change::Like(Some(Like::File(path)))])),
        PickPurpose::Locate(root) => catalogue(CatalogRequest::LocateRoot(root, path)),
        PickPurpose::ImportTags => Item::Msg(exchange::Msg::ImportFrom(path).into()),
        PickPurpose::ImportTexts => Item::Msg(exchange::Msg::TextsFrom(path).into()),
        PickPurpose::ExportTags(format) => Item::Msg(exchange::Msg::ExportTo { format, path, replace }.into()),
        PickPurpose::ExportAudit(format) => Item::Msg(audit::Msg::ExportTo { format, path, replace }.into()),
        PickPurpose::ContactSheet => Item::Msg(copies::Msg::SheetTo { path, replace }.into()),
        PickPurpose::CopyTo => Item::Msg(copies::Msg::To(path).into()),
        PickPurpose::Truth => Item::Msg(evaluation::Msg::TruthFrom(path).into()),
        PickPurpose::ExportEvaluation => Item::Msg(evaluation::Msg::ExportTo { path, replace }.into()),
        PickPurpose::SkuList => Item::Msg(shots::Msg::List(Some(path)).into()),
        PickPurpose::Backup => Item::Msg(backups::Msg::File(path).into()),
        PickPurpose::Profile => Item::Msg(feeds::Msg::Profile(path).into()),
        PickPurpose::ExportFeed => Item::Msg(feeds::Msg::ExportTo { path, replace }.into()),
        PickPurpose::ExportShots => Item::Msg(shots::Msg::ExportTo { path, replace }.into()),
        PickPurpose::ImportLabels => labels(EditRequest::ImportLabels(path)),
        PickPurpose::ExportLabels => labels(EditRequest::ExportLabels { file: path, replace }),
        PickPurpose::PublishedPicture => Item::Msg(models::Msg::Picture(path).into()),
        PickPurpose::AddModel => Item::Msg(models::Msg::Add(path).into()),
    }
}
