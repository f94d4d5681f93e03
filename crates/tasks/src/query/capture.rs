//! Filters on when, with what and in which size a photo was taken.

use super::facts::{Facts, Pattern, Test};
use super::token::Value;
use base::Photo;
use base::fold::fold;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Shapes that `aspect:` knows.
pub(super) const SHAPES: [&str; 3] = ["square", "portrait", "landscape"];
/// Sides that differ by no more than this share of the longer are called equal.
pub(super) const SQUARE: f64 = 0.02;

/// A year, a month, a day, an hour, a minute, a second: the part of an ISO moment that is written.
fn is_period(text: &str) -> bool {
    let fits = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    let filled = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        13 => format!("{text}:00"),
        10 | 16 | 19 => text.to_owned(),
        _ => return false,
    };
    text.bytes().enumerate().all(fits) && filled.parse::<jiff::civil::DateTime>().is_ok()
}

/// From and to, both included; `None`: no end. A bound without its own value lies behind or before it.
struct Dates<'a> {
    from: Option<(&'a str, bool)>,
    to: Option<(&'a str, bool)>,
}

impl<'a> Dates<'a> {
    fn read(value: &'a str) -> Option<Self> {
        let own = |text: &'a str| is_period(text).then_some(text);
        if let Some((from, to)) = value.split_once("..") {
            return Some(Self { from: Some((own(from)?, true)), to: Some((own(to)?, true)) });
        }
        let (sign, date) = value.split_at(value.find(|c: char| c.is_ascii_digit())?);
        let date = own(date)?;
        let (with, without) = (Some((date, true)), Some((date, false)));
        Some(match sign {
            "" => Self { from: with, to: with },
            ">=" => Self { from: with, to: None },
            ">" => Self { from: without, to: None },
            "<=" => Self { from: None, to: with },
            "<" => Self { from: None, to: without },
            _ => return None,
        })
    }

    /// `moment` is in ISO's spelling, so that what is earlier is less, digit by digit, as far as a bound goes.
    fn contain(&self, moment: &str) -> bool {
        let told = |bound: &str| moment.get(..bound.len());
        self.from.is_none_or(|(from, own)| told(from).is_some_and(|told| told > from || (own && told == from)))
            && self.to.is_none_or(|(to, own)| told(to).is_some_and(|told| told < to || (own && told == to)))
    }
}

/// The bounds of a value of `date:`, as far as each is written; `true`: itself too.
pub(super) type Bound = Option<(String, bool)>;

pub(super) fn bounds(value: &str) -> Option<(Bound, Bound)> {
    let own = |bound: Option<(&str, bool)>| bound.map(|(moment, own)| (moment.to_owned(), own));
    Dates::read(value).map(|dates| (own(dates.from), own(dates.to)))
}

/// Whether it is a value of `date:`.
pub(super) fn is_date(value: &str) -> bool {
    Dates::read(value).is_some()
}

/// By the camera's clock, wherever one sits. A photo without a date is of none.
pub(super) fn was_taken<'a>(value: Value<'a>, _: Facts<'a>) -> Test<'a> {
    let dates = Dates::read(value.text);
    Box::new(move |photo| dates.as_ref().zip(photo.captured.as_deref()).is_some_and(|(dates, moment)| dates.contain(moment)))
}

pub(super) fn has_camera<'a>(value: Value<'a>, _: Facts<'a>) -> Test<'a> {
    named(value, |photo| photo.facts.camera.as_ref())
}

pub(super) fn has_lens<'a>(value: Value<'a>, _: Facts<'a>) -> Test<'a> {
    named(value, |photo| photo.facts.lens.as_ref())
}

/// In part, by a pattern, or exactly but for case.
fn named(value: Value<'_>, name: fn(&Photo) -> Option<&Arc<str>>) -> Test<'_> {
    if value.exact {
        let wanted = fold(value.text);
        return Box::new(move |photo| name(photo).is_some_and(|name| fold(name) == wanted));
    }
    let pattern = Pattern::new(value.text);
    Box::new(move |photo| name(photo).is_some_and(|name| pattern.matches(&fold(name))))
}

/// `400`, `>=800`, `100..400`.
pub(super) fn whole_numbers(value: &str) -> Option<RangeInclusive<u32>> {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    if let Some((from, to)) = value.split_once("..") {
        return Some(number(from)?..=number(to)?);
    }
    let (sign, digits) = value.split_at(value.find(|c: char| c.is_ascii_digit())?);
    let n = number(digits)?;
    // No photo has a side of 0 pixels, or a sensitivity of it: below 1 there is nothing.
    Some(match sign {
        "" => n..=n,
        ">=" => n..=u32::MAX,
        ">" => n.checked_add(1)?..=u32::MAX,
        "<=" => 0..=n,
        "<" => 0..=n.checked_sub(1)?,
        _ => return None,
    })
}

/// Whether it is a value of `iso:` and `size:`.
pub(super) fn is_number(value: &str) -> bool {
    whole_numbers(value).is_some()
}

pub(super) fn has_iso<'a>(value: Value<'a>, _: Facts<'a>) -> Test<'a> {
    let wanted = whole_numbers(value.text);
    Box::new(move |photo| wanted.as_ref().zip(photo.facts.iso).is_some_and(|(wanted, iso)| wanted.contains(&iso)))
}

/// By the shorter side.
pub(super) fn has_size<'a>(value: Value<'a>, _: Facts<'a>) -> Test<'a> {
    let wanted = whole_numbers(value.text);
    Box::new(move |photo| wanted.as_ref().is_some_and(|wanted| wanted.contains(&photo.width.min(photo.height))))
}

pub(super) fn has_shape<'a>(value: Value<'a>, _: Facts<'a>) -> Test<'a> {
    Box::new(move |photo| shape(photo.width, photo.height) == value.text)
}

fn shape(width: u32, height: u32) -> &'static str {
    let long = f64::from(width.max(height));
    match f64::from(width) - f64::from(height) {
        more if more.abs() <= SQUARE * long => SHAPES[0],
        more if more < 0.0 => SHAPES[1],
        _ => SHAPES[2],
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Matcher, parse};
    use base::{CaptureFacts, Photo};
    use std::collections::HashMap;

    fn photo(id: i64, captured: Option<&str>, camera: Option<&str>, iso: Option<u32>, (width, height): (u32, u32)) -> Photo {
        let facts = CaptureFacts { camera: camera.map(Into::into), lens: Some("24-70mm f/2.8".into()), iso, ..CaptureFacts::default() };
        Photo { captured: captured.map(str::to_owned), facts: facts.into(), width, height, ..Photo::sample(id, "a.jpg") }
    }

    fn found(query: &str) -> Vec<i64> {
        let photos = [
            photo(1, Some("2026-05-04T23:59:59.999"), Some("Otherbrand X-10"), Some(100), (1000, 1000)),
            photo(2, Some("2026-05-10T00:00:00"), Some("Testcam One Mark II"), Some(400), (980, 1000)),
            photo(3, Some("2026-05-12T12:00:00.5"), Some("Otherbrand X-100"), Some(800), (979, 1000)),
            photo(4, Some("2026-06-01T00:00:00"), None, None, (4000, 3000)),
            photo(5, None, None, Some(6400), (3000, 4000)),
        ];
        let (query, roots) = (parse(query).unwrap(), HashMap::new());
        let matcher = Matcher::new(&query.filters, &roots, None);
        photos.iter().filter(|photo| matcher.admits(photo)).map(|photo| photo.id.0).collect()
    }

    #[test]
    fn photos_are_found_by_what_their_cameras_noted() {
        for (query, want) in [
            ("date:2026-05-04", &[1][..]),
            ("date:2026-05", &[1, 2, 3]),
            ("date:2026", &[1, 2, 3, 4]),
            ("date:2026-05-10..2026-05-12", &[2, 3]),
            ("date:2026-05-04..2026-05", &[1, 2, 3]),
            ("date:>=2026-05-10", &[2, 3, 4]),
            ("date:>2026-05", &[4]),
            ("date:<=2026-05-10", &[1, 2]),
            ("date:<2026-05-10", &[1]),
            ("date:2026-05-10T00:00..2026-05-12t12", &[2, 3]),
            ("date:>2026-05-04T23:59:58", &[1, 2, 3, 4]),
            ("date:2026-05-12T12:01", &[]),
            ("-date:2026", &[5]),
            ("camera:x-10", &[1, 3]),
            ("camera:\"otherbrand X-10\"", &[1]),
            ("camera:*ii", &[2]),
            ("-camera:x", &[2, 4, 5]),
            ("lens:24-70*", &[1, 2, 3, 4, 5]),
            ("lens:70-200", &[]),
            ("iso:400", &[2]),
            ("iso:>=800", &[3, 5]),
            ("iso:100..400", &[1, 2]),
            ("iso:<100", &[]),
            ("size:<1000", &[2, 3]),
            ("size:1000", &[1]),
            ("size:>=3000", &[4, 5]),
            ("aspect:square", &[1, 2]),
            ("aspect:portrait", &[3, 5]),
            ("aspect:Landscape", &[4]),
        ] {
            assert_eq!(found(query), want, "{query}");
        }
    }

    #[test]
    fn what_is_no_date_number_or_shape_is_refused_by_its_name() {
        for (query, bad) in [
            ("date:2026-13", "2026-13"),
            ("date:2026-02-30", "2026-02-30"),
            ("date:yesterday", "yesterday"),
            ("date:2026-5-4", "2026-5-4"),
            ("date:2026-05..", "2026-05.."),
            ("date:=>2026", "=>2026"),
            ("date:2026-05-04T25:00", "2026-05-04t25:00"),
            ("date:2026-05-04T10:0", "2026-05-04t10:0"),
            ("iso:high", "high"),
            ("iso:<0", "<0"),
            ("iso:99999999999", "99999999999"),
            ("size:1000px", "1000px"),
            ("aspect:round", "round"),
        ] {
            let told = parse(query).unwrap_err().to_string();
            assert!(told.contains(bad), "{query}: {told}");
        }
    }
}
