//! What a step is called: before Undo takes it back ("Accept 204 tags"), and when it was made ("204 tags accepted").

use base::{ClockOffset, Flag, LabelId, LabelSet, Mark, Ruling, human};

/// A step's two names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepWords {
    /// As Undo names it.
    pub step: String,
    /// As it is told when it was made.
    pub done: String,
}

/// What happens to something of the vocabulary: as an order, and done.
type Verb = (&'static str, &'static str);

/// Made anew.
pub const MAKE: Verb = ("Make", "made");
/// Brought to another state.
pub const CHANGE: Verb = ("Change", "changed");
/// Made once more.
pub const DUPLICATE: Verb = ("Duplicate", "duplicated");
/// Kept under a name.
pub const SAVE: Verb = ("Save", "saved");
/// Taken out.
pub const DELETE: Verb = ("Delete", "deleted");
/// Put into another order.
pub const REORDER: Verb = ("Reorder", "reordered");

impl StepWords {
    /// Something of the vocabulary, such as "label set Colour".
    pub fn vocabulary((order, done): Verb, what: &str) -> Self {
        Self { step: format!("{order} the {what}"), done: format!("{} {done}", human::capitalised(what)) }
    }

    /// Photos are held against other rules, or against none.
    pub fn standard(name: Option<&str>) -> Self {
        match name {
            Some(name) => Self { step: format!("Hold photos against {name}"), done: format!("Photos are held against {name}") },
            None => Self { step: "Hold photos against no standard".to_owned(), done: "Photos are held against no standard".to_owned() },
        }
    }

    /// Suggestions were accepted together.
    pub fn accept(tags: u64, set: &str) -> Self {
        let tags = human::counted(tags, "tag", "tags");
        Self { step: format!("Accept {tags} in {set}"), done: format!("{tags} accepted in {set}") }
    }

    /// Photos were called no duplicates of one another.
    pub fn tell_apart(photos: u64) -> Self {
        let photos = human::photos(photos);
        Self { step: format!("Tell {photos} apart"), done: format!("{photos} told apart") }
    }

    /// Of each stack some photos were picked and the others rejected.
    pub fn keep_best(kept: u64, rejected: u64) -> Self {
        let (kept, rejected) = (human::photos(kept), human::photos(rejected));
        Self {
            step: format!("Pick {kept} and reject {rejected}"),
            done: format!("{} picked, {rejected} rejected", human::capitalised(&kept)),
        }
    }

    /// Cameras' clocks were corrected, or are taken as they are.
    pub fn set_clocks<S: AsRef<str>>(clocks: &[(S, ClockOffset)]) -> Self {
        match clocks {
            [(camera, ClockOffset::NONE)] => {
                let camera = camera.as_ref();
                Self { step: format!("Take the clock of {camera} as it is"), done: format!("Clock of {camera} taken as it is") }
            }
            [(camera, offset)] => {
                let camera = camera.as_ref();
                Self {
                    step: format!("Correct the clock of {camera} by {offset}"),
                    done: format!("Clock of {camera} corrected by {offset}"),
                }
            }
            several => {
                let cameras = human::counted(several.len() as u64, "camera", "cameras");
                Self { step: format!("Correct the clocks of {cameras}"), done: format!("Clocks of {cameras} corrected") }
            }
        }
    }

    /// Labels that look the same became fewer.
    pub fn merge(labels: u64, set: &str) -> Self {
        let labels = human::counted(labels, "label", "labels");
        Self { step: format!("Merge {labels} of {set}"), done: format!("{labels} of {set} merged") }
    }

    /// Labels that an audit asked about were kept.
    pub fn keep(labels: u64, set: &str) -> Self {
        let labels = human::counted(labels, "label", "labels");
        Self { step: format!("Keep {labels} of {set}"), done: format!("{labels} of {set} kept") }
    }

    /// Labels that an audit asked about were replaced together.
    pub fn correct(labels: u64, set: &str) -> Self {
        let labels = human::counted(labels, "label", "labels");
        Self { step: format!("Correct {labels} of {set}"), done: format!("{labels} of {set} corrected") }
    }

    /// So many disputes were settled by these labels; by none: none of them fits.
    pub fn settle(set: Option<&LabelSet>, labels: &[LabelId], disputes: u64) -> Self {
        let disputes = human::counted(disputes, "dispute", "disputes");
        let names: Vec<&str> = labels.iter().filter_map(|id| set?.label(*id)).map(|label| label.name.as_str()).collect();
        let answer = if names.is_empty() { format!("none of {}", set.map_or("these", |set| set.name.as_str())) } else { names.join(", ") };
        Self { step: format!("Settle {disputes}: {answer}"), done: format!("{disputes} settled: {answer}") }
    }

    /// An imported text was taken out.
    pub fn remove_text(column: &str) -> Self {
        Self { step: format!("Remove the {column} of 1 photo"), done: format!("{} removed", human::capitalised(column)) }
    }

    /// Photos were said to be of products, or not to be.
    pub fn assign_skus(photos: u64, accepted: bool) -> Self {
        let (photos, products) = (human::photos(photos), if photos == 1 { "product" } else { "products" });
        if accepted {
            Self {
                step: format!("Assign {photos} to their {products}"),
                done: format!("{} assigned to their {products}", human::capitalised(&photos)),
            }
        } else {
            let words = format!("Not the proposed {products} for {photos}");
            Self { step: words.clone(), done: words }
        }
    }

