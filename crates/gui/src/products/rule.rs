//! The rule by which a photo tells its SKU, with the groups that it would make while it is written.

use super::msg::Msg;
use crate::kit::forms;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::{Id, RichText, ScrollArea, Ui};
use egui_material_icons::icons;
use engine::protocol::{EditRequest, QueryRequest, RequestId, SkuFrom, SkuPreview, SkuRule};

/// Rules that fit most shoots, each with what it makes of an example.
const READY: [(SkuFrom, &str, &str); 5] = [
    (SkuFrom::FileName, "{sku}_*", "30211_front.jpg is of 30211"),
    (SkuFrom::FileName, "{sku}-*", "AB12-3.jpg is of AB12"),
    (SkuFrom::FileName, "{sku}", "30211.jpg is of 30211"),
    (SkuFrom::Folder, "{sku}", "30211/front.jpg is of 30211"),
    (SkuFrom::Folder, "*/{sku}", "shoes/30211/front.jpg is of 30211"),
];

/// The dialog as filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkuForm {
    rule: SkuRule,
    /// As the dialog opened.
    first: SkuRule,
    /// There is a rule already.
    known: bool,
    then_group: bool,
    preview: Option<Result<SkuPreview, String>>,
    /// The request for the preview of the rule as it stands.
    asked: RequestId,
}

impl SkuForm {
    /// The rule as it is, else the commonest one.
    pub fn new(rule: Option<&SkuRule>, then_group: bool) -> Self {
        let first = || SkuRule { from: READY[0].0, pattern: READY[0].1.to_owned() };
        let rule_or_first = rule.cloned().unwrap_or_else(first);
        Self {
            first: rule_or_first.clone(),
            rule: rule_or_first,
            known: rule.is_some(),
            then_group,
            preview: None,
            asked: RequestId::default(),
        }
    }

    /// The rule as it stands was asked about.
    pub fn asked(&mut self, request: RequestId) {
        self.asked = request;
    }

    /// What groups a rule would make: this one's, unless it was changed since.
    pub fn take_preview(&mut self, request: RequestId, preview: &Result<SkuPreview, String>) {
        if request == self.asked {
            self.preview = Some(preview.clone());
        }
    }

    /// Another rule was written.
    pub fn is_changed(&self) -> bool {
        self.rule() != self.first
    }

    /// It makes products.
    pub fn is_good(&self) -> bool {
        matches!(&self.preview, Some(Ok(preview)) if preview.products > 0)
    }

    /// Makes products by it.
    pub fn use_it(&self) -> Msg {
        Msg::UseRule(self.rule(), self.then_group)
    }

    /// The rule as it stands.
    pub fn rule(&self) -> SkuRule {
        SkuRule { from: self.rule.from, pattern: self.rule.pattern.trim().to_owned() }
    }
}

/// Draws the dialog.
pub fn rule_ui(ui: &mut Ui, form: &mut SkuForm) -> Output<Msg> {
    let mut out = Output::default();
    let before = form.rule();
    forms::note_ui(
        ui,
        "A product is a group of photos with one SKU. Say where the SKU stands: {sku} for itself, * for anything, ? for one character.",
    );
    forms::line_ui(ui, "Look at", |ui| {
        let ways = [(SkuFrom::FileName, "File name"), (SkuFrom::Folder, "Folder")];
        if let Some(from) = forms::segments_ui(ui, &ways, form.rule.from) {
            form.rule.from = from;
        }
    });
    forms::line_ui(ui, "Pattern", |ui| {
        let width = ui.available_width();
        let field = widgets::field(ui, Id::unique("sku pattern"), &mut form.rule.pattern, "{sku}_*", "Pattern", width);
        if form.preview.is_none() && ui.memory(egui::Memory::focused).is_none() {
            field.request_focus();
        }
    });
    forms::line_ui(ui, "Ready-made", |ui| {
        ui.vertical(|ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = egui::Vec2::splat(space::XS);
                for (from, pattern, example) in READY {
                    let on = form.rule.from == from && form.rule.pattern == pattern;
                    let words = if from == SkuFrom::Folder { format!("folder {pattern}") } else { pattern.to_owned() };
                    if forms::segment_ui(ui, on, &words).on_hover_text(example).clicked() {
                        form.rule = SkuRule { from, pattern: pattern.to_owned() };
                    }
                }
            });
        });
    });
    if form.rule() != before {
        form.asked = out.ask(QueryRequest::PreviewSkuRule(form.rule()));
    }
    preview_ui(ui, form);
    buttons_ui(ui, form, &mut out);
    out
}

fn preview_ui(ui: &mut Ui, form: &SkuForm) {
    let palette = theme::palette(ui);
    ui.add_space(space::XS);
    let preview = match &form.preview {
        None => {
            ui.label(theme::weak_text("Looking at the photos' names…", palette));
            return;
        }
        Some(Err(reason)) => {
            forms::problem_ui(ui, reason);
            return;
        }
        Some(Ok(preview)) => preview,
    };
    let products = human::counted(preview.products, "product", "products");
    let matched = format!("{products} of {}", human::photos(preview.matched));
    ui.horizontal(|ui| {
        let (icon, colour) = if preview.products > 0 { (icons::ICON_CHECK, palette.done) } else { (icons::ICON_WARNING, palette.doubtful) };
        widgets::icon(ui, icon, theme::ICON_SMALL, colour);
        ui.label(theme::strong_text(matched, palette));
        if preview.unmatched > 0 {
            ui.label(theme::weak_text(format!("· {} without a SKU", human::photos(preview.unmatched)), palette));
        }
    });
    theme::panel_frame(palette.card, egui::vec2(space::S, space::XS)).corner_radius(theme::RADIUS).show(ui, |ui| {
        let tall = theme::LINE * 8.0;
        ScrollArea::vertical().max_height(tall).min_scrolled_height(tall).auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (sku, photos) in &preview.examples {
                example_ui(ui, sku, &photos.join("  "), palette.text);
            }
            for name in &preview.unmatched_examples {
                example_ui(ui, "no SKU", name, palette.faint);
            }
        });
    });
}

fn example_ui(ui: &mut Ui, sku: &str, photos: &str, colour: egui::Color32) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.set_height(theme::LINE);
        let size = egui::vec2(theme::width::FORM_LABEL, theme::LINE);
        let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, sku));
        widgets::paint_elided(ui.painter(), rect, sku, &theme::caption(), colour);
        let photos = RichText::new(photos).font(theme::caption()).color(palette.weak);
        ui.add(egui::Label::new(photos).truncate());
    });
}

fn buttons_ui(ui: &mut Ui, form: &SkuForm, out: &mut Output<Msg>) {
    let good = form.is_good();
    let entered = forms::entered(ui);
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(good, |ui| widgets::primary_button(ui, "Use this rule")).inner.clicked();
        if good && (go || entered) {
            out.effect(Effect::CloseOverlay);
            out.msg(form.use_it());
        }
        if form.known && widgets::button(ui, None, "No products").clicked() {
            out.effect(Effect::CloseOverlay);
            out.send(EditRequest::SetSkuRule(None));
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::Leave(vec![Effect::CloseOverlay]));
        }
    });
}
