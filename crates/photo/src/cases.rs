//! Files that were read wrongly once, with what other programs make of them.

use super::fixtures::{say, shared};
use super::{Limits, decode, fit, read};
use base::Rgb8;

/// Mean and greatest difference, at the size of a thumbnail.
fn differences(a: &Rgb8, b: &Rgb8) -> Option<(f64, u8)> {
    if (a.width(), a.height()) != (b.width(), b.height()) {
        return None;
    }
    let (a, b) = (fit(a, 256), fit(b, 256));
    let all = a.data().iter().zip(b.data()).map(|(a, b)| a.abs_diff(*b));
    Some((all.clone().map(f64::from).sum::<f64>() / a.data().len() as f64, all.max().unwrap_or(0)))
}

#[test]
fn every_case_is_read_as_by_other_programs() {
    let Some(folder) = shared("../cases") else { return };
    let cases = [
        ("01-jpeg-noninterleaved", "photo.jpg", "expected.png", 1.0),
        ("01-jpeg-noninterleaved", "photo-440-two-scans.jpg", "expected-440-two-scans.png", 1.0),
        ("01-jpeg-noninterleaved", "photo-cb-cr-y.jpg", "expected-cb-cr-y.png", 1.0),
        ("02-jpeg-odd-sampling", "photo-a.jpg", "expected-a.png", 1.0),
        ("02-jpeg-odd-sampling", "photo-b-prog.jpg", "expected-b-prog.png", 1.0),
        ("02-jpeg-odd-sampling", "photo-c-3x1.jpg", "expected-c-3x1.png", 1.0),
        ("03-jpeg-damaged-middle", "photo-ff-rst.jpg", "expected-ff-rst.png", 1.0),
        ("03-jpeg-damaged-middle", "photo-stray-rst.jpg", "expected-stray-rst.png", 1.0),
        ("04-webp-animation-transparent", "photo.webp", "expected.png", 1.0),
        ("05-png-exif-in-text-chunk", "photo.png", "expected.png", 1.0),
        ("05-png-exif-in-text-chunk", "photo-exiv2.png", "expected-exiv2.png", 1.0),
        ("06-png-exif-after-idat", "photo.png", "expected.png", 1.5),
        ("07-exif-orientation-other-types", "photo-long.jpg", "expected-long.png", 1.5),
        ("07-exif-orientation-other-types", "photo-count2.jpg", "expected-count2.png", 1.5),
        ("08-tiff-silent-garbage", "photo-fillorder2.tif", "expected-fillorder2.png", 1.0),
        ("08-tiff-silent-garbage", "photo-uint32.tif", "expected-uint32.png", 1.0),
        ("09-tiff-thumbnail-first", "photo.tif", "expected.png", 1.0),
        ("12-icc-ignored", "photo-adobergb.png", "expected.png", 2.0),
        ("12-icc-ignored", "photo-prophoto.png", "expected.png", 2.0),
        ("27-gif-canvas", "larger.gif", "expected.png", 1.0),
        ("27-gif-canvas", "zero.gif", "expected.png", 1.0),
    ];
    let mut wrong = vec![];
    for (case, photo, expected, most) in cases {
        let decoded = |name: &str| {
            read(&folder.join(case).join(name)).and_then(|bytes| decode(&bytes, &Limits::default())).map_err(|error| error.to_string())
        };
        let outcome = decoded(photo).and_then(|got| decoded(expected).map(|want| (got, want)));
        match outcome.map(|(got, want)| (differences(&got.pixels, &want.pixels), got.remark, got.profile)) {
            Ok((Some((mean, greatest)), remark, profile)) => {
                say(&format!("{case}/{photo}: {mean:.2}, {greatest} at most, {remark:?} {profile:?}"));
                if mean > most {
                    wrong.push(format!("{case}/{photo}: {mean:.2}"));
                }
            }
            Ok((None, ..)) => wrong.push(format!("{case}/{photo}: other sides")),
            Err(error) => wrong.push(format!("{case}/{photo}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn kinds_that_were_refused_are_read() {
    let Some(folder) = shared("../cases") else { return };
    for case in ["10-sound-file-called-damaged", "11-tiff-kinds-refused", "hostile"] {
        let mut files: Vec<_> = fs_err::read_dir(folder.join(case)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for path in
            files.into_iter().filter(|path| path.extension().is_some_and(|e| e == "jpg" || e == "tif" || e == "tiff" || e == "webp"))
        {
            let outcome = read(&path).and_then(|bytes| decode(&bytes, &Limits::default()));
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            match outcome {
                Ok(decoded) => {
                    say(&format!("{case}/{name}: {} x {}, {} bits, {:?}", decoded.width, decoded.height, decoded.bits, decoded.remark));
                    if let Some(folder) = std::env::var_os("SELVEDGE_SEE_CASES") {
                        let (pixels, path) = (decoded.pixels, std::path::Path::new(&folder).join(format!("{name}.png")));
                        image::RgbImage::from_raw(pixels.width(), pixels.height(), pixels.data().to_vec()).unwrap().save(path).unwrap();
                    }
                }
                // One bomb, and one that is a directory without a picture.
                Err(error) => assert!(name.starts_with("bomb") || name == "jpeg-rgb.tif", "{name}: {error}"),
            }
        }
    }
}
