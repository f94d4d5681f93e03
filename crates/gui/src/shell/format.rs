//! How facts that several features show are worded.

use base::{Choice, LabelId, LabelSet, LabelSetDraft, Photo, human};
use engine::protocol::{Differ, Only, Slot, SuggestedLabel, Tags};

/// What the grid is narrowed to, as a chip says it.
pub fn only(tags: &Tags, only: &Only) -> String {
    match only {
        Only::Untagged => "untagged".to_owned(),
        Only::NeedsReview => "needs review".to_owned(),
        Only::Tagged(label) => {
            tags.label(*label).map_or_else(|| "a deleted label".to_owned(), |(set, label)| format!("{}: {}", set.name, label.name))
        }
        Only::Product(sku) => format!("SKU {sku}"),
        Only::Odd => "disagree with their product".to_owned(),
        Only::Listed(listed) => listed.words.to_string(),
    }
}

/// "suggested: Red", "suggested: Red in 5 selected photos", as a chip says it.
pub fn suggested(label: &SuggestedLabel, among: Option<&str>) -> String {
    let among = among.map(|among| format!(" in {among}")).unwrap_or_default();
    format!("suggested: {}{among}", slot_name(&label.set, label.slot))
}

/// Name of a label of a set as it stands in the panel.
pub fn slot_name(set: &LabelSetDraft, slot: Slot) -> String {
    slot.place().map_or_else(
        || "none of these".to_owned(),
        |place| set.labels.get(place).map(|l| l.name.clone()).filter(|n| !n.is_empty()).unwrap_or_else(|| "unnamed".to_owned()),
    )
}

/// "camera's clock: 13:03:22.120, +1:00:00": what the camera told, and what was added to it; the whole date where that is another.
/// `None` where the clock is taken as it is.
pub fn clock_words(photo: &Photo) -> Option<String> {
    let told = photo.clock_told()?;
    let (day, time) = told.split_once('T')?;
    let other_day = !photo.captured.as_deref()?.starts_with(day);
    let day = if other_day { format!("{day} ") } else { String::new() };
    Some(format!("camera's clock: {day}{time}, {}", photo.clock))
}

/// A size of a model: "605 MB", "1.7 GB"; nobody needs a tenth of a megabyte of many.
pub fn model_size(bytes: u64) -> String {
    const MEGA: u64 = 1_000_000;
    match bytes {
        b if (10 * MEGA..999 * MEGA).contains(&b) => format!("{} MB", (b + MEGA / 2) / MEGA),
        b => human::bytes(b),
    }
}

/// "38,112 of 40,000 photos can be searched in words".
pub fn coverage(embedded: u64, photos: u64) -> String {
    let verb = if photos == 1 { "photo can be searched in words" } else { "photos can be searched in words" };
    if embedded >= photos && photos > 1 {
        return format!("All {} {verb}", human::count(photos));
    }
    format!("{} of {} {verb}", human::count(embedded), human::count(photos))
}

/// The label that one of two models gives. In a multi-choice set a model that does not see the label says so.
pub fn opinion_label(set: &LabelSet, labels: &[Option<LabelId>; 2], side: usize) -> String {
    let name = |id: LabelId| set.label(id).map_or_else(|| "a label that is gone".to_owned(), |l| l.name.clone());
    match (labels[side], labels[1 - side]) {
        (Some(label), _) => name(label),
        (None, Some(other)) if set.choice == Choice::Multi => format!("not {}", name(other)),
        (None, _) => "None of these".to_owned(),
    }
}

/// "Skirt 0.62".
pub fn opinion(set: &LabelSet, differ: &Differ, side: usize) -> String {
    format!("{} {}", opinion_label(set, &differ.labels, side), human::score(differ.scores[side]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_camera_told_is_shown_beside_the_moment_that_is_right() {
        let told = |captured: &str, seconds| {
            let clock = base::ClockOffset::from_seconds(seconds).unwrap();
            clock_words(&Photo { captured: Some(captured.to_owned()), clock, ..Photo::sample(1, "a.jpg") })
        };
        assert_eq!(told("2026-05-03T14:03:22.120", 3600).unwrap(), "camera's clock: 13:03:22.120, +1:00:00");
        assert_eq!(told("2026-05-03T00:03:22", 3600).unwrap(), "camera's clock: 2026-05-02 23:03:22, +1:00:00");
        assert_eq!(told("2026-05-03T14:03:22.120", 0), None);
    }

    #[test]
    fn coverage_is_told_as_a_person_would() {
        assert_eq!(coverage(38_112, 40_000), "38,112 of 40,000 photos can be searched in words");
        assert_eq!(coverage(12, 12), "All 12 photos can be searched in words");
        assert_eq!(coverage(0, 1), "0 of 1 photo can be searched in words");
    }
}
