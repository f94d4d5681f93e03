//! The test of the test: circles and breaches put into small crates are found, and what is none is not.

use crate::sources::Sources;
use crate::{arms, breaches_in, circles_in, forbidden_in, imports_of, opening};

/// The imports of a crate, as `from -> to`.
fn pairs(files: &[(&str, &str)]) -> Vec<String> {
    let imports = imports_of(&Sources::of(files));
    let mut pairs: Vec<_> = imports.ours.iter().map(|import| format!("{} -> {}", import.from, import.to)).collect();
    pairs.dedup();
    pairs
}

/// Three files, of which `c` imports from `a` by what is given; `a` imports from `b`, and `b` from `c`.
fn circle_closed_by(c: &str) -> String {
    let files = [
        ("lib.rs", "//! The root.\npub mod a;\npub mod b;\npub mod c;\npub mod base;\npub use a::A;\n"),
        ("a.rs", "use crate::b::B;\npub struct A(B);\npub fn make() {}\n#[macro_export]\nmacro_rules! am { () => {} }\n"),
        ("b.rs", "pub struct B;\npub fn f(_: crate::c::C) {}\n"),
        ("base.rs", "pub struct X;\npub struct Y;\n"),
        ("c.rs", c),
    ];
    circles_in(&Sources::of(&files))
}

#[test]
fn a_circle_of_three_is_found_however_it_is_closed() {
    for closed in [
        "use crate::a::A;",
        "use crate::{base::{X, Y}, a::A};",
        "use crate::{base::{self, X}, a::{self as other}}; type T = other::A;",
        "use super::a::A as Renamed;",
        "use super::*; type T = A;",
        "use crate::a::*; fn f() { make(); }",
        "use crate::A;",
        "pub(crate) use crate::a::A;",
        "fn f() { use crate::a; a::make(); }",
        "fn f() { let _ = super::a::make; }",
        "fn f(x: &dyn Fn(Vec<crate::a::A>)) {}",
        "fn f(x: u8) { match x { _ if matches!(x, crate::a::LIMIT) => {} } }",
        "fn f(x: u8) { if let crate::a::A(_) = x {} }",
        "fn f() { println!(\"{}\", [crate::a::make()]); }",
        "macro_rules! m { () => { $crate::a::make() } }",
        "impl crate::a::A { }",
        "#[arg(value_parser = crate::a::make)] struct S;",
        "mod inner { use super::super::a::A; }",
        "use crate::a::{am};",
    ] {
        let source = format!("{closed}\npub struct C;");
        let found = circle_closed_by(&source.replace("LIMIT", "A"));
        assert!(found.contains("3 files import each other: a.rs, b.rs, c.rs"), "{closed}: {found}");
    }
}

#[test]
fn what_is_no_import_closes_no_circle() {
    for open in [
        "",
        "use crate::{base::{X, Y}};",
        "use crate::a;",
        "use other::a::A;",
        "use ::a::A;",
        "#[cfg(test)] mod tests { use crate::a::A; }",
        "#[cfg(all(test, unix))] use crate::a::A;",
        "#[test] fn f() { crate::a::make(); }",
        "fn f() { let make = 1; g(make); }",
        "fn f() { x.make(); }",
        "/// See [`crate::a::A`].\nfn f() {}",
        "struct A; fn f(_: A) {}",
    ] {
        let found = circle_closed_by(&format!("{open}\npub struct C;"));
        assert!(found.is_empty(), "{open}: {found}");
    }
}

#[test]
fn the_message_names_files_paths_and_the_cut() {
    let found = circle_closed_by("pub struct C;\nuse crate::a::A;");
    assert!(found.contains("c.rs -> a.rs: crate::a::A"), "{found}");
    assert!(found.contains("without c.rs -> a.rs the largest circle would have 1 files"), "{found}");
}

#[test]
fn two_files_may_import_each_other() {
    let files = [("lib.rs", "mod a; mod b;"), ("a.rs", "use crate::b::B; pub struct A;"), ("b.rs", "use crate::a::A; pub struct B;")];
    assert_eq!(circles_in(&Sources::of(&files)), "");
    assert_eq!(pairs(&files), ["a.rs -> b.rs", "b.rs -> a.rs"]);
}

#[test]
fn a_parents_reexport_and_mod_line_are_no_imports_but_its_use_of_them_is() {
    let passed_on = [("lib.rs", "mod a; pub use a::{A, make};"), ("a.rs", "pub struct A; pub fn make() {}")];
    assert!(pairs(&passed_on).is_empty());
    let used = [("lib.rs", "mod a; pub use a::{A, make}; fn f(_: A) {}"), ("a.rs", "pub struct A; pub fn make() {}")];
    assert_eq!(pairs(&used), ["lib.rs -> a.rs"]);
}

