//! Which backups are kept: the last of each of some days, weeks and months.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::HashSet;

/// Of how many days, weeks and months that have a backup the last one is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Days.
    pub days: usize,
    /// Weeks from Monday to Sunday.
    pub weeks: usize,
    /// Months of the calendar.
    pub months: usize,
}

/// What is kept of automatic backups.
pub const USUAL: Policy = Policy { days: 7, weeks: 4, months: 12 };

/// Which of the backups made at these moments (milliseconds since 1970, in any order) are kept, in their order. The last one always is. Periods
/// without a backup do not count, so that an old catalogue that nobody changes keeps its backups. Days are those of `zone`.
pub fn kept(made_ms: &[i64], policy: Policy, zone: &TimeZone) -> Vec<bool> {
    let mut newest_first: Vec<usize> = (0..made_ms.len()).collect();
    newest_first.sort_by_key(|i| std::cmp::Reverse((made_ms[*i], *i)));
    let mut kept = vec![false; made_ms.len()];
    if let Some(last) = newest_first.first() {
        kept[*last] = true;
    }
    for (period, most) in [(day as Period, policy.days), (week, policy.weeks), (month, policy.months)] {
        let mut seen = HashSet::new();
        for i in &newest_first {
            if seen.len() < most && seen.insert(period(made_ms[*i], zone)) {
                kept[*i] = true;
            }
        }
    }
    kept
}

type Period = fn(i64, &TimeZone) -> i64;

/// Days since 1970 where the clock of the zone stands.
fn day(ms: i64, zone: &TimeZone) -> i64 {
    let stamp = Timestamp::from_millisecond(ms).unwrap_or_default();
    (stamp.as_second() + i64::from(zone.to_offset(stamp).seconds())).div_euclid(24 * 60 * 60)
}

/// 1 January 1970 was a Thursday.
fn week(ms: i64, zone: &TimeZone) -> i64 {
    (day(ms, zone) + 3).div_euclid(7)
}

fn month(ms: i64, zone: &TimeZone) -> i64 {
    let date = Timestamp::from_millisecond(ms).unwrap_or_default().to_zoned(zone.clone()).date();
    i64::from(date.year()) * 12 + i64::from(date.month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    const DAY: i64 = 24 * 60 * 60 * 1000;

    fn left(made: &[i64]) -> Vec<i64> {
        let kept = kept(made, USUAL, &TimeZone::UTC);
        made.iter().zip(kept).filter_map(|(at, kept)| kept.then_some(*at)).collect()
    }

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn the_last_of_each_day_week_and_month_stays() {
        let made = ["2026-09-30", "2026-10-20", "2026-10-31", "2026-11-08", "2026-11-15"].map(|day| at(&format!("{day}T10:00:00Z")));
        let days: Vec<i64> = (20..=28).flat_map(|day| [9, 18].map(|hour| at(&format!("2026-11-{day}T{hour:02}:00:00Z")))).collect();
        let all: Vec<i64> = made.iter().chain(&days).copied().collect();
        let kept: Vec<String> =
            left(&all).iter().map(|ms| Timestamp::from_millisecond(*ms).unwrap().strftime("%m-%d %H").to_string()).collect();
        // Weeks end on 8, 15, 22 and 28 November; of October 31 is the last day, the 20th is nobody's last.
        let wanted = "09-30 10, 10-31 10, 11-08 10, 11-15 10, 11-22 18, 11-23 18, 11-24 18, 11-25 18, 11-26 18, 11-27 18, 11-28 18";
        assert_eq!(kept.join(", "), wanted);
    }

    #[test]
    fn a_day_is_the_persons_own() {
        // Midnight in Tokyo lies between them; in Greenwich it is one day.
        let made = [at("2026-11-28T14:59:00Z"), at("2026-11-28T15:01:00Z")];
        let only_days = Policy { days: 2, weeks: 0, months: 0 };
        assert_eq!(kept(&made, only_days, &TimeZone::fixed(jiff::tz::offset(9))), [true, true]);
        assert_eq!(kept(&made, only_days, &TimeZone::UTC), [false, true]);
    }

    #[test]
    fn two_years_of_daily_work_leave_a_backup_of_each_of_the_last_twelve_months() {
        let mut there: Vec<i64> = Vec::new();
        for n in 0..730 {
            there.push(at("2024-12-01T17:00:00Z") + n * DAY);
            there = left(&there);
            assert!(there.len() <= 7 + 4 + 12, "{}", there.len());
        }
        let months: HashSet<i64> = there.iter().map(|ms| month(*ms, &TimeZone::UTC)).collect();
        assert_eq!(months.len(), 12);
        let last = *there.last().unwrap();
        assert!((0..7).all(|n| there.contains(&(last - n * DAY))));
    }

    proptest! {
        #[test]
        fn whatever_there_is(made in vec(0..3_000 * DAY, 0..80), more in 0..3_000 * DAY) {
            let once = left(&made);
            prop_assert!(once.len() <= 7 + 4 + 12);
            prop_assert_eq!(left(&once), once.clone(), "thinning again takes nothing more away");
            prop_assert_eq!(made.iter().max(), once.iter().max(), "the last one stays");
            // In steps or at once: what a later thinning keeps was not lost to an earlier one.
            let later = more.max(made.iter().copied().max().unwrap_or(0) + 1);
            let stepwise: Vec<i64> = once.iter().copied().chain([later]).collect();
            let at_once: Vec<i64> = made.iter().copied().chain([later]).collect();
            prop_assert_eq!(left(&stepwise), left(&at_once));
            // In whatever order they are listed, the same moments stay.
            let mut reversed: Vec<i64> = made.clone();
            reversed.reverse();
            let (mut a, mut b) = (left(&reversed), once);
            a.sort_unstable();
            b.sort_unstable();
            prop_assert_eq!(a, b);
        }
    }
}
