//! A review in words.

use super::question::{Kind, Question};
use super::session::Outcome;
use super::state::Review;
use crate::shell::ctx::Ctx;
use engine::protocol::ReviewOrder;

/// "uncertain first": the order in the words of the heading.
pub fn order_words(ctx: &Ctx, review: &Review, order: ReviewOrder) -> String {
    match order {
        ReviewOrder::Uncertain => "uncertain first".to_owned(),
        ReviewOrder::Label(label) => {
            ctx.tags.label(label).map_or_else(|| "by label".to_owned(), |(_, l)| format!("suggested as {}", l.name))
        }
        ReviewOrder::Random(_) => "random sample".to_owned(),
        ReviewOrder::Sure(_) => "sure ones at random".to_owned(),
        ReviewOrder::Disagreement(..) => match review.session.as_ref().and_then(|s| s.opinions.as_ref()) {
            Some(opinions) => {
                let [left, right] = [0, 1].map(|side| ctx.models.list.title(&opinions.models[side]));
                format!("where {left} and {right} disagree")
            }
            None => "where two models disagree".to_owned(),
        },
    }
}

/// What became of a photo, beside the question.
pub fn outcome_words(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::Skipped => Some("Skipped before"),
        Outcome::Open => Some("Taken back; decide anew"),
        _ => None,
    }
}

/// The name of the set inside a question: "Which shoe type?", but "Which SKU family?".
pub fn question_words(question: &Question<'_>) -> String {
    let name = &question.set.name;
    let mut chars = name.chars();
    let (first, second) = (chars.next(), chars.next());
    let shouted = second.is_some_and(char::is_uppercase);
    let inside = match first {
        Some(first) if !shouted => first.to_lowercase().chain(name.chars().skip(1)).collect(),
        _ => name.clone(),
    };
    match question.kind {
        Kind::OneOf => format!("Which {inside}?"),
        Kind::AnyOf => format!("{name}: which labels fit?"),
        Kind::Fits(label) => {
            let label = question.set.label(label).map_or("", |l| l.name.as_str());
            format!("Does “{label}” fit?")
        }
    }
}
