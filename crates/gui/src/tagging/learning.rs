//! What the percentages rest on, and what the set has learned from decisions: told in words, and switched off here.

use super::msg::Msg;
use super::state::Tagging;
use crate::kit::theme;
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::{Choice, Decision, Source, human};
use egui::{Label, Ui};
use engine::protocol::{By, ENOUGH, LearnedFigures, SetLearning};

/// The switch.
const LEARN: &str = "Learn from decisions";

/// What the percentages rest on is not known yet.
const LEARNING: &str = "Percentages are being checked on the photos that are decided.";

/// Draws the switch, what was gained, and whether the percentages were checked on these photos.
pub fn learning_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let view = tagging.view.as_deref().filter(|view| view.error.is_none());
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut on = !tagging.draft.words_only;
        if tagging.set.is_some() && widgets::check(ui, &mut on, false, LEARN, LEARN).changed() {
            out.msg(Msg::Learn(on));
        }
        if let Some(view) = view.filter(|_| tagging.set.is_some()) {
            let words = learned_words(&view.learning, tagging.draft.choice, tagging.draft.words_only);
            ui.add(Label::new(theme::caption_text(words, palette)).wrap())
                .on_hover_text("Each decision is judged as if it and the other photos of its product had not been decided");
        }
        if let Some(view) = view {
            // Labels that were just imported are counted before they are learned from.
            let learns = view.learning.photos == 0 && !tagging.draft.words_only && teaches(ctx, tagging);
            let words = if learns { LEARNING.to_owned() } else { checked_words(&view.learning, tagging.draft.words_only) };
            ui.add(Label::new(theme::caption_text(words, palette)).wrap());
        }
    });
}

/// A person or a file has decided about photos of the set.
fn teaches(ctx: &Ctx, tagging: &Tagging) -> bool {
    let own = |tag: &base::Tag| Some(tag.set) == tagging.set && tag.decision != Decision::Rejected && !tag.stale;
    ctx.tags.book.iter().any(|tag| own(tag) && tag.provenance.source != Source::Rule)
}

/// Whether anybody checked the percentages on these photos.
fn checked_words(learning: &SetLearning, words_only: bool) -> String {
    match learning.calibrated_on {
        0 if words_only => "Percentages are the model's own; they are not checked on these photos.".to_owned(),
        0 => {
            let more = ENOUGH.saturating_sub(learning.photos).max(1) as u64;
            let more = human::counted(more, "more decided photo", "more decided photos");
            format!("Percentages are the model's own; they were not checked on these photos. That takes {more}.")
        }
        photos => format!("Percentages were checked on {}.", decided_words(photos)),
    }
}

/// "1,204 decided photos".
pub fn decided_words(photos: usize) -> String {
    human::counted(photos as u64, "decided photo", "decided photos")
}

/// What was gained, on how many decisions, and whether it is used.
fn learned_words(learning: &SetLearning, choice: Choice, words_only: bool) -> String {
    if words_only {
        return "Off: it answers by its words alone, whatever was decided.".to_owned();
    }
    let Some(figures) = &learning.figures else { return "Nothing is decided yet.".to_owned() };
    let [learned, words] = compared(figures, choice);
    let told = told([learned, words], choice);
    let of = match choice {
        Choice::Single => format!("right for {} of {}", told[0], human::counted(learning.decisions as u64, "decision", "decisions")),
        Choice::Multi => format!("F1 {} on {}", told[0], decided_words(learning.photos)),
    };
    let words_told = &told[1];
    match learning.by {
        By::Learned if choice == Choice::Single => format!("{}; its words alone, for {words_told}.", human::capitalised(&of)),
        By::Learned => format!("{of}; its words alone, {words_told}."),
        By::ZeroShot => {
            let chance = if learned > words { " That may be chance." } else { "" };
            format!("Learning is on but does not help yet: {of} with it, {words_told} without.{chance}")
        }
    }
}

