//! The rules of the source tree that the compiler does not check. `cargo test -p tidy` takes seconds.
//!
//! `cargo test -p tidy report -- --ignored --nocapture` prints every breach of every crate, with the imports that make it;
//! the variable `TREE` names another checkout to read.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod arms;
mod circles;
mod imports;
mod modules;
mod opening;
mod put_in;
mod resolve;
mod sources;
mod window;

use imports::Imports;
use modules::Crate;
use sources::Sources;
use std::fmt::Write as _;

/// Lines of code a file may have; comments, blank lines and its unit tests are not counted.
const MAX_LINES: usize = 600;
const WINDOW: &str = "crates/gui";

fn imports_of(sources: &Sources) -> Imports {
    imports::imports(&Crate::parse(sources))
}

/// The circles of one crate in words; empty if there are none.
fn circles_in(sources: &Sources) -> String {
    let imports = imports_of(sources);
    circles::circles(&imports.ours).iter().fold(String::new(), |text, circle| text + &format!("{}: {}\n", sources.name, circle.describe()))
}

fn breaches_in(sources: &Sources) -> String {
    let imports = imports_of(sources);
    let breaches = imports::describe(&window::breaches(&imports));
    if breaches.is_empty() { breaches } else { format!("{}: imports that the layers do not allow\n{breaches}", sources.name) }
}

fn forbidden_in(sources: &Sources) -> String {
    let imports = imports_of(sources);
    window::forbidden(&imports).iter().fold(String::new(), |mut text, foreign| {
        let _ = writeln!(text, "{}/src/{}: {}", sources.name, foreign.from, foreign.path.join("::"));
        text
    })
}

fn openings_in(sources: &Sources) -> String {
    sources.files.iter().fold(String::new(), |mut text, (path, source)| {
        if let Some(complaint) = opening::complaint(path, source) {
            let _ = writeln!(text, "{}/src/{path} {complaint}", sources.name);
        }
        text
    })
}

fn lengths_in(sources: &Sources) -> String {
    sources.files.iter().fold(String::new(), |mut text, (path, source)| {
        let code = source.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
        let lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count();
        if lines > MAX_LINES {
            let _ = writeln!(text, "{}/src/{path} has {lines} lines of code; {MAX_LINES} are allowed", sources.name);
        }
        text
    })
}

fn everywhere(complaints: impl Fn(&Sources) -> String) -> String {
    sources::all().iter().map(complaints).collect()
}

fn in_the_window(complaints: impl Fn(&Sources) -> String) -> String {
    sources::all().iter().filter(|sources| sources.name == WINDOW).map(complaints).collect()
}

#[test]
fn no_more_than_two_files_import_each_other() {
    let found = everywhere(circles_in);
    assert!(found.is_empty(), "\n{found}");
}

#[test]
fn features_of_the_window_import_the_shell_and_the_kit_only() {
    let found = in_the_window(breaches_in);
    assert!(found.is_empty(), "\n{found}");
}

#[test]
fn the_window_names_no_files_no_store_and_no_model_runtime() {
    let found = in_the_window(forbidden_in);
    assert!(found.is_empty(), "\n{found}");
}

#[test]
fn requests_and_messages_are_matched_variant_by_variant() {
    let found = everywhere(arms::breaches);
    assert!(found.is_empty(), "\n{found}");
}

#[test]
fn every_file_says_what_it_is() {
    let found = everywhere(openings_in);
    assert!(found.is_empty(), "\n{found}");
}

#[test]
fn no_file_is_a_maze() {
    let found = everywhere(lengths_in);
    assert!(found.is_empty(), "\n{found}");
}

#[test]
#[ignore = "prints what the tests above look for, without failing"]
#[allow(clippy::print_stdout)]
fn report() {
    let [circles, arms, openings, lengths] = [circles_in, arms::breaches, openings_in, lengths_in].map(everywhere);
    let [breaches, forbidden] = [breaches_in, forbidden_in].map(in_the_window);
    println!("{circles}\n{arms}\n{breaches}\n{forbidden}\n{openings}\n{lengths}");
}
