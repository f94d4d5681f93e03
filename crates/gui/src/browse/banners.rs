//! Strips above the grid that say what is wrong and what to do: a filter nobody knows, words the model was never taught,
//! photos it has not read, a folder that is away or was not indexed to its end.

use super::msg::Msg;
use crate::kit::path::name_of;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::format;
use crate::shell::models;
use crate::shell::output::Output;
use crate::shell::query::Change;
use crate::shell::view::View;
use base::human;
use egui::accesskit::Role;
use egui::{Align, AsIdSalt, Color32, Id, Label, Layout, RichText, Ui, UiBuilder};
use egui_material_icons::{MaterialIcon, icons};
use engine::protocol::query::{PartKind, parts};
use engine::protocol::{JobRequest, Look, ModelRequest, Only, PickPurpose, Reworded, RootView};

/// Draws the strips that apply now.
pub fn banners_ui(ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    // Where there are no photos it is told in their place.
    if let Some(error) = ctx.shown.error.as_ref().filter(|_| !ctx.shown.hits.is_empty()) {
        banner_ui(ui, "error", (icons::ICON_ERROR, palette.problem), error, |_| {});
    }
    if ctx.query.ranks() {
        words_ui(ui, ctx, &mut out);
    }
    if let Some(Only::Listed(listed)) = &ctx.query.only {
        let text = format!("{}: {}", human::capitalised(&listed.words), human::photos(listed.photos.len() as u64));
        evaluated_ui(ui, &text, &mut out);
    } else if ctx.query.evaluated.is_some() {
        evaluated_ui(ui, "A query of the evaluation", &mut out);
    }
    coverage_ui(ui, ctx, &mut out);
    looks_ui(ui, ctx, &mut out);
    for view in ctx.library.snapshot.iter().flat_map(|s| &s.roots).filter(|r| !r.reachable) {
        let text =
            format!("“{}” cannot be reached at {}. Its photos stay in the catalogue.", name_of(&view.root.path), view.root.path.display());
        banner_ui(ui, ("away", view.root.id), (icons::ICON_FOLDER_OFF, palette.doubtful), &text, |ui| ways_back_ui(ui, view, &mut out));
    }
    out
}

/// The photos are those of a figure: the way back to it.
fn evaluated_ui(ui: &mut Ui, text: &str, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    banner_ui(ui, "evaluated", (icons::ICON_ANALYTICS, palette.weak), text, |ui| {
        if widgets::button(ui, None, "Back to the evaluation").clicked() {
            out.effect(Effect::Show(View::Evaluation));
        }
    });
}

/// What can be done about a root that cannot be looked at.
pub fn ways_back_ui(ui: &mut Ui, view: &RootView, out: &mut Output<Msg>) {
    if widgets::button(ui, None, "Locate folder…").clicked() {
        out.effect(Effect::Ask(Dialog::path(PickPurpose::Locate(view.root.id))));
    }
    if widgets::button(ui, None, "Try again").clicked() {
        out.run(Common::Rescan);
    }
}

/// Roots that were not looked at to their end: said while nothing is under way to change it.
fn looks_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let Some(snapshot) = ctx.library.snapshot.as_ref().filter(|_| ctx.job.is_none() && ctx.library.opening.is_none()) else { return };
    let palette = theme::palette(ui);
    for view in snapshot.roots.iter().filter(|view| view.reachable) {
        if let Some(reason) = view.look.as_ref().and_then(Look::refused) {
            let text = format!("“{}” could not be indexed: {reason}.", name_of(&view.root.path));
            banner_ui(ui, ("refused", view.root.id), (icons::ICON_FOLDER_OFF, palette.doubtful), &text, |ui| ways_back_ui(ui, view, out));
        }
    }
    if let Some(words) = ctx.library.unfinished() {
        banner_ui(ui, "unfinished", (icons::ICON_INFO, palette.weak), &words, |ui| {
            if widgets::button(ui, None, "Go on").clicked() {
                out.send(JobRequest::GoOn);
            }
        });
    }
    if snapshot.unread_folders > 0 && !snapshot.photos.is_empty() {
        let (n, one) = (snapshot.unread_folders, snapshot.unread_folders == 1);
        let text = format!(
            "{} could not be read; what {} is not here.",
            human::counted(n, "folder", "folders"),
            if one { "it holds" } else { "they hold" }
        );
        banner_ui(ui, "unread", (icons::ICON_FOLDER_OFF, palette.doubtful), &text, |ui| {
            if widgets::button(ui, None, "Try again").clicked() {
                out.run(Common::Rescan);
            }
            if widgets::button(ui, None, "Show problems").clicked() {
                out.effect(Effect::Show(View::Problems));
            }
        });
    }
}

