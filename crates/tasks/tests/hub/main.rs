//! Several people and one hub, on servers that the tests start. A binary of its own: what it needs of `tasks` is public, and it takes its time.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are tests

mod bad_hubs;
mod clocks;
mod interrupted;
mod meanwhile;
mod merges;
mod people;
mod rights;
mod searches;
mod two_nodes;
