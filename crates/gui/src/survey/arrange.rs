//! Photos laid out in rows, so that they come out as large as the room lets them.

use egui::{Rect, Vec2, pos2, vec2};

/// Where photos of these shapes (any unit) lie in `room`, one cell each, and how many stand in a row. `foot` is the room below each picture
/// and `gap` the one between cells.
pub fn arrange(room: Rect, shapes: &[Vec2], gap: f32, foot: f32) -> (Vec<Rect>, usize) {
    // Of equals the last counts: the fewest columns.
    let columns = (1..=shapes.len().max(1)).rev().max_by(|a, b| {
        let [a, b] = [*a, *b].map(|columns| seen_area(cell(room, shapes.len(), columns, gap) - vec2(0.0, foot), shapes));
        a.total_cmp(&b)
    });
    let columns = columns.unwrap_or(1);
    let cell = cell(room, shapes.len(), columns, gap);
    let place = |index: usize| {
        let (row, column) = (index / columns, index % columns);
        // A short last row stands in the middle.
        let in_row = columns.min(shapes.len() - row * columns) as f32;
        let left = room.center().x - (in_row * (cell.x + gap) - gap) / 2.0;
        let corner = pos2((column as f32).mul_add(cell.x + gap, left), (row as f32).mul_add(cell.y + gap, room.top()));
        Rect::from_min_size(corner.round(), cell.floor())
    };
    ((0..shapes.len()).map(place).collect(), columns)
}

fn cell(room: Rect, count: usize, columns: usize, gap: f32) -> Vec2 {
    let rows = count.div_ceil(columns).max(1);
    let share = |side: f32, n: usize| ((side + gap) / n as f32 - gap).max(1.0);
    vec2(share(room.width(), columns), share(room.height(), rows))
}

/// What is seen of photos that are fitted into cells of this size.
fn seen_area(cell: Vec2, shapes: &[Vec2]) -> f32 {
    let fitted = |shape: &Vec2| {
        let scale = (cell / shape.max(Vec2::splat(1.0))).min_elem().max(0.0);
        shape.x * shape.y * scale * scale
    };
    shapes.iter().map(fitted).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(width: f32, height: f32) -> Rect {
        Rect::from_min_size(pos2(10.0, 20.0), vec2(width, height))
    }

    fn columns(width: f32, height: f32, shape: Vec2, count: usize) -> usize {
        let (cells, columns) = arrange(room(width, height), &vec![shape; count], 8.0, 26.0);
        for (i, a) in cells.iter().enumerate() {
            assert!(room(width, height).expand(1.0).contains_rect(*a), "{a:?}");
            assert!(cells[i + 1..].iter().all(|b| !a.shrink(0.5).intersects(b.shrink(0.5))), "{i} overlaps");
        }
        columns
    }

    #[test]
    fn photos_come_out_as_large_as_they_can() {
        let (wide, tall) = (vec2(3.0, 2.0), vec2(2.0, 3.0));
        assert_eq!([2, 3, 4, 6].map(|n| columns(1200.0, 700.0, wide, n)), [2, 2, 2, 3]);
        assert_eq!([2, 3, 4, 6].map(|n| columns(1200.0, 700.0, tall, n)), [2, 3, 4, 3]);
        assert_eq!(columns(400.0, 900.0, wide, 3), 1);
        for count in [1, 5, 17, 100] {
            columns(980.0, 560.0, wide, count);
        }
    }

    #[test]
    fn a_short_last_row_stands_in_the_middle() {
        let (cells, columns) = arrange(room(1200.0, 700.0), &[vec2(3.0, 2.0); 3], 8.0, 26.0);
        assert_eq!(columns, 2);
        assert!((cells[2].center().x - 610.0).abs() < 1.5, "{cells:?}");
    }
}
