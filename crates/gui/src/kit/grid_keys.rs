//! The keys that move in rows of cells: arrows, Home, End, Page Up, Page Down.

use egui::{Context, Key, Modifiers};

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
