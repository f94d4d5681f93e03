//! Which part of the map is looked at, and from how near.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

/// How near one can come: single photos stand apart long before.
const NEAREST: f32 = 200.0;
/// The share of the view that the whole map takes.
const FILLED: f32 = 0.9;

/// Where one looks; the whole map at first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// What is in the middle, as a share of the map's width and height from its middle.
    middle: Vec2,
    /// How many times larger than the whole map.
    zoom: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self { middle: Vec2::ZERO, zoom: 1.0 }
    }
}

/// Where the map lies on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// What is seen of it.
    pub area: Rect,
    /// Points of the screen for one unit of the map.
    pub scale: f32,
    /// What of the map is in the middle.
    middle: [f32; 2],
}

impl Camera {
    /// How many times larger than the whole map.
    pub fn zoom(&self) -> f32 {
        self.zoom
    }

    /// A map of these bounds in this area. The camera keeps its place in it when either changes.
    pub fn frame(&self, area: Rect, bounds: Bounds) -> Frame {
        let size = bounds.size();
        let fit = (area.width() / size[0]).min(area.height() / size[1]) * FILLED;
        let middle = bounds.middle();
        Frame { area, scale: fit * self.zoom, middle: [middle[0] + self.middle.x * size[0], middle[1] + self.middle.y * size[1]] }
    }

    /// Nearer, or farther off: what is at `around` stays there.
    pub fn zoomed(&self, by: f32, around: Pos2, area: Rect, bounds: Bounds) -> Self {
        let zoom = (self.zoom * by).clamp(1.0, NEAREST);
        let before = self.frame(area, bounds).on_map(around);
        let nearer = Self { zoom, ..*self };
        let now = nearer.frame(area, bounds).on_map(around);
        nearer.shifted([before[0] - now[0], before[1] - now[1]], bounds)
    }

    /// The map is pushed by so many points of the screen.
    pub fn pushed(&self, by: Vec2, area: Rect, bounds: Bounds) -> Self {
        let scale = self.frame(area, bounds).scale;
        self.shifted([-by.x / scale, by.y / scale], bounds)
    }

    /// Looks at this place of the map, from as near as before.
    pub fn over(&self, at: [f32; 2], bounds: Bounds) -> Self {
        let (middle, size) = (bounds.middle(), bounds.size());
        Self { middle: vec2((at[0] - middle[0]) / size[0], (at[1] - middle[1]) / size[1]), zoom: self.zoom }.held()
    }

    fn shifted(&self, by: [f32; 2], bounds: Bounds) -> Self {
        let size = bounds.size();
        Self { middle: self.middle + vec2(by[0] / size[0], by[1] / size[1]), zoom: self.zoom }.held()
    }

    /// The map is never pushed out of view; the whole map stays in the middle.
    fn held(self) -> Self {
        let most = 0.5 * (1.0 - 1.0 / self.zoom) + 0.05;
        let most = if self.zoom <= 1.0 { 0.0 } else { most };
        Self { middle: self.middle.clamp(Vec2::splat(-most), Vec2::splat(most)), zoom: self.zoom }
    }
}

impl Frame {
    /// A place of the map on the screen; the map's y grows upwards.
    pub fn on_screen(&self, at: [f32; 2]) -> Pos2 {
        let centre = self.area.center();
        pos2(centre.x + (at[0] - self.middle[0]) * self.scale, centre.y - (at[1] - self.middle[1]) * self.scale)
    }

    /// A point of the screen on the map.
    pub fn on_map(&self, at: Pos2) -> [f32; 2] {
        let from = at - self.area.center();
        [self.middle[0] + from.x / self.scale, self.middle[1] - from.y / self.scale]
    }
}

/// What the map reaches over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    least: [f32; 2],
    most: [f32; 2],
}

impl Bounds {
    /// Around these places.
    pub fn of(places: &[[f32; 2]]) -> Self {
        let none = Self { least: [f32::INFINITY; 2], most: [f32::NEG_INFINITY; 2] };
        places.iter().fold(none, |b, at| Self {
            least: [b.least[0].min(at[0]), b.least[1].min(at[1])],
            most: [b.most[0].max(at[0]), b.most[1].max(at[1])],
        })
    }

    fn size(&self) -> [f32; 2] {
        // Where all lie on one spot, or on a line, there is some room all the same.
        let sides = [0, 1].map(|axis| (self.most[axis] - self.least[axis]).max(0.0));
        let least = (sides[0].max(sides[1]) * 0.05).max(1e-6);
        sides.map(|side| if side.is_finite() { side.max(least) } else { 1.0 })
    }

    fn middle(&self) -> [f32; 2] {
        [0, 1].map(|axis| f32::midpoint(self.least[axis], self.most[axis])).map(|at| if at.is_finite() { at } else { 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area() -> Rect {
        Rect::from_min_size(pos2(100.0, 50.0), vec2(800.0, 600.0))
    }

    fn bounds() -> Bounds {
        Bounds::of(&[[-10.0, 0.0], [30.0, 20.0], [5.0, 5.0]])
    }

    #[test]
    fn the_whole_map_lies_in_the_view_with_its_top_up() {
        let frame = Camera::default().frame(area(), bounds());
        assert_eq!(frame.on_screen([10.0, 10.0]), area().center());
        assert!([[-10.0, 0.0], [30.0, 20.0]].iter().all(|at| area().contains(frame.on_screen(*at))));
        assert!(frame.on_screen([0.0, 20.0]).y < frame.on_screen([0.0, 0.0]).y);
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer_and_ends_at_the_whole_map() {
        let pointer = pos2(420.0, 380.0);
        let before = Camera::default().frame(area(), bounds()).on_map(pointer);
        let near = Camera::default().zoomed(6.0, pointer, area(), bounds());
        let after = near.frame(area(), bounds()).on_map(pointer);
        assert!((before[0] - after[0]).abs() < 1e-3 && (before[1] - after[1]).abs() < 1e-3, "{before:?} {after:?}");
        assert_eq!(near.zoomed(0.001, pos2(120.0, 60.0), area(), bounds()), Camera::default());
    }

    #[test]
    fn a_push_moves_the_map_with_the_pointer_but_never_out_of_view() {
        let near = Camera::default().zoomed(8.0, area().center(), area(), bounds());
        let at = near.frame(area(), bounds()).on_map(pos2(500.0, 350.0));
        let pushed = near.pushed(vec2(40.0, -30.0), area(), bounds());
        assert!((pushed.frame(area(), bounds()).on_screen(at) - pos2(540.0, 320.0)).length() < 0.1);
        let far = near.pushed(vec2(1e6, 1e6), area(), bounds()).frame(area(), bounds());
        assert!([[-10.0, 0.0], [-10.0, 20.0]].iter().any(|at| area().expand(1.0).contains(far.on_screen(*at))));
    }

    #[test]
    fn one_place_or_none_is_a_map_too() {
        for places in [&[][..], &[[3.0, 3.0]], &[[3.0, 3.0], [3.0, 9.0]]] {
            let frame = Camera::default().frame(area(), Bounds::of(places));
            assert!(places.iter().all(|at| area().contains(frame.on_screen(*at))) && frame.scale.is_finite());
        }
    }
}
