//! Which key accepts, declines, chooses or skips; letters and digits always, keys that move among buttons only where none has the focus.

use super::msg::Msg;
use super::state::Review;
use crate::shell::asking_keys::{self, Meanings, Press};
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::view::View;
use egui::{Context, Key};

/// What the keys mean; they are used up.
pub fn keys(egui: &Context, ctx: &Ctx, review: &Review) -> Output<Msg> {
    let meanings = Meanings {
        view: View::Review,
        close_find: review.touched.find.is_some().then_some(Msg::Find(None)),
        meaning,
        may_repeat: |msg: &Msg| matches!(msg, Msg::Move(_) | Msg::Back | Msg::Forward),
    };
    asking_keys::keys(egui, ctx, meanings)
}

fn meaning(press: Press, on_widget: bool) -> Option<Msg> {
    match press {
        Press::Undo => Some(Msg::Undo),
        Press::Redo => Some(Msg::Redo),
        Press::Digit(place) => Some(Msg::Press(place)),
        Press::Key(Key::A) => Some(Msg::Accept),
        Press::Key(Key::X) => Some(Msg::No),
        Press::Key(Key::L) => Some(Msg::Find(Some(String::new()))),
        Press::Key(Key::Escape) => Some(Msg::Leave),
        Press::Key(Key::Backspace) => Some(Msg::Back),
        Press::Key(Key::Enter) if !on_widget => Some(Msg::Accept),
        Press::Key(Key::Space) if !on_widget => Some(Msg::Skip),
        Press::Key(Key::ArrowUp) if !on_widget => Some(Msg::Move(-1)),
        Press::Key(Key::ArrowDown) if !on_widget => Some(Msg::Move(1)),
        Press::Key(Key::ArrowLeft) if !on_widget => Some(Msg::Back),
        Press::Key(Key::ArrowRight) if !on_widget => Some(Msg::Forward),
        Press::Key(_) => None,
    }
}
