//! The whole house from outside: its rules, its parity with the reference, its command line.

mod candle_parity;
mod clip_parity;
mod command_line;
mod pictures;
mod tidy;
