//! The pages of a sheet hold together, whatever is asked for.

use super::font::Font;
use super::page::{Grid, fitted};
use super::pdf::{Entry, Picture, Sheet};
use super::{Paper, SheetRequest};
use base::{ColourLabel, Mark, Marks, Stars};

#[test]
fn every_photo_lies_on_the_paper_and_on_no_other() {
    for paper in [Paper::A4, Paper::Letter] {
        for columns in SheetRequest::COLUMNS {
            for (names, marks) in [(true, true), (true, false), (false, false)] {
                let grid = Grid::of(&SheetRequest { paper, columns, names, marks, ..SheetRequest::default() });
                let (width, height) = grid.paper;
                let all: Vec<_> = (0..grid.per_page()).map(|place| grid.picture(place)).collect();
                for (place, area) in all.iter().enumerate() {
                    assert!(area.x >= 35.0 && area.x + area.width <= width - 35.0, "{columns}: {area:?}");
                    assert!(area.y >= 35.0 && area.y + area.height <= height - 35.0, "{columns}: {area:?}");
                    for other in &all[..place] {
                        let apart = area.x >= other.x + other.width || area.y + area.height <= other.y;
                        assert!(apart, "{columns}: {area:?} {other:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_picture_keeps_its_shape() {
    let room = Grid::of(&SheetRequest::default()).picture(0);
    let area = fitted(room, 300, 100);
    assert!((area.width / area.height - 3.0).abs() < 0.01 && (area.width - room.width).abs() < 0.01);
    assert!(area.y > room.y && area.y + area.height < room.y + room.height);
}

#[test]
fn a_long_name_keeps_both_ends() {
    let font = Font::new().unwrap();
    let name = "a very long name of a photo that goes on-0001.jpg";
    let fitted = font.fitted(name, 7.0, 80.0);
    assert!(fitted.starts_with("a ve") && fitted.ends_with("1.jpg") && fitted.contains('…'), "{fitted}");
    assert!(font.width(&fitted, 7.0) <= 80.0);
    assert_eq!((font.fitted("short.jpg", 7.0, 80.0).as_str(), font.fitted(name, 7.0, 0.0).as_str()), ("short.jpg", ""));
}

#[test]
fn a_sheet_is_a_pdf_with_its_pages() {
    let grid = Grid::of(&SheetRequest::default());
    let marks = Marks::default().with(Mark::Stars(Stars::new(4))).with(Mark::Colour(Some(ColourLabel::Red)));
    let picture = || Ok(Picture { jpeg: photo::thumbnail(&base::Rgb8::new(4, 3, vec![90; 36]).unwrap(), 4), width: 4, height: 3 });
    let entry = |picture| Entry { name: Some("Größe Ж.jpg".to_owned()), marks: Some(marks), picture };
    let mut sheet = Sheet::new(Font::new().unwrap(), grid, "Spring", 2);
    sheet.page(&[entry(picture()), entry(Err("the file is gone".to_owned()))]);
    sheet.page(&[entry(picture())]);
    let bytes = sheet.finish();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.starts_with("%PDF-") && text.trim_end().ends_with("%%EOF"));
    assert!(text.contains("/Count 2") && text.matches("/DCTDecode").count() == 2, "two pages, two pictures");
}
