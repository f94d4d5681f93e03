//! The file: pages with pictures as JPEG, captions as text that can be searched, stars and colour labels as drawings.

use super::font::{Font, FontRefs};
use super::page::{Area, CAPTION, Grid, HEAD, LINE, fitted};
use base::{ColourLabel, Marks};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use std::io::Write;

const FONT: Name<'_> = Name(b"F");
/// A grey that is read well on paper.
const INK: f32 = 0.25;
/// Of what is no photo.
const PALE: f32 = 0.92;
/// Points of a star, and how far its inner corners lie from its middle.
const CORNERS: usize = 10;
const INNER: f32 = 0.42;

/// One photo on the sheet.
pub(super) struct Entry {
    pub name: Option<String>,
    pub marks: Option<Marks>,
    /// Why there is no picture, or the picture.
    pub picture: Result<Picture, String>,
}

/// A picture.
pub(super) struct Picture {
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// A sheet on its way to a file.
pub(super) struct Sheet {
    pdf: Pdf,
    font: Font,
    refs: FontRefs,
    grid: Grid,
    title: String,
    catalog: Ref,
    tree: Ref,
    next: Ref,
    pages: Vec<Ref>,
    of: usize,
}

impl Sheet {
    /// `pages` in all.
    pub fn new(font: Font, grid: Grid, title: &str, pages: usize) -> Self {
        let mut next = Ref::new(1);
        let mut draw = || next.bump();
        let (catalog, tree) = (draw(), draw());
        let refs = FontRefs { font: draw(), cid: draw(), descriptor: draw(), to_unicode: draw(), file: draw() };
        Self { pdf: Pdf::new(), font, refs, grid, title: title.to_owned(), catalog, tree, next, pages: Vec::new(), of: pages }
    }

    /// Adds a page of photos.
    pub fn page(&mut self, entries: &[Entry]) {
        let (page, contents) = (self.next.bump(), self.next.bump());
        let mut content = Content::new();
        self.head(&mut content);
        let mut pictures = Vec::new();
        for (place, entry) in entries.iter().enumerate() {
            let room = self.grid.picture(place);
            match &entry.picture {
                Ok(picture) => {
                    let id = self.next.bump();
                    let name = format!("P{place}");
                    draw_picture(&mut content, fitted(room, picture.width, picture.height), Name(name.as_bytes()));
                    self.put_picture(id, picture);
                    pictures.push((name, id));
                }
                Err(reason) => self.missing(&mut content, room, reason),
            }
            self.caption(&mut content, room, entry);
        }
        let packed = packed(&content.finish());
        self.pdf.stream(contents, &packed).filter(Filter::FlateDecode);
        let (width, height) = self.grid.paper;
        let mut written = self.pdf.page(page);
        written.media_box(Rect::new(0.0, 0.0, width, height)).parent(self.tree).contents(contents);
        let mut resources = written.resources();
        resources.fonts().pair(FONT, self.refs.font);
        let mut objects = resources.x_objects();
        for (name, id) in &pictures {
            objects.pair(Name(name.as_bytes()), *id);
        }
        objects.finish();
        resources.finish();
        written.finish();
        self.pages.push(page);
    }

    fn put_picture(&mut self, id: Ref, picture: &Picture) {
        let mut image = self.pdf.image_xobject(id, &picture.jpeg);
        image.width(picture.width as i32).height(picture.height as i32).bits_per_component(8);
        image.filter(Filter::DctDecode);
        image.color_space().device_rgb();
    }

    fn head(&mut self, content: &mut Content) {
        let head = self.grid.head();
        let number = format!("{} / {}", self.pages.len() + 1, self.of);
        let wide = self.font.width(&number, HEAD);
        let title = self.font.fitted(&self.title, HEAD, head.width - wide - HEAD);
        self.text(content, (head.x, head.y), HEAD, &title);
        self.text(content, (head.x + head.width - wide, head.y), HEAD, &number);
    }

    fn caption(&mut self, content: &mut Content, room: Area, entry: &Entry) {
        let mut line = room.y - LINE;
        if let Some(name) = &entry.name {
            let name = self.font.fitted(name, CAPTION, room.width);
            self.text(content, (room.x, line + (LINE - CAPTION)), CAPTION, &name);
            line -= LINE;
        }
        if let Some(marks) = entry.marks {
            draw_marks(content, room.x, line + LINE / 2.0, marks);
        }
    }

    /// A pale field that says why there is no picture.
    fn missing(&mut self, content: &mut Content, room: Area, reason: &str) {
        content.set_fill_gray(PALE).rect(room.x, room.y, room.width, room.height).fill_nonzero();
        let reason = self.font.fitted(reason, CAPTION, room.width - LINE);
        self.text(content, (room.x + LINE / 2.0, room.y + room.height / 2.0), CAPTION, &reason);
    }

    fn text(&mut self, content: &mut Content, (x, y): (f32, f32), size: f32, text: &str) {
        let encoded = self.font.encoded(text);
        content.set_fill_gray(INK).begin_text().set_font(FONT, size).next_line(x, y).show(Str(&encoded)).end_text();
    }

    /// The bytes of the file.
    pub fn finish(mut self) -> Vec<u8> {
        self.font.write(&mut self.pdf, self.refs);
        self.pdf.catalog(self.catalog).pages(self.tree);
        self.pdf.pages(self.tree).kids(self.pages.iter().copied()).count(self.pages.len() as i32);
        let info = self.next.bump();
        self.pdf.document_info(info).title(TextStr(&self.title)).producer(TextStr("Selvedge"));
        self.pdf.finish()
    }
}

/// Deflated.
pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Into memory nothing fails.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

fn draw_picture(content: &mut Content, at: Area, name: Name<'_>) {
    content.save_state().transform([at.width, 0.0, 0.0, at.height, at.x, at.y]).x_object(name).restore_state();
}

/// Stars, and a square of the label's colour.
fn draw_marks(content: &mut Content, x: f32, middle: f32, marks: Marks) {
    let radius = CAPTION / 2.0;
    let mut at = x + radius;
    for _ in 0..marks.stars.map_or(0, base::Stars::count) {
        content.set_fill_gray(INK);
        star(content, at, middle, radius);
        at += 2.2 * radius;
    }
    if let Some(colour) = marks.colour {
        let [red, green, blue] = ink(colour);
        content.set_fill_rgb(red, green, blue).rect(at - radius / 2.0, middle - radius, 2.0 * radius, 2.0 * radius).fill_nonzero();
    }
}

fn star(content: &mut Content, x: f32, y: f32, radius: f32) {
    for corner in 0..CORNERS {
        let angle = std::f32::consts::PI * (0.5 + corner as f32 / 5.0);
        let far = if corner % 2 == 0 { radius } else { radius * INNER };
        let (x, y) = (far.mul_add(angle.cos(), x), far.mul_add(angle.sin(), y));
        if corner == 0 {
            content.move_to(x, y)
        } else {
            content.line_to(x, y)
        };
    }
    content.close_path().fill_nonzero();
}

fn ink(colour: ColourLabel) -> [f32; 3] {
    match colour {
        ColourLabel::Red => [0.85, 0.20, 0.20],
        ColourLabel::Yellow => [0.95, 0.78, 0.15],
        ColourLabel::Green => [0.25, 0.65, 0.30],
        ColourLabel::Blue => [0.20, 0.45, 0.85],
        ColourLabel::Purple => [0.55, 0.30, 0.75],
    }
}
