//! The jobs as plain functions: request in, report out.

pub mod adapt;
pub mod agreement;
pub mod archive;
pub mod audit;
pub mod axis;
pub mod backups;
pub mod cameras;
#[cfg(test)]
mod clouds;
pub mod compare;
pub mod compatibility;
pub mod copies;
mod decoded;
pub mod duplicates;
pub mod evaluate;
pub mod exchange;
pub mod index;
pub mod learned;
pub mod lint;
pub mod localise;
pub mod map;
pub mod moved;
mod pairs;
pub mod plan;
pub mod products;
pub mod query;
pub mod query_embedding;
pub mod question;
pub mod restore;
pub mod review;
mod scattered;
pub mod search;
pub mod share;
pub mod sheet;
pub mod shots;
pub mod suggest;
pub mod timeline;

pub mod vocabulary;
pub mod wording;
pub mod words;
