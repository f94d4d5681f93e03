//! Files made to break decoders: none may panic, hang or be refused without a reason that a person can read.

use super::fixtures::{difference, say, shared};
use super::{Limits, PhotoError, decode, decode_at_least, fit, read};
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

/// Two decoders of JPEG, and one that decodes smaller, must not move what a model sees.
#[test]
fn photos_are_as_the_former_decoder_read_them() {
    let Some(folder) = shared("kagl-photos") else { return };
    let (mut sums, mut most, mut count) = ([0.0; 2], [0.0_f64; 2], 0);
    for path in every_file(&folder).into_iter().filter(|path| path.extension().is_some_and(|e| e == "jpg")).step_by(7).take(100) {
        let bytes = read(&path).unwrap();
        let decoded = decode(&bytes, &Limits::default()).unwrap();
        let former = image::codecs::jpeg::JpegDecoder::new(std::io::Cursor::new(&bytes))
            .and_then(image::DynamicImage::from_decoder)
            .unwrap()
            .into_rgb8();
        let former = base::Rgb8::new(former.width(), former.height(), former.into_raw()).unwrap();
        if decoded.profile.is_some() || (former.width(), former.height()) != (decoded.width, decoded.height) {
            continue;
        }
        let small = decode_at_least(&bytes, &Limits::default(), 256).unwrap();
        let offs = [difference(&decoded.pixels, &former), difference(&fit(&decoded.pixels, 256), &fit(&small.pixels, 256))];
        for n in 0..2 {
            sums[n] += offs[n];
            most[n] = most[n].max(offs[n]);
        }
        count += 1;
    }
    let [whole, small] = sums.map(|sum| sum / f64::from(count));
    say(&format!(
        "{count} photos: the former decoder differs by {whole:.3} ({:.3} at most), the smaller one by {small:.3} ({:.3})",
        most[0], most[1]
    ));
    assert!(whole <= 1.5 && small <= 1.5);
}
