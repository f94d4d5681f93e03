//! How a large photo is looked at: whole, filling its room, or at so many screen pixels a photo pixel, and which part of it.

use crate::kit::theme::{self, space};
use egui::{Pos2, Rect, Vec2};

/// How large a photo is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Scale {
    /// All of it.
    #[default]
    Fit,
    /// Its room is full.
    Fill,
    /// Screen pixels a photo pixel.
    Times(f32),
}

impl Scale {
    /// "Fit", "Fill", "100 %".
    pub fn words(self) -> String {
        match self {
            Self::Fit => "Fit".to_owned(),
            Self::Fill => "Fill".to_owned(),
            Self::Times(times) => format!("{:.0} %", times * 100.0),
        }
    }
}

/// A change of the scale: whoever draws the photo knows how it lies, and carries it out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Turn {
    /// Every pixel, or back to all of it.
    Toggle,
    /// This scale.
    To(Scale),
    /// So many times as large.
    By(f32),
}

/// How large photos are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Zoom {
    /// How large.
    pub scale: Scale,
    /// The middle of the view, from the middle of the photo, as shares of its sides.
    pub centre: Vec2,
    /// What the next frame changes.
    pub turn: Option<Turn>,
}

/// Screen pixels a photo pixel, at most.
const MOST: f32 = 8.0;

/// A photo in its room on the screen.
#[derive(Clone, Copy, Debug)]
pub struct Lens {
    /// Where it may lie, points.
    pub room: Rect,
    /// Of the photo, pixels.
    pub full: Vec2,
    /// Screen pixels a point.
    pub ppp: f32,
}

impl Lens {
    /// Screen pixels a photo pixel. A small photo is not blown up beyond recognition.
    pub fn times(&self, scale: Scale) -> f32 {
        let fit = |room: Rect| room.size() * self.ppp / self.full;
        match scale {
            Scale::Fit => fit(self.room.shrink(space::S)).min_elem().clamp(f32::MIN_POSITIVE, theme::ENLARGE),
            Scale::Fill => fit(self.room).max_elem().clamp(f32::MIN_POSITIVE, theme::ENLARGE),
            Scale::Times(times) => times,
        }
    }

    /// Size of the whole photo on the screen, points.
    fn size(&self, scale: Scale) -> Vec2 {
        self.full * self.times(scale) / self.ppp
    }

    /// Where the whole photo lies, points. At a whole number of screen pixels a photo pixel it lies on them.
    pub fn rect(&self, zoom: &Zoom) -> Rect {
        let size = self.size(zoom.scale);
        let rect = Rect::from_center_size(self.room.center() - self.within(zoom.centre, size) * size, size);
        match zoom.scale {
            Scale::Times(times) if times >= 1.0 => {
                Rect::from_min_size((rect.min.to_vec2() * self.ppp).round().to_pos2() / self.ppp, rect.size())
            }
            _ => rect,
        }
    }

    /// So that no edge of the photo comes into its room.
    fn within(&self, centre: Vec2, size: Vec2) -> Vec2 {
        let most = ((size - self.room.size()) / 2.0 / size).max(Vec2::ZERO);
        centre.clamp(-most, most)
    }

    /// The change that was asked for; what is at `at` stays there.
    pub fn turned(&self, zoom: &Zoom, turn: Turn, at: Pos2) -> Zoom {
        let scale = match turn {
            Turn::Toggle if matches!(zoom.scale, Scale::Times(_)) => Scale::Fit,
            Turn::Toggle => Scale::Times(1.0),
            Turn::To(scale) => scale,
            Turn::By(factor) => {
                let (fit, now) = (self.times(Scale::Fit), self.times(zoom.scale));
                // Smaller than all of it there is nothing to see; a small photo at 1:1 is smaller already.
                let least = fit.min(now);
                let times = (now * factor).clamp(least, MOST);
                if now >= fit && times <= fit * 1.001 { Scale::Fit } else { Scale::Times(times) }
            }
        };
        let (before, size) = (self.rect(zoom), self.size(scale));
        let inside = (at - before.center()) / before.size();
        let centre = (self.room.center() - at) / size + inside;
        Zoom { scale, centre: self.within(centre, size), turn: None }
    }