/// `kind`: its buttons are the same ones whatever its text counts and whichever strips come and go above it, so that a click which was begun on
/// one ends on it.
fn banner_ui(ui: &mut Ui, kind: impl AsIdSalt, (icon, colour): (MaterialIcon, Color32), text: &str, buttons: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    let builder = UiBuilder::new().scope_id(Id::unique("banner").with(kind)).accessibility_role(Role::Alert).accessibility_label(text);
    ui.scope_builder(builder, |ui| {
        theme::panel_frame(palette.card, egui::vec2(space::L, space::XS)).show(ui, |ui| {
            ui.allocate_ui_with_layout(egui::vec2(ui.available_width(), theme::CONTROL), Layout::right_to_left(Align::Center), |ui| {
                buttons(ui);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    widgets::icon(ui, icon, theme::ICON, colour);
                    ui.add(Label::new(RichText::new(text).color(palette.text)).wrap().selectable(true));
                });
            });
        });
    });
}

/// What became of the words that the model does not know, or not well.
fn words_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let (list, shown) = (&ctx.models.list, &ctx.shown);
    let starter = list.in_use.is_empty() || list.in_use == models::STARTER;
    let model = if starter { "The starter model" } else { list.title(&list.in_use) };
    if !shown.searched_as.is_empty() {
        let text = searched_as(model, &shown.searched_as);
        banner_ui(ui, "searched as", (icons::ICON_INFO, palette.weak), &text, |ui| {
            if widgets::button(ui, None, "Search as typed").clicked() {
                out.query(Change::AsTyped);
            }
        });
    }
    // Where nothing was found for it, it is told in the place of the photos.
    if shown.nothing.is_none() && !shown.unknown_words.is_empty() {
        // What texts have was searched for there.
        let in_texts = shown.unknown_words.iter().any(|word| shown.words.contains(word));
        let known = if ctx.query.as_typed || in_texts { Vec::new() } else { ctx.query.words_but(&shown.unknown_words) };
        let text = unknown_words(model, &known, &shown.unknown_words, starter);
        banner_ui(ui, "unknown", (icons::ICON_INFO, palette.doubtful), &text, |ui| {
            if starter && widgets::button(ui, None, "All models…").clicked() {
                out.effect(Effect::Show(View::Models));
            }
            for offered in shown.offered.iter().take(1) {
                if widgets::button(ui, None, &format!("Search for “{}”", offered.instead)).clicked() {
                    out.query(Change::Text(spelt(&ctx.query.text, offered)));
                }
            }
        });
    }
    if !shown.cut.is_empty() {
        let text = format!("The query is too long: {model} does not read {}", listed(&shown.cut, "and"));
        let text = text.replacen(": The starter", ": the starter", 1);
        banner_ui(ui, "cut", (icons::ICON_INFO, palette.doubtful), &text, |_| {});
    }
    if !shown.weak_words.is_empty() {
        let text = format!("{model} does badly at {}", listed(&shown.weak_words, "and"));
        banner_ui(ui, "weak", (icons::ICON_INFO, palette.weak), &text, |_| {});
    }
}

/// "The starter model does not know “parka”: searched as “jacket”".
fn searched_as(model: &str, words: &[Reworded]) -> String {
    let of = |pick: fn(&Reworded) -> &String| words.iter().map(pick).cloned().collect::<Vec<_>>();
    format!("{model} does not know {}: searched as {}", listed(&of(|w| &w.word), "or"), listed(&of(|w| &w.instead), "and"))
}

/// The text with what was likely meant in the place of each whole word; filters stay as they are.
pub fn spelt(text: &str, offered: &Reworded) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for filter in parts(text).into_iter().filter(|part| part.kind == PartKind::Filter).map(|part| part.range) {
        out += &spelt_words(&text[at..filter.start], offered);
        out += &text[filter.clone()];
        at = filter.end;
    }
    out + &spelt_words(&text[at..], offered)
}

