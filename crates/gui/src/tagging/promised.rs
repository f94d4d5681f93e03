//! A promised precision: what would be accepted by it, on which decisions that rests, and what is wanting where it cannot be promised.

use super::learning::decided_words;
use super::msg::Msg;
use super::state::Tagging;
use crate::kit::curve::{Curve, curve_ui};
use crate::kit::theme;
use crate::kit::widgets;
use crate::shell::output::Output;
use base::{Choice, human};
use egui::{Label, Ui, vec2};
use engine::protocol::{LabelPromise, PromiseView, Promised, SetPromise, TaggingView};

/// What a person may ask for, thousandths.
const CHOICES: [Option<u16>; 3] = [None, Some(950), Some(980)];
/// The same in words.
const WORDS: [&str; 3] = ["By hand", "95 % right", "98 % right"];
/// Labels that are told by name before "and 4 others".
const NAMED: usize = 3;

/// Draws the choice of what is accepted.
pub fn choice_ui(ui: &mut Ui, tagging: &Tagging, out: &mut Output<Msg>) {
    let chosen = CHOICES.iter().position(|choice| *choice == tagging.promise()).unwrap_or(0);
    if let Some(place) = widgets::segments(ui, "What is accepted", &WORDS, chosen) {
        out.msg(Msg::Promise(CHOICES[place]));
    }
}

/// Draws what can be accepted by the precision that is asked for.
pub fn promise_ui(ui: &mut Ui, tagging: &Tagging, per_mille: u16) {
    let palette = theme::palette(ui);
    let view = tagging.view.as_deref();
    let Some((view, promise)) = view.and_then(|view| Some((view, view.promise.as_ref().filter(|p| p.per_mille == per_mille)?))) else {
        ui.label(theme::caption_text("Counting…", palette));
        return;
    };
    ui.add(Label::new(theme::strong_text(head_words(promise), palette)).wrap());
    let kept = match &promise.promised {
        Promised::Kept(kept) => Some((kept.kept.coverage as f32, share(kept.kept.right, kept.kept.accepted))),
        Promised::Missing(_) => None,
    };
    let points: Vec<(f32, f32)> = promise.curve.iter().map(|point| (point.coverage as f32, share(point.right, point.accepted))).collect();
    if !points.is_empty() {
        let drawn = Curve { points: &points, wanted: f32::from(per_mille) / 1000.0, chosen: kept, name: "Right, by the share accepted" };
        curve_ui(ui, vec2(ui.available_width(), theme::HISTOGRAM), &drawn);
    }
    for words in match &promise.promised {
        Promised::Kept(kept) => kept_words(tagging, view, kept),
        Promised::Missing(missing) => missing_words(tagging, view, *missing),
    } {
        ui.add(Label::new(theme::weak_text(words, palette)).wrap());
    }
}

fn share(right: usize, accepted: usize) -> f32 {
    right as f32 / accepted.max(1) as f32
}

/// "1,204 tags can be accepted".
fn head_words(promise: &PromiseView) -> String {
    match &promise.promised {
        Promised::Kept(_) => format!("{} can be accepted", human::counted(promise.accepted, "tag", "tags")),
        Promised::Missing(_) => format!("{} cannot be promised yet", percent(promise.per_mille)),
    }
}

/// "95 %".
fn percent(per_mille: u16) -> String {
    format!("{} %", f32::from(per_mille) / 10.0)
}

fn kept_words(tagging: &Tagging, view: &TaggingView, kept: &SetPromise) -> Vec<String> {
    let figure = |n: usize| human::count(n as u64);
    let decided = match tagging.draft.choice {
        Choice::Single => human::counted(view.learning.decisions as u64, "decision", "decisions"),
        Choice::Multi => format!("the suggestions on {}", decided_words(view.learning.photos)),
    };
    let accepted = figure(kept.kept.accepted);
    let right = if kept.kept.right == kept.kept.accepted { "all".to_owned() } else { figure(kept.kept.right) };
    let mut words = vec![format!("Of {decided} it would have accepted {accepted}; {right} of those were right.")];
    let named = |which: &dyn Fn(&&LabelPromise) -> bool| -> Vec<&str> {
        kept.labels.iter().filter(which).map(|label| tagging.name(label.slot)).collect()
    };
    let (own, out) = (named(&|label| label.is_own), named(&|label| label.least_bin.is_none()));
    if !own.is_empty() {
        words.push(format!("With a threshold of {} own: {}.", if own.len() == 1 { "its" } else { "their" }, list(&own)));
    }
    if !out.is_empty() {
        words.push(format!("Left out, since decisions contradict the model: {}.", list(&out)));
    }
    words
}

fn missing_words(tagging: &Tagging, view: &TaggingView, missing: usize) -> Vec<String> {
    if tagging.draft.words_only {
        return vec!["It rests on decisions, and this set leaves them out: let it learn from decisions first.".to_owned()];
    }
    let missing = human::count(missing as u64);
    // Where several labels may fit a photo, each label that was decided counts.
    let (one, many) = match tagging.draft.choice {
        Choice::Single => ("decision", "decisions"),
        Choice::Multi => ("decided label", "decided labels"),
    };
    let wanting = match view.learning.decisions {
        0 => format!("Nothing is decided yet. It takes at least {missing} {many}"),
        n => format!("{} so far. It takes at least {missing} more", human::counted(n as u64, one, many)),
    };
    vec![
        format!("{wanting} that are right; until then nothing is accepted."),
        "The review asks about sure ones, drawn at random: they settle it soonest.".to_owned(),
    ]
}

/// "Dresses, Jeans, Shirts and 4 others".
fn list(names: &[&str]) -> String {
    let told = names.iter().take(NAMED).map(|name| human::elide_middle(name, 24));
    let others = names.len().saturating_sub(NAMED) as u64;
    let others = (others > 0).then(|| human::counted(others, "other", "others"));
    human::list(told.chain(others))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_labels_are_told_by_the_first_few() {
        assert_eq!(list(&["Red"]), "Red");
        assert_eq!(list(&["Red", "Green", "Blue", "Gold"]), "Red, Green, Blue and 1 other");
        assert_eq!([percent(950), percent(985)], ["95 %", "98.5 %"]);
    }
}
