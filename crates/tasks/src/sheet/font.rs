//! The font of captions: how wide a text is, which glyphs it takes, and its place in the file.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use std::collections::BTreeMap;
use ttf_parser::{Face, GlyphId};

const SYSTEM: SystemInfo<'_> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
const NAME: Name<'_> = Name(b"NotoSans");
/// Letters of three dots.
const ELLIPSIS: char = '…';

/// A font whose glyphs are counted while it is used.
pub(super) struct Font {
    face: Face<'static>,
    /// Glyphs that were used, each with a letter that it stands for.
    used: BTreeMap<u16, char>,
}

/// What the font is called by in the file.
#[derive(Clone, Copy)]
pub(super) struct FontRefs {
    pub font: Ref,
    pub cid: Ref,
    pub descriptor: Ref,
    pub to_unicode: Ref,
    pub file: Ref,
}

impl Font {
    pub fn new() -> Option<Self> {
        Some(Self { face: Face::parse(notosans::REGULAR_TTF, 0).ok()?, used: BTreeMap::new() })
    }

    fn glyph(&self, letter: char) -> GlyphId {
        self.face.glyph_index(letter).unwrap_or_default()
    }

    /// Thousandths of the size.
    fn advance(&self, glyph: GlyphId) -> f32 {
        f32::from(self.face.glyph_hor_advance(glyph).unwrap_or_default()) * 1000.0 / f32::from(self.face.units_per_em())
    }

    /// Points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.advance(self.glyph(letter))).sum::<f32>() * size / 1000.0
    }

    /// The text with its middle left out where it is wider than so many points: the beginning of a name and its end tell it apart.
    pub fn fitted(&self, text: &str, size: f32, most: f32) -> String {
        if self.width(text, size) <= most {
            return text.to_owned();
        }
        let letters: Vec<char> = text.chars().collect();
        let shortened = |kept: usize| -> String {
            let (head, tail) = (kept.div_ceil(2), kept / 2);
            letters[..head].iter().chain([&ELLIPSIS]).chain(&letters[letters.len() - tail..]).collect()
        };
        (0..letters.len()).rev().map(shortened).find(|text| self.width(text, size) <= most).unwrap_or_default()
    }

    /// The text as the file has it: two bytes a glyph.
    pub fn encoded(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for letter in text.chars() {
            let glyph = self.glyph(letter).0;
            self.used.entry(glyph).or_insert(letter);
            bytes.extend(glyph.to_be_bytes());
        }
        bytes
    }

    /// Puts the font into the file.
    pub fn write(&self, pdf: &mut Pdf, refs: FontRefs) {
        pdf.type0_font(refs.font)
            .base_font(NAME)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(refs.cid)
            .to_unicode(refs.to_unicode);
        let mut cid = pdf.cid_font(refs.cid);
        cid.subtype(CidFontType::Type2).base_font(NAME).system_info(SYSTEM).font_descriptor(refs.descriptor).default_width(0.0);
        cid.cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = cid.widths();
        for glyph in self.used.keys() {
            widths.consecutive(*glyph, [self.advance(GlyphId(*glyph))]);
        }
        widths.finish();
        cid.finish();
        let scaled = |units: i16| f32::from(units) * 1000.0 / f32::from(self.face.units_per_em());
        let bbox = self.face.global_bounding_box();
        pdf.font_descriptor(refs.descriptor)
            .name(NAME)
            .flags(FontFlags::NON_SYMBOLIC)
            .bbox(Rect::new(scaled(bbox.x_min), scaled(bbox.y_min), scaled(bbox.x_max), scaled(bbox.y_max)))
            .italic_angle(0.0)
            .ascent(scaled(self.face.ascender()))
            .descent(scaled(self.face.descender()))
            .cap_height(scaled(self.face.capital_height().unwrap_or(self.face.ascender())))
            .stem_v(80.0)
            .font_file2(refs.file);
        let mut letters = UnicodeCmap::new(Name(b"Custom"), SYSTEM);
        self.used.iter().for_each(|(glyph, letter)| letters.pair(*glyph, *letter));
        let letters = letters.finish();
        pdf.cmap(refs.to_unicode, &letters);
        let packed = super::pdf::packed(notosans::REGULAR_TTF);
        pdf.stream(refs.file, &packed).filter(Filter::FlateDecode).pair(Name(b"Length1"), notosans::REGULAR_TTF.len() as i32);
    }
}
