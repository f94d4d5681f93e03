//! A JPEG's pixels, through Mozilla's build of libjpeg-turbo.
//!
//! The library goes on behind damage, as browsers do, and says so in warnings. They are counted: a picture with damage is a
//! photo with a remark, and one of which most is the grey that the library fills in is no photo.

use super::samples::{Layout, Samples};
use image::ColorType;
use mozjpeg::{Decompress, Format};
use mozjpeg_sys::{jpeg_common_struct, jpeg_error_mgr, msg_parm_union};
use std::cell::Cell;
use std::ffi::c_int;
use std::io::{self, BufRead, Read as _};
use std::ptr;

/// The end-of-image marker, set behind a file that lacks it.
const END: [u8; 2] = [0xff, 0xd9];

thread_local! {
    /// How often the library has warned on this thread. It decodes on the thread that calls it.
    static WARNINGS: Cell<u32> = const { Cell::new(0) };
}

/// A picture and what the library thought of its data.
pub(super) struct Read {
    pub samples: Samples,
    /// The library met data that makes no sense, or too little of it.
    pub damaged: bool,
}

impl Read {
    /// Whether most of the picture is the grey of blocks that were never read.
    pub fn is_mostly_grey(&self) -> bool {
        let bytes = self.samples.layout.bytes_per_pixel() as usize;
        let grey = |pixel: &&[u8]| pixel.iter().all(|v| matches!(v, 127 | 128));
        let pixels = self.samples.data.chunks_exact(bytes);
        2 * pixels.clone().filter(grey).count() > pixels.len()
    }
}

/// Decodes at `eighths` of the size: 8, 4, 2 or 1. Sizes must have been checked before. Where the file has no `end`, one is set behind it.
///
/// Call it within [`base::guard::quietly`]: what the library calls a fatal error unwinds.
pub(super) fn read(bytes: &[u8], end: bool, eighths: u8) -> io::Result<Read> {
    if end { read_from(bytes, eighths) } else { read_from(bytes.chain(&END[..]), eighths) }
}

/// How many eighths of a side of so many pixels remain, rounded up as the library rounds.
pub(super) fn scaled(side: u32, eighths: u8) -> u32 {
    (side * u32::from(eighths)).div_ceil(8)
}

fn read_from(bytes: impl BufRead, eighths: u8) -> io::Result<Read> {
    let mut file = Decompress::builder().with_err(errors()).from_reader(bytes)?;
    file.scale(eighths);
    // What was odd in the header is no damage. A file of several passes is read in `image`, and warns there.
    WARNINGS.set(0);
    let (layout, mut rows) = match file.image()? {
        Format::RGB(rows) => (Layout::Light(ColorType::Rgb8), rows),
        Format::Gray(rows) => (Layout::Light(ColorType::L8), rows),
        Format::CMYK(rows) => (Layout::Inks, rows),
    };
    let (width, height) = (rows.width() as u32, rows.height() as u32);
    let mut data = vec![0; rows.min_flat_buffer_size()];
    rows.read_scanlines_into(&mut data)?;
    if layout == Layout::Inks {
        // Adobe stores paper, not ink; so does everybody else, since Photoshop was there first.
        for v in &mut data {
            *v = 255 - *v;
        }
    }
    // The library's own end is not asked for: it would read on, and fail behind sound rows.
    Ok(Read { samples: Samples { width, height, layout, data, clear: 0 }, damaged: WARNINGS.get() > 0 })
}

extern "C-unwind" fn stop(_: &mut jpeg_common_struct) {
    // Not a panic: no hook is to print it.
    std::panic::resume_unwind(Box::new("libjpeg gave up"));
}

/// Levels below zero are warnings, the others tracing.
extern "C-unwind" fn count(_: &mut jpeg_common_struct, level: c_int) {
    if level < 0 {
        WARNINGS.set(WARNINGS.get().saturating_add(1));
    }
}

extern "C-unwind" fn nothing(_: &mut jpeg_common_struct) {}

