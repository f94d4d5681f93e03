//! The text of the search field in its colours: filters and subtracted terms on chips, what cannot be understood underlined.

use crate::kit::theme::{self, Palette, space};
use egui::text::{CCursor, LayoutJob, TextFormat};
use egui::{Color32, Galley, Rect, Shape, Stroke, Ui, pos2};
use engine::protocol::query::{Part, PartKind, parts};
use std::ops::Range;
use std::sync::Arc;

/// The text laid out in one line.
pub fn layout(ui: &Ui, text: &str) -> Arc<Galley> {
    let palette = theme::palette(ui);
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    let mut at = 0;
    for part in parts(text) {
        job.append(&text[at..part.range.start], 0.0, format(palette.text));
        let mut look = format(colour(part.kind, palette));
        if part.kind == PartKind::Wrong {
            look.underline = Stroke::new(1.0, palette.problem);
        }
        job.append(&text[part.range.clone()], 0.0, look);
        at = part.range.end;
    }
    job.append(&text[at..], 0.0, format(palette.text));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

fn format(colour: Color32) -> TextFormat {
    TextFormat::simple(theme::body(), colour)
}

fn colour(kind: PartKind, palette: &Palette) -> Color32 {
    match kind {
        PartKind::Words | PartKind::Wrong => palette.strong,
        PartKind::Sign | PartKind::Filter | PartKind::Photo => palette.on_chip,
        PartKind::Without => palette.on_without,
    }
}

/// The chips behind the text; `origin` is where its galley lies on the screen.
pub fn chips(ui: &Ui, text: &str, galley: &Galley, origin: egui::Pos2) -> Vec<Shape> {
    let palette = theme::palette(ui);
    let fill = |part: &Part| match part.kind {
        PartKind::Filter | PartKind::Photo => Some(palette.chip),
        PartKind::Without => Some(palette.without),
        PartKind::Words | PartKind::Sign | PartKind::Wrong => None,
    };
    let chip = |part: Part| {
        let rect = rect_of(text, &part.range, galley).translate(origin.to_vec2());
        Some(Shape::rect_filled(rect, theme::THUMB_RADIUS, fill(&part)?))
    };
    parts(text).into_iter().filter_map(chip).collect()
}

fn rect_of(text: &str, range: &Range<usize>, galley: &Galley) -> Rect {
    let x = |byte: usize| galley.pos_from_cursor(CCursor::new(text[..byte].chars().count())).left();
    let middle = galley.rect.center().y;
    // A chip reaches into half of the space beside it.
    let (left, right) = (x(range.start) - space::XS / 2.0, x(range.end) + space::XS / 2.0);
    Rect::from_min_max(pos2(left, middle - theme::CHIP / 2.0), pos2(right, middle + theme::CHIP / 2.0))
}
