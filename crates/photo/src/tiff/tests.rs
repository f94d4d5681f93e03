//! TIFFs drawn for the tests, kind by kind, and what must come of them.

use super::super::fixtures::{difference, jpeg, scene};
use super::super::{Decoded, Limits, decode};
use base::Rgb8;
use weezl::BitOrder;

const SHORT: u16 = 3;
const LONG: u16 = 4;

/// A TIFF of one page or more, written tag by tag.
struct Draft {
    little: bool,
    large: bool,
    pages: Vec<Sheet>,
}

/// A page: tags with their type and numbers, and strips or tiles.
#[derive(Clone)]
struct Sheet {
    tags: Vec<(u16, u16, Vec<u64>)>,
    chunks: Vec<Vec<u8>>,
    tiled: bool,
}

impl Sheet {
    fn new(width: u32, height: u32, photometric: u64, bits: &[u64], chunks: Vec<Vec<u8>>) -> Self {
        let rows = u64::from(height).div_ceil(chunks.len() as u64);
        let tags = vec![
            (256, LONG, vec![width.into()]),
            (257, LONG, vec![height.into()]),
            (258, SHORT, bits.to_vec()),
            (262, SHORT, vec![photometric]),
            (277, SHORT, vec![bits.len() as u64]),
            (278, LONG, vec![rows]),
        ];
        Self { tags, chunks, tiled: false }
    }

    fn with(mut self, tag: u16, kind: u16, numbers: &[u64]) -> Self {
        self.tags.retain(|(other, ..)| *other != tag);
        self.tags.push((tag, kind, numbers.to_vec()));
        self
    }

    fn short(self, tag: u16, number: u64) -> Self {
        self.with(tag, SHORT, &[number])
    }

    /// Bytes as a value of the undefined type.
    fn bytes(self, tag: u16, bytes: &[u8]) -> Self {
        self.with(tag, 7, &bytes.iter().map(|byte| u64::from(*byte)).collect::<Vec<_>>())
    }

    fn tiled(mut self, width: u64, height: u64) -> Self {
        self.tiled = true;
        self.with(322, SHORT, &[width]).with(323, SHORT, &[height])
    }

    /// Each chunk packed by LZW.
    fn lzw(mut self) -> Self {
        self.chunks = self.chunks.iter().map(|chunk| lzw(chunk)).collect();
        self.short(259, 5)
    }

    fn file(self) -> Vec<u8> {
        Draft { little: true, large: false, pages: vec![self] }.file()
    }
}

impl Draft {
    fn number(&self, number: u64, bytes: usize) -> Vec<u8> {
        if self.little { number.to_le_bytes()[..bytes].to_vec() } else { number.to_be_bytes()[8 - bytes..].to_vec() }
    }

    fn file(&self) -> Vec<u8> {
        let word = if self.large { 8 } else { 4 };
        let mut out = if self.little { b"II".to_vec() } else { b"MM".to_vec() };
        out.extend(self.number(if self.large { 43 } else { 42 }, 2));
        if self.large {
            out.extend([self.number(8, 2), self.number(0, 2)].concat());
        }
        let mut link = out.len();
        out.extend(self.number(0, word));
        for page in &self.pages {
            let mut tags = page.tags.clone();
            let offsets: Vec<u64> = page
                .chunks
                .iter()
                .map(|chunk| {
                    out.extend(chunk);
                    (out.len() - chunk.len()) as u64
                })
                .collect();
            let lengths = page.chunks.iter().map(|chunk| chunk.len() as u64).collect();
            tags.push((if page.tiled { 324 } else { 273 }, LONG, offsets));
            tags.push((if page.tiled { 325 } else { 279 }, LONG, lengths));
            tags.sort_by_key(|(tag, ..)| *tag);
            let mut entries = vec![];
            for (tag, kind, numbers) in &tags {
                let size = match *kind {
                    SHORT => 2,
                    LONG => 4,
                    5 => 8,
                    _ => 1,
                };
                let value: Vec<u8> = numbers.iter().flat_map(|n| self.number(*n, size)).collect();
                entries.extend(
                    [self.number((*tag).into(), 2), self.number((*kind).into(), 2), self.number(numbers.len() as u64, word)].concat(),
                );
                if value.len() <= word {
                    entries.extend(&value);
                    entries.resize(entries.len() + word - value.len(), 0);
                } else {
                    entries.extend(self.number(out.len() as u64, word));
                    out.extend(value);
                }
            }
            let at = self.number(out.len() as u64, word);
            out[link..link + word].copy_from_slice(&at);
            out.extend(self.number(tags.len() as u64, if self.large { 8 } else { 2 }));
            out.extend(entries);
            link = out.len();
            out.extend(self.number(0, word));
        }
        out
    }
}

