//! Plots as SVG: a matrix of cells, and curves in a square of 0 to 1.

use super::curves::Curve;
use std::fmt::Write;

/// Sides of a plot without its margins, pixels.
const SIDE: f64 = 300.0;
/// Room for names and numbers.
const MARGIN: f64 = 44.0;
/// A cell of a matrix.
const CELL: f64 = 22.0;
/// Room for the names of a matrix.
const NAMES: f64 = 130.0;
/// Letters of a name that fit there.
const LETTERS: usize = 20;

/// A text as it may stand in XML and HTML.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Photos of each truth (rows) by what was suggested (columns); darker: the larger share of the row. Each cell has its number, and its
/// words as a tooltip.
pub fn matrix(names: &[&str], rows: &[&[usize]]) -> String {
    let (n, mut body) = (names.len() as f64, String::new());
    for (i, row) in rows.iter().enumerate() {
        let all = row.iter().sum::<usize>().max(1);
        let y = NAMES + i as f64 * CELL;
        label(&mut body, NAMES - 6.0, y + CELL * 0.7, "end", names[i], "");
        label(
            &mut body,
            0.0,
            0.0,
            "start",
            names[i],
            &format!(" transform=\"translate({:.0} {:.0}) rotate(-60)\"", NAMES + (i as f64 + 0.6) * CELL, NAMES - 6.0),
        );
        for (j, &photos) in row.iter().enumerate().filter(|(_, photos)| **photos > 0) {
            let (x, share) = (NAMES + j as f64 * CELL, photos as f64 / all as f64);
            let class = if i == j { "right" } else { "wrong" };
            let _ = write!(
                body,
                "<g><title>{} of {all} {} suggested as {}</title><rect class=\"{class}\" x=\"{x:.0}\" y=\"{y:.0}\" width=\"{:.0}\" height=\"{:.0}\" fill-opacity=\"{:.2}\"/>",
                photos,
                escape(names[i]),
                escape(names[j]),
                CELL - 1.0,
                CELL - 1.0,
                0.12 + 0.88 * share,
            );
            let ink = if share > 0.55 { "light" } else { "dark" };
            let _ = write!(
                body,
                "<text class=\"{ink}\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{photos}</text></g>",
                x + CELL / 2.0,
                y + CELL * 0.66
            );
        }
    }
    let (width, height) = (NAMES + n * CELL + NAMES / 2.0, NAMES + n * CELL + 4.0);
    document(width, height, "Suggestions by truth", &body)
}

impl Curve {
    /// As SVG.
    pub fn draw(&self) -> String {
        let mut body = String::new();
        let place = |x: f64, y: f64| {
            let up = ((y - self.from) / (1.0 - self.from)).clamp(0.0, 1.0);
            (MARGIN + x.clamp(0.0, 1.0) * SIDE, 12.0 + (1.0 - up) * SIDE)
        };
        for step in 0..=5 {
            let share = f64::from(step) / 5.0;
            let value = self.from + share * (1.0 - self.from);
            let ((x, _), (left, y)) = (place(share, self.from), place(0.0, value));
            let bottom = 12.0 + SIDE;
            let _ = write!(body, "<path class=\"grid\" d=\"M{left:.1} {y:.1}H{:.1}M{x:.1} 12V{bottom:.1}\"/>", left + SIDE);
            label(&mut body, left - 6.0, y + 4.0, "end", &format!("{value:.2}"), "");
            label(&mut body, x, bottom + 16.0, "middle", &format!("{share:.1}"), "");
        }
        if self.dots {
            let ((x, y), (right, top)) = (place(0.0, self.from), place(1.0, 1.0));
            let _ = write!(body, "<path class=\"ideal\" d=\"M{x:.1} {y:.1}L{right:.1} {top:.1}\"/>");
        }
        let line: String = self.points.iter().enumerate().fold(String::new(), |mut line, (i, &(x, y))| {
            let (x, y) = place(x, y);
            let _ = write!(line, "{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' });
            line
        });
        let _ = write!(body, "<path class=\"curve\" d=\"{line}\"/>");
        for &(x, y) in self.points.iter().filter(|_| self.dots) {
            let ((cx, cy), words) = (place(x, y), format!("{x:.3}: {y:.3}"));
            let _ = write!(body, "<circle class=\"dot\" cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"3.5\"><title>{words}</title></circle>");
        }
        label(&mut body, MARGIN + SIDE / 2.0, SIDE + MARGIN, "middle", self.across, "");
        label(&mut body, 0.0, 0.0, "middle", self.up, &format!(" transform=\"translate(10 {:.0}) rotate(-90)\"", 12.0 + SIDE / 2.0));
        document(MARGIN + SIDE + 16.0, SIDE + MARGIN + 10.0, self.title, &body)
    }
}

fn label(body: &mut String, x: f64, y: f64, anchor: &str, text: &str, more: &str) {
    let short: String =
        if text.chars().count() > LETTERS { text.chars().take(LETTERS - 1).chain(['…']).collect() } else { text.to_owned() };
    let _ = write!(body, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\"{more}>{}</text>", escape(&short));
}

fn document(width: f64, height: f64, title: &str, body: &str) -> String {
    format!(
        "<svg width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{}\">{body}</svg>",
        escape(title)
    )
}
