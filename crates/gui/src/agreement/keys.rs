//! The keys: arrows move in the list of disputed photos and Enter opens one; there digits choose an answer.

use super::msg::{Msg, QuestionMsg};
use super::state::AgreementPage;
use crate::kit::grid_keys;
use crate::shell::asking_keys::{self, Meanings, Press, are_free};
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::view::View;
use egui::{Context, Key, Modifiers};

/// The keys of the list; none while the person types or a button has the focus.
pub fn of_list(egui: &Context, ctx: &Ctx, page: &AgreementPage) -> Output<Msg> {
    let mut out = Output::default();
    let elsewhere = egui.memory(egui::Memory::focused).is_some_and(|id| !focus::is_photos(id));
    let Some(last) = page.listed().len().checked_sub(1) else { return out };
    if ctx.view != View::Agreement || elsewhere || ctx.covered || !are_free(egui) {
        return out;
    }
    let columns = page.list.drawn.columns.max(1);
    let page_long = (page.list.drawn.rows_per_page * columns).max(1);
    if let Some(cell) = grid_keys::target(egui, page.cell(), columns, page_long, last) {
        out.msg(Msg::Move(cell));
    }
    if egui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) {
        out.msg(Msg::Begin(page.list.cursor));
    }
    out
}

/// The keys of the photo in question; they are used up.
pub fn of_question(egui: &Context, ctx: &Ctx, page: &AgreementPage) -> Output<QuestionMsg> {
    let sitting = page.sitting.as_ref();
    let asking = sitting.is_some_and(|sitting| sitting.dispute().is_some());
    let meanings = Meanings {
        view: View::Disputes,
        close_find: sitting.is_some_and(|sitting| sitting.find.is_some()).then_some(QuestionMsg::Find(None)),
        meaning: |press, on_widget| meaning(press, on_widget, asking),
        may_repeat: |msg: &QuestionMsg| matches!(msg, QuestionMsg::Back | QuestionMsg::Forward),
    };
    asking_keys::keys(egui, ctx, meanings)
}

fn meaning(press: Press, on_widget: bool, asking: bool) -> Option<QuestionMsg> {
    match press {
        Press::Undo => Some(QuestionMsg::Undo),
        Press::Redo => Some(QuestionMsg::Redo),
        Press::Key(Key::Escape) => Some(QuestionMsg::Leave),
        Press::Key(Key::Backspace) => Some(QuestionMsg::Back),
        Press::Key(Key::ArrowLeft) if !on_widget => Some(QuestionMsg::Back),
        _ if !asking => None,
        Press::Digit(place) => Some(QuestionMsg::Press(place)),
        Press::Key(Key::X) => Some(QuestionMsg::Answer(Vec::new())),
        Press::Key(Key::L) => Some(QuestionMsg::Find(Some(String::new()))),
        Press::Key(Key::Enter) if !on_widget => Some(QuestionMsg::TakeTicked),
        Press::Key(Key::Space) if !on_widget => Some(QuestionMsg::Skip),
        Press::Key(Key::ArrowRight) if !on_widget => Some(QuestionMsg::Forward),
        Press::Key(_) => None,
    }
}
