//! What an EXIF block tells beside the turn: when the camera took the photo, which camera, and how. A TIFF file is such a block as well.

use base::CaptureFacts;
use exif::{Context, Exif, In, Reader, Tag, Value};
use std::sync::Arc;

/// A longer name is damage, or somebody's novel.
const LONGEST_NAME: usize = 80;

/// What a file tells of its taking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capture {
    /// The moment in the camera's local time: "2026-05-03T14:05:09", or with thousandths "2026-05-03T14:05:09.190".
    ///
    /// `None` where there is no date or where no calendar has it: cameras with a flat battery write zeroes, spaces or the 31st of
    /// February.
    pub moment: Option<String>,
    /// Camera, lens and exposure.
    pub facts: CaptureFacts,
}

impl Capture {
    /// With what another block of the same shot tells, where this one is silent.
    pub(super) fn filled(self, other: Self) -> Self {
        let (ours, theirs) = (self.facts, other.facts);
        let facts = CaptureFacts {
            camera: ours.camera.or(theirs.camera),
            lens: ours.lens.or(theirs.lens),
            iso: ours.iso.or(theirs.iso),
            exposure_ns: ours.exposure_ns.or(theirs.exposure_ns),
            aperture_hundredths: ours.aperture_hundredths.or(theirs.aperture_hundredths),
            focal_um: ours.focal_um.or(theirs.focal_um),
        };
        Self { moment: self.moment.or(other.moment), facts }
    }
}

/// What the TIFF structure of an EXIF block tells, and the turn from 1 to 8 that it asks for; a whole TIFF file is such a structure too.
pub(super) fn read(block: Vec<u8>) -> (Capture, Option<u8>) {
    parsed(block).map(|exif| (Capture { moment: moment(&exif), facts: facts(&exif) }, turn(&exif))).unwrap_or_default()
}

fn parsed(block: Vec<u8>) -> Option<Exif> {
    let mut reader = Reader::new();
    // One broken entry, a maker's note as a rule, must not cost the date.
    reader.continue_on_error(true);
    reader.read_raw(block).or_else(|error| error.distill_partial_result(|_| {})).ok()
}

/// The standard asks for one SHORT. Some programs write a LONG, a signed number, or two of them.
fn turn(exif: &Exif) -> Option<u8> {
    let number = match value(exif, Tag::Orientation)? {
        Value::SByte(all) => i64::from(*all.first()?),
        Value::SShort(all) => i64::from(*all.first()?),
        Value::SLong(all) => i64::from(*all.first()?),
        other => i64::from(other.get_uint(0)?),
    };
    u8::try_from(number).ok().filter(|n| (1..=8).contains(n))
}

/// Raw files keep some of EXIF's tags in their first directory, and Canon's CR3 has a block whose first directory is EXIF's.
fn value(exif: &Exif, tag: Tag) -> Option<&Value> {
    let in_first = Tag(Context::Tiff, tag.number());
    [tag, in_first].into_iter().find_map(|tag| exif.get_field(tag, In::PRIMARY)).map(|field| &field.value)
}

/// Each date with the tag of its thousandths.
fn moment(exif: &Exif) -> Option<String> {
    let dates = [
        (Tag::DateTimeOriginal, Tag::SubSecTimeOriginal),
        (Tag::DateTimeDigitized, Tag::SubSecTimeDigitized),
        (Tag::DateTime, Tag::SubSecTime),
    ];
    dates.into_iter().find_map(|(date, fraction)| {
        let (date, rest) = date_of(&text(value(exif, date)?)?)?;
        let fraction = value(exif, fraction).and_then(text).and_then(|digits| thousandths(&digits)).or_else(|| thousandths(&rest));
        Some(fraction.map_or(date.clone(), |digits| format!("{date}.{digits}")))
    })
}

