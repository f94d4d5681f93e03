//! Who says what of the photo in the inspector, where several people have said something.

use super::question::words;
use super::state::AgreementPage;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use base::{LabelId, LabelSet, Opinion, Photo, human};
use egui::accesskit::Role;
use egui::{Rect, Sense, Ui, WidgetInfo, pos2, vec2};

/// Draws it, a line a person, for each set about which at least two have said something, or one something else than what stands.
pub fn inspector_ui(ui: &mut Ui, ctx: &Ctx, page: &AgreementPage, photo: &Photo) {
    let Some((_, opinions)) = page.opinions.of.as_ref().filter(|(of, _)| *of == photo.id) else { return };
    let of = |set: &LabelSet| opinions.iter().filter(|(about, _)| *about == set.id).map(|(_, opinion)| opinion).collect::<Vec<_>>();
    let is_told = |(set, opinions): &(&LabelSet, Vec<&Opinion>)| match &opinions[..] {
        [] => false,
        [one] => one.labels != standing(ctx, set, photo),
        _ => true,
    };
    let told: Vec<(&LabelSet, Vec<&Opinion>)> = ctx.tags.sets.iter().map(|set| (set, of(set))).filter(is_told).collect();
    if told.is_empty() {
        return;
    }
    widgets::section_ui(ui, "Who says what");
    widgets::named_region(ui, "Who says what", Role::List, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (set, opinions) in told {
            let settled = ctx.tags.book.of(photo.id).iter().find(|tag| tag.set == set.id && tag.provenance.settles);
            let agree = opinions.len() > 1 && opinions.iter().all(|opinion| opinion.labels == opinions[0].labels);
            let state = match (agree, settled.map(|tag| &tag.provenance.author)) {
                (true, _) => "they agree".to_owned(),
                (false, Some(Some(author))) => format!("settled by {author}"),
                (false, Some(None)) => "settled".to_owned(),
                (false, None) => "disputed".to_owned(),
            };
            let words = theme::caption_text(format!("{} · {state}", set.name), theme::palette(ui));
            ui.add(egui::Label::new(words).truncate());
            for opinion in opinions {
                opinion_ui(ui, set, opinion);
            }
        }
    });
}

/// The labels that the photo has in the set, ascending.
fn standing(ctx: &Ctx, set: &LabelSet, photo: &Photo) -> Vec<LabelId> {
    let mut labels: Vec<LabelId> = ctx.tags.book.accepted(photo.id).filter(|tag| tag.set == set.id).filter_map(|tag| tag.label).collect();
    labels.sort_unstable();
    labels
}

fn opinion_ui(ui: &mut Ui, set: &LabelSet, opinion: &Opinion) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::LINE), Sense::hover());
    let said = words(set, &opinion.labels);
    let name = format!("{} says {said}, {}", opinion.author, human::moment(opinion.decided_at_ms));
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &name));
    let middle = rect.left() + (rect.width() * width::SIDES).max(width::FACT).floor();
    let left = Rect::from_min_max(rect.min, pos2(middle - space::XS, rect.bottom()));
    widgets::paint_elided(ui.painter(), left, &opinion.author, &theme::body(), palette.weak);
    widgets::paint_elided(ui.painter(), Rect::from_min_max(pos2(middle, rect.top()), rect.max), &said, &theme::body(), palette.text);
    response.on_hover_text(name);
}
