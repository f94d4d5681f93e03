//! Backups are made, listed and thinned; what only looks like one is left alone.

use super::*;

const NOON: i64 = 1_795_867_200_000; // 2026-11-28T12:00:00Z

fn shop(folder: &Path) -> Catalog {
    Catalog::create(&folder.join("shop.selvedge")).unwrap()
}

#[test]
fn a_backup_is_named_by_its_moment_and_listed_newest_first() {
    let folder = tempfile::tempdir().unwrap();
    let (catalog, to) = (shop(folder.path()), folder.path().join("backups/shop"));
    assert!(list(&to).is_empty());
    let first = make(&catalog, &to, NOON + 7).unwrap();
    assert_eq!(first.backup.file.file_name().unwrap(), "2026-11-28T120000Z.selvedge");
    assert_eq!((first.backup.made_ms, first.thinned.len()), (NOON, 0));
    // In the same second: another name, and the older of one day goes.
    let second = make(&catalog, &to, NOON + 900).unwrap();
    assert_eq!((second.backup.made_ms, &second.thinned[..]), (NOON + 1000, &[first.backup.file][..]));
    let third = make(&catalog, &to, NOON - 90_000_000).unwrap();
    assert_eq!(list(&to), [second.backup.clone(), third.backup.clone()]);
    assert_eq!(made_at(&third.backup.file), Some(third.backup.made_ms));
    assert_eq!(find(&list(&to), "latest"), Some(&second.backup));
    assert_eq!(find(&list(&to), "2026-11-27"), Some(&third.backup));
    assert_eq!((find(&list(&to), "2025"), find(&list(&to), "2")), (None, None));
    assert_eq!(holdings(&second.backup), Some(Holdings::default()));
}

#[test]
fn what_is_no_backup_is_neither_listed_nor_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let (catalog, to) = (shop(folder.path()), folder.path().join("backups"));
    fs_err::create_dir(&to).unwrap();
    let others = ["2020-01-01T000000Z.selvedge", "2020-01-02T000000Z.txt", "notes.selvedge", "2020-13-01T000000Z.selvedge"];
    for name in others {
        fs_err::write(to.join(name), "my notes").unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(catalog.path(), to.join("2020-01-03T000000Z.selvedge")).unwrap();
    let half = to.join(format!(".selvedge-{}-abcdef.part", base::process::ProcessMark::own().text()));
    fs_err::write(&half, "half of it").unwrap();
    for n in 0..3 {
        make(&catalog, &to, NOON + n * 5000).unwrap();
    }
    assert_eq!(list(&to).len(), 1);
    for name in others {
        assert_eq!(fs_err::read(to.join(name)).unwrap(), b"my notes", "{name}");
    }
    #[cfg(unix)]
    assert!(fs_err::symlink_metadata(to.join("2020-01-03T000000Z.selvedge")).unwrap().is_symlink());
    assert!(catalog.counts().is_ok());
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = shop(folder.path());
    fs_err::write(folder.path().join("file"), "").unwrap();
    let error = make(&catalog, &folder.path().join("file/backups"), NOON).unwrap_err().to_string();
    assert!(error.starts_with("the folder for backups cannot be made (") && error.contains("file"), "{error}");
}
