//! The whole house from outside: its parity with the reference, its command line, its window.
#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests are tests

mod adapt;
mod agreement;
mod archive;
mod arithmetic;
mod axes;
mod backups;
mod candle_parity;
mod clip_parity;
mod clock;
mod colors;
mod command_line;
mod copies;
mod culling;
mod decoded;
mod desk;
mod download;
mod engine;
mod facts;
mod figures_parity;
#[path = "../gui/mod.rs"]
mod gui;
mod harm;
mod hub_server;
#[cfg(target_os = "linux")]
mod interrupted;
mod killed;
mod localise;
mod map;
mod marks;
mod models;
mod pictures;
mod profiles;
#[cfg(target_os = "linux")]
mod read_only;
mod repair;
mod searches;
mod second_model;
#[cfg(unix)]
mod share;
mod sheet;
mod shots;
mod standards;
mod text;
mod trust;
mod trusted_engine;
mod verify;
mod world;
