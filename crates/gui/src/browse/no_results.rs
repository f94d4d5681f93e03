//! Nothing was found: each reason in its own words, with its own way out.

use super::banners::{listed, spelt};
use super::msg::Msg;
use crate::kit::path::name_of;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::format;
use crate::shell::output::Output;
use crate::shell::query::Change;
use base::human;
use egui::{Label, Ui};
use egui_material_icons::icons;
use engine::protocol::query::{PartKind, parts};
use engine::protocol::{Nothing, UnmetFilter};
use std::ops::Range;

/// Why nothing was found, and what can be done about it.
struct Reason {
    /// Empty where the title says it.
    words: String,
    button: String,
    change: Change,
    /// What the person most likely wants.
    likely: bool,
}

impl Reason {
    fn new(words: String, button: String, change: Change) -> Self {
        Self { words, button, change, likely: false }
    }
}

/// Draws what is said in the place of the grid.
pub fn no_results_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    widgets::icon(ui, icons::ICON_SEARCH, theme::ICON_LARGE, palette.faint);
    ui.label(theme::title_text(title(ctx), palette));
    if let Some(model) = ctx.models.in_use().filter(|row| row.embedded == 0 && ctx.models.list.photos > 0) {
        ui.label(theme::weak_text(format!("{} has not read any of these photos yet", model.title), palette));
    }
    for Reason { words, button, change, likely } in reasons(ctx) {
        if !words.is_empty() {
            ui.add(Label::new(theme::weak_text(words, palette)).wrap());
        }
        let pressed = if likely { widgets::primary_button(ui, &button) } else { widgets::button(ui, None, &button) };
        if pressed.clicked() {
            let leaves_label = matches!(change, Change::LeaveLabel);
            out.effect(if leaves_label { Effect::LeaveLabel } else { Effect::Query(vec![change]) });
        }
    }
    ui.add_space(space::S);
    ui.label(theme::weak_text("Or try", palette));
    widgets::centred_row(ui, "examples", |ui| {
        for example in &ctx.library.examples {
            if widgets::button(ui, Some(icons::ICON_SEARCH), example).clicked() {
                out.run(Common::ClearSearch);
                out.query(Change::Text(example.clone()));
            }
        }
    });
    ui.add_space(space::S);
    if widgets::quiet_button(ui, "Show all photos").clicked() {
        out.run(Common::ClearSearch);
    }
}

/// Where nothing was searched for, that no photo matches would be untrue.
fn title(ctx: &Ctx) -> String {
    let shown = &ctx.shown;
    match (shown.nothing, shown.offered.first()) {
        _ if shown.error.is_some() => "This search cannot be understood".to_owned(),
        (Some(Nothing::Signs), _) => "Type a word to search for".to_owned(),
        (Some(_), Some(offered)) => format!("Did you mean “{}”?", offered.instead),
        _ => "No photos match".to_owned(),
    }
}

fn reasons(ctx: &Ctx) -> Vec<Reason> {
    let (query, shown) = (&ctx.query, &ctx.shown);
    if let Some(error) = &shown.error {
        return vec![Reason::new(human::capitalised(error), "Clear the search".to_owned(), Change::Clear)];
    }
    if let Some(nothing) = shown.nothing {
        return nothing_searched(ctx, nothing);
    }
    let filters = filters(&query.text);
    if !shown.unmet.is_empty() {
        return shown.unmet.iter().filter_map(|unmet| unmet_reason(&query.text, filters.get(unmet.place)?, unmet)).collect();
    }
    if let Some(least) = query.cut_off().filter(|_| shown.scores.total() > 0) {
        let best = human::score(base::score::of_hundredths(shown.scores.most()));
        let words = format!("The best score is {best}, below the cut-off of {}", human::score(least));
        return vec![Reason::new(words, "Show any score".to_owned(), Change::MinScore(None))];
    }
    let bounds = scores(&query.text);
    if !bounds.is_empty() {
        let typed = bounds.iter().map(|range| &query.text[range.clone()]).collect::<Vec<_>>().join(" ");
        let change = Change::Text(without(&query.text, &bounds));
        return vec![Reason::new(format!("No photo has a score that passes {typed}"), format!("Search without {typed}"), change)];
    }
    narrowed(ctx, &filters)
}

