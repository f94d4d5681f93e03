//! Files are written whole, and where they should be.

use super::super::*;
use super::skipped;
use std::path::Path;

#[test]
fn a_file_is_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    write_atomically(&path, b"one").unwrap();
    write_atomically(&path, b"two").unwrap();
    assert_eq!(fs_err::read(&path).unwrap(), b"two");
    assert_eq!(fs_err::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    assert!(matches!(write_atomically(folder.path(), b""), Err(WriteError { fault: WriteFault::IsFolder, .. })));
    assert!(matches!(write_atomically(&folder.path().join("none/a.csv"), b""), Err(WriteError { fault: WriteFault::NoFolder, .. })));
}

#[cfg(unix)]
#[test]
fn a_closed_file_and_a_closed_folder_are_told() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path, mode| fs_err::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xmp");
    fs_err::write(&path, "one").unwrap();
    mode(&path, 0o444);
    assert!(matches!(write_atomically(&path, b"two"), Err(WriteError { fault: WriteFault::ReadOnly, .. })));
    assert_eq!(fs_err::read(&path).unwrap(), b"one");
    mode(&path, 0o644);
    mode(folder.path(), 0o555);
    let told = write_atomically(&path, b"two");
    mode(folder.path(), 0o755);
    match told {
        Err(WriteError { fault: WriteFault::ReadOnly, .. }) => {}
        Ok(()) => skipped("this user may write everywhere"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_sidecar_that_is_there_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let photo = at("IMG.v2.jpg");
    let taken = |shared: bool| {
        let place = place(&photo, shared);
        (place.path, place.exists, place.stem)
    };
    assert_eq!(taken(false), (at("IMG.v2.jpg.xmp"), false, false));
    fs_err::write(at("IMG.v2.XMP"), "").unwrap();
    assert_eq!(taken(false), (at("IMG.v2.XMP"), true, true));
    assert_eq!(taken(true), (at("IMG.v2.jpg.xmp"), false, false));
    fs_err::write(at("IMG.v2.xmp"), "").unwrap();
    assert_eq!(taken(false).0, at("IMG.v2.xmp"));
    fs_err::write(at("IMG.v2.jpg.xmp"), "").unwrap();
    assert_eq!(taken(false), (at("IMG.v2.jpg.xmp"), true, false));
    assert_eq!(stem_place(&photo), at("IMG.v2.xmp"));
}

#[test]
fn a_raw_photo_has_the_sidecar_that_lightroom_reads() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let photo = at("IMG.NEF");
    let taken = |shared: bool| {
        let place = place(&photo, shared);
        (place.path, place.exists, place.stem)
    };
    assert_eq!(taken(false), (at("IMG.xmp"), false, true));
    assert_eq!(taken(true), (at("IMG.NEF.xmp"), false, false), "that of another raw photo");
    fs_err::write(at("IMG.NEF.xmp"), "").unwrap();
    assert_eq!(taken(false), (at("IMG.NEF.xmp"), true, false), "as darktable names it");
    fs_err::write(at("IMG.xmp"), "").unwrap();
    assert_eq!(taken(false), (at("IMG.xmp"), true, true));
    assert_eq!(sidecars_of(&photo, false).iter().map(|beside| beside.stem).collect::<Vec<_>>(), [true, false]);
}