/// "2026:05:03 14:05:09" in ISO's spelling, and what stands behind it. Phones and web tools write dashes, slashes and a T.
fn date_of(text: &str) -> Option<(String, String)> {
    let (head, rest) = text.split_at_checked(19)?;
    let bytes = head.as_bytes();
    let signs = [(4, ":-/."), (7, ":-/."), (10, " Tt"), (13, ":"), (16, ":")];
    if !signs.iter().all(|(at, allowed)| allowed.contains(char::from(bytes[*at]))) {
        return None;
    }
    let number = |from: usize, to: usize| head.get(from..to)?.parse::<i8>().ok();
    let year = head.get(..4)?.parse::<i16>().ok()?;
    // Photography begins in 1826; a scan may carry its print's date. A year after 2100 is a broken clock.
    if !(1826..=2100).contains(&year) {
        return None;
    }
    let (month, day) = (number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let moment = jiff::civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    Some((moment.strftime("%Y-%m-%dT%H:%M:%S").to_string(), rest.strip_prefix('.').unwrap_or_default().to_owned()))
}

/// The first three digits of a fraction: "19" is 190 thousandths.
fn thousandths(fraction: &str) -> Option<String> {
    let digits: String = fraction.trim().chars().take_while(char::is_ascii_digit).take(3).collect();
    (!digits.is_empty()).then(|| format!("{digits:0<3}"))
}

fn facts(exif: &Exif) -> CaptureFacts {
    let named = |tag| value(exif, tag).and_then(text);
    let scaled = |tag, scale: f64| value(exif, tag).and_then(number).map(|n| (n * scale).round()).filter(|n| *n >= 1.0);
    // Above 65,534 the older tag is full, and the newer one tells.
    let iso = [Tag::PhotographicSensitivity, Tag::ISOSpeed, Tag::RecommendedExposureIndex]
        .into_iter()
        .find_map(|tag| value(exif, tag)?.get_uint(0).filter(|n| *n > 0 && *n != 65_535));
    CaptureFacts {
        camera: camera(named(Tag::Make), named(Tag::Model)).map(Arc::from),
        lens: named(Tag::LensModel).map(Arc::from),
        iso,
        exposure_ns: scaled(Tag::ExposureTime, 1e9).map(|n| n as u64),
        aperture_hundredths: scaled(Tag::FNumber, 100.0).map(|n| n as u32),
        focal_um: scaled(Tag::FocalLength, 1000.0).map(|n| n as u32),
    }
}

/// Most models name their maker themselves.
fn camera(make: Option<String>, model: Option<String>) -> Option<String> {
    let (Some(make), Some(model)) = (&make, &model) else { return model.or(make) };
    let first = |name: &str| name.split([' ', '-']).next().unwrap_or_default().to_lowercase();
    Some(if first(make) == first(model) { model.clone() } else { format!("{make} {model}") })
}

/// A text without what pads it; `None` where nothing is left.
fn text(value: &Value) -> Option<String> {
    let Value::Ascii(parts) = value else { return None };
    let text = String::from_utf8_lossy(parts.first()?);
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    (!clean.is_empty()).then(|| clean.chars().take(LONGEST_NAME).collect())
}

/// A number over nothing, as cameras write for what they do not know.
fn number(value: &Value) -> Option<f64> {
    let n = match value {
        Value::Rational(all) => all.first()?.to_f64(),
        Value::SRational(all) => all.first()?.to_f64(),
        Value::Float(all) => f64::from(*all.first()?),
        Value::Double(all) => *all.first()?,
        other => f64::from(other.get_uint(0)?),
    };
    // Above a million seconds or millimetres it is damage.
    (n.is_finite() && n > 0.0 && n < 1e6).then_some(n)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::exif_block;
    use super::*;
    use exif::experimental::Writer;
    use exif::{Field, Rational};
    use std::io::Cursor;

    fn capture(block: &[u8]) -> Capture {
        read(block.to_vec()).0
    }

    fn taken(text: &str) -> Option<String> {
        capture(&exif_block(1, Some(text))).moment
    }

    /// An EXIF block with these fields.
    fn block(fields: &[(Tag, Value)]) -> Vec<u8> {
        let fields: Vec<Field> =
            fields.iter().map(|(tag, value)| Field { tag: *tag, ifd_num: In::PRIMARY, value: value.clone() }).collect();
        let (mut writer, mut out) = (Writer::new(), Cursor::new(Vec::new()));
        for field in &fields {
            writer.push_field(field);
        }
        writer.write(&mut out, false).unwrap();
        out.into_inner()
    }

    fn ascii(text: &str) -> Value {
        Value::Ascii(vec![text.as_bytes().to_vec()])
    }

    fn ratio(num: u32, denom: u32) -> Value {
        Value::Rational(vec![Rational { num, denom }])
    }

    #[test]
    fn a_date_that_a_calendar_has_is_told() {
        for (text, want) in [
            ("2026:05:03 14:05:09", Some("2026-05-03T14:05:09")),
            ("1931:12:24 00:00:00", Some("1931-12-24T00:00:00")),
            ("2024:02:29 23:59:59", Some("2024-02-29T23:59:59")),
            ("2024-05-03 14:05:09", Some("2024-05-03T14:05:09")),
            ("2024:05:03T14:05:09", Some("2024-05-03T14:05:09")),
            ("2024-05-03T14:05:09Z", Some("2024-05-03T14:05:09")),
            ("2024/05/03 14:05:09", Some("2024-05-03T14:05:09")),
            ("2024-05-03T14:05:09.5+02:00", Some("2024-05-03T14:05:09.500")),
            ("2025:02:29 23:59:59", None),
            ("0000:00:00 00:00:00", None),
            ("    :  :     :  :  ", None),
            ("2026-05-03", None),
            ("2026:05:03 14:05:0é", None),
            ("", None),
        ] {
            assert_eq!(taken(text).as_deref(), want, "{text}");
        }
        assert_eq!(capture(&exif_block(6, None)), Capture::default());
        assert_eq!(capture(&[]), Capture::default());
    }

    #[test]
    fn the_turn_is_read_whatever_its_type() {
        let turn = |value| read(block(&[(Tag::Orientation, value)])).1;
        for value in [
            Value::Short(vec![6]),
            Value::Short(vec![6, 1]),
            Value::Long(vec![6]),
            Value::SShort(vec![6]),
            Value::SLong(vec![6]),
            Value::Byte(vec![6]),
        ] {
            assert_eq!(turn(value.clone()), Some(6), "{value:?}");
        }
        for value in [Value::Short(vec![0]), Value::Long(vec![9]), Value::SShort(vec![-6]), Value::Long(vec![262])] {
            assert_eq!(turn(value.clone()), None, "{value:?}");
        }
    }

    #[test]
    fn thousandths_are_those_of_their_own_date() {
        let original = (Tag::DateTimeOriginal, ascii("2026:05:04 09:12:07"));
        for (digits, want) in [("19", ".190"), ("0004", ".000"), ("987654", ".987"), ("5  ", ".500"), ("x", ""), ("", "")] {
            let block = block(&[original.clone(), (Tag::SubSecTimeOriginal, ascii(digits)), (Tag::SubSecTime, ascii("77"))]);
            assert_eq!(capture(&block).moment.unwrap(), format!("2026-05-04T09:12:07{want}"), "{digits}");
        }
        let later = block(&[(Tag::DateTime, ascii("2026:05:05 10:00:00")), (Tag::SubSecTimeOriginal, ascii("19"))]);
        assert_eq!(capture(&later).moment.unwrap(), "2026-05-05T10:00:00");
    }

    #[test]
    fn camera_lens_and_exposure_are_told() {
        let block = block(&[
            (Tag::Make, ascii("NIKON CORPORATION")),
            (Tag::Model, ascii("NIKON D750 \0")),
            (Tag::LensModel, ascii("  24-70mm\u{1} f/2.8 ")),
            (Tag::PhotographicSensitivity, Value::Short(vec![65_535])),
            (Tag::ISOSpeed, Value::Long(vec![102_400])),
            (Tag::ExposureTime, ratio(10, 1250)),
            (Tag::FNumber, ratio(28, 10)),
            (Tag::FocalLength, ratio(50, 1)),
        ]);
        let want = CaptureFacts {
            camera: Some("NIKON D750".into()),
            lens: Some("24-70mm f/2.8".into()),
            iso: Some(102_400),
            exposure_ns: Some(8_000_000),
            aperture_hundredths: Some(280),
            focal_um: Some(50_000),
        };
        assert_eq!(capture(&block).facts, want);
    }

    #[test]
    fn what_a_camera_does_not_know_is_not_told() {
        let block = block(&[
            (Tag::Make, ascii(" \0 ")),
            (Tag::PhotographicSensitivity, Value::Short(vec![0])),
            (Tag::ExposureTime, ratio(0, 0)),
            (Tag::FNumber, ratio(0, 1)),
            (Tag::FocalLength, ratio(4_000_000_000, 1)),
        ]);
        assert_eq!(capture(&block).facts, CaptureFacts::default());
        assert_eq!(camera(Some("SONY".into()), Some("ILCE-7M3".into())).unwrap(), "SONY ILCE-7M3");
        assert_eq!(camera(Some("Leica".into()), None).unwrap(), "Leica");
    }
}
