//! What products add to other panels: a row of the library, lines of the inspector, a switch above the grid.

use super::msg::{Msg, ProductsCommand};
use crate::kit::theme::{self, space};
use crate::kit::{forms, widgets};
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::products::{all_in_grid, grouped, of};
use base::{LabelSetId, PhotoId, human};
use egui::{Label, Ui};
use egui_material_icons::icons;
use engine::protocol::{Only, Product};
use std::collections::HashMap;

/// The library's row for photos that disagree with their product, where there are any.
pub fn library_ui(ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let n = ctx.odd.count();
    let selected = ctx.query.only == Some(Only::Odd) && ctx.view.shows_query();
    if n == 0 && !selected {
        return out;
    }
    let palette = theme::palette(ui);
    let colour = if selected { palette.accent } else { palette.doubtful };
    let icon = (ui.available_width() >= theme::width::ROOMY_LIBRARY).then_some((icons::ICON_DIFFERENCE, colour));
    let row = widgets::RowSpec {
        words: "Disagree",
        count: Some(human::count(n)),
        icon,
        selected,
        indent: 0.0,
        name: format!("Disagree with their product, {}", human::photos(n)),
        room_right: 0.0,
    };
    let tip = "Photos whose label differs from that of most photos of their product";
    if widgets::row_ui(ui, &row).on_hover_text(tip).clicked() {
        out.msg(Msg::Run(ProductsCommand::ShowOdd));
    }
    out
}

/// The inspector's lines about the product.
pub fn inspector_ui(ui: &mut Ui, ctx: &Ctx, photo: PhotoId) -> Output<Msg> {
    let mut out = Output::default();
    let Some(product) = of(ctx, photo) else { return out };
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(theme::CONTROL);
        ui.spacing_mut().item_spacing.x = space::S;
        widgets::icon(ui, icons::ICON_STACKS, theme::ICON_SMALL, palette.weak);
        let n = product.photos.len() as u64;
        let words = format!("SKU {} · {}", human::elide_middle(&product.sku, 18), human::photos(n));
        ui.add(Label::new(egui::RichText::new(words).color(palette.text)).selectable(true)).on_hover_text(&product.sku);
        if n > 1 {
            let here = !grouped(ctx) && all_in_grid(ctx, &product.photos);
            if widgets::quiet_button(ui, if here { "Select them" } else { "Show them" }).clicked() {
                out.msg(Msg::Run(ProductsCommand::SelectProduct));
            }
        }
    });
    for set in ctx.odd.sets(photo) {
        let Some(line) = odd_words(ctx, photo, product, *set) else { continue };
        ui.horizontal_top(|ui| {
            widgets::icon(ui, icons::ICON_DIFFERENCE, theme::ICON_SMALL, palette.doubtful);
            ui.add(Label::new(egui::RichText::new(line).color(palette.text)).wrap());
        });
    }
    out
}

/// "Shoe type: 3 other photos of this product say Sandals".
fn odd_words(ctx: &Ctx, photo: PhotoId, product: &Product, set: LabelSetId) -> Option<String> {
    let set = ctx.tags.set(set)?;
    let mut said: HashMap<_, u64> = HashMap::new();
    for tag in product.photos.iter().filter(|p| **p != photo).flat_map(|p| ctx.tags.book.accepted(*p)).filter(|t| t.set == set.id) {
        *said.entry(tag.label?).or_default() += 1;
    }
    let (label, n) = said.into_iter().max_by_key(|(label, n)| (*n, std::cmp::Reverse(*label)))?;
    let label = &set.label(label)?.name;
    Some(match n {
        1 => format!("{}: the other photo of this product says {label}", set.name),
        n => format!("{}: {} other photos of this product say {label}", set.name, human::count(n)),
    })
}

/// The tool row's switch.
pub fn switch_ui(ui: &mut Ui, ctx: &Ctx, narrow: bool) -> Output<Msg> {
    let mut out = Output::default();
    let on = grouped(ctx);
    let clicked = if narrow {
        widgets::icon_toggle(ui, on, icons::ICON_STACKS, "Group by product").clicked()
    } else {
        forms::flat_toggle_ui(ui, on, "Group by product").clicked()
    };
    if clicked {
        out.msg(Msg::Run(ProductsCommand::GroupByProduct));
    }
    out
}
