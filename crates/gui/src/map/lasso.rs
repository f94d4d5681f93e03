//! What lies inside of a line that was drawn round it.

use egui::{Pos2, Rect};

/// Points closer together than this make the line no better.
const STEP: f32 = 3.0;

/// Lets the line go on to the pointer.
pub fn draw(line: &mut Vec<Pos2>, to: Pos2) {
    if line.last().is_none_or(|last| last.distance(to) >= STEP) {
        line.push(to);
    }
}

/// The places of `points` that lie inside of the line, which is closed from its end to its beginning (even-odd rule).
pub fn inside(line: &[Pos2], points: &[(u32, Pos2)]) -> Vec<u32> {
    let around = Rect::from_points(line);
    points.iter().filter(|(_, at)| around.contains(*at) && is_inside(line, *at)).map(|(place, _)| *place).collect()
}

fn is_inside(line: &[Pos2], at: Pos2) -> bool {
    let ends = line.iter().zip(line.iter().cycle().skip(1));
    let crosses = |(a, b): &(&Pos2, &Pos2)| (a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x;
    ends.filter(crosses).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    #[test]
    fn what_lies_in_a_bay_of_the_line_is_outside() {
        // A U: open at the top.
        let line =
            [(0.0, 0.0), (2.0, 0.0), (2.0, 8.0), (8.0, 8.0), (8.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)].map(|(x, y)| pos2(x, y));
        let points: Vec<(u32, Pos2)> =
            [(1.0, 5.0), (5.0, 5.0), (5.0, 9.0), (9.0, 1.0), (11.0, 5.0)].iter().zip(0..).map(|((x, y), n)| (n, pos2(*x, *y))).collect();
        assert_eq!(inside(&line, &points), [0, 2, 3]);
        assert!(inside(&[], &points).is_empty() && inside(&line[..2], &points).is_empty());
    }

    #[test]
    fn the_line_takes_no_more_points_than_it_needs() {
        let mut line = Vec::new();
        (0..100).for_each(|n| draw(&mut line, pos2(n as f32 * 0.5, 0.0)));
        assert_eq!(line.len(), 17);
    }
}
