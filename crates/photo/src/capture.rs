//! What an EXIF block tells beside the turn: when the camera took the photo. A TIFF file is such a block as well.

use exif::{Context, DateTime, Exif, In, Reader, Tag, Value};

/// The moment of capture in the camera's local time, "2026-05-03T14:05:09".
///
/// `block` is the TIFF structure of the EXIF block (a whole TIFF file is one too). `None` where there is no date or where
/// no calendar has it: cameras with a flat battery write zeroes, spaces or the 31st of February.
pub(super) fn moment(block: &[u8]) -> Option<String> {
    let facts = parsed(block)?;
    [Tag::DateTimeOriginal, Tag::DateTimeDigitized, Tag::DateTime].into_iter().find_map(|tag| {
        match &facts.get_field(tag, In::PRIMARY)?.value {
            Value::Ascii(texts) => written(&DateTime::from_ascii(texts.first()?).ok()?),
            _ => None,
        }
    })
}

/// Whether a TIFF's colours were stored already multiplied by their transparency, as Photoshop stores cut-outs.
pub(super) fn alpha_is_multiplied_in(tiff: &[u8]) -> bool {
    const EXTRA_SAMPLES: Tag = Tag(Context::Tiff, 338);
    parsed(tiff).and_then(|facts| facts.get_field(EXTRA_SAMPLES, In::PRIMARY)?.value.get_uint(0)) == Some(1)
}

fn parsed(block: &[u8]) -> Option<Exif> {
    let mut reader = Reader::new();
    // One broken entry, a maker's note as a rule, must not cost the date.
    reader.continue_on_error(true);
    reader.read_raw(block.to_vec()).or_else(|error| error.distill_partial_result(|_| {})).ok()
}

fn written(date: &DateTime) -> Option<String> {
    // Photography begins in 1826; a scan may carry its print's date. A year after 2100 is a broken clock.
    if !(1826..=2100).contains(&date.year) {
        return None;
    }
    let (month, day, hour) = (date.month.try_into().ok()?, date.day.try_into().ok()?, date.hour.try_into().ok()?);
    let (minute, second) = (date.minute.try_into().ok()?, date.second.try_into().ok()?);
    let moment = jiff::civil::DateTime::new(date.year.try_into().ok()?, month, day, hour, minute, second, 0).ok()?;
    Some(moment.strftime("%Y-%m-%dT%H:%M:%S").to_string())
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::exif_block;
    use super::*;

    #[test]
    fn a_date_that_a_calendar_has_is_told() {
        for (text, want) in [
            ("2026:05:03 14:05:09", Some("2026-05-03T14:05:09")),
            ("1931:12:24 00:00:00", Some("1931-12-24T00:00:00")),
            ("2024:02:29 23:59:59", Some("2024-02-29T23:59:59")),
            ("2025:02:29 23:59:59", None),
            ("0000:00:00 00:00:00", None),
            ("    :  :     :  :  ", None),
            ("2026-05-03", None),
            ("", None),
        ] {
            assert_eq!(moment(&exif_block(1, Some(text))).as_deref(), want, "{text}");
        }
        assert_eq!(moment(&exif_block(6, None)), None);
        assert_eq!(moment(&[]), None);
    }
}
