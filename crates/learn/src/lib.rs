//! What decisions teach: a linear head drawn toward zero-shot, calibrated on decisions that were left out.
//!
//! # How
//! A ridge regression from embeddings to labels has a closed form, and so has what it would have said of a photo had the photo's
//! whole product not been among its decisions (the residual, solved with one minus the product's block of the hat matrix). So
//! every decision is a held-out one, at the cost of one fit. Those left-out scores `f` and the zero-shot logits `z` are joined:
//!
//! ```text
//! p = softmax(a z + b f),   a, b >= 0
//! ```
//!
//! with `a` and `b` of the greatest likelihood over the decisions. That is at once the draw toward zero-shot (a set whose words the
//! model knows keeps `b` small, one of code names gets `a` near 0), and the temperature that makes probabilities honest; and
//! since both parts are linear in the embedding, the head costs what the words cost: one dot product a label. What is told of decisions rests on
//! weights that were fitted without them, a fifth of the products at a time.
//!
//! The head is *used* only where the left-out decisions say that it is better than the words alone by more than one standard error,
//! products counted as one.

mod adapt;
mod decisions;
mod gain;
mod head;
mod random;
mod ridge;
mod several;
mod stack;
#[cfg(test)]
mod tests;
mod triangular;

pub use adapt::{Maps, Pairs, Texts, adapt};
pub use decisions::Decisions;
pub use gain::{Gain, gain};
pub use head::{Head, Learned, learn, likeliest};
pub use random::Random;
pub use ridge::Ridge;
pub use several::{OddsHead, OddsStack, SeveralDecisions, SeveralLearned, learn_several};
pub use stack::{Prior, Stack, softmax};
