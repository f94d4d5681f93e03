//! When photos were taken: counted in equal steps of the camera's clock.

use base::Photo;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use std::ops::RangeInclusive;

/// Steps at most.
const MOST: i64 = 240;
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Steps that people think in, seconds.
const STEPS: [i64; 23] = [
    1,
    2,
    5,
    10,
    15,
    30,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    30 * DAY,
    91 * DAY,
    365 * DAY,
];

/// How many photos were taken when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Where the first step begins: seconds since 1970, the camera's clock read as UTC.
    from_s: i64,
    /// Length of a step, seconds.
    step_s: i64,
    /// Photos in each step, from the first that has any to the last.
    pub counts: Vec<u32>,
    /// Photos of which nobody knows when they were taken.
    pub undated: u64,
}

impl Timeline {
    /// Of photos, each by the second it was taken in ([`taken_s`]).
    pub fn of(photos: impl Iterator<Item = Option<i64>>) -> Self {
        let (mut dated, mut undated) = (Vec::new(), 0);
        for photo in photos {
            match photo {
                Some(second) => dated.push(second),
                None => undated += 1,
            }
        }
        let (Some(first), Some(last)) = (dated.iter().min().copied(), dated.iter().max().copied()) else {
            return Self { undated, ..Self::default() };
        };
        let long = last - first;
        let years = STEPS[STEPS.len() - 1];
        let step_s = STEPS.into_iter().find(|step| long / step < MOST).unwrap_or((long / MOST).div_euclid(years) * years + years);
        let from_s = first.div_euclid(step_s) * step_s;
        let mut counts = vec![0; ((last - from_s) / step_s + 1) as usize];
        for second in dated {
            counts[((second - from_s) / step_s) as usize] += 1;
        }
        Self { from_s, step_s, counts, undated }
    }

    /// When a step begins.
    fn begins(&self, step: usize) -> Option<DateTime> {
        moment(self.from_s.saturating_add(self.step_s.saturating_mul(step as i64)))
    }

    /// The last second of a step.
    fn ends(&self, step: usize) -> Option<DateTime> {
        self.begins(step + 1)?.checked_sub(SignedDuration::from_secs(1)).ok()
    }

    /// "date:2026-05-10T14:05..2026-05-10T14:20": the filter that finds the photos of these steps.
    pub fn filter(&self, steps: &RangeInclusive<usize>) -> Option<String> {
        let format = match self.step_s {
            step if step % DAY == 0 => "%Y-%m-%d",
            step if step % MINUTE == 0 => "%Y-%m-%dT%H:%M",
            _ => "%Y-%m-%dT%H:%M:%S",
        };
        let (from, to) = (self.begins(*steps.start())?.strftime(format).to_string(), self.ends(*steps.end())?.strftime(format).to_string());
        Some(if from == to { format!("date:{from}") } else { format!("date:{from}..{to}") })
    }

    /// "10 May 2026, 14:05 – 14:20": these steps, for people.
    pub fn words(&self, steps: &RangeInclusive<usize>) -> String {
        let (Some(from), Some(to)) = (self.begins(*steps.start()), self.ends(*steps.end())) else { return String::new() };
        let day = |moment: DateTime| moment.strftime("%-d %b %Y").to_string();
        if self.step_s % DAY == 0 {
            return if from.date() == to.date() { day(from) } else { format!("{} – {}", day(from), day(to)) };
        }
        let format = if self.step_s % MINUTE == 0 { "%H:%M" } else { "%H:%M:%S" };
        // A step of a minute begins and ends in it; a longer one ends where the next begins.
        let end = if self.step_s <= MINUTE && steps.start() == steps.end() { None } else { self.begins(*steps.end() + 1) };
        let time = |moment: DateTime| moment.strftime(format).to_string();
        match end {
            None => format!("{}, {}", day(from), time(from)),
            Some(end) if end.date() == from.date() => format!("{}, {} – {}", day(from), time(from), time(end)),
            Some(end) => format!("{}, {} – {}, {}", day(from), time(from), day(end), time(end)),
        }
    }
}

