//! What a page's tags say of its pixels, checked, so that the rest of the layer need not doubt it.

use super::directory::Directory;
use crate::PhotoError;

/// The tags that are asked for.
pub(super) mod tag {
    pub const NEW_SUBFILE: u16 = 254;
    pub const SUBFILE: u16 = 255;
    pub const WIDTH: u16 = 256;
    pub const HEIGHT: u16 = 257;
    pub const BITS: u16 = 258;
    pub const COMPRESSION: u16 = 259;
    pub const PHOTOMETRIC: u16 = 262;
    pub const FILL_ORDER: u16 = 266;
    pub const STRIP_OFFSETS: u16 = 273;
    pub const ORIENTATION: u16 = 274;
    pub const SAMPLES: u16 = 277;
    pub const ROWS_PER_STRIP: u16 = 278;
    pub const STRIP_BYTES: u16 = 279;
    pub const PLANAR: u16 = 284;
    pub const T4_OPTIONS: u16 = 292;
    pub const PREDICTOR: u16 = 317;
    pub const COLOR_MAP: u16 = 320;
    pub const TILE_WIDTH: u16 = 322;
    pub const TILE_HEIGHT: u16 = 323;
    pub const TILE_OFFSETS: u16 = 324;
    pub const TILE_BYTES: u16 = 325;
    pub const INK_SET: u16 = 332;
    pub const EXTRA_SAMPLES: u16 = 338;
    pub const SAMPLE_FORMAT: u16 = 339;
    pub const JPEG_TABLES: u16 = 347;
    pub const YCBCR_COEFFICIENTS: u16 = 529;
    pub const YCBCR_SUBSAMPLING: u16 = 530;
    pub const REFERENCE_BLACK_WHITE: u16 = 532;
    pub const XMP: u16 = 700;
    pub const ICC: u16 = 34675;
}

/// The standard's: of smaller ones a file could ask for millions.
const SMALLEST_TILE: u32 = 16;

