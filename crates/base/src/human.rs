//! Numbers, sizes and times as a person reads them.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::time::Duration;

/// `1204` as "1,204".
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// The share that is done, whole percents and never too many: "42 %".
pub fn percent(done: u64, total: u64) -> String {
    format!("{} %", (100 * done.min(total)).checked_div(total).unwrap_or(0))
}

/// A score with two decimals, rounded; nothing below 1 is "1.00", and nothing is "-0.00".
pub fn score(score: f32) -> String {
    decimal(super::score::nearest(score, 100.0), 2)
}

/// The same beside a threshold: what does not reach it is not told as if it did.
pub fn score_beside(score: f32, least: f32) -> String {
    decimal(super::score::nearest_within(score, least, 100.0), 2)
}

/// The same with three decimals, for tables.
pub fn score_in_table(score: f32) -> String {
    decimal(super::score::nearest(score, 1000.0), 3)
}

/// A threshold in thousandths: two decimals, and a third where there is one, "0.60" and "0.225".
pub fn threshold(score: f32) -> String {
    let told = decimal((score * 1000.0).round() as i32, 3);
    told.strip_suffix('0').map_or_else(|| told.clone(), str::to_owned)
}

/// So many steps of the last of these decimals.
fn decimal(steps: i32, decimals: usize) -> String {
    let (sign, unit) = (if steps < 0 { "-" } else { "" }, 10_u32.pow(decimals as u32));
    format!("{sign}{}.{:0decimals$}", steps.unsigned_abs() / unit, steps.unsigned_abs() % unit)
}

/// "1 photo", "1,204 photos".
pub fn photos(n: u64) -> String {
    counted(n, "photo", "photos")
}

/// "300 files and 1 folder could not be read"; `None` where everything could.
pub fn unread(files: u64, folders: u64) -> Option<String> {
    let kinds = [(files, "file", "files"), (folders, "folder", "folders")];
    let told: Vec<String> = kinds.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(*n, one, many)).collect();
    (!told.is_empty()).then(|| format!("{} could not be read", list(told)))
}

/// "1 row", "1,204 rows".
pub fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// "a", "a and b", "a, b and c".
pub fn list<T: fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    let mut items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    match items.pop() {
        Some(last) if !items.is_empty() => format!("{} and {last}", items.join(", ")),
        last => last.unwrap_or_default(),
    }
}

/// The first of a list, each once, and how many more there are: "a, b and 2,990 more"; no more than `most` are told.
pub fn some<T: AsRef<str>>(items: &[T], most: usize) -> String {
    let mut seen = std::collections::HashSet::new();
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).filter(|item| seen.insert(*item)).collect();
    if items.len() <= most {
        return items.join(", ");
    }
    format!("{} and {} more", items[..most].join(", "), count((items.len() - most) as u64))
}

/// What the system said, without its error number.
pub fn reason(error: &impl fmt::Display) -> String {
    let text = error.to_string();
    match text.split_once(" (os error ").and_then(|(before, rest)| Some((before, rest.split_once(')')?.1))) {
        Some((before, after)) => format!("{before}{after}"),
        None => text,
    }
}

/// What the system said of a file, in the middle of a sentence: without the file's path, which stands elsewhere, and without error numbers.
pub fn file_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        // `fs_err` puts the path before what the system said, and keeps the number in its text alone.
        _ => match error.raw_os_error().or_else(|| number_in(&error.to_string())) {
            Some(number) => reason(&io::Error::from_raw_os_error(number)).to_lowercase(),
            None => error.to_string(),
        },
    }
}

fn number_in(text: &str) -> Option<i32> {
    text.rsplit_once(" (os error ")?.1.split_once(')')?.0.parse().ok()
}

/// The text without anything that a terminal would obey: control characters are written as escapes (`\u{1b}`), and so are marks that turn the
/// direction of what follows.
pub fn printable(text: &str) -> Cow<'_, str> {
    let obeys = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(obeys) {
        return Cow::Borrowed(text);
    }
    let escaped = |c: char| if obeys(c) { c.escape_default().to_string() } else { c.to_string() };
    Cow::Owned(text.chars().map(escaped).collect())
}

