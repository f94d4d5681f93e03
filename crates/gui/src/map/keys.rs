//! The keys of the map: arrows go from photo to photo, plus and minus come nearer and go farther off.

use super::camera::Camera;
use super::msg::{MapCommand, Msg};
use super::state::MapPage;
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::view::View;
use base::PhotoId;
use egui::{Context, Key, Modifiers, Pos2, Vec2, vec2};

/// What a key makes the map larger by.
const STEP: f32 = 1.5;
/// How much a photo beside the way counts as farther off than one on it.
const ASIDE: f32 = 3.0;

/// Reads the keys of this frame, before any command does; none while the person types or a button has the focus.
pub fn capture(egui: &Context, ctx: &Ctx, page: &MapPage) -> Output<Msg> {
    let mut out = Output::default();
    let elsewhere = egui.memory(egui::Memory::focused).is_some_and(|id| !focus::is_photos(id));
    if ctx.view != View::Map || elsewhere || ctx.covered || egui::Popup::is_any_open(egui) || egui.text_edit_focused() {
        return out;
    }
    let pressed = |modifiers, key| egui.input_mut(|i| i.consume_key(modifiers, key));
    let zoom = |keys: &[Key]| keys.iter().any(|key| pressed(Modifiers::NONE, *key) || pressed(Modifiers::COMMAND, *key));
    let by = if zoom(&[Key::Plus, Key::Equals]) {
        STEP
    } else if zoom(&[Key::Minus]) {
        1.0 / STEP
    } else {
        1.0
    };
    if let Some(camera) = page.nearer(ctx, by).filter(|_| (by - 1.0).abs() > f32::EPSILON) {
        out.msg(Msg::Look(camera));
    }
    if pressed(Modifiers::COMMAND, Key::Num0) {
        out.msg(Msg::Run(MapCommand::Fit));
    }
    for (key, way) in [
        (Key::ArrowLeft, vec2(-1.0, 0.0)),
        (Key::ArrowRight, vec2(1.0, 0.0)),
        (Key::ArrowUp, vec2(0.0, -1.0)),
        (Key::ArrowDown, vec2(0.0, 1.0)),
    ] {
        if pressed(Modifiers::NONE, key)
            && let Some(photo) = page.next(ctx, way)
        {
            out.msg(Msg::Go(photo));
        }
    }
    out
}

impl MapPage {
    /// Nearer by so much, around the cursor where it is in view.
    fn nearer(&self, ctx: &Ctx, by: f32) -> Option<Camera> {
        let charted = self.charted.as_ref()?;
        let area = self.area()?;
        let frame = self.camera.frame(area, charted.bounds);
        let cursor = ctx.selection.cursor().and_then(|photo| self.at(photo)).map(|at| frame.on_screen(at));
        Some(self.camera.zoomed(by, cursor.filter(|at| area.contains(*at)).unwrap_or(area.center()), area, charted.bounds))
    }

    /// The photo that the cursor comes to on its way; the one in the middle where there is no cursor. Only what the search has found.
    fn next(&self, ctx: &Ctx, way: Vec2) -> Option<PhotoId> {
        let charted = self.charted.as_ref()?;
        let frame = self.camera.frame(self.area()?, charted.bounds);
        let colours = self.colours(ctx, charted);
        let from = ctx.selection.cursor().and_then(|photo| Some((photo, frame.on_screen(self.at(photo)?))));
        let far = |at: Pos2| match from {
            None => Some(at.distance(frame.area.center())),
            Some((_, from)) => {
                let (along, aside) = ((at - from).dot(way), (at - from).dot(way.rot90()).abs());
                (along > 0.0 && aside <= along * ASIDE).then_some(along + ASIDE * aside)
            }
        };
        let map = charted.map();
        let others = (0..map.photos.len())
            .filter(|place| from.is_none_or(|(photo, _)| photo != map.photos[*place]) && colours.groups.is_found(*place));
        let nearest = others.filter_map(|place| Some((far(frame.on_screen(map.at[place]))?, place)));
        nearest.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| map.photos[place])
    }
}
