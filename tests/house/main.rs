//! The whole house from outside: its rules, its parity with the reference, its command line, its window.

mod candle_parity;
mod clip_parity;
mod command_line;
#[path = "../gui/mod.rs"]
mod gui;
mod pictures;
mod tidy;