/// The words mean nothing: what can be searched for instead, the words as they are last.
fn nothing_searched(ctx: &Ctx, nothing: Nothing) -> Vec<Reason> {
    let (text, shown) = (&ctx.query.text, &ctx.shown);
    // The first one is in the title.
    let offered = shown.offered.iter().enumerate().map(|(place, offered)| Reason {
        words: if place == 0 { String::new() } else { format!("Did you mean “{}”?", offered.instead) },
        button: format!("Search for “{}”", offered.instead),
        change: Change::Text(spelt(text, offered)),
        likely: place == 0,
    });
    let words = match nothing {
        // To search for signs as they are finds nothing that a person could mean.
        Nothing::Signs => {
            return vec![Reason::new(format!("There is no word in “{}”", text.trim()), "Clear the search".to_owned(), Change::Clear)];
        }
        Nothing::Untaught if shown.unknown_words.is_empty() => format!("No name, folder or text has “{}”", text.trim()),
        Nothing::Untaught => {
            format!("The model was never taught {}, and no name, folder or text has it", listed(&shown.unknown_words, "or"))
        }
    };
    offered.chain([Reason::new(words, "Search as typed".to_owned(), Change::AsTyped)]).collect()
}

/// What narrows the photos, where each of it leaves some.
fn narrowed(ctx: &Ctx, filters: &[Range<usize>]) -> Vec<Reason> {
    let query = &ctx.query;
    let mut reasons = Vec::new();
    if let Some(folder) = &query.folder {
        let words = format!("Only the folder “{}” was searched", name_of(&folder.path));
        reasons.push(Reason::new(words, "Search in all folders".to_owned(), Change::Folder(None)));
    }
    if let Some(only) = &query.only {
        let name = format::only(&ctx.tags, only);
        let words = format!("Only photos that are “{name}” were searched");
        reasons.push(Reason::new(words, format!("Search without “{name}”"), Change::Only(None)));
    }
    if let Some(label) = &query.label {
        let name = format::slot_name(&label.set, label.slot);
        let words = format!("Only photos that “{name}” is suggested for were searched");
        reasons.push(Reason::new(words, "Search whatever is suggested".to_owned(), Change::LeaveLabel));
    }
    if filters.len() > 1 {
        let words = "Some photos pass each of the filters, none passes all of them".to_owned();
        reasons.push(Reason::new(words, "Search without the filters".to_owned(), Change::Text(without(&query.text, filters))));
    }
    reasons
}

fn unmet_reason(text: &str, range: &Range<usize>, unmet: &UnmetFilter) -> Option<Reason> {
    let (typed, value) = (text.get(range.clone())?, &unmet.value);
    let words = match unmet.field {
        _ if unmet.negated => format!("Every photo is left out by {typed}"),
        "folder" => format!("No folder of this catalogue is called “{value}”"),
        "tag" if !unmet.has_label => format!("There is no label “{value}”"),
        "tag" => format!("No photo is tagged “{value}”"),
        "name" => format!("No photo is called “{value}”"),
        _ => format!("No photo passes {typed}"),
    };
    let change = Change::Text(without(text, std::slice::from_ref(range)));
    Some(Reason::new(words, format!("Search without {typed}"), change))
}

/// Where the filters of a text stand; scores are cut-offs and not among them.
fn filters(text: &str) -> Vec<Range<usize>> {
    filters_and_scores(text).0
}

/// Where its cut-offs stand.
fn scores(text: &str) -> Vec<Range<usize>> {
    filters_and_scores(text).1
}

fn filters_and_scores(text: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let is_score = |range: &Range<usize>| text[range.clone()].trim_start_matches('-').to_lowercase().starts_with("score:");
    let all = parts(text).into_iter().filter(|part| part.kind == PartKind::Filter).map(|part| part.range);
    all.partition(|range| !is_score(range))
}

/// The text without these stretches, with one space between the rest.
fn without(text: &str, ranges: &[Range<usize>]) -> String {
    let mut rest = String::new();
    let mut at = 0;
    for range in ranges {
        rest.push_str(&text[at..range.start]);
        at = range.end;
    }
    rest.push_str(&text[at..]);
    rest.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{filters, scores, without};

    #[test]
    fn filters_are_taken_out_of_the_text() {
        let text = "red name:a* score:>0.2 dress -tag:\"My sale\"";
        let found = filters(text);
        assert_eq!(found.iter().map(|r| &text[r.clone()]).collect::<Vec<_>>(), ["name:a*", "-tag:\"My sale\""]);
        assert_eq!(without(text, &scores(text)), "red name:a* dress -tag:\"My sale\"");
        assert_eq!(without(text, &found), "red score:>0.2 dress");
        assert_eq!(without(text, &found[..1]), "red score:>0.2 dress -tag:\"My sale\"");
    }
}
