//! The window's panels, with what one feature adds to another's.

use super::features::Message;
use super::top_bar;
use super::window::App;
use crate::browse::{self, InspectorSlot, LibrarySlot};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::output::Output;
use crate::shell::scope;
use crate::shell::view::View;
use crate::{agreement, axes, colours, localise, products, searches, stacks, standards, tagging};
use egui::{CentralPanel, Panel, Ui, vec2};

impl App {
    /// Draws all but what lies over the window.
    pub(super) fn window_ui(&mut self, ui: &mut Ui) -> Output<Message> {
        let mut out = Output::default();
        let palette = theme::palette(ui);
        if self.ctx.looks.full_screen && self.ctx.view.has_looks() {
            let centre = CentralPanel::no_frame().frame(egui::Frame::new().fill(palette.window));
            centre.show(ui, |ui| widgets::apart(ui, "centre", |ui| self.centre_ui(ui, &mut out)));
            return out;
        }
        let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
        Panel::top("top bar").exact_size(theme::TOP_BAR).resizable(false).frame(bar).show(ui, |ui| {
            widgets::name_panel(ui, "Top bar");
            out.extend(top_bar::top_bar_ui(ui, &self.ctx, &self.features, &mut self.pictures));
        });
        self.foot_ui(ui, &mut out);
        if self.shows_welcome() {
            CentralPanel::no_frame().frame(egui::Frame::new().fill(palette.window)).show(ui, |ui| {
                widgets::apart(ui, "welcome", |ui| out.extend(browse::welcome_ui(ui, &self.ctx, &self.features.browse)));
            });
            return out;
        }
        if self.ctx.view.has_sides() {
            self.sides_ui(ui, &mut out);
        }
        CentralPanel::no_frame().frame(egui::Frame::new().fill(palette.window)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            widgets::apart(ui, "centre", |ui| self.centre_ui(ui, &mut out));
        });
        out
    }

    fn sides_ui(&mut self, ui: &mut Ui, out: &mut Output<Message>) {
        let palette = theme::palette(ui);
        // A narrow window keeps most of its width for the photos.
        let most = ui.available_width() * width::SIDES;
        let share = |(default, min, max): (f32, f32, f32), chosen: Option<f32>| {
            let all = width::LIBRARY.0 + width::INSPECTOR.0;
            let limit = (most * default / all).floor();
            let max = if limit < default { limit } else { max.min(most - (all - default)) };
            let min = min.min(limit);
            (chosen.unwrap_or(default).clamp(min, max), min, max)
        };
        let settings = &self.ctx.settings;
        // A narrow window has widths of its own, so that the chosen ones come back with the room for them.
        let narrow = most < width::LIBRARY.0 + width::INSPECTOR.0;
        let id = |name: &'static str| (name, narrow);
        let (left, mut right) = (share(width::LIBRARY, settings.library_width), share(width::INSPECTOR, settings.inspector_width));
        // A form needs room for its fields; once it is closed, the panel is as wide as before.
        let form = tagging::edits_labels(&self.features.tagging);
        if form {
            let least = width::LABEL_FORM;
            right = (right.0.max(least), right.1.max(least), right.2.max(least));
        }
        let frame = |left: f32, right: f32| {
            let margin = egui::Margin { left: left as i8, right: right as i8, ..egui::Margin::symmetric(0, space::S as i8) };
            egui::Frame::new().fill(palette.panel).inner_margin(margin)
        };
        let mut open = self.ctx.settings.left_panel;
        let panel = Panel::left(id("library")).default_size(left.0).size_range(left.1..=left.2).frame(frame(space::S, space::S));
        let library = panel.show_collapsible(ui, &mut open, |ui| {
            widgets::name_panel(ui, "Library panel");
            widgets::apart(ui, "library content", |ui| self.library_ui(ui, out));
        });
        self.ctx.settings.left_panel = open;
        let mut open = self.ctx.settings.right_panel;
        let panel =
            Panel::right((id("inspector"), form)).default_size(right.0).size_range(right.1..=right.2).frame(frame(space::M, space::XS));
        let inspector = panel.show_collapsible(ui, &mut open, |ui| widgets::apart(ui, "inspector content", |ui| self.right_ui(ui, out)));
        self.ctx.settings.right_panel = open;
        let shown = [library, inspector.filter(|_| !form)].map(|p| p.map(|p| p.response.rect.width()));
        let settings = &mut self.ctx.settings;
        if !narrow && ui.ctx().egui_is_using_pointer() {
            remember_width(&mut settings.library_width, shown[0], self.side_widths[0]);
            remember_width(&mut settings.inspector_width, shown[1], self.side_widths[1]);
        }
        self.side_widths = shown;
    }

    fn library_ui(&self, ui: &mut Ui, out: &mut Output<Message>) {
        let (ctx, features) = (&self.ctx, &self.features);
        let tags = tagging::lines(&features.tagging);
        let mut more: Output<Message> = Output::default();
        let own = browse::library_ui(ui, ctx, &features.browse, tags.len(), &mut |ui, slot| match slot {
            LibrarySlot::Products => more.extend(products::library_ui(ui, ctx)),
            LibrarySlot::Searches => more.extend(searches::library_ui(ui, ctx, &features.searches)),
            LibrarySlot::TagLine(line) => more.extend(tagging::line_ui(ui, ctx, &features.tagging, tags[line])),
        });
        out.extend(own);
        out.extend(more);
    }

    /// The photo, or tagging.
    fn right_ui(&mut self, ui: &mut Ui, out: &mut Output<Message>) {
        let (ctx, features) = (&self.ctx, &self.features);
        out.extend(tagging::switch_ui(ui, &features.tagging));
        if features.tagging.open {
            out.extend(tagging::panel_ui(ui, ctx, &features.tagging));
            return;
        }
        let mut more: Output<Message> = Output::default();
        let own = browse::inspector_ui(ui, ctx, &features.browse, &mut self.pictures, &mut |ui, slot| match slot {
            InspectorSlot::Several => {
                let tags = ui.add_enabled_ui(!ctx.is_read_only(), |ui| tagging::several_tags_ui(ui, ctx, &features.tagging));
                more.extend(tags.inner);
            }
            InspectorSlot::Photo(photo) => {
                more.extend(products::inspector_ui(ui, ctx, photo.id));
                more.extend(stacks::inspector_ui(ui, ctx, photo.id));
                more.extend(standards::why_ui(ui, ctx, photo.id));
                more.extend(colours::swatches_ui(ui, ctx, &features.colours));
                if !scope::several(ctx) {
                    let tags = ui.add_enabled_ui(!ctx.is_read_only(), |ui| tagging::photo_tags_ui(ui, ctx, &features.tagging, photo));
                    more.extend(tags.inner);
                    agreement::inspector_ui(ui, ctx, &features.agreement, photo);
                }
            }
        });
        out.extend(own);
        out.extend(more);
    }

    fn centre_ui(&mut self, ui: &mut Ui, out: &mut Output<Message>) {
        let (ctx, features) = (&self.ctx, &self.features);
        let heat = &mut |ui: &mut Ui, room, photo| localise::heat_ui(ui, ctx, &features.localise, room, photo);
        if !ctx.view.shows_query() {
            if ctx.view.has_tag_bar() {
                out.extend(tagging::tag_bar_ui(ui, ctx, &features.tagging));
            }
            out.extend(features.view_ui(ui, ctx, &mut self.pictures));
            return;
        }
        if ctx.looks.full_screen {
            out.extend(tagging::tag_bar_ui(ui, ctx, &features.tagging));
            out.extend(browse::loupe_ui(ui, ctx, &mut self.pictures, heat));
            return;
        }
        let palette = theme::palette(ui);
        let frame = theme::panel_frame(palette.window, vec2(space::L, 0.0));
        Panel::top("tool row").exact_size(theme::TOOL_ROW).resizable(false).frame(frame).show(ui, |ui| {
            if ctx.view == View::Loupe {
                out.extend(browse::loupe_tools_ui(ui, ctx));
                return;
            }
            let mut switch: Output<Message> = Output::default();
            out.extend(browse::tool_row_ui(ui, ctx, |ui, narrow| {
                switch.extend(products::switch_ui(ui, ctx, narrow));
                switch.extend(stacks::switch_ui(ui, ctx, narrow));
            }));
            out.extend(switch);
        });
        out.extend(tagging::tag_bar_ui(ui, ctx, &features.tagging));
        if ctx.view == View::Grid {
            out.extend(axes::bar_ui(ui, ctx, &features.axes, &mut self.pictures));
        }
        out.extend(browse::banners_ui(ui, ctx));
        if ctx.view == View::Grid && !ctx.shown.hits.is_empty() {
            out.extend(browse::timeline_ui(ui, ctx));
        }
        out.extend(match (ctx.view, ctx.shown.hits.is_empty()) {
            (View::Loupe, _) => browse::loupe_ui(ui, ctx, &mut self.pictures, heat),
            (_, true) => browse::no_photos_ui(ui, ctx),
            (_, false) => browse::grid_ui(ui, ctx, &features.browse, &mut self.pictures),
        });
    }
}

/// Keeps a width that changed under the pointer: what a narrow window dictates is not what the person chose.
fn remember_width(kept: &mut Option<f32>, now: Option<f32>, before: Option<f32>) {
    if let (Some(now), Some(before)) = (now, before)
        && (now - before).abs() > f32::EPSILON
    {
        *kept = Some(now);
    }
}
