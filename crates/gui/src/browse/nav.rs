//! The keys that move: arrows, Home, End, Page Up, Page Down, with Shift to extend and Ctrl to leave the selection alone.

use crate::browse::grid;
use crate::shell::actions::{Action, Actions};
use crate::shell::selection::Reach;
use crate::shell::state::{State, View};
use egui::{Context, Key, Modifiers};

/// Reads the keys of this frame; none while the person types or a button has the focus.
pub fn keys(ctx: &Context, state: &State) -> Actions {
    let mut actions = Actions::default();
    let elsewhere = ctx.memory(egui::Memory::focused).is_some_and(|id| id != grid::focus_id());
    let moves = matches!(state.view, View::Grid | View::Loupe);
    if elsewhere || !moves || state.overlay.is_some() || state.shown.hits.is_empty() || egui::Popup::is_any_open(ctx) {
        return actions;
    }
    let (columns, page) = match state.view {
        View::Loupe => (1, 1),
        _ => (state.grid.columns.max(1), (state.grid.rows_per_page * state.grid.columns).max(1)),
    };
    let last = state.shown.hits.len() - 1;
    let at = state.current_index();
    let modifiers = ctx.input(|i| i.modifiers);
    let reach = match (state.view, modifiers.shift, modifiers.command) {
        (View::Grid, true, _) => Reach::Extend,
        (View::Grid, false, true) => Reach::Visit,
        _ => Reach::Only,
    };
    let target = target(ctx, at, columns, page, last);
    if let Some(target) = target {
        actions.push(Action::Pick(target, reach));
    }
    if state.view == View::Grid
        && ctx.input_mut(|i| i.consume_key(if modifiers.command { Modifiers::COMMAND } else { Modifiers::NONE }, Key::Space))
        && let Some(at) = at
    {
        actions.push(Action::Pick(at, Reach::Toggle));
    }
    actions
}

/// The cell that the keys of this frame move to, from `at`, in rows of `columns` of which the cell `last` is the last one.
pub fn target(ctx: &Context, at: Option<usize>, columns: usize, page: usize, last: usize) -> Option<usize> {
    let held = if ctx.input(|i| i.modifiers.command) { Modifiers::COMMAND } else { Modifiers::NONE };
    let presses = |key: Key| ctx.input_mut(|i| i.count_and_consume_key(held, key));
    let step = |forward: usize, back: usize, by: usize| (forward as isize - back as isize) * by as isize;
    let by = step(presses(Key::ArrowRight), presses(Key::ArrowLeft), 1)
        + step(presses(Key::ArrowDown), presses(Key::ArrowUp), columns)
        + step(presses(Key::PageDown), presses(Key::PageUp), page);
    if presses(Key::Home) > 0 {
        return Some(0);
    }
    if presses(Key::End) > 0 {
        return Some(last);
    }
    match (by, at) {
        (0, _) => None,
        (_, None) => Some(0),
        (by, Some(at)) => stepped(at, by, columns, last),
    }
}

/// From `at` by so many cells. Up from the first row stays; down from the row before a short last one ends at the last photo.
fn stepped(at: usize, by: isize, columns: usize, last: usize) -> Option<usize> {
    let target = at as isize + by;
    if target < 0 {
        return (by.unsigned_abs() != columns || columns == 1).then_some(0);
    }
    let target = target as usize;
    if target <= last {
        return Some(target);
    }
    let on_last_row = at / columns == last / columns;
    (by.unsigned_abs() != columns || !on_last_row || columns == 1).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::stepped;

    #[test]
    fn the_edges_of_the_grid_hold() {
        // 4 columns, 10 photos: rows 0-3, 4-7, 8-9.
        assert_eq!(stepped(1, -4, 4, 9), None, "up from the first row");
        assert_eq!(stepped(6, 4, 4, 9), Some(9), "down onto a short row");
        assert_eq!(stepped(8, 4, 4, 9), None, "down from the last row");
        assert_eq!(stepped(0, -1, 4, 9), Some(0));
        assert_eq!(stepped(9, 1, 4, 9), Some(9));
        assert_eq!(stepped(2, -12, 4, 9), Some(0), "a page up");
        assert_eq!(stepped(5, 12, 4, 9), Some(9), "a page down");
        assert_eq!(stepped(3, 1, 1, 9), Some(4), "the loupe");
    }
}