/// With a capital letter first: words that began in the middle of a sentence begin one.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A moment in milliseconds since 1970 as "2026-11-24 17:05", in the person's time zone.
pub fn moment(ms: i64) -> String {
    let stamp = jiff::Timestamp::from_millisecond(ms).unwrap_or_default();
    stamp.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The date in the person's own time zone: "2026-11-28".
pub fn date_today() -> String {
    jiff::Zoned::now().date().to_string()
}

/// The day of a moment in milliseconds since 1970: "today", "yesterday", "3 Nov", "3 Nov 2025".
pub fn day(ms: i64) -> String {
    day_seen_from(ms, &jiff::Zoned::now())
}

fn day_seen_from(ms: i64, now: &jiff::Zoned) -> String {
    let then = jiff::Timestamp::from_millisecond(ms).unwrap_or_default().to_zoned(now.time_zone().clone());
    match now.date() {
        today if today == then.date() => "today".to_owned(),
        today if today.yesterday().is_ok_and(|day| day == then.date()) => "yesterday".to_owned(),
        today if today.year() == then.year() => then.strftime("%-d %b").to_string(),
        _ => then.strftime("%-d %b %Y").to_string(),
    }
}

/// "834 bytes", "12.3 KB", "1.4 GB" (powers of 1000, as file managers show them).
pub fn bytes(n: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if n < 1000 {
        return format!("{n} bytes");
    }
    let mut value = n as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.95 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS[unit])
}

/// "less than a minute left", "3 minutes left", "2 hours left".
pub fn time_left(left: Duration) -> String {
    let minutes = left.as_secs().div_ceil(60);
    match minutes {
        0 | 1 if left.as_secs() < 50 => match left.as_secs() {
            0 | 1 => "1 second left".to_owned(),
            s => format!("{s} seconds left"),
        },
        0 | 1 => "1 minute left".to_owned(),
        m if m < 90 => format!("{m} minutes left"),
        m => format!("{} hours left", (m + 30) / 60),
    }
}

/// "0.4 seconds", "8 seconds", "3 minutes", "2.5 hours".
pub fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 9.95 => format!("{s:.1} seconds"),
        s if s < 90.0 => format!("{s:.0} seconds"),
        s if s < 5400.0 => format!("{:.0} minutes", s / 60.0),
        s => format!("{:.1} hours", s / 3600.0),
    }
}

