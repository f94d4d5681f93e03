//! By how much a camera's clock is off, and moments put right by that.

use jiff::SignedDuration;
use jiff::civil::DateTime;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// A clock whose battery was flat begins at some year's first of January, decades ago.
const MOST: i64 = 36_525 * DAY;
/// Characters that begin a date and time, before any fraction of a second.
const WHOLE: usize = "2026-05-03T14:05:09".len();

/// Cameras, by the names that photos tell, whose clocks are off.
pub type Clocks = BTreeMap<Arc<str>, ClockOffset>;

/// Seconds to be added to what a camera's clock told; 0: it is right. 100 years at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockOffset(i64);

/// Why an offset is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// It cannot be read.
    #[error(
        "'{0}' is no time to set a clock by: write +1:02:03 (hours, minutes, seconds), -45 or -45s, +1h, +2d 1:00, or 0 for a clock that is right"
    )]
    Unread(String),
    /// No clock is that far off.
    #[error("'{0}' is more than 100 years")]
    TooFar(String),
}

impl ClockOffset {
    /// The clock is right.
    pub const NONE: Self = Self(0);

    /// `None` beyond 100 years.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        (-MOST..=MOST).contains(&seconds).then_some(Self(seconds))
    }

    /// In seconds.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// What leads from one moment, by a clock that is right, to what another clock told of it; to the second. `None` where one is no
    /// moment, or they are too far apart.
    pub fn between(right: &str, told: &str) -> Option<Self> {
        let moment = |text: &str| text.parse::<DateTime>().ok();
        let ms = moment(right)?.duration_since(moment(told)?).as_millis();
        Self::from_seconds(i64::try_from((ms + 500).div_euclid(1000)).ok()?)
    }

    /// A moment that the clock told, put right; its fraction of a second stays. `None` where it is no moment, or the calendar ends.
    pub fn corrected(self, told: &str) -> Option<String> {
        Some(format!("{}{}", self.whole(told)?.strftime("%Y-%m-%dT%H:%M:%S"), told.get(WHOLE..)?))
    }

    /// What the clock told at a moment that was put right.
    pub fn told(self, corrected: &str) -> Option<String> {
        Self(-self.0).corrected(corrected)
    }

    fn whole(self, told: &str) -> Option<DateTime> {
        told.get(..WHOLE)?.parse::<DateTime>().ok()?.checked_add(SignedDuration::from_secs(self.0)).ok()
    }
}

impl fmt::Display for ClockOffset {
    /// "+1:02:03", "-3d 0:00:00"; "0" where the clock is right.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, seconds) = (if self.0 < 0 { '-' } else { '+' }, self.0.abs());
        let days = if seconds < DAY { String::new() } else { format!("{}d ", seconds / DAY) };
        match self.0 {
            0 => f.write_str("0"),
            _ => write!(f, "{sign}{days}{}:{:02}:{:02}", seconds % DAY / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE),
        }
    }
}

impl FromStr for ClockOffset {
    type Err = ClockError;

    fn from_str(text: &str) -> Result<Self, ClockError> {
        let text = text.trim();
        let (sign, rest) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let seconds = seconds(&rest.to_lowercase()).ok_or_else(|| ClockError::Unread(text.to_owned()))?;
        Self::from_seconds(sign * seconds).ok_or_else(|| ClockError::TooFar(text.to_owned()))
    }
}

/// "1:02:03", "1:02", "45", "90s", "2d 1h 30m", "2d 1:00"; `None` where it is none of these. What is too much for an `i64` is its maximum.
fn seconds(text: &str) -> Option<i64> {
    let (mut sum, mut below, mut rest) = (0_i64, i64::MAX, text.trim());
    if digits(rest) {
        return Some(number(rest));
    }
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        if rest.contains(':') && !rest.contains(['h', 'm', 's', 'd']) {
            return clock(rest).filter(|_| below > HOUR).map(|clock| sum.saturating_add(clock));
        }
        let (count, unit, behind) = counted(rest)?;
        // Each unit once, the long ones first.
        if unit >= below {
            return None;
        }
        sum = sum.saturating_add(count.saturating_mul(unit));
        (below, rest) = (unit, behind.trim_start());
    }
    Some(sum)
}

/// A number with its unit in seconds, and what stands behind them.
fn counted(text: &str) -> Option<(i64, i64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (count, rest) = text.split_at(end);
    let mut rest = rest.trim_start().chars();
    let unit = match rest.next()? {
        'd' => DAY,
        'h' => HOUR,
        'm' => MINUTE,
        's' => 1,
        _ => return None,
    };
    digits(count).then(|| (number(count), unit, rest.as_str()))
}

/// Hours and minutes, and seconds where they are told.
fn clock(text: &str) -> Option<i64> {
    let sixtieth = |part: &str| Some(part).filter(|part| digits(part) && part.len() == 2).map(number).filter(|n| *n < 60);
    let (hours, rest) = text.split_once(':').filter(|(hours, _)| digits(hours))?;
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "00"));
    Some(number(hours).saturating_mul(HOUR).saturating_add(sixtieth(minutes)? * MINUTE + sixtieth(seconds)?))
}