/// How good it is learned, and by its words. Of the pairs of a photo and a label nearly all are right where nothing is suggested: where
/// several labels may fit, F1 tells more.
fn compared(figures: &LearnedFigures, choice: Choice) -> [f64; 2] {
    [figures.learned, figures.zero_shot].map(|of| if choice == Choice::Single { of.accuracy } else { of.weighted_f1 })
}

fn told(both: [f64; 2], choice: Choice) -> [String; 2] {
    match choice {
        Choice::Single => finely(both.map(|share| share * 100.0), 0, "\u{a0}%"),
        Choice::Multi => finely(both, 2, ""),
    }
}

/// Both with so many decimals; with one more where that would tell two as one.
fn finely(both: [f64; 2], decimals: usize, unit: &str) -> [String; 2] {
    let with = |decimals: usize| both.map(|figure| format!("{figure:.decimals$}{unit}"));
    let (coarse, finer) = (with(decimals), with(decimals + 1));
    if coarse[0] == coarse[1] && finer[0] != finer[1] { finer } else { coarse }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::Accuracy;

    fn learning(by: By, decisions: usize, [learned, words]: [f64; 2]) -> SetLearning {
        let of = |accuracy| Accuracy { accuracy, weighted_f1: accuracy };
        let figures = LearnedFigures { zero_shot: of(words), learned: of(learned), gain: learned - words, gain_error: 0.01 };
        let calibrated_on = if decisions < ENOUGH { 0 } else { decisions };
        SetLearning { by, decisions, photos: decisions, calibrated_on, figures: Some(figures) }
    }

    #[test]
    fn what_was_gained_is_told_with_both_figures() {
        assert_eq!(
            learned_words(&learning(By::Learned, 1204, [0.911, 0.84]), Choice::Single, false),
            "Right for 91\u{a0}% of 1,204 decisions; its words alone, for 84\u{a0}%."
        );
        let chance = learned_words(&learning(By::ZeroShot, 60, [0.843, 0.84]), Choice::Single, false);
        let said = "right for 84.3\u{a0}% of 60 decisions with it, 84.0\u{a0}% without. That may be chance.";
        assert_eq!(chance, format!("Learning is on but does not help yet: {said}"));
        let worse = learned_words(&learning(By::ZeroShot, 60, [0.8, 0.84]), Choice::Single, false);
        assert!(worse.ends_with(" with it, 84\u{a0}% without."), "{worse}");
        assert!(learned_words(&learning(By::ZeroShot, 60, [0.8, 0.8]), Choice::Single, true).starts_with("Off: "));
        assert_eq!(learned_words(&SetLearning::default(), Choice::Single, false), "Nothing is decided yet.");
    }

    #[test]
    fn where_several_labels_may_fit_photos_are_counted_and_f1_is_told() {
        let several = |by, gained| SetLearning { photos: 40, ..learning(by, 90, gained) };
        let words = |by, gained| learned_words(&several(by, gained), Choice::Multi, false);
        assert_eq!(words(By::Learned, [0.81, 0.7]), "F1 0.81 on 40 decided photos; its words alone, 0.70.");
        assert_eq!(
            words(By::ZeroShot, [0.5, 0.7]),
            "Learning is on but does not help yet: F1 0.50 on 40 decided photos with it, 0.70 without."
        );
        let unchecked = SetLearning { calibrated_on: 0, ..several(By::ZeroShot, [0.5, 0.7]) };
        assert!(checked_words(&unchecked, false).ends_with("That takes 10 more decided photos."));
    }

    #[test]
    fn percentages_are_the_models_own_until_they_were_checked() {
        assert!(checked_words(&SetLearning::default(), false).ends_with("That takes 50 more decided photos."));
        assert!(checked_words(&learning(By::ZeroShot, 49, [0.8, 0.8]), false).ends_with("That takes 1 more decided photo."));
        assert_eq!(checked_words(&learning(By::ZeroShot, 214, [0.8, 0.8]), false), "Percentages were checked on 214 decided photos.");
        assert!(!checked_words(&SetLearning::default(), true).contains("That takes"));
    }
}