/// The second in which a photo was taken, since 1970, the camera's clock read as UTC.
pub fn taken_s(photo: &Photo) -> Option<i64> {
    captured_ms(photo).map(|ms| ms.div_euclid(1000))
}

/// Milliseconds since 1970 by the camera's clock, read as UTC.
pub fn captured_ms(photo: &Photo) -> Option<i64> {
    let taken = photo.captured.as_deref()?.parse::<DateTime>().ok()?;
    Some(taken.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

fn moment(second: i64) -> Option<DateTime> {
    Some(Timestamp::from_second(second).ok()?.to_zoned(TimeZone::UTC).datetime())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query;

    fn at(text: &str) -> Option<i64> {
        taken_s(&Photo { captured: Some(text.to_owned()), ..Photo::sample(1, "a.jpg") })
    }

    fn of(moments: &[&str]) -> Timeline {
        Timeline::of(moments.iter().map(|text| at(text)))
    }

    #[test]
    fn a_shoot_is_counted_in_steps_that_people_think_in() {
        let shoot = of(&["2026-05-10T14:05:09.190", "2026-05-10T14:05:59", "2026-05-10T15:04:00", "nonsense"]);
        assert_eq!((shoot.step_s, shoot.counts.len(), shoot.undated), (15, 236, 1));
        assert_eq!((shoot.counts[0], shoot.counts[3], shoot.counts[235]), (1, 1, 1));
        assert_eq!(shoot.words(&(0..=0)), "10 May 2026, 14:05:00");
        assert_eq!(shoot.words(&(0..=3)), "10 May 2026, 14:05:00 – 14:06:00");
        assert_eq!(shoot.filter(&(0..=3)).unwrap(), "date:2026-05-10T14:05:00..2026-05-10T14:05:59");
        let days = of(&["2026-05-10T14:05:09", "2026-12-01T00:00:00"]);
        assert_eq!((days.step_s, days.words(&(0..=0))), (DAY, "10 May 2026".to_owned()));
        assert_eq!(days.filter(&(0..=0)).unwrap(), "date:2026-05-10");
        assert_eq!(days.filter(&(0..=1)).unwrap(), "date:2026-05-10..2026-05-11");
        let half_a_day = of(&["2026-05-10T14:05:09", "2026-05-11T01:00:00"]);
        assert_eq!(half_a_day.step_s, 5 * MINUTE);
        assert_eq!(half_a_day.words(&(0..=0)), "10 May 2026, 14:05 – 14:10");
        assert_eq!(half_a_day.filter(&(0..=0)).unwrap(), "date:2026-05-10T14:05..2026-05-10T14:09");
    }

    #[test]
    fn nothing_dated_has_no_steps_and_one_photo_has_one() {
        assert_eq!(of(&["x", "y"]), Timeline { undated: 2, ..Timeline::default() });
        assert_eq!(of(&["2026-05-10T14:05:09"]).counts, [1]);
    }

    #[test]
    fn centuries_are_counted_too() {
        let long = of(&["0001-01-01T00:00:00", "9998-12-31T23:59:59"]);
        assert!(long.counts.len() <= MOST as usize + 1 && long.counts.iter().sum::<u32>() == 2, "{}", long.counts.len());
        let last = long.counts.len() - 1;
        assert!(!long.words(&(0..=0)).is_empty());
        let _ = (long.words(&(0..=last)), long.filter(&(0..=last)));
    }

    #[test]
    fn the_filter_finds_what_was_counted() {
        let moments: Vec<String> = (0..300).map(|n| format!("2026-05-{:02}T{:02}:{:02}:07", n % 9 + 1, n % 24, n * 7 % 60)).collect();
        let timeline = Timeline::of(moments.iter().map(|text| at(text)));
        for (step, count) in timeline.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let query = query::parse(&timeline.filter(&(step..=step)).unwrap()).unwrap();
            let roots = std::collections::HashMap::new();
            let matcher = query::Matcher::new(&query.filters, &roots, None);
            let found =
                moments.iter().filter(|moment| matcher.admits(&Photo { captured: Some((*moment).clone()), ..Photo::sample(1, "a.jpg") }));
            assert_eq!(found.count() as u32, *count, "step {step}");
        }
    }
}