fn lzw(bytes: &[u8]) -> Vec<u8> {
    weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8).encode(bytes).unwrap()
}

fn read(file: &[u8]) -> Decoded {
    decode(file, &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn refusal(file: &[u8]) -> String {
    decode(file, &Limits::default()).unwrap_err().to_string()
}

#[track_caller]
fn same(sheet: Sheet, want: &Rgb8) {
    let got = read(&sheet.file()).pixels;
    assert_eq!((got.width(), got.height()), (want.width(), want.height()));
    assert!(got == *want, "differs by {:.2}, begins {:?} for {:?}", difference(&got, want), &got.data()[..12], &want.data()[..12]);
}

/// Rows in so many strips.
fn strips(bytes: &[u8], height: usize, count: usize) -> Vec<Vec<u8>> {
    bytes.chunks(bytes.len() / height * height.div_ceil(count)).map(<[u8]>::to_vec).collect()
}

fn plane(pixels: &Rgb8, n: usize) -> Vec<u8> {
    pixels.data().iter().skip(n).step_by(3).copied().collect()
}

fn grey(pixels: &Rgb8, level: impl Fn(u8) -> u8) -> Rgb8 {
    Rgb8::new(pixels.width(), pixels.height(), plane(pixels, 0).into_iter().flat_map(|v| [level(v); 3]).collect()).unwrap()
}

/// Rows of samples of so many bits, each row from the beginning of a byte.
fn packed(samples: &[u64], per_row: usize, bits: usize) -> Vec<u8> {
    let byte = |bits: &[u64]| bits.iter().enumerate().fold(0, |byte, (n, bit)| byte | (*bit as u8) << (7 - n));
    let row = |row: &[u64]| {
        let all: Vec<u64> = row.iter().flat_map(|v| (0..bits).rev().map(move |bit| v >> bit & 1)).collect();
        all.chunks(8).map(byte).collect::<Vec<_>>()
    };
    samples.chunks(per_row).flat_map(row).collect()
}

const SIDES: (u32, u32) = (43, 30);

fn drawn() -> Rgb8 {
    scene(SIDES.0, SIDES.1)
}

fn rgb(chunks: Vec<Vec<u8>>) -> Sheet {
    Sheet::new(SIDES.0, SIDES.1, 2, &[8, 8, 8], chunks)
}

#[test]
fn strips_tiles_and_planes_are_put_together() {
    let want = drawn();
    let (width, height) = (SIDES.0 as usize, SIDES.1 as usize);
    same(rgb(strips(want.data(), height, 1)), &want);
    same(rgb(strips(want.data(), height, 4)), &want);
    same(rgb(strips(want.data(), height, 4)).lzw(), &want);
    let planes = |count| (0..3).flat_map(|n| strips(&plane(&want, n), height, count)).collect();
    same(rgb(planes(1)).short(284, 2).with(278, LONG, &[30]), &want);
    same(rgb(planes(3)).short(284, 2).with(278, LONG, &[10]), &want);
    let tile = |data: &[u8], samples: usize, left: usize, top: usize| -> Vec<u8> {
        let byte = |x: usize, y: usize, n: usize| if x < width && y < height { data[samples * (y * width + x) + n] } else { 99 };
        (0..16 * 16 * samples).map(|i| byte(left + i / samples % 16, top + i / samples / 16, i % samples)).collect()
    };
    let places: Vec<(usize, usize)> = (0..2).flat_map(|y| (0..3).map(move |x| (16 * x, 16 * y))).collect();
    same(rgb(places.iter().map(|(x, y)| tile(want.data(), 3, *x, *y)).collect()).tiled(16, 16), &want);
    let planar = (0..3).flat_map(|n| {
        let plane = plane(&want, n);
        places.iter().map(|(x, y)| tile(&plane, 1, *x, *y)).collect::<Vec<_>>()
    });
    same(rgb(planar.collect()).tiled(16, 16).short(284, 2).lzw(), &want);
}

#[test]
fn both_byte_orders_and_large_files_are_read() {
    let want = drawn();
    let wide: Vec<u64> = want.data().iter().map(|v| u64::from(*v) * 257).collect();
    for little in [true, false] {
        for large in [true, false] {
            let bytes = wide.iter().flat_map(|v| if little { (*v as u16).to_le_bytes() } else { (*v as u16).to_be_bytes() }).collect();
            let page = Sheet::new(SIDES.0, SIDES.1, 2, &[16; 3], vec![bytes]);
            let decoded = read(&Draft { little, large, pages: vec![page] }.file());
            assert!(decoded.pixels == want, "little {little}, large {large}");
            assert_eq!(decoded.bits, 16);
        }
    }
}

#[test]
fn depths_of_all_kinds_are_stretched_to_white() {
    let drawn = drawn();
    let levels: Vec<u64> = plane(&drawn, 0).into_iter().map(u64::from).collect();
    let width = SIDES.0 as usize;
    for bits in [1_u64, 2, 4, 6, 10, 12, 14] {
        let white = (1_u64 << bits) - 1;
        let samples: Vec<u64> = levels.iter().map(|v| (v * white + 127) / 255).collect();
        let want = grey(&drawn, |v| (((u64::from(v) * white + 127) / 255) as f64 * 255.0 / white as f64).round() as u8);
        let page =
            |photometric, samples: &[u64]| Sheet::new(SIDES.0, SIDES.1, photometric, &[bits], vec![packed(samples, width, bits as usize)]);
        same(page(1, &samples), &want);
        let inverted: Vec<u64> = samples.iter().map(|v| white - v).collect();
        same(page(0, &inverted), &want);
    }
    let want = grey(&drawn, |v| v);
    let page = |bits, format, bytes: Vec<u8>| Sheet::new(SIDES.0, SIDES.1, 1, &[bits], vec![bytes]).short(339, format);
    same(page(32, 1, levels.iter().flat_map(|v| (*v as u32 * 0x0101_0101).to_le_bytes()).collect()), &want);
    same(page(64, 1, levels.iter().flat_map(|v| (*v * 0x0101_0101_0101_0101).to_le_bytes()).collect()), &want);
    same(page(32, 3, levels.iter().flat_map(|v| (*v as f32 / 255.0).to_le_bytes()).collect()), &want);
    same(page(64, 3, levels.iter().flat_map(|v| (*v as f64 / 255.0).to_le_bytes()).collect()), &want);
    // Half floats of 0, a half, 1 and 2.
    let half = Sheet::new(4, 1, 1, &[16], vec![[0_u16, 0x3800, 0x3c00, 0x4000].iter().flat_map(|v| v.to_le_bytes()).collect()]);
    assert_eq!(read(&half.short(339, 3).file()).pixels.data(), [0, 0, 0, 128, 128, 128, 255, 255, 255, 255, 255, 255]);
    let signed = Sheet::new(3, 1, 1, &[16], vec![[-5_i16, 16_384, 32_767].iter().flat_map(|v| v.to_le_bytes()).collect()]);
    assert_eq!(read(&signed.short(339, 2).file()).pixels.data(), [0, 0, 0, 128, 128, 128, 255, 255, 255]);
}

#[test]
fn differences_are_taken_over_all_samples() {
    let want = drawn();
    let width = SIDES.0 as usize;
    // A fourth sample that is none: tag 338 says 0.
    let four: Vec<u8> = want.data().as_chunks::<3>().0.iter().zip(0_u32..).flat_map(|([r, g, b], n)| [*r, *g, *b, (n * 7) as u8]).collect();
    let predicted = |bytes: &[u8], samples: usize| -> Vec<u8> {
        let row = |row: &[u8]| {
            (0..row.len()).map(|n| if n < samples { row[n] } else { row[n].wrapping_sub(row[n - samples]) }).collect::<Vec<_>>()
        };
        bytes.chunks(width * samples).flat_map(row).collect()
    };
    let page = Sheet::new(SIDES.0, SIDES.1, 2, &[8; 4], vec![predicted(&four, 4)]).short(338, 0).short(317, 2);
    same(page.lzw(), &want);
    same(rgb(vec![predicted(want.data(), 3)]).short(317, 2).lzw(), &want);
    // Sixteen bits, the carry included.
    let wide: Vec<u16> = want.data().iter().map(|v| u16::from(*v) * 257).collect();
    let differences =
        wide.chunks(3 * width).flat_map(|row| (0..row.len()).map(|n| if n < 3 { row[n] } else { row[n].wrapping_sub(row[n - 3]) }));
    let page = Sheet::new(SIDES.0, SIDES.1, 2, &[16; 3], vec![differences.flat_map(u16::to_le_bytes).collect()]).short(317, 2);
    same(page.lzw(), &want);
    // Floats: highest bytes first, then differences.
    let floats: Vec<[u8; 4]> = want.data().iter().map(|v| (f32::from(*v) / 255.0).to_be_bytes()).collect();
    let rows = floats.chunks(3 * width).flat_map(|row| {
        let planes: Vec<u8> = (0..4).flat_map(|byte| row.iter().map(move |float| float[byte])).collect();
        (0..planes.len()).map(|n| if n < 3 { planes[n] } else { planes[n].wrapping_sub(planes[n - 3]) }).collect::<Vec<_>>()
    });
    let page = Sheet::new(SIDES.0, SIDES.1, 2, &[32; 3], vec![rows.collect()]).short(339, 3).short(317, 3);
    same(page.lzw(), &want);
    // Where nothing is packed the tag is left over, and means nothing.
    same(rgb(vec![want.data().to_vec()]).short(317, 2), &want);
}

#[test]
fn bits_from_the_lowest_on_are_turned_before_unpacking() {
    let want = drawn();
    let reversed = |bytes: &[u8]| bytes.iter().map(|byte| byte.reverse_bits()).collect::<Vec<_>>();
    same(rgb(vec![reversed(want.data())]).short(266, 2), &want);
    same(rgb(vec![reversed(&lzw(want.data()))]).short(259, 5).short(266, 2), &want);
}

#[test]
fn palettes_are_looked_up() {
    for bits in [1_usize, 4, 8] {
        let count = 1_usize << bits;
        let colour = |n: usize, channel: usize| ((n * 91 + channel * 57) % 256) as u64;
        let indices: Vec<u64> = (0..SIDES.0 * SIDES.1).map(|n| u64::from(n * 13 / 7) % count as u64).collect();
        let want = indices.iter().flat_map(|n| [0, 1, 2].map(|channel| colour(*n as usize, channel) as u8)).collect();
        let want = Rgb8::new(SIDES.0, SIDES.1, want).unwrap();
        for scale in [257, 1] {
            let map: Vec<u64> = (0..3).flat_map(|channel| (0..count).map(move |n| scale * colour(n, channel))).collect();
            let page = Sheet::new(SIDES.0, SIDES.1, 3, &[bits as u64], vec![packed(&indices, SIDES.0 as usize, bits)]);
            same(page.with(320, SHORT, &map), &want);
        }
    }
}

#[test]
fn transparency_lies_on_white() {
    let one = |samples: &[u8], photometric, extra| {
        let page = Sheet::new(1, 1, photometric, &vec![8; samples.len()], vec![samples.to_vec()]).short(338, extra);
        <[u8; 3]>::try_from(read(&page.file()).pixels.data()).unwrap()
    };
    assert_eq!(one(&[100, 0, 50, 128], 2, 2), [177, 127, 152]);
    assert_eq!(one(&[100, 0, 50, 128], 2, 1), [227, 127, 177]);
    assert_eq!(one(&[100, 0, 50, 128], 2, 0), [100, 0, 50]);
    assert_eq!(one(&[100, 128], 1, 2), [177; 3]);
    assert_eq!(one(&[100, 128], 1, 0), [100; 3]);
}

#[test]
fn inks_and_lab_become_light() {
    let inks = [[0, 0, 0, 0], [255, 0, 0, 0], [0, 255, 255, 0], [0, 0, 0, 128]];
    let want = Rgb8::new(4, 1, vec![255, 255, 255, 0, 255, 255, 255, 0, 0, 127, 127, 127]).unwrap();
    same(Sheet::new(4, 1, 5, &[8; 4], vec![inks.concat()]), &want);
    let planes = (0..4).map(|n| inks.iter().map(|ink| ink[n]).collect()).collect();
    same(Sheet::new(4, 1, 5, &[8; 4], planes).short(284, 2).with(278, LONG, &[1]), &want);

    // White, a middle grey, and the reddest of sRGB (54.3, 80.8, 69.9 under D50).
    let lab = [[100.0_f32, 0.0, 0.0], [53.6, 0.0, 0.0], [54.29, 80.81, 69.89]];
    let want = [255, 255, 255, 128, 128, 128, 255, 0, 0];
    let narrow = |zero: f32| {
        lab.iter()
            .flat_map(|[l, a, b]| [(l * 2.55).round() as u8, (a + zero).round() as i16 as u8, (b + zero).round() as i16 as u8])
            .collect()
    };
    let wide = |zero: f32| {
        let numbers = lab
            .iter()
            .flat_map(|[l, a, b]| [(l * 655.35).round() as u16, ((a + zero) * 256.0) as i32 as u16, ((b + zero) * 256.0) as i32 as u16]);
        numbers.flat_map(u16::to_le_bytes).collect()
    };
    for (photometric, bits, bytes) in [(8, 8, narrow(0.0)), (9, 8, narrow(128.0)), (8, 16, wide(0.0)), (9, 16, wide(128.0))] {
        let got = read(&Sheet::new(3, 1, photometric, &[bits; 3], vec![bytes]).file()).pixels;
        assert!(got.data().iter().zip(want).all(|(a, b)| a.abs_diff(b) <= 3), "{photometric}, {bits}: {got:?}");
    }
}

#[test]
fn luma_in_groups_shares_its_colour() {
    let want = drawn();
    let ycc = |[r, g, b]: [f32; 3]| {
        let y = 0.299 * r + 0.587 * g + 0.114 * b;
        [y, 128.0 + 0.564 * (b - y), 128.0 + 0.713 * (r - y)].map(|v: f32| v.round() as u8)
    };
    let at = |x: u32, y: u32| {
        let n = 3 * (y.min(SIDES.1 - 1) * SIDES.0 + x.min(SIDES.0 - 1)) as usize;
        ycc([0, 1, 2].map(|c| f32::from(want.data()[n + c])))
    };
    for (across, down) in [(1, 1), (2, 1), (2, 2), (4, 1), (4, 2)] {
        let mut bytes = vec![];
        for y in (0..SIDES.1).step_by(down as usize) {
            for x in (0..SIDES.0).step_by(across as usize) {
                bytes.extend((0..across * down).map(|n| at(x + n % across, y + n / across)[0]));
                bytes.extend(&at(x, y)[1..]);
            }
        }
        let page = Sheet::new(SIDES.0, SIDES.1, 6, &[8; 3], vec![bytes]).with(530, SHORT, &[across.into(), down.into()]);
        let off = difference(&read(&page.file()).pixels, &want);
        assert!(off < 4.0, "{across} x {down}: {off}");
    }
}

#[test]
fn jpeg_within_has_its_tables_apart_and_its_colours_from_the_tags() {
    let want = scene(64, 48);
    let whole = jpeg(&want);
    let page = |photometric, stream: &[u8]| Sheet::new(64, 48, photometric, &[8; 3], vec![stream.to_vec()]).short(259, 7);
    assert!(difference(&read(&page(6, &whole).file()).pixels, &want) < 2.0);
    // Tables (quantisation and codes) in a tag of their own, what is left in the strip.
    let (mut tables, mut stream) = (vec![0xff, 0xd8], vec![0xff, 0xd8]);
    let mut at = 2;
    while whole[at + 1] != 0xda {
        let end = at + 2 + usize::from(u16::from_be_bytes([whole[at + 2], whole[at + 3]]));
        if matches!(whole[at + 1], 0xdb | 0xc4) { &mut tables } else { &mut stream }.extend(&whole[at..end]);
        at = end;
    }
    stream.extend(&whole[at..]);
    tables.extend([0xff, 0xd9]);
    assert!(difference(&read(&page(6, &stream).bytes(347, &tables).file()).pixels, &want) < 2.0);
    assert_eq!(refusal(&page(6, &stream).file()), "the picture is damaged or cut short: its TIFF data makes no sense");
    // RGB that was never luma, without a word of it in the stream.
    let mut writer = mozjpeg::Compress::new(mozjpeg::ColorSpace::JCS_RGB);
    writer.set_size(64, 48);
    writer.set_color_space(mozjpeg::ColorSpace::JCS_RGB);
    writer.set_quality(95.0);
    let mut writer = writer.start_compress(vec![]).unwrap();
    writer.write_scanlines(want.data()).unwrap();
    let plain = writer.finish().unwrap();
    assert!(difference(&read(&page(2, &plain).file()).pixels, &want) < 2.0);
}

#[test]
fn the_photo_is_the_first_page_that_is_no_smaller_copy() {
    let want = drawn();
    let photo = rgb(vec![want.data().to_vec()]);
    let small = Sheet::new(4, 3, 2, &[8; 3], vec![vec![9; 36]]);
    let of = |pages: Vec<Sheet>| read(&Draft { little: true, large: false, pages }.file());
    assert!(of(vec![small.clone().with(254, LONG, &[1]), photo.clone()]).pixels == want);
    assert!(of(vec![small.clone().short(255, 2), photo.clone()]).pixels == want);
    assert!(of(vec![small.clone().with(254, LONG, &[4]), photo.clone()]).pixels == want, "a mask");
    assert_eq!(of(vec![small.clone(), photo.clone()]).pixels.width(), 4, "the first of two pages");
    assert!(of(vec![small.with(254, LONG, &[1]), photo.clone().with(254, LONG, &[1])]).pixels == want, "the largest copy");
    let turned = of(vec![photo.short(274, 6)]);
    assert_eq!((turned.width, turned.height), (SIDES.1, SIDES.0));
}

#[test]
fn what_is_not_read_is_a_kind_and_never_damage() {
    let data = drawn();
    let page = || rgb(vec![data.data().to_vec()]);
    let told = |what: &str| format!("a kind of TIFF ({what}) is not read by Selvedge: export it as JPEG");
    for (page, what) in [
        (page().short(259, 6), "JPEG of the older kind"),
        (page().short(259, 50_000), "Zstandard"),
        (page().short(262, 77), "colour space 77"),
        (page().with(258, SHORT, &[5, 6, 5]), "samples of different depths"),
        (page().short(339, 6), "complex numbers"),
    ] {
        assert_eq!(refusal(&page.file()), told(what));
    }
    // Both of the one strip's numbers are nothing: entries of the tags 273 and 279, LONGs.
    let mut sparse = page().file();
    for tag in [0x11, 0x17] {
        let entry = sparse.windows(8).position(|entry| entry == [tag, 1, 4, 0, 1, 0, 0, 0]).unwrap();
        sparse[entry + 8..entry + 12].fill(0);
    }
    assert_eq!(refusal(&sparse), told("parts of it were never written"));
}

#[test]
fn what_is_cut_short_or_nonsense_is_refused() {
    let data = drawn();
    let whole = rgb(strips(data.data(), SIDES.1 as usize, 3)).file();
    // The directory comes last: without it nothing is known.
    assert_eq!(refusal(&whole[..whole.len() / 2]), "the picture is damaged or cut short: the file ends early");
    let packed = rgb(vec![lzw(data.data())[..200].to_vec()]).short(259, 5).file();
    assert_eq!(refusal(&packed), "the picture is damaged or cut short: its TIFF data makes no sense");
    let beyond = rgb(vec![vec![0; 100]]).file();
    assert!(refusal(&beyond).starts_with("the picture is damaged or cut short"));
    // Its one strip begins behind the header of 8 bytes: an entry of tag 273, a LONG.
    let mut unwritten = rgb(vec![data.data().to_vec()]).file();
    let entry = unwritten.windows(12).position(|entry| entry == [0x11, 1, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0]).unwrap();
    unwritten[entry + 8] = 0;
    assert_eq!(refusal(&unwritten), "the picture is damaged or cut short: its TIFF data makes no sense", "a strip that was never written");
    // Sides beyond reason cost nothing.
    let large = Sheet::new(2_000_000, 2_000_000, 2, &[8; 3], vec![vec![0; 12]]).file();
    assert_eq!(refusal(&large), "2,000,000 x 2,000,000 pixels is over the limit of 300 megapixels");
    for at in 8..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0xff;
        let _ = decode(&damaged, &Limits { pixels: 100_000, memory: 10_000_000 });
    }
}
