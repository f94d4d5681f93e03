//! Which key keeps a label, takes the better one or skips; keys that move among buttons only where none has the focus.

use super::cells;
use super::msg::Msg;
use super::state::{AuditPage, Page};
use crate::shell::asking_keys::{self, Meanings, Press};
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::view::View;
use egui::{Context, Key};

/// What the keys mean; they are used up.
pub fn keys(egui: &Context, ctx: &Ctx, page: &AuditPage) -> Output<Msg> {
    let asking = page.page() == Page::Asking;
    if let Some(cells) = page.cells.as_ref().filter(|_| asking) {
        let columns = cells::columns(egui);
        let meaning = |press, on_widget| in_cells(press, on_widget, cells.at, columns);
        return asking_keys::keys(
            egui,
            ctx,
            Meanings { view: View::Audit, close_find: None, meaning, may_repeat: |msg: &Msg| matches!(msg, Msg::Move(_)) },
        );
    }
    let meanings = Meanings {
        view: View::Audit,
        close_find: page.find.is_some().then_some(Msg::Find(None)),
        meaning: |press, on_widget| meaning(press, on_widget, asking),
        may_repeat: |msg: &Msg| matches!(msg, Msg::Back | Msg::Forward),
    };
    asking_keys::keys(egui, ctx, meanings)
}

/// What a key means where many are shown at once, so many in a row.
fn in_cells(press: Press, on_widget: bool, at: usize, columns: isize) -> Option<Msg> {
    Some(match press {
        Press::Undo => Msg::Undo,
        Press::Redo => Msg::Redo,
        Press::Key(Key::Escape) => Msg::Leave,
        Press::Key(Key::G) => Msg::Cells,
        Press::Key(Key::Enter) if !on_widget => Msg::TakeTicked,
        Press::Key(Key::Space) if !on_widget => Msg::Tick(at),
        Press::Key(Key::ArrowLeft) if !on_widget => Msg::Move(-1),
        Press::Key(Key::ArrowRight) if !on_widget => Msg::Move(1),
        Press::Key(Key::ArrowUp) if !on_widget => Msg::Move(-columns),
        Press::Key(Key::ArrowDown) if !on_widget => Msg::Move(columns),
        Press::Key(_) | Press::Digit(_) => return None,
    })
}

fn meaning(press: Press, on_widget: bool, asking: bool) -> Option<Msg> {
    match press {
        Press::Undo => Some(Msg::Undo),
        Press::Redo => Some(Msg::Redo),
        Press::Key(Key::Escape) => Some(Msg::Leave),
        Press::Key(Key::Backspace) => Some(Msg::Back),
        Press::Key(Key::ArrowLeft) if !on_widget => Some(Msg::Back),
        _ if !asking => None,
        Press::Digit(place) => Some(Msg::Press(place)),
        Press::Key(Key::K) => Some(Msg::Keep),
        Press::Key(Key::A) => Some(Msg::Better),
        Press::Key(Key::G) => Some(Msg::Cells),
        Press::Key(Key::X) => Some(Msg::Choose(None)),
        Press::Key(Key::L) => Some(Msg::Find(Some(String::new()))),
        Press::Key(Key::Enter) if !on_widget => Some(Msg::Enter),
        Press::Key(Key::Space) if !on_widget => Some(Msg::Skip),
        Press::Key(Key::ArrowRight) if !on_widget => Some(Msg::Forward),
        Press::Key(_) => None,
    }
}
