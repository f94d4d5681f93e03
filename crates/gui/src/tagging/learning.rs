//! What the percentages rest on, and what the set has learned from decisions: told in words, and switched off here.

use super::msg::Msg;
use super::state::Tagging;
use crate::kit::theme;
use crate::kit::widgets;
use crate::shell::output::Output;
use base::human;
use egui::{Label, Ui};
use engine::protocol::{By, ENOUGH, LearnedFigures, SetLearning};

/// The switch.
const LEARN: &str = "Learn from decisions";

/// Draws whether the percentages were checked on these photos.
pub fn checked_ui(ui: &mut Ui, tagging: &Tagging) {
    if let Some(view) = tagging.view.as_deref().filter(|view| view.error.is_none()) {
        let words = checked_words(&view.learning, tagging.draft.words_only);
        ui.add(Label::new(theme::caption_text(words, theme::palette(ui))).wrap());
    }
}

/// Draws the switch, and what was gained.
pub fn learning_ui(ui: &mut Ui, tagging: &Tagging, out: &mut Output<Msg>) {
    if tagging.set.is_none() {
        return;
    }
    let palette = theme::palette(ui);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut on = !tagging.draft.words_only;
        if widgets::check(ui, &mut on, false, LEARN, LEARN).changed() {
            out.msg(Msg::Learn(on));
        }
        if let Some(view) = tagging.view.as_deref().filter(|view| view.error.is_none()) {
            let words = learned_words(&view.learning, tagging.draft.words_only);
            ui.add(Label::new(theme::caption_text(words, palette)).wrap())
                .on_hover_text("Each decision is judged as if it and the other photos of its product had not been decided");
        }
    });
}

/// Whether anybody checked the percentages on these photos.
fn checked_words(learning: &SetLearning, words_only: bool) -> String {
    match (learning.calibrated_on, learning.decisions) {
        (0, _) if words_only => "Percentages are the model's own; they are not checked on these photos.".to_owned(),
        (0, decisions) => {
            let more = human::counted(ENOUGH.saturating_sub(decisions).max(1) as u64, "more decision", "more decisions");
            format!("Percentages are the model's own; they were not checked on these photos. That takes {more}.")
        }
        (photos, _) => format!("Percentages were checked on {}.", human::counted(photos as u64, "decided photo", "decided photos")),
    }
}

/// What was gained, on how many decisions, and whether it is used.
fn learned_words(learning: &SetLearning, words_only: bool) -> String {
    if words_only {
        return "Off: it answers by its words alone, whatever was decided.".to_owned();
    }
    let Some(figures) = &learning.figures else { return "Nothing is decided yet.".to_owned() };
    let decisions = human::counted(learning.decisions as u64, "decision", "decisions");
    let [learned, words] = shares(figures);
    match learning.by {
        By::Learned => format!("Right for {learned} of {decisions}; its words alone, for {words}."),
        By::ZeroShot => {
            format!("Not used yet: right for {learned} of {decisions}, and {words} by its words alone. That may be chance.")
        }
    }
}

/// Both shares in whole percents; with one decimal where that would tell two as one.
fn shares(figures: &LearnedFigures) -> [String; 2] {
    let both = [figures.learned.accuracy, figures.zero_shot.accuracy].map(|share| share * 100.0);
    let whole = both.map(|share| format!("{share:.0} %"));
    let finer = both.map(|share| format!("{share:.1} %"));
    if whole[0] == whole[1] && finer[0] != finer[1] { finer } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::Accuracy;

    fn learning(by: By, decisions: usize, [learned, words]: [f64; 2]) -> SetLearning {
        let of = |accuracy| Accuracy { accuracy, weighted_f1: accuracy };
        let figures = LearnedFigures { zero_shot: of(words), learned: of(learned), gain: learned - words, gain_error: 0.01 };
        let calibrated_on = if decisions < ENOUGH { 0 } else { decisions };
        SetLearning { by, decisions, calibrated_on, figures: Some(figures) }
    }

    #[test]
    fn what_was_gained_is_told_with_both_figures() {
        assert_eq!(
            learned_words(&learning(By::Learned, 1204, [0.911, 0.84]), false),
            "Right for 91 % of 1,204 decisions; its words alone, for 84 %."
        );
        let chance = learned_words(&learning(By::ZeroShot, 60, [0.843, 0.84]), false);
        assert_eq!(chance, "Not used yet: right for 84.3 % of 60 decisions, and 84.0 % by its words alone. That may be chance.");
        assert!(learned_words(&learning(By::ZeroShot, 60, [0.8, 0.8]), true).starts_with("Off: "));
        assert_eq!(learned_words(&SetLearning::default(), false), "Nothing is decided yet.");
    }

    #[test]
    fn percentages_are_the_models_own_until_they_were_checked() {
        assert!(checked_words(&SetLearning::default(), false).ends_with("That takes 50 more decisions."));
        assert!(checked_words(&learning(By::ZeroShot, 49, [0.8, 0.8]), false).ends_with("That takes 1 more decision."));
        assert_eq!(checked_words(&learning(By::ZeroShot, 214, [0.8, 0.8]), false), "Percentages were checked on 214 decided photos.");
        assert!(!checked_words(&SetLearning::default(), true).contains("That takes"));
    }
}