    /// The photo was drawn so many points by the pointer.
    pub fn dragged(&self, zoom: &Zoom, by: Vec2) -> Zoom {
        let size = self.size(zoom.scale);
        Zoom { centre: self.within(self.within(zoom.centre, size) - by / size, size), ..*zoom }
    }

    /// Parts of it lie beyond its room.
    pub fn hides_parts(&self, scale: Scale) -> bool {
        let size = self.size(scale);
        size.x > self.room.width() + 0.5 || size.y > self.room.height() + 0.5
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    fn lens() -> Lens {
        Lens { room: Rect::from_min_size(pos2(100.0, 50.0), vec2(800.0, 600.0)), full: vec2(6000.0, 4000.0), ppp: 1.0 }
    }

    /// The place of the photo, as shares of its sides, that lies at this point.
    fn under(lens: &Lens, zoom: &Zoom, at: Pos2) -> Vec2 {
        let rect = lens.rect(zoom);
        (at - rect.min) / rect.size()
    }

    #[test]
    fn what_is_under_the_pointer_stays_there() {
        let (lens, at) = (lens(), pos2(300.0, 400.0));
        let fit = Zoom::default();
        for turn in [Turn::Toggle, Turn::To(Scale::Times(2.0)), Turn::By(3.0)] {
            let zoomed = lens.turned(&fit, turn, at);
            let off = under(&lens, &fit, at) - under(&lens, &zoomed, at);
            assert!(off.length() < 1e-3, "{turn:?}: {off:?}");
            assert!(lens.rect(&zoomed).contains_rect(lens.room));
        }
        let zoomed = lens.turned(&fit, Turn::Toggle, at);
        assert_eq!(zoomed.scale, Scale::Times(1.0));
        assert_eq!(lens.rect(&zoomed).size(), lens.full, "a photo pixel is a screen pixel");
        assert_eq!(lens.turned(&zoomed, Turn::Toggle, at), fit);
    }

    #[test]
    fn the_wheel_ends_at_the_whole_photo_and_at_eight_times() {
        let lens = lens();
        let mut zoom = Zoom::default();
        for _ in 0..100 {
            zoom = lens.turned(&zoom, Turn::By(1.2), lens.room.center());
        }
        assert_eq!(zoom.scale, Scale::Times(MOST));
        for _ in 0..100 {
            zoom = lens.turned(&zoom, Turn::By(0.8), lens.room.left_top());
        }
        assert_eq!(zoom, Zoom::default());
        let small = Lens { full: vec2(90.0, 120.0), ..lens };
        assert!((small.times(Scale::Fit) - theme::ENLARGE).abs() < 1e-6);
        let actual = small.turned(&Zoom::default(), Turn::Toggle, lens.room.center());
        assert_eq!(actual.scale, Scale::Times(1.0));
        assert_eq!(small.turned(&actual, Turn::By(0.5), lens.room.center()), actual);
    }

    #[test]
    fn dragging_ends_at_the_edges() {
        let lens = lens();
        let zoom = lens.turned(&Zoom::default(), Turn::To(Scale::Times(1.0)), lens.room.center());
        let right = lens.dragged(&zoom, vec2(-250.0, 0.0));
        assert!((lens.rect(&right).left() - lens.rect(&zoom).left() + 250.0).abs() < 0.6);
        let far = lens.dragged(&zoom, vec2(90_000.0, 90_000.0));
        assert_eq!(lens.rect(&far).min, lens.room.min);
        assert_eq!(lens.dragged(&Zoom::default(), vec2(50.0, 50.0)), Zoom::default(), "all of it is in view");
    }

    #[test]
    fn every_scale_covers_what_it_says() {
        let lens = lens();
        let rect = |scale| lens.rect(&Zoom { scale, ..Zoom::default() });
        assert!(lens.room.contains_rect(rect(Scale::Fit)) && !lens.hides_parts(Scale::Fit));
        assert!(rect(Scale::Fill).contains_rect(lens.room.shrink(0.01)) && lens.hides_parts(Scale::Fill));
        assert_eq!([Scale::Fit, Scale::Fill, Scale::Times(1.0), Scale::Times(0.333)].map(Scale::words), ["Fit", "Fill", "100 %", "33 %"]);
    }
}