    /// Flags, stars and colour labels for so many photos.
    pub fn mark(marks: &[Mark], photos: u64) -> Self {
        let photos = human::photos(photos);
        let (step, done) = match marks {
            [Mark::Flag(Some(Flag::Pick))] => (format!("Pick {photos}"), format!("Picked {photos}")),
            [Mark::Flag(Some(Flag::Reject))] => (format!("Reject {photos}"), format!("Rejected {photos}")),
            [Mark::Flag(None)] => (format!("Unflag {photos}"), format!("Unflagged {photos}")),
            [Mark::Stars(Some(stars))] => (format!("Rate {photos} {stars}"), format!("Rated {photos} {stars}")),
            [Mark::Stars(None)] => (format!("Take the stars off {photos}"), format!("Took the stars off {photos}")),
            [Mark::Colour(Some(colour))] => {
                let colour = colour.as_str();
                (format!("Label {photos} {colour}"), format!("Labelled {photos} {colour}"))
            }
            [Mark::Colour(None)] => (format!("Take the colour label off {photos}"), format!("Took the colour label off {photos}")),
            _ => (format!("Mark {photos}"), format!("Marked {photos}")),
        };
        Self { step, done }
    }

    /// Verdicts about so many photos: several are named after the labels that were given, where any was.
    pub fn decide(rulings: &[Ruling], set: Option<&LabelSet>, photos: usize) -> Self {
        let accepted = |ruling: &Ruling| if let Ruling::Accept(id) = ruling { Some(*id) } else { None };
        let name = |id: LabelId| set.and_then(|s| s.label(id)).map_or("a label", |l| l.name.as_str());
        let names: Vec<&str> = rulings.iter().filter_map(accepted).map(name).collect();
        match (rulings, &names[..]) {
            ([first, _, ..], []) => Self::ruling(*first, set, photos),
            ([_, _, ..], names) => {
                let (photos, names) = (human::photos(photos as u64), names.join(", "));
                Self { step: format!("Tag {photos} {names}"), done: format!("{photos} tagged {names}") }
            }
            (rulings, _) => rulings.first().map(|one| Self::ruling(*one, set, photos)).unwrap_or_default(),
        }
    }

    /// One verdict about so many photos.
    fn ruling(ruling: Ruling, set: Option<&LabelSet>, photos: usize) -> Self {
        let label = |id: LabelId| set.and_then(|s| s.label(id)).map_or("a label", |l| l.name.as_str());
        let any = set.map_or("the labels", |s| s.name.as_str());
        let photos = human::photos(photos as u64);
        let worded = |order: &str, what: &str, done: &str, joint: &str| Self {
            step: format!("{order} {what} {joint} {photos}"),
            done: format!("{} {done} {joint} {photos}", human::capitalised(what)),
        };
        match ruling {
            Ruling::Accept(id) => Self { step: format!("Tag {photos} {}", label(id)), done: format!("{photos} tagged {}", label(id)) },
            Ruling::Reject(id) => worded("Reject", label(id), "rejected", "for"),
            Ruling::Withdraw(id) => worded("Take", label(id), "taken", "off"),
            Ruling::WithdrawAll => worded("Take", any, "taken", "off"),
            Ruling::NoneOfThese => {
                let words = format!("None of {any} for {photos}");
                Self { step: words.clone(), done: words }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_told_as_done() {
        let names = ["Flip flops", "Red", "Off white"];
        let set = LabelSet::sample(1, "Colour", (1..).zip(names));
        let decide = |ruling, photos| StepWords::decide(&[ruling], Some(&set), photos);
        let several = [Ruling::Accept(LabelId(2)), Ruling::Reject(LabelId(1)), Ruling::Accept(LabelId(3))];
        let (hour, clocks) = (ClockOffset::from_seconds(3600).unwrap(), StepWords::set_clocks::<&str>);
        for (words, step, done) in [
            (StepWords::accept(1204, "Colour"), "Accept 1,204 tags in Colour", "1,204 tags accepted in Colour"),
            (StepWords::vocabulary(DELETE, "label set Colour"), "Delete the label set Colour", "Label set Colour deleted"),
            (decide(Ruling::Accept(LabelId(1)), 1), "Tag 1 photo Flip flops", "1 photo tagged Flip flops"),
            (decide(Ruling::Accept(LabelId(2)), 12), "Tag 12 photos Red", "12 photos tagged Red"),
            (decide(Ruling::Withdraw(LabelId(3)), 3), "Take Off white off 3 photos", "Off white taken off 3 photos"),
            (decide(Ruling::Reject(LabelId(2)), 3), "Reject Red for 3 photos", "Red rejected for 3 photos"),
            (StepWords::decide(&several, Some(&set), 1), "Tag 1 photo Red, Off white", "1 photo tagged Red, Off white"),
            (decide(Ruling::NoneOfThese, 2), "None of Colour for 2 photos", "None of Colour for 2 photos"),
            (
                StepWords::settle(Some(&set), &[LabelId(2), LabelId(3)], 2),
                "Settle 2 disputes: Red, Off white",
                "2 disputes settled: Red, Off white",
            ),
            (StepWords::settle(Some(&set), &[], 1), "Settle 1 dispute: none of Colour", "1 dispute settled: none of Colour"),
            (clocks(&[("X-10", hour)]), "Correct the clock of X-10 by +1:00:00", "Clock of X-10 corrected by +1:00:00"),
            (clocks(&[("X-10", ClockOffset::NONE)]), "Take the clock of X-10 as it is", "Clock of X-10 taken as it is"),
            (clocks(&[("X-10", hour), ("X-100", hour)]), "Correct the clocks of 2 cameras", "Clocks of 2 cameras corrected"),
        ] {
            assert_eq!((words.step.as_str(), words.done.as_str()), (step, done));
        }
    }
}