fn spelt_words(text: &str, offered: &Reworded) -> String {
    let parts_words = |c: char| !c.is_alphanumeric() && !offered.word.contains(c);
    let pieces = text.split_inclusive(parts_words);
    let spell = |piece: &str| {
        let word = piece.trim_end_matches(parts_words);
        if word.to_lowercase() == offered.word { format!("{}{}", offered.instead, &piece[word.len()..]) } else { piece.to_owned() }
    };
    pieces.map(spell).collect()
}

/// Photos that the model in use has not read cannot be found in words: said while nothing is under way to change it.
fn coverage_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let list = &ctx.models.list;
    let away = ctx.library.snapshot.iter().flat_map(|s| &s.roots).any(|r| !r.reachable);
    if ctx.job.is_some() || away || ctx.library.opening.is_some() {
        return;
    }
    let palette = theme::palette(ui);
    let (text, verb, next) = match list.next.as_ref().and_then(|next| list.row(next)) {
        Some(row) => {
            let (read, all) = (human::count(row.embedded), human::photos(list.photos));
            (format!("{} has read {read} of {all} and takes over when it has read all", row.title), "Go on", Some(row))
        }
        None => match ctx.models.in_use() {
            // What a run left is offered above already.
            Some(row) if row.embedded < list.photos && ctx.library.unfinished().is_none() => {
                (format::coverage(row.embedded, list.photos), "Embed the rest", None)
            }
            _ => return,
        },
    };
    banner_ui(ui, "coverage", (icons::ICON_INFO, palette.weak), &text, |ui| {
        if widgets::button(ui, None, verb).clicked() {
            let name = next.map_or_else(|| list.in_use.clone(), |row| row.name.clone());
            out.send(ModelRequest::EmbedWith(name));
        }
        if let Some(row) = next
            && widgets::button(ui, None, "Use now").clicked()
        {
            out.send(ModelRequest::Use { name: row.name.clone(), now: true });
        }
    });
}

/// "Searched only for “red”: the starter model does not know “corduroy”; FashionCLIP may". `known`: what was searched for, where that is
/// known.
fn unknown_words(model: &str, known: &[String], words: &[String], starter: bool) -> String {
    let unknown = format!("does not know {}{}", listed(words, "or"), if starter { "; FashionCLIP may" } else { "" });
    if known.is_empty() {
        return format!("{model} {unknown}");
    }
    let model = if starter { "the starter model" } else { model };
    format!("Searched only for “{}”: {model} {unknown}", known.join(" "))
}

/// "“a”, “b” or “c”".
pub fn listed(words: &[String], joint: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|w| format!("“{w}”")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {joint} {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Reworded, searched_as, spelt, unknown_words};
    use engine::protocol::How;

    #[test]
    fn unknown_words_are_listed_as_a_person_would() {
        let say =
            |words: &[&str]| unknown_words("The starter model", &[], &words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>(), true);
        assert_eq!(say(&["corduroy"]), "The starter model does not know “corduroy”; FashionCLIP may");
        let known = ["red".to_owned(), "dress".to_owned()];
        assert_eq!(
            unknown_words("The starter model", &known, &["corduroy".to_owned()], true),
            "Searched only for “red dress”: the starter model does not know “corduroy”; FashionCLIP may"
        );
        let parka = Reworded { word: "parka".into(), instead: "jacket".into(), how: How::Kind };
        assert_eq!(searched_as("FashionCLIP", &[parka]), "FashionCLIP does not know “parka”: searched as “jacket”");
        let jaket = Reworded { word: "jaket".into(), instead: "jacket".into(), how: How::Spelling };
        assert_eq!(spelt("red Jaket folder:a", &jaket), "red jacket folder:a");
        assert_eq!(spelt("2:Jaket name:jaket-01*", &jaket), "2:jacket name:jaket-01*");
        assert_eq!(spelt("-jaket, “jaket bag” jakets", &jaket), "-jacket, “jacket bag” jakets");
        assert_eq!(say(&["a", "b", "c"]), "The starter model does not know “a”, “b” or “c”; FashionCLIP may");
    }
}