/// The library's own error handler formats messages; ours needs none of its tables.
fn errors() -> jpeg_error_mgr {
    jpeg_error_mgr {
        error_exit: Some(stop),
        emit_message: Some(count),
        output_message: Some(nothing),
        reset_error_mgr: Some(nothing),
        format_message: None,
        msg_code: 0,
        msg_parm: msg_parm_union::default(),
        trace_level: 0,
        num_warnings: 0,
        jpeg_message_table: ptr::null(),
        last_jpeg_message: 0,
        addon_message_table: ptr::null(),
        first_addon_message: 0,
        last_addon_message: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{difference, four_component_jpeg, jpeg, lab_profile_of_inks, scene, with_profile};
    use super::super::{Limits, decode};
    use super::*;
    use base::Rgb8;
    use mozjpeg::{ColorSpace, Compress, ScanMode};

    /// The scene, its components at these factors across and down.
    fn drawn(pixels: &Rgb8, factors: [(i32, i32); 3], scans: ScanMode, progressive: bool) -> Vec<u8> {
        let mut writer = Compress::new(ColorSpace::JCS_RGB);
        writer.set_size(pixels.width() as usize, pixels.height() as usize);
        writer.set_fastest_defaults();
        writer.set_color_space(ColorSpace::JCS_YCbCr);
        writer.set_quality(95.0);
        for (component, (across, down)) in writer.components_mut().iter_mut().zip(factors) {
            (component.h_samp_factor, component.v_samp_factor) = (across, down);
        }
        if progressive {
            writer.set_progressive_mode();
        }
        writer.set_scan_optimization_mode(scans);
        let mut writer = writer.start_compress(vec![]).unwrap();
        writer.write_scanlines(pixels.data()).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn every_sampling_in_every_order_of_scans_is_the_same_picture() {
        let pixels = scene(93, 61);
        let even = (1, 1);
        for factors in [
            [even, even, even],
            [(2, 1), even, even],
            [(1, 2), even, even],
            [(2, 2), even, even],
            [(4, 1), even, even],
            [(4, 2), even, even],
            [(2, 2), (2, 1), (2, 1)],
            [(2, 2), (1, 2), (2, 1)],
            // Colour that is finer than light.
            [even, (2, 1), (2, 1)],
            [even, (2, 2), (2, 2)],
        ] {
            for (order, progressive) in [(0, false), (1, false), (0, true), (1, true)] {
                let scans = if order == 0 { ScanMode::AllComponentsTogether } else { ScanMode::ScanPerComponent };
                let decoded = decode(&drawn(&pixels, factors, scans, progressive), &Limits::default()).unwrap();
                let off = difference(&decoded.pixels, &pixels);
                assert!(off < 3.0 && decoded.remark.is_none(), "{factors:?}, order {order}, progressive {progressive}: {off}");
            }
        }
    }

    /// Where the picture's data begins.
    fn data(file: &[u8]) -> usize {
        file.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap() + 14
    }

    #[test]
    fn damage_in_the_middle_is_a_remark_and_damage_of_most_a_problem() {
        let pixels = scene(400, 300);
        let whole = jpeg(&pixels);
        let (start, end) = (data(&whole), whole.len() - 2);
        // A stray marker: what follows it is read on as it can be, or is grey.
        let late = start + (end - start) * 4 / 5;
        let decoded = decode(&[&whole[..late], &[0xff, 0xd3], &whole[late..]].concat(), &Limits::default()).unwrap();
        assert_eq!(decoded.remark.as_deref(), Some("part of the picture is damaged"));
        let upper = |pixels: &Rgb8| Rgb8::new(400, 200, pixels.data()[..3 * 400 * 200].to_vec()).unwrap();
        assert!(difference(&upper(&decoded.pixels), &upper(&pixels)) < 2.0, "what came before is as it was");
        // Ended early, by an end that is not the end of the picture.
        let early = start + (end - start) / 5;
        let error = decode(&[&whole[..early], &END[..], &vec![7; end - early], &END[..]].concat(), &Limits::default()).unwrap_err();
        assert_eq!(error.to_string(), "the picture is damaged or cut short: its JPEG data makes no sense");
        assert_eq!(decode(&whole, &Limits::default()).unwrap().remark, None);
    }

    #[test]
    fn nonsense_behind_the_header_ends_nothing_but_this_picture() {
        let whole = jpeg(&scene(120, 90));
        for at in (2..whole.len()).step_by(3) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            if let Ok(decoded) = decode(&damaged, &Limits { pixels: 1_000_000, memory: 50_000_000 }) {
                assert!(decoded.pixels.width() > 0);
            }
        }
    }

    #[test]
    fn inks_follow_their_profile() {
        let profile = lab_profile_of_inks();
        for (stored, want) in [([255, 255, 255, 255], [255; 3]), ([255, 255, 255, 0], [48; 3])] {
            let decoded = decode(&with_profile(&four_component_jpeg(stored, 0), &profile), &Limits::default()).unwrap();
            let off = decoded.pixels.data()[..3].iter().zip(want).map(|(a, b): (&u8, u8)| a.abs_diff(b)).max().unwrap();
            assert!(off <= 2, "{stored:?}: {:?} for {want:?}", &decoded.pixels.data()[..3]);
            assert_eq!(decoded.profile.as_deref(), Some("Drawn inks"));
        }
    }

    #[test]
    fn sides_are_rounded_up() {
        assert_eq!([(8, 8), (9, 4), (9, 1), (1, 1)].map(|(side, eighths)| scaled(side, eighths)), [8, 5, 2, 1]);
    }
}
