//! TIFF: which page is the photo, and its pixels.
//!
//! Read are strips and tiles, samples side by side or in planes, of 1 to 64 bits, integers and floats; grey, RGB, palettes, CMYK, `YCbCr`
//! and Lab; packed by LZW, Deflate, `PackBits`, JPEG, as fax machines do, or not at all. What is not read is named as a kind, never as damage.

mod codec;
pub(super) mod directory;
mod fax;
mod light;
mod page;
mod rows;
mod unpack;

use super::beside::Beside;
use super::job::Job;
use super::samples::{Layout, Samples};
use super::{PhotoError, jpeg, jpeg_pixels};
use directory::{Directory, File};
use image::ColorType;
use light::Light;
use page::{Codec, Colors, Page, damaged, kind, tag};
use rows::Rows;
use std::borrow::Cow;

/// What stands in the file beside the picture. The file is an EXIF block as well.
pub(super) fn beside(bytes: &[u8]) -> Beside<'_> {
    let mut beside = Beside { exif: Some(Cow::Borrowed(bytes)), ..Beside::default() };
    let pages = File::new(bytes).map(File::pages).unwrap_or_default();
    if let Some(tags) = photo(&pages) {
        beside.xmp = tags.bytes(tag::XMP).map(Cow::Borrowed);
        beside.icc = tags.bytes(tag::ICC).map(<[u8]>::to_vec);
        beside.orientation = tags.number(tag::ORIENTATION).and_then(|n| u8::try_from(n).ok());
    }
    beside
}

/// The photo's pixels, and how many bits a sample of the file has.
pub(super) fn read(job: &mut Job<'_>) -> Result<(Samples, u8), PhotoError> {
    let file = File::new(job.bytes).ok_or(PhotoError::CutShort)?;
    let pages = file.pages();
    // Some programs write the directories last.
    let tags = photo(&pages).ok_or(PhotoError::CutShort)?;
    let page = Page::read(tags)?;
    let layout = if page.colors == Colors::Inks { Layout::Inks } else { Layout::Light(ColorType::Rgb8) };
    let chunk = page.chunk_bytes(page.chunk_height).saturating_mul(if page.planar { page.samples as u64 } else { 1 });
    let unpacked = if page.codec == Codec::None && !page.reversed_bits && page.predictor == 1 { 0 } else { chunk };
    job.reserve(page.width, page.height, layout, unpacked.saturating_add(jpeg_bytes(&page)))?;
    let mut picture = Picture {
        page: &page,
        layout,
        data: vec![0; layout.bytes_per_pixel() as usize * page.width as usize * page.height as usize],
        clear: 0,
    };
    let light = Light::new(&page, tags)?;
    for down in 0..page.chunks_down() {
        for across in 0..page.chunks_across() {
            picture.place(file, tags, &light, across, down)?;
        }
    }
    Ok((Samples { width: page.width, height: page.height, layout, data: picture.data, clear: picture.clear }, page.bits))
}

/// Of several pages the first that is neither a smaller copy nor a mask; where all are marked, the largest.
fn photo<'a, 'b>(pages: &'b [Directory<'a>]) -> Option<&'b Directory<'a>> {
    const SMALLER_COPY: u64 = 1;
    const MASK: u64 = 4;
    let marked = |tags: &&Directory<'_>| {
        tags.number(tag::NEW_SUBFILE).unwrap_or(0) & (SMALLER_COPY | MASK) != 0 || tags.number(tag::SUBFILE) == Some(2)
    };
    let area = |tags: &&Directory<'_>| tags.number(tag::WIDTH).unwrap_or(0).saturating_mul(tags.number(tag::HEIGHT).unwrap_or(0));
    pages.iter().find(|tags| !marked(tags)).or_else(|| pages.iter().max_by_key(area))
}

/// A chunk's pixels as the JPEG decoder hands them out, and the coefficients that it may keep until then.
fn jpeg_bytes(page: &Page) -> u64 {
    let pixels = u64::from(page.chunk_width) * u64::from(page.chunk_height);
    if page.codec == Codec::Jpeg { pixels.saturating_mul(12) } else { 0 }
}

/// What is filled chunk by chunk.
struct Picture<'a> {
    page: &'a Page,
    layout: Layout,
    data: Vec<u8>,
    /// Pixels that are not all opaque.
    clear: u64,
}

impl Picture<'_> {
    fn place(&mut self, file: File<'_>, tags: &Directory<'_>, light: &Light, across: u32, down: u32) -> Result<(), PhotoError> {
        let page = self.page;
        let (left, top) = (across * page.chunk_width, down * page.chunk_height);
        let width = page.chunk_width.min(page.width - left) as usize;
        // The last strip has the rows that are left; tiles are always whole.
        let rows = page.chunk_height.min(page.height - top);
        let is_strip = page.chunk_width == page.width;
        let stored = if is_strip { rows } else { page.chunk_height };
        let planes: u64 = if page.planar { page.samples as u64 } else { 1 };
        let per_plane = u64::from(page.chunks_across()) * u64::from(page.chunks_down());
        let chunk = u64::from(down) * u64::from(page.chunks_across()) + u64::from(across);
        let planes =
            (0..planes).map(|plane| chunk_rows(file, tags, page, chunk + plane * per_plane, stored)).collect::<Result<Vec<_>, _>>()?;
        let bytes = self.layout.bytes_per_pixel() as usize;
        let mut pixels = Vec::with_capacity(width * page.samples);
        for y in 0..rows as usize {
            pixels.clear();
            unpack::row(page, &planes, y, width, &mut pixels);
            let start = bytes * ((top as usize + y) * page.width as usize + left as usize);
            self.clear += light.clear(&pixels);
            light.row(&pixels, &mut self.data[start..start + bytes * width]);
        }
        Ok(())
    }
}