/// How a page's numbers are to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Unsigned,
    Signed,
    Float,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colors {
    WhiteIsZero,
    BlackIsZero,
    Rgb,
    Palette,
    Inks,
    YCbCr,
    /// `offset`: a and b are unsigned and have their zero in the middle, as in an ICC profile.
    Lab {
        offset: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Codec {
    None,
    PackBits,
    Lzw,
    Deflate,
    Jpeg,
    /// One row after the other, each from the beginning of a byte.
    FaxRows,
    FaxGroup3 {
        two_dimensional: bool,
    },
    FaxGroup4,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alpha {
    None,
    /// Colours were multiplied by it before they were stored.
    MultipliedIn,
    Plain,
}

/// A page that can be read.
pub(super) struct Page {
    pub width: u32,
    pub height: u32,
    /// Of each sample.
    pub bits: u8,
    pub number: Number,
    /// In a pixel, extra ones included.
    pub samples: usize,
    pub colors: Colors,
    pub alpha: Alpha,
    pub codec: Codec,
    pub predictor: u8,
    /// Each sample has a plane of its own.
    pub planar: bool,
    /// The first pixel stands in the lowest bits of a byte.
    pub reversed_bits: bool,
    /// Of strips the width of the picture.
    pub chunk_width: u32,
    pub chunk_height: u32,
    pub offsets: Vec<u64>,
    pub lengths: Vec<u64>,
    /// Of `YCbCr`: how many pixels share one colour, across and down.
    pub subsampling: (u32, u32),
}

impl Page {
    pub fn read(tags: &Directory<'_>) -> Result<Self, PhotoError> {
        let side = |tag| tags.number(tag).and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0);
        let (width, height) = side(tag::WIDTH).zip(side(tag::HEIGHT)).ok_or(damaged())?;
        let samples = tags.number(tag::SAMPLES).unwrap_or(1);
        let samples =
            usize::try_from(samples).ok().filter(|n| (1..=32).contains(n)).ok_or_else(|| kind(format!("{samples} samples a pixel")))?;
        let bits = bits(tags)?;
        let number = number(tags, bits)?;
        let tiled = tags.number(tag::TILE_WIDTH).is_some();
        let (chunk_width, chunk_height) = if tiled {
            side(tag::TILE_WIDTH).zip(side(tag::TILE_HEIGHT)).ok_or(damaged())?
        } else {
            (width, side(tag::ROWS_PER_STRIP).unwrap_or(height).min(height))
        };
        let (offsets, lengths) = if tiled { (tag::TILE_OFFSETS, tag::TILE_BYTES) } else { (tag::STRIP_OFFSETS, tag::STRIP_BYTES) };
        let colors = colors(tags)?;
        let codec = codec(tags)?;
        let subsampling = subsampling(tags, colors, codec)?;
        let page = Self {
            width,
            height,
            bits,
            number,
            samples,
            colors,
            alpha: alpha(tags, colors, samples),
            codec,
            // Elsewhere the tag is left over from another way of packing.
            predictor: if matches!(codec, Codec::Lzw | Codec::Deflate) {
                tags.number(tag::PREDICTOR).unwrap_or(1).min(255) as u8
            } else {
                1
            },
            planar: tags.number(tag::PLANAR) == Some(2) && samples > 1,
            reversed_bits: tags.number(tag::FILL_ORDER) == Some(2),
            chunk_width,
            chunk_height,
            offsets: tags.numbers(offsets),
            lengths: tags.numbers(lengths),
            subsampling,
        };
        page.check()?;
        Ok(page)
    }

    /// What the parts of the layer cannot do together.
    fn check(&self) -> Result<(), PhotoError> {
        let wanted = self.colors.samples();
        if self.samples < wanted {
            return Err(damaged());
        }
        if self.offsets.is_empty() {
            return Err(kind("without strips and tiles"));
        }
        if self.chunk_width < SMALLEST_TILE.min(self.width) {
            return Err(kind(format!("tiles of {} x {} pixels", self.chunk_width, self.chunk_height)));
        }
        match self.predictor {
            1 => {}
            2 if matches!(self.bits, 8 | 16 | 32 | 64) && self.number != Number::Float => {}
            3 if self.number == Number::Float => {}
            other => return Err(kind(format!("predictor {other} over {} bits", self.bits))),
        }
        let (depth, colors) = (self.bits, self.colors);
        let fits = match (colors, self.codec) {
            (_, Codec::FaxRows | Codec::FaxGroup3 { .. } | Codec::FaxGroup4) => depth == 1 && self.samples == 1,
            (_, Codec::Jpeg) | (Colors::YCbCr, _) => depth == 8,
            (Colors::Palette, _) => depth <= 16 && self.number == Number::Unsigned,
            (Colors::Lab { .. }, _) => matches!(depth, 8 | 16) && self.number != Number::Float,
            _ => true,
        };
        if fits { Ok(()) } else { Err(kind(format!("{} of {depth} bits", colors.name()))) }
    }

    pub fn chunks_across(&self) -> u32 {
        self.width.div_ceil(self.chunk_width)
    }

    pub fn chunks_down(&self) -> u32 {
        self.height.div_ceil(self.chunk_height)
    }

    /// Samples that stand beside each other in a chunk.
    pub fn interleaved(&self) -> usize {
        if self.planar { 1 } else { self.samples }
    }

    /// Bytes of a row of a chunk.
    pub fn row_bytes(&self) -> u64 {
        // At most 2^32 pixels of 32 samples of 64 bits.
        (u64::from(self.chunk_width) * self.interleaved() as u64 * u64::from(self.bits)).div_ceil(8)
    }

    /// Bytes of a chunk of so many rows when it is unpacked.
    pub fn chunk_bytes(&self, rows: u32) -> u64 {
        if self.is_subsampled() {
            let (across, down) = (u64::from(self.subsampling.0), u64::from(self.subsampling.1));
            let units = u64::from(self.chunk_width).div_ceil(across) * u64::from(rows).div_ceil(down);
            units.saturating_mul(across * down + 2)
        } else {
            self.row_bytes().saturating_mul(rows.into())
        }
    }

    /// Luma and colour stand in groups rather than pixel by pixel.
    pub fn is_subsampled(&self) -> bool {
        self.colors == Colors::YCbCr && self.subsampling != (1, 1) && self.codec != Codec::Jpeg && !self.planar
    }
}

impl Colors {
    pub fn samples(self) -> usize {
        match self {
            Self::WhiteIsZero | Self::BlackIsZero | Self::Palette => 1,
            Self::Rgb | Self::YCbCr | Self::Lab { .. } => 3,
            Self::Inks => 4,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::WhiteIsZero | Self::BlackIsZero => "grey",
            Self::Rgb => "RGB",
            Self::Palette => "a palette",
            Self::Inks => "CMYK",
            Self::YCbCr => "YCbCr",
            Self::Lab { .. } => "Lab",
        }
    }
}

/// A sound file of a kind that is not read.
pub(super) fn kind(what: impl std::fmt::Display) -> PhotoError {
    PhotoError::Unsupported { kind: format!("a kind of TIFF ({what})") }
}

pub(super) fn damaged() -> PhotoError {
    PhotoError::Damaged { format: "TIFF" }
}

fn bits(tags: &Directory<'_>) -> Result<u8, PhotoError> {
    let all = tags.numbers(tag::BITS);
    let first = all.first().copied().unwrap_or(1);
    if all.iter().any(|bits| *bits != first) {
        return Err(kind("samples of different depths"));
    }
    if (1..=16).contains(&first) || matches!(first, 24 | 32 | 64) { Ok(first as u8) } else { Err(kind(format!("{first} bits"))) }
}

fn number(tags: &Directory<'_>, bits: u8) -> Result<Number, PhotoError> {
    match tags.number(tag::SAMPLE_FORMAT).unwrap_or(1) {
        // 4: it is not known what they are.
        1 | 4 => Ok(Number::Unsigned),
        2 => Ok(Number::Signed),
        3 if matches!(bits, 16 | 24 | 32 | 64) => Ok(Number::Float),
        3 => Err(kind(format!("floats of {bits} bits"))),
        _ => Err(kind("complex numbers")),
    }
}

fn colors(tags: &Directory<'_>) -> Result<Colors, PhotoError> {
    Ok(match tags.number(tag::PHOTOMETRIC) {
        // A writer that forgot it, most of all of a scan.
        None | Some(1) => Colors::BlackIsZero,
        Some(0) => Colors::WhiteIsZero,
        Some(2) => Colors::Rgb,
        Some(3) => Colors::Palette,
        Some(5) if tags.number(tag::INK_SET).unwrap_or(1) == 1 => Colors::Inks,
        Some(5) => return Err(kind("inks other than cyan, magenta, yellow and black")),
        Some(6) => Colors::YCbCr,
        Some(8) => Colors::Lab { offset: false },
        Some(9) => Colors::Lab { offset: true },
        Some(32844 | 32845) => return Err(kind("LogLuv")),
        Some(other) => return Err(kind(format!("colour space {other}"))),
    })
}

fn codec(tags: &Directory<'_>) -> Result<Codec, PhotoError> {
    Ok(match tags.number(tag::COMPRESSION).unwrap_or(1) {
        1 => Codec::None,
        2 => Codec::FaxRows,
        3 => Codec::FaxGroup3 { two_dimensional: tags.number(tag::T4_OPTIONS).unwrap_or(0) & 1 == 1 },
        4 => Codec::FaxGroup4,
        5 => Codec::Lzw,
        6 => return Err(kind("JPEG of the older kind")),
        7 => Codec::Jpeg,
        8 | 32946 => Codec::Deflate,
        32773 => Codec::PackBits,
        33003 | 33005 | 34712 => return Err(kind("JPEG 2000")),
        34925 => return Err(kind("LZMA")),
        50000 => return Err(kind("Zstandard")),
        50001 => return Err(kind("WebP")),
        other => return Err(kind(format!("compression {other}"))),
    })
}

/// The standard's default is two by two. In JPEG the data itself says.
fn subsampling(tags: &Directory<'_>, colors: Colors, codec: Codec) -> Result<(u32, u32), PhotoError> {
    if colors != Colors::YCbCr || codec == Codec::Jpeg {
        return Ok((1, 1));
    }
    match tags.numbers(tag::YCBCR_SUBSAMPLING)[..] {
        [] => Ok((2, 2)),
        [across, down, ..] if [1, 2, 4].contains(&across) && [1, 2, 4].contains(&down) => Ok((across as u32, down as u32)),
        _ => Err(kind("an odd subsampling")),
    }
}

/// The first of the samples beyond the colours. Zero says that it is none; a file of four samples that says nothing means transparency.
fn alpha(tags: &Directory<'_>, colors: Colors, samples: usize) -> Alpha {
    if samples <= colors.samples() || matches!(colors, Colors::Inks | Colors::Palette) {
        return Alpha::None;
    }
    match tags.number(tag::EXTRA_SAMPLES) {
        Some(1) => Alpha::MultipliedIn,
        Some(2) => Alpha::Plain,
        None if colors == Colors::Rgb => Alpha::Plain,
        _ => Alpha::None,
    }
}
