//! A catalogue on a medium that cannot be written to is read: searched, exported, checked, backed up; and says why it is not changed.

use crate::command_line::{Desk, stderr};
use crate::pictures;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

/// In a space of mounts of its own, so that nothing outlives the command.
const MOUNT: &str = r#"mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@""#;

/// The command as it runs where `folder` cannot be written to, even by the superuser. `None` where the system does not let us.
pub fn with_read_only(folder: &Path, program: &OsStr, arguments: &[&str]) -> Option<Command> {
    let make = |spaces: &str, program: &OsStr| {
        let mut command = Command::new("unshare");
        command.args([spaces, "sh", "-c", MOUNT]).arg(folder).arg(program).stdin(Stdio::null());
        command
    };
    let works = |spaces: &&&str| make(spaces, OsStr::new("true")).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    let Some(spaces) = ["-m", "-rm"].iter().find(works) else {
        skipped();
        return None;
    };
    let mut command = make(spaces, program);
    command.args(arguments);
    Some(command)
}

#[allow(clippy::print_stderr)]
fn skipped() {
    eprintln!("skipped: this system lets nobody mount a folder for reading alone");
}

/// A desk with a catalogue of six tagged photos, and the folder that the catalogue lies in.
pub fn desk() -> Desk {
    let desk = Desk::new();
    fs_err::create_dir_all(desk.path("medium")).unwrap();
    pictures::save_many(&desk.path("shop"), 6);
    fs_err::write(desk.path("sets.csv"), "set,label\nType,Shirts\nType,Shoes\n").unwrap();
    fs_err::write(desk.path("tags.csv"), "path,Type\nphoto-000.jpg,Shirts\nphoto-001.jpg,Shoes\n").unwrap();
    let file = desk.path("medium/shop.selvedge");
    let [shop, sets, tags] = ["shop", "sets.csv", "tags.csv"].map(|name| desk.path(name).to_str().unwrap().to_owned());
    for job in [
        &["index", &shop][..],
        &["labels", "import", &sets],
        &["tags", "import", &tags, "--match", "name", "--set", "Type", "--column", "Type"],
    ] {
        let output = desk.run(&[job, &["--catalog", file.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(0), "{job:?}: {}", stderr(&output));
    }
    desk
}

#[test]
fn whatever_reads_works_and_whatever_writes_says_why_not() {
    let desk = desk();
    let (medium, photo) = (desk.path("medium"), desk.path("shop/photo-000.jpg"));
    let file = medium.join("shop.selvedge");
    let [photo, file] = [&photo, &file].map(|path| path.to_str().unwrap());
    let run = |job: &[&str]| {
        let program = OsStr::new(env!("CARGO_BIN_EXE_selvedge"));
        let mut command = with_read_only(&medium, program, &[job, &["--catalog", file]].concat())?;
        for (name, value) in desk.command(&[]).get_envs() {
            if let Some(value) = value {
                command.env(name, value)
            } else {
                command.env_remove(name)
            };
        }
        Some(command.output().unwrap())
    };
    let backup = desk.path("backup.selvedge");
    let [out, copy, shop] = [&desk.path("out.csv"), &backup, &desk.path("shop")].map(|path| path.to_str().unwrap().to_owned());
    let reading: [&[&str]; 11] = [
        &["search", "a striped shirt"],
        &["search", "--like", photo],
        &["search", "tag:Shirts"],
        &["info"],
        &["check"],
        &["labels", "list"],
        &["tags", "export", "--format", "csv", "--out", &out],
        &["suggest", "--set", "Type"],
        &["labels", "lint", "--set", "Type"],
        &["learn", "--set", "Type"],
        &["backup", &copy],
    ];
    for job in reading {
        let Some(output) = run(job) else { return };
        assert_eq!(output.status.code(), Some(0), "{job:?}: {}", stderr(&output));
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    }
    assert!(fs_err::read_to_string(&out).unwrap().contains("Shoes"));
    assert_eq!(desk.run(&["check", "--catalog", &copy]).status.code(), Some(0), "the backup is whole");
    let writing: [&[&str]; 5] = [
        &["mark", photo, "--flag", "pick"],
        &["index", &shop],
        &["undo"],
        &["suggest", "--set", "Type", "--accept-above", "0"],
        &["tags", "export", "--format", "xmp"],
    ];
    for job in writing {
        let Some(output) = run(job) else { return };
        assert_eq!(output.status.code(), Some(2), "{job:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("this catalogue can be read but not changed"), "{job:?}: {}", stderr(&output));
    }
    let names = |folder: &Path| {
        let mut names: Vec<_> = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&medium), ["shop.selvedge", "shop.selvedge.thumbs"]);
    assert!(!Path::new(&format!("{photo}.xmp")).exists(), "nothing is written that cannot be recorded");
}
