//! The audit of a set: every tagged photo, ordered by how likely its label is wrong; of a multi-choice set every label that a photo has
//! and may not fit it, and every label that it may lack.
//!
//! # How
//! Four opinions are asked of each photo, none of which knows the photo's own label:
//!
//! | opinion | what it says |
//! |---|---|
//! | words | the model's zero-shot logits |
//! | head | a ridge regression on the other labels, the photo's own product left out |
//! | neighbours | the labels of the nearest photos of other products, near copies left out |
//! | its kin | photos of its own product and near copies of it that have another label |
//!
//! The first three are joined by weights of the greatest likelihood over the labels that persons and files gave (crate `learn`): a
//! set whose words mean nothing to the model gets no weight on words. What is joined is a probability for each label; one minus that of
//! the label which the photo has is the self-confidence score of confident learning (Northcutt, Jiang and Chuang 2021), here with
//! the zero-shot answer beside the learned one. Kin that disagree make a label as doubtful as kin are of one mind in the rest of the set.
//!
//! In a multi-choice set each label of each photo is such a question, yes or no, with the same opinions. A photo counts as labelled where
//! anything of the set was decided about it; a label that a person rejected was looked at, and is not asked about.
//!
//! Of many photos the neighbours are searched only for those that words and head find most suspect, and for a random share to choose
//! the weights by.

mod kin;
mod neighbours;
mod opinions;
mod reason;
mod report;
mod several;
mod spot_check;
mod suspects;
#[cfg(test)]
mod tests;

pub use neighbours::Neighbour;
pub use reason::Reason;
pub use report::{AuditFormat, AuditReport, Checked, SpotChecked};
pub use spot_check::spot_check;
pub use suspects::{Audit, AuditRequest, Suspect, SuspectKind, audit};
