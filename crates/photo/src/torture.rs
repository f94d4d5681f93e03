//! Files made to break decoders: none may panic, hang or be refused without a reason that a person can read.

use super::fixtures::{difference, say, shared};
use super::{Limits, PhotoError, decode, fit, read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn every_file(folder: &Path) -> Vec<PathBuf> {
    let mut files = vec![];
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs_err::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() { waiting.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    files.sort();
    files
}

#[test]
fn nothing_panics_hangs_or_is_refused_without_a_reason() {
    let Some(folder) = shared("torture") else { return };
    let (mut shown, mut refused) = (0, 0);
    for path in every_file(&folder) {
        let began = Instant::now();
        let outcome = read(&path).and_then(|bytes| decode(&bytes, &Limits::default()));
        assert!(began.elapsed() < Duration::from_secs(10), "{} took {:?}", path.display(), began.elapsed());
        match outcome {
            Ok(_) => shown += 1,
            Err(error) => {
                refused += 1;
                let text = error.to_string();
                let readable = !text.is_empty() && !text.contains('\n') && !text.ends_with('.') && text.chars().count() < 220;
                assert!(readable, "{}: {text:?}", path.display());
                if std::env::var_os("SELVEDGE_TORTURE_LIST").is_some() {
                    say(&format!("{}: {text}", path.strip_prefix(&folder).unwrap().display()));
                }
            }
        }
    }
    say(&format!("torture: {shown} shown, {refused} refused"));
    assert!(shown > 500, "{shown} shown, {refused} refused");
}

#[test]
fn a_file_cut_anywhere_is_refused_or_shown_but_never_fatal() {
    let Some(folder) = shared("torture/image-rs_image/tests/images") else { return };
    for path in every_file(&folder) {
        let bytes = fs_err::read(&path).unwrap();
        if bytes.len() > 60_000 {
            continue;
        }
        for tenth in 1..10 {
            let outcome = decode(&bytes[..bytes.len() * tenth / 10], &Limits::default());
            if let Err(PhotoError::TooManyPixels { .. }) = outcome {
                panic!("{} cut short claims a size it does not have", path.display());
            }
        }
    }
}

#[test]
fn the_orientation_examples_all_stand_upright() {
    let Some(folder) = shared("torture/exif-orientation-examples") else { return };
    for shape in ["Landscape", "Portrait"] {
        let photo = |code: u32| {
            let bytes = read(&folder.join(format!("{shape}_{code}.jpg"))).unwrap();
            // The examples bear their own number, and compression differs: compare them small.
            fit(&decode(&bytes, &Limits::default()).unwrap().pixels, 60)
        };
        let upright = photo(1);
        assert_eq!(upright.width() > upright.height(), shape == "Landscape");
        for code in 2..=8 {
            let off = difference(&photo(code), &upright);
            assert!(off < 8.0, "{shape}_{code}.jpg differs by {off:.1} levels");
        }
    }
}