/// A name shortened in the middle to `max` characters, so that its beginning and its ending both stay: `IMG_2041…_front.jpg`.
pub fn elide_middle(name: &str, max: usize) -> String {
    let chars: Vec<char> = name.chars().collect();
    if chars.len() <= max || max < 3 {
        return name.to_owned();
    }
    let tail = (max - 1) / 2;
    let head = max - 1 - tail;
    let mut out: String = chars[..head].iter().collect();
    out.push('…');
    out.extend(&chars[chars.len() - tail..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_up() {
        for (done, total, want) in [(0, 0, "0 %"), (29, 100, "29 %"), (999, 1000, "99 %"), (1000, 1000, "100 %"), (1001, 1000, "100 %")] {
            assert_eq!(percent(done, total), want);
        }
    }

    #[test]
    fn numbers_are_grouped() {
        for (n, want) in [(0, "0"), (999, "999"), (1000, "1,000"), (38_112, "38,112"), (1_234_567, "1,234,567")] {
            assert_eq!(count(n), want);
        }
        assert_eq!(photos(1), "1 photo");
    }

    #[test]
    fn scores_have_two_decimals_and_no_negative_zero() {
        for (n, want) in [
            (0.6, "0.60"),
            (0.249, "0.25"),
            (-0.0, "0.00"),
            (-0.001, "0.00"),
            (0.999, "0.99"),
            (1.0, "1.00"),
            (-0.12, "-0.12"),
            (0.07, "0.07"),
        ] {
            assert_eq!(score(n), want);
        }
        assert_eq!((score_beside(0.599, 0.6), score_beside(0.599, 0.5)), ("0.59".to_owned(), "0.60".to_owned()));
        for (n, want) in [(0.6, "0.60"), (0.225, "0.225"), (-0.0001, "0.00"), (1.0, "1.00"), (-0.05, "-0.05")] {
            assert_eq!(threshold(n), want);
        }
        assert_eq!([0.6, -0.0, 0.2499].map(score_in_table), ["0.600", "0.000", "0.250"]);
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!((list(["a"; 0]), list(["a"]), list(["a", "b"])), (String::new(), "a".into(), "a and b".into()));
        assert_eq!(list(["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn the_system_says_no_numbers() {
        let told = reason(&std::io::Error::from_raw_os_error(5));
        assert!(!told.is_empty() && !told.contains("os error"), "{told}");
        assert_eq!(reason(&"failed to open `a`: No such file (os error 2), twice"), "failed to open `a`: No such file, twice");
    }

    #[test]
    fn of_a_file_the_reason_alone_is_told() {
        let busy = io::Error::from_raw_os_error(16);
        let wrapped = io::Error::new(busy.kind(), format!("failed to open file `/a (os error 3)`: {busy}"));
        let wanted = reason(&busy).to_lowercase();
        assert_eq!((file_reason(&busy), file_reason(&wrapped)), (wanted.clone(), wanted));
        assert_eq!(file_reason(&super::super::regular::not_regular()), super::super::regular::NOT_REGULAR);
        assert_eq!(file_reason(&io::ErrorKind::StorageFull.into()), "the disk is full");
    }

    #[test]
    fn a_terminal_obeys_no_name() {
        assert_eq!(printable("a\u{1b}[31mb\u{7}\n\u{202e}c\u{9b}"), "a\\u{1b}[31mb\\u{7}\\n\\u{202e}c\\u{9b}");
        assert!(matches!(printable("Größe – 5\" 👩\u{200d}👩"), Cow::Borrowed(_)));
    }

    #[test]
    fn of_a_long_list_the_first_and_a_count_are_told() {
        let words: Vec<String> = (0..3000).map(|n| format!("w{}", n % 2000)).collect();
        assert_eq!(some(&words, 3), "w0, w1, w2 and 1,997 more");
        assert_eq!((some(&["a", "b", "a"], 2), some::<&str>(&[], 2)), ("a, b".to_owned(), String::new()));
    }

    #[test]
    fn sizes_change_unit_before_four_digits() {
        for (n, want) in [(834, "834 bytes"), (12_345, "12.3 KB"), (999_960, "1.0 MB"), (1_400_000_000, "1.4 GB")] {
            assert_eq!(bytes(n), want);
        }
    }

    #[test]
    fn a_day_is_told_as_people_do() {
        let now = jiff::civil::date(2026, 11, 26).at(9, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
        let ms = now.timestamp().as_millisecond();
        let hour = 3_600_000;
        for (ago, want) in [(0, "today"), (10, "yesterday"), (34, "24 Nov"), (24 * 365, "26 Nov 2025")] {
            assert_eq!(day_seen_from(ms - ago * hour, &now), want);
        }
    }

    #[test]
    fn time_is_told_in_the_unit_that_matters() {
        for (s, want) in
            [(0, "1 second left"), (20, "20 seconds left"), (55, "1 minute left"), (170, "3 minutes left"), (7200, "2 hours left")]
        {
            assert_eq!(time_left(Duration::from_secs(s)), want);
        }
    }

    #[test]
    fn a_long_name_keeps_both_ends() {
        assert_eq!(elide_middle("IMG_20410503_front.jpg", 13), "IMG_20…nt.jpg");
        assert_eq!(elide_middle("short.jpg", 13), "short.jpg");
    }
}
