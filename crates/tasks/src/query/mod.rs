//! What a person types into the search field: terms with signs and weights, and filters beside them.
//!
//! ```text
//! red dress                    words rank by similarity
//! red dress - stripes          terms are added and subtracted as vectors
//! 2:floral + leather           a term counts twice
//! "./ref.jpg" + leather        a photo as a term
//! folder:shoes name:AB12* type:png score:>0.24 -folder:old
//! tag:dress -tag:"On sale" is:untagged
//! date:2026-05-10..2026-05-12 camera:x-10 lens:24-70* iso:>=800 size:<1000 aspect:square is:duplicate
//! ```
//!
//! Quotation marks and dashes of every kind do what `"` and `-` do; an inch mark (`13" bag`) says nothing.
//!
//! A name in quotes is that name alone (`tag:"Shirts"`), any other value a part of one (`tag:shirt`).
//!
//! A filter is a row of [`FIELDS`], a value of `is:` a row of [`STATES`]; parser, messages, help and cheat sheet read them.

mod along;
mod at_hub;
mod capture;
mod error;
mod facts;
mod fields;
mod filter;
mod help;
mod parse;
mod parts;
#[cfg(test)]
mod properties;
mod quotes;
mod score;
mod token;
mod write;

pub use at_hub::{NotAtHub, at_hub, fields_at_hub};
pub use error::QueryError;
pub use facts::Decided;
pub use fields::{FIELDS, Field, Needs, STATES, State, Values, name_of_label};
pub use filter::{Filter, Matcher};
pub use help::{examples, help, summary};
pub use parse::{Query, Term, TermContent, has_terms, parse};
pub use parts::{Part, PartKind, Typed, parts, typed_at};
pub use score::ScoreBound;
pub use token::quoted;
