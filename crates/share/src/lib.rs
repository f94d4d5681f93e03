//! The hub of a shared catalogue: a PostgreSQL database, and the only code that speaks to one.
//!
//! - Photos are told by the hash of their content, models by their key, people by the name that they log in with.
//! - What is brought lies in an append-only list of steps, in the order in which the hub took them in; what holds of a photo is the last
//!   change of each kind and key. The hub decides nothing: whoever brings something has taken in what others brought before
//!   ([`Hub::push`]), under a lock that lets one push in at a time.
//! - What a hub answers is looked at before it is handed on; the values of changes are JSON that whoever asked has to look at.
//! - A password is taken from where libpq takes it, and goes nowhere else.

mod address;
mod error;
mod hub;
mod init;
mod narrow;
mod search;
mod session;
mod tls;

pub use address::Address;
pub use error::HubError;
pub use hub::{Contributor, Hub, HubModel, Standing, Vectors};
pub use narrow::{Asks, Condition, Decided, Narrow, Pattern};
pub use search::Found;
pub use session::{Change, HubPhoto, HubSet, HubVector, NewStep, Removed, Session, Statement};
