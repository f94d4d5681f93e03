//! The filter on where a photo stands along an axis that was saved.

use super::facts::{Facts, Test};
use super::token::Value;
use base::fold::key;

/// An axis and the places on it that are meant, 0 (its start) to 1 (its end).
struct Stretch<'a> {
    axis: &'a str,
    /// The least place, and whether it counts itself.
    from: (f32, bool),
    /// The greatest, likewise.
    to: (f32, bool),
}

impl<'a> Stretch<'a> {
    /// `formal>0.5`, `formal>=0.5`, `formal<0.2`, `formal<=0.2`, `formal=0.2..0.4`.
    fn read(value: &'a str) -> Option<Self> {
        let (axis, bound) = value.split_at(value.find(['<', '>', '='])?);
        let place = |text: &str| text.trim().parse().ok().filter(|place: &f32| (0.0..=1.0).contains(place));
        let ends = |from, to| (!key(axis).is_empty()).then_some(Self { axis, from, to });
        let (first, last) = ((0.0, true), (1.0, true));
        if let Some((from, to)) = bound.strip_prefix('=').and_then(|range| range.split_once("..")) {
            return ends((place(from)?, true), (place(to)?, true));
        }
        // The longer signs first: the shorter ones begin them.
        let at = |sign: &str| bound.strip_prefix(sign).map(place);
        if let Some(least) = at(">=") {
            return ends((least?, true), last);
        }
        if let Some(most) = at("<=") {
            return ends(first, (most?, true));
        }
        if let Some(least) = at(">") {
            return ends((least?, false), last);
        }
        ends(first, (at("<")??, false))
    }

    fn contains(&self, place: f32) -> bool {
        let ((from, with_from), (to, with_to)) = (self.from, self.to);
        (place > from || (with_from && place >= from)) && (place < to || (with_to && place <= to))
    }
}

/// The key of the axis that a value names.
pub(super) fn axis_of(value: &str) -> Option<String> {
    Stretch::read(value).map(|stretch| key(stretch.axis))
}

/// A photo that stands nowhere on the axis, because the model has not seen it, is in no stretch of it.
pub(super) fn stands_in<'a>(value: Value<'a>, facts: Facts<'a>) -> Test<'a> {
    let wanted = Stretch::read(value.text);
    let places = wanted.as_ref().and_then(|wanted| facts.axes()?.get(&key(wanted.axis)));
    Box::new(move |photo| {
        let place = places.and_then(|places| places.of(photo.id));
        wanted.as_ref().zip(place).is_some_and(|(wanted, place)| wanted.contains(place))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_a_name_and_a_bound() {
        for (value, axis, within, without) in [
            ("formal>0.5", "formal", [0.51, 1.0], [0.5, 0.0]),
            ("formal>=0.5", "formal", [0.5, 1.0], [0.49, 0.0]),
            ("dark to light < .2", "dark to light", [0.0, 0.19], [0.2, 1.0]),
            ("casual → formal<=0.2", "casual → formal", [0.0, 0.2], [0.21, 1.0]),
            ("formal=0.2..0.4", "formal", [0.2, 0.4], [0.19, 0.41]),
        ] {
            let stretch = Stretch::read(value).unwrap();
            assert_eq!(axis_of(value).as_deref(), Some(axis));
            assert!(
                within.iter().all(|place| stretch.contains(*place)) && !without.iter().any(|place| stretch.contains(*place)),
                "{value}"
            );
        }
        for value in
            ["formal", ">0.5", "formal>", "formal>1.5", "formal>-1", "formal=0.5", "formal=0.2..", "formal>high", "formal>=<0.2", "=0..1"]
        {
            assert_eq!(axis_of(value), None, "{value}");
        }
    }
}