#[test]
fn imports_are_followed_through_reexports_to_the_file_that_defines() {
    let files = [
        ("lib.rs", "mod kit; mod user;"),
        ("kit/mod.rs", "mod theme; pub mod parts; pub use theme::ink; pub use parts::*;"),
        ("kit/theme.rs", "pub fn ink() {}"),
        ("kit/parts.rs", "mod deep; pub use self::deep::Part as Piece;"),
        ("kit/parts/deep.rs", "pub enum Part { One }"),
        ("user.rs", "use crate::kit; fn f() { kit::ink(); } fn g() -> kit::Piece { kit::Piece::One }"),
    ];
    assert_eq!(pairs(&files), ["user.rs -> kit/parts/deep.rs", "user.rs -> kit/theme.rs"]);
}

#[test]
fn modules_are_found_in_folders_in_braces_and_by_path() {
    let files = [
        (
            "main.rs",
            "mod outer { pub mod leaf; pub struct Inline; } #[path = \"odd/name.rs\"] mod named; fn main() { outer::leaf::go(); named::go(); }",
        ),
        ("outer/leaf.rs", "pub fn go() { let _ = super::Inline; }"),
        ("odd/name.rs", "pub fn go() {}"),
    ];
    assert_eq!(pairs(&files), ["main.rs -> odd/name.rs", "main.rs -> outer/leaf.rs", "outer/leaf.rs -> main.rs"]);
}

#[test]
fn layers_of_the_window_are_kept() {
    let files = |browse: &str, kit: &str, shell: &str| {
        let files = [
            ("lib.rs", "mod app; mod shell; mod kit; mod browse; mod review;"),
            ("app/mod.rs", "use crate::{browse::Grid, review::Queue, shell::Ctx, kit::Cell}; pub struct App;"),
            ("shell/mod.rs", shell),
            ("kit/mod.rs", kit),
            ("browse/mod.rs", browse),
            ("review/mod.rs", "pub struct Queue;"),
        ];
        breaches_in(&Sources::of(&files))
    };
    let (grid, cell, ctx) = ("pub struct Grid;", "pub struct Cell;", "pub struct Ctx;");
    assert_eq!(files("use crate::{kit::Cell, shell::Ctx}; pub struct Grid;", cell, "use crate::kit::Cell; pub struct Ctx;"), "");
    assert!(
        files("use crate::{kit::Cell, review::Queue}; pub struct Grid;", cell, ctx)
            .contains("browse/mod.rs -> review/mod.rs: crate::review::Queue")
    );
    assert!(files("use crate::app::App; pub struct Grid;", cell, ctx).contains("browse/mod.rs -> app/mod.rs: crate::app::App"));
    assert!(files(grid, "use crate::shell::Ctx; pub struct Cell;", ctx).contains("kit/mod.rs -> shell/mod.rs: crate::shell::Ctx"));
    assert!(files(grid, cell, "use crate::browse::Grid; pub struct Ctx;").contains("shell/mod.rs -> browse/mod.rs: crate::browse::Grid"));
}

#[test]
fn the_window_cannot_name_what_is_forbidden_to_it() {
    let forbidden = |text: &str| forbidden_in(&Sources::of(&[("lib.rs", text)]));
    for named in [
        "use std::fs;",
        "use std::{fs, io};",
        "use std::{self as s}; fn f() { s::fs::read(\"\"); }",
        "use std as s; fn f() { s::fs::read(\"\"); }",
        "fn f() { println!(\"{:?}\", std::fs::read(\"\")); }",
        "use fs_err::read;",
        "use ::rusqlite::Connection;",
        "type T = candle_core::Tensor;",
    ] {
        assert!(!forbidden(named).is_empty(), "{named}");
    }
    assert_eq!(forbidden("use std::{io, path::Path}; mod fs { pub fn read() {} } fn f() { fs::read(); }"), "");
}

#[test]
fn an_opening_says_more_than_the_name() {
    assert!(opening::complaint("kit/cell.rs", "//! One cell of the grid: picture, badges and caption.\n").is_none());
    for empty in ["use x;", "//! The cell.\n", "//! Cells of the kit.\n", "//!\n//! One cell.\n"] {
        assert!(opening::complaint("kit/cell.rs", empty).is_some(), "{empty}");
    }
}

#[test]
fn an_arm_that_swallows_requests_is_found() {
    let breach = |arm: &str| {
        let code = format!("fn f(r: EditRequest) {{ match r {{ EditRequest::Undo {{ .. }} | EditRequest::Redo => {{}} {arm} }} }}");
        arms::breaches(&Sources::of(&[("lib.rs", &code)]))
    };
    for arm in ["_ => {}", "other => drop(other)", "EditRequest::Skip | _ => {}"] {
        assert!(breach(arm).contains("EditRequest"), "{arm}");
    }
    for arm in ["EditRequest::Skip(_) => {}", "_ if true => {} EditRequest::Skip => {}", "EditRequest::Skip(other) => drop(other)"] {
        assert_eq!(breach(arm), "", "{arm}");
    }
    assert_eq!(arms::breaches(&Sources::of(&[("lib.rs", "fn f(r: u8) { match r { 1 => {} _ => {} } }")])), "");
}