/// The value of digits.
fn number(digits: &str) -> i64 {
    digits.parse().unwrap_or(i64::MAX)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offset(text: &str) -> ClockOffset {
        text.parse().unwrap()
    }

    #[test]
    fn an_offset_is_read_as_people_write_it() {
        for (text, want) in [
            ("+1:02:03", 3723),
            ("1:02", 3720),
            ("-45", -45),
            (" −45 ", -45),
            ("90s", 90),
            ("+1h", 3600),
            ("-1H 30M", -5400),
            ("2d 1:00", 2 * 86_400 + 3600),
            ("1d1h1m1s", 86_400 + 3661),
            ("5m", 300),
            ("25:00:00", 90_000),
            ("0", 0),
            ("-0", 0),
            ("36525d", MOST),
        ] {
            assert_eq!(offset(text).seconds(), want, "{text}");
        }
    }

    #[test]
    fn what_is_no_offset_is_refused_in_words() {
        for text in [
            "",
            "+",
            "-",
            "an hour",
            "1:2",
            "1:60",
            "1:00:60",
            "1:00:00:00",
            "1h 1h",
            "1m 1h",
            "1h 1:00",
            "1h 30",
            "+-1",
            "1.5h",
            ":30",
            "1:+2",
            "1y",
            "3 4",
        ] {
            assert_eq!(text.parse::<ClockOffset>(), Err(ClockError::Unread(text.to_owned())), "{text}");
        }
        for text in ["36526d", "-36525d 0:00:01", "99999999999999999999", "9999999999999999d", "9223372036854775807:00"] {
            assert_eq!(text.parse::<ClockOffset>(), Err(ClockError::TooFar(text.to_owned())), "{text}");
        }
        assert!("soon".parse::<ClockOffset>().unwrap_err().to_string().contains("'soon' is no time to set a clock by: write +1:02:03"));
    }

    #[test]
    fn what_is_told_reads_back() {
        for (seconds, want) in [(3723, "+1:02:03"), (-45, "-0:00:45"), (0, "0"), (86_400, "+1d 0:00:00"), (-MOST, "-36525d 0:00:00")] {
            let offset = ClockOffset::from_seconds(seconds).unwrap();
            assert_eq!(offset.to_string(), want);
            assert_eq!(want.parse(), Ok(offset));
        }
        assert_eq!(ClockOffset::from_seconds(MOST + 1), None);
    }

    #[test]
    fn moments_are_put_right_over_the_ends_of_months_and_leap_years() {
        for (told, by, want) in [
            ("2026-05-03T13:03:22.120", "+1h", "2026-05-03T14:03:22.120"),
            ("2026-05-31T23:59:59", "1s", "2026-06-01T00:00:00"),
            ("2024-02-28T23:30:00", "+1h", "2024-02-29T00:30:00"),
            ("2025-02-28T23:30:00", "+1h", "2025-03-01T00:30:00"),
            ("2000-03-01T00:00:00.5", "-1s", "2000-02-29T23:59:59.5"),
            ("1900-03-01T00:00:00", "-1s", "1900-02-28T23:59:59"),
            ("2026-01-01T00:00:00", "-1d", "2025-12-31T00:00:00"),
            ("2000-01-01T00:05:00.999", "+9619d 14:00", "2026-05-03T14:05:00.999"),
            ("2026-05-03T14:05:09", "0", "2026-05-03T14:05:09"),
        ] {
            let by = offset(by);
            assert_eq!(by.corrected(told).as_deref(), Some(want), "{told} {by}");
            assert_eq!(by.told(want).as_deref(), Some(told), "{want} {by}");
        }
        assert_eq!(offset("1s").corrected("2026-02-30T00:00:00"), None);
        assert_eq!(offset("1s").corrected("2026-02-20"), None);
        assert_eq!(offset("1s").corrected("9999-12-31T23:59:59"), None);
    }

    #[test]
    fn two_moments_tell_how_far_apart_their_clocks_are() {
        let between = |right, told| ClockOffset::between(right, told).map(ClockOffset::seconds);
        assert_eq!(between("2026-05-03T14:03:22.120", "2026-05-03T13:03:22.120"), Some(3600));
        assert_eq!(between("2024-02-28T23:59:59", "2024-03-01T00:00:00"), Some(-86_401));
        assert_eq!(between("2026-05-03T14:03:22.900", "2026-05-03T14:03:22"), Some(1), "to the nearest second");
        assert_eq!(between("2026-05-03T14:03:22", "2026-05-03T14:03:22.900"), Some(-1));
        assert_eq!(between("2026-05-03T14:03:22", "1826-05-03T14:03:22"), None);
        assert_eq!(between("2026-05-03", "nonsense"), None);
    }
}
