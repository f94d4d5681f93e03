//! Where things stand on a page. Points, from the lower left corner, as PDF counts.

use super::request::SheetRequest;

/// White around everything.
const MARGIN: f32 = 36.0;
/// Between photos.
const GAP: f32 = 10.0;
/// Size of the captions.
pub(super) const CAPTION: f32 = 7.0;
/// A line of captions.
pub(super) const LINE: f32 = 10.0;
/// Size of the title and of the page numbers.
pub(super) const HEAD: f32 = 9.0;
/// Dots of a printed photo to the inch.
const DOTS: f32 = 220.0;

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// How the pages of a sheet are filled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    pub paper: (f32, f32),
    columns: usize,
    rows: usize,
    /// Width of the room that a photo is fitted into.
    pub side: f32,
    /// Its height: the same, unless the page is too low for that.
    height: f32,
    /// From row to row.
    cell: f32,
    /// Upper end of the first row.
    top: f32,
}

impl Grid {
    pub fn of(request: &SheetRequest) -> Self {
        let (width, height) = request.paper.size();
        let columns = usize::from(request.columns);
        let side = (width - 2.0 * MARGIN - GAP * (columns - 1) as f32) / columns as f32;
        let lines = f32::from(u8::from(request.names) + u8::from(request.marks));
        let top = height - MARGIN - 2.0 * HEAD;
        let caption = LINE * lines;
        // One column is as wide as the page: a photo with its caption must still fit.
        let room = side.min(top - MARGIN - caption);
        let cell = room + caption + GAP;
        let rows = (((top - MARGIN + GAP) / cell) as usize).max(1);
        Self { paper: (width, height), columns, rows, side, height: room, cell, top }
    }

    /// Photos on a page.
    pub fn per_page(&self) -> usize {
        self.columns * self.rows
    }

    /// The room of a photo's picture, by its place on the page.
    pub fn picture(&self, place: usize) -> Area {
        let (row, column) = (place / self.columns, place % self.columns);
        let y = self.top - self.cell * row as f32 - self.height;
        Area { x: MARGIN + (self.side + GAP) * column as f32, y, width: self.side, height: self.height }
    }

    /// Pixels of the longer side of a photo.
    pub fn pixels(&self) -> u32 {
        (self.side / 72.0 * DOTS).ceil() as u32
    }

    /// Where the title stands, and how wide a page is between its margins.
    pub fn head(&self) -> Area {
        Area { x: MARGIN, y: self.paper.1 - MARGIN - HEAD, width: self.paper.0 - 2.0 * MARGIN, height: HEAD }
    }
}

/// A picture of this shape in the middle of its room.
pub(super) fn fitted(room: Area, width: u32, height: u32) -> Area {
    let scale = (room.width / width.max(1) as f32).min(room.height / height.max(1) as f32);
    let (width, height) = (width as f32 * scale, height as f32 * scale);
    Area { x: room.x + (room.width - width) / 2.0, y: room.y + (room.height - height) / 2.0, width, height }
}
