//! Filters of a query asked of a hub: those that its tables can answer, to the same effect as here.

use super::capture::{SHAPES, SQUARE, bounds, whole_numbers};
use super::fields::{labels_meant, stars};
use super::filter::Filter;
use super::parse::Query;
use super::token::Value;
use base::fold::{fold, key};
use base::{LabelSet, MarkKind, human};
use share::{Asks, Condition, Decided, Narrow, Pattern};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Filters that a hub has nothing to answer from, as the query writes them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a hub does not hold what {} {} about; it can be asked for {}", human::list(.0.iter()), if .0.len() == 1 { "asks" } else { "ask" }, human::list(fields_at_hub().iter()))]
pub struct NotAtHub(pub Vec<String>);

/// Filters of which a hub can answer every value.
const ANSWERED: [&str; 7] = ["name", "type", "tag", "rating", "color", "date", "size"];
/// And values of `is:` and `aspect:`.
const STATES: [&str; 6] = ["untagged", "tagged", "none", "pick", "reject", "unflagged"];

/// What a hub can be asked for, as a sentence lists it.
pub fn fields_at_hub() -> Vec<String> {
    let states = STATES.iter().map(|state| format!("is:{state}"));
    ANSWERED.iter().map(|name| format!("{name}:")).chain(["aspect:".to_owned()]).chain(states).collect()
}

/// The conditions that a query's filters are at a hub with these label sets.
pub fn at_hub(query: &Query, sets: &[LabelSet]) -> Result<Narrow, NotAtHub> {
    let mut conditions = Vec::new();
    let mut unknown: Vec<String> = query.scores.iter().map(ToString::to_string).collect();
    for filter in &query.filters {
        match asks(filter, sets) {
            Some(asks) => conditions.push(Condition { negated: filter.negated, asks }),
            None => unknown.push(filter.to_string()),
        }
    }
    if unknown.is_empty() { Ok(Narrow(conditions)) } else { Err(NotAtHub(unknown)) }
}

fn asks(filter: &Filter, sets: &[LabelSet]) -> Option<Asks> {
    let text = filter.value.as_str();
    let value = Value { text, exact: filter.exact };
    match filter.field.name {
        "name" => Some(Asks::Name(pattern(value))),
        "type" => Some(Asks::Format(text.to_owned())),
        "tag" => {
            let meant = labels_meant(sets, value);
            let pairs = sets.iter().flat_map(|set| set.labels.iter().map(move |label| (set, label)));
            let meant: BTreeSet<_> =
                pairs.filter(|(_, label)| meant.contains(&label.id)).map(|(set, label)| (key(&set.name), key(&label.name))).collect();
            Some(Asks::Labels(meant.into_iter().collect()))
        }
        "is" => state(text),
        "rating" => {
            // No stars are none at all, which is asked in another way than a number of them.
            let wanted = stars(text)?;
            let some: Vec<String> = wanted.clone().filter(|n| *n > 0).map(|n| n.to_string()).collect();
            let none = if wanted.contains(&0) { vec![String::new()] } else { Vec::new() };
            Some(Asks::Mark(MarkKind::Stars.as_str(), some.into_iter().chain(none).collect()))
        }
        "color" => Some(Asks::Mark(MarkKind::Colour.as_str(), if text == "none" { Vec::new() } else { vec![text.to_owned()] })),
        "date" => bounds(text).map(|(from, to)| Asks::Taken { from, to }),
        "size" => whole_numbers(text).map(Asks::ShorterSide),
        "aspect" => {
            let orders = SHAPES.iter().zip([Ordering::Equal, Ordering::Less, Ordering::Greater]);
            orders.into_iter().find(|(shape, _)| **shape == text).map(|(_, order)| Asks::Sides(order, SQUARE))
        }
        _ => None,
    }
}

fn state(name: &str) -> Option<Asks> {
    let flag = |values: &[&str]| Asks::Mark(MarkKind::Flag.as_str(), values.iter().map(|value| (*value).to_owned()).collect());
    Some(match name {
        "tagged" => Asks::Decided(Decided::Tagged),
        "none" => Asks::Decided(Decided::NoneOfThese),
        "untagged" => Asks::Decided(Decided::Untagged),
        "pick" | "reject" => flag(&[name]),
        "unflagged" => flag(&[]),
        _ => return None,
    })
}

fn pattern(value: Value<'_>) -> Pattern {
    match value.text {
        name if value.exact => Pattern::Whole(fold(name)),
        glob if glob.contains(['*', '?']) => Pattern::Glob(glob.to_owned()),
        part => Pattern::Within(part.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{FIELDS, parse};

    fn asked(query: &str) -> Result<Narrow, NotAtHub> {
        at_hub(&parse(query).unwrap(), &[])
    }

    #[test]
    fn what_a_hub_does_not_hold_is_refused_by_its_name() {
        let refused = asked("dress folder:shoes -camera:x-10 is:duplicate hue:#aa3344 is:pick").unwrap_err();
        assert_eq!(refused.0, ["folder:shoes", "-camera:x-10", "is:duplicate", "hue:#aa3344"]);
    }

    #[test]
    fn each_filter_that_is_told_as_answered_is() {
        for field in FIELDS.iter().filter(|field| ANSWERED.contains(&field.name) || field.name == "aspect") {
            assert!(asked(&format!("{}:{}", field.name, field.example)).is_ok(), "{}", field.name);
        }
        for state in STATES {
            assert!(asked(&format!("is:{state}")).is_ok(), "{state}");
        }
        assert!(fields_at_hub().iter().all(|name| FIELDS.iter().any(|field| name.starts_with(&format!("{}:", field.name)))));
    }

    #[test]
    fn no_stars_are_asked_beside_some() {
        assert_eq!(asked("rating:<2").unwrap().0[0].asks, Asks::Mark("stars", vec!["1".into(), String::new()]));
        assert_eq!(
            asked("-rating:>=4").unwrap().0[0],
            Condition { negated: true, asks: Asks::Mark("stars", vec!["4".into(), "5".into()]) }
        );
    }
}
