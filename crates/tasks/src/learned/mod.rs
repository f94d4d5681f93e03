//! What a set has learned from decisions: lessons in, what answers from now on out.
//!
//! # From decisions to a promise
//! 1. [`Lessons`] are the decisions that teach: accepted labels and "none of these", of persons and imports, about photos that are still
//!    as they were. What a rule accepted is the model's own opinion and teaches nothing.
//! 2. [`learn()`] fits a linear head over the embeddings (crate `learn`) and a temperature, each product held out once. Where the head
//!    is not better than the words on what was held out, by more than one standard error, the words go on answering; from
//!    [`ENOUGH`] decisions on at the temperature that makes their probabilities honest (Guo et al. 2017).
//! 3. What answers is an `EmbeddedSet` like any other (its labels' vectors are the head's), so that suggestions, figures, thresholds
//!    and review queues need not know of it.
//! 4. [`promise()`] finds the thresholds at which a precision that the person asked for is kept on what was held out, by the lower end
//!    of Wilson's interval.

mod head;
mod held_out;
mod lessons;
mod promise;
mod several;
mod single;
#[cfg(test)]
mod tests;

pub use head::{Learned, learn};
pub use held_out::{Accuracy, ENOUGH, HeldOut};
pub(crate) use lessons::{Groups, has_none, teaches, vectors};
pub use lessons::{Lesson, Lessons};
pub use promise::{LabelPromise, Promised, SetPromise, curve, promise, threshold};
pub(crate) use several::odds;
pub(crate) use single::logits;