fn chunk_rows<'a>(file: File<'a>, tags: &Directory<'_>, page: &Page, index: u64, rows: u32) -> Result<Rows<'a>, PhotoError> {
    let index = usize::try_from(index).map_err(|_| damaged())?;
    if (page.offsets.get(index), page.lengths.get(index)) == (Some(&0), Some(&0)) {
        // Programs for maps and science leave out what holds nothing.
        return Err(kind("parts of it were never written"));
    }
    // At the beginning stands the header: the strip was never written.
    let offset = *page.offsets.get(index).filter(|offset| **offset > 0).ok_or_else(damaged)?;
    let start = usize::try_from(offset).ok().filter(|start| *start <= file.bytes.len()).ok_or(PhotoError::CutShort)?;
    let rest = &file.bytes[start..];
    let length = page.lengths.get(index).and_then(|length| usize::try_from(*length).ok()).filter(|length| *length > 0);
    let packed = &rest[..length.unwrap_or(rest.len()).min(rest.len())];
    let ended = length.is_none_or(|length| length > rest.len());
    if page.codec == Codec::Jpeg {
        return jpeg_rows(tags, page, packed, rows);
    }
    let wanted = usize::try_from(page.chunk_bytes(rows)).map_err(|_| damaged())?;
    // Lengths that are too short are a common slip of writers, where nothing is packed.
    let packed = if page.codec == Codec::None { &rest[..wanted.min(rest.len())] } else { packed };
    let mut bytes = codec::unpacked(page, packed, rows, wanted)?;
    if bytes.len() < wanted {
        // Rows of a fax that were lost are white paper, as long as most are there.
        let fax = matches!(page.codec, Codec::FaxRows | Codec::FaxGroup3 { .. } | Codec::FaxGroup4);
        if fax && 2 * bytes.len() >= wanted {
            bytes.to_mut().resize(wanted, 0);
        } else {
            return Err(if ended || page.codec == Codec::None { PhotoError::CutShort } else { damaged() });
        }
    }
    let mut rows = Rows { bytes, stride: page.row_bytes() as usize, samples: page.interleaved(), bits: page.bits, little: file.little };
    if page.is_subsampled() {
        return Ok(unpack::without_subsampling(page, &rows));
    }
    unpack::predicted(page, &mut rows);
    Ok(rows)
}

/// A chunk that is a JPEG. Its tables may stand in a tag, once for all chunks; and what its colours are is said by the TIFF, which
/// the decoder is told in Adobe's way.
fn jpeg_rows<'a>(tags: &Directory<'_>, page: &Page, packed: &[u8], rows: u32) -> Result<Rows<'a>, PhotoError> {
    let tables = tags.bytes(tag::JPEG_TABLES).unwrap_or_default();
    let tables = tables.strip_prefix(&[0xff, 0xd8]).unwrap_or(tables);
    let tables = tables.strip_suffix(&[0xff, 0xd9]).unwrap_or(tables);
    let data = packed.strip_prefix(&[0xff, 0xd8]).ok_or_else(damaged)?;
    let transform = u8::from(page.colors == Colors::YCbCr);
    let adobe = [&b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0"[..], &[transform]].concat();
    let whole = [&[0xff, 0xd8], &adobe[..], tables, data].concat();
    let facts = jpeg::facts(&whole);
    let frame = facts.frame.as_ref().ok_or_else(damaged)?;
    frame.check_kind(facts.scans).map_err(|_| kind("JPEG that is not read"))?;
    let samples = page.interleaved();
    if frame.width < page.chunk_width
        || frame.height < rows
        || usize::from(frame.components) != samples
        || frame.width > 2 * page.chunk_width + 64
    {
        return Err(damaged());
    }
    if u64::from(frame.height) > 2 * u64::from(page.chunk_height) + 64 {
        return Err(damaged());
    }
    let read = jpeg_pixels::read(&whole, facts.ended, 8).map_err(|_| damaged())?;
    if read.damaged {
        return Err(damaged());
    }
    let mut data = read.samples.data;
    if read.samples.layout == Layout::Inks {
        // The decoder's caller took paper for ink; in a TIFF it is ink.
        for v in &mut data {
            *v = 255 - *v;
        }
    }
    Ok(Rows {
        bytes: Cow::Owned(data),
        stride: samples * read.samples.width as usize,
        samples,
        bits: 8,
        little: cfg!(target_endian = "little"),
    })
}

#[cfg(test)]
mod tests;
