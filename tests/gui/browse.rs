//! Selecting, looking closely, finding alike.

use super::window::Window;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use engine::protocol::CatalogRequest;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, ImageFormat, Rgb, RgbImage};
use moxcms::ColorProfile;
use std::io::Cursor;

fn selected(window: &Window) -> Vec<String> {
    window.cells().iter().filter_map(|c| c.strip_suffix(", selected")).map(str::to_owned).collect()
}

#[test]
fn mouse_and_keys_select() {
    let mut window = Window::open();
    window.click("blue-1.jpg");
    assert_eq!(selected(&window), ["blue-1.jpg"]);
    window.harness.get_by_label("green-0.jpg").click_modifiers(Modifiers::SHIFT);
    window.harness.run_steps(2);
    assert_eq!(selected(&window), ["blue-1.jpg", "blue-2.jpg", "green-0.jpg"]);
    window.harness.get_by_label("blue-2.jpg, selected").click_modifiers(Modifiers::COMMAND);
    window.harness.run_steps(2);
    assert_eq!(selected(&window), ["blue-1.jpg", "green-0.jpg"]);
    window.key(Key::Home);
    assert_eq!(selected(&window), ["blue-0.jpg"]);
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(selected(&window), ["blue-0.jpg", "blue-1.jpg"]);
    window.keys(Modifiers::COMMAND, Key::A);
    assert_eq!(selected(&window).len(), 12);
    assert!(window.sees("12 photos selected"));
    window.key(Key::Escape);
    assert_eq!(selected(&window).len(), 0);
}

#[test]
fn the_inspector_tells_the_facts_and_the_likes() {
    let mut window = Window::open();
    window.click("red-0.jpg");
    window.until("similar photos are there", |w| w.sees_part("Similar: "));
    for name in ["Preview of red-0.jpg", "JPEG · 8 bits", "Open in viewer", "Show in folder", "Copy path", "Search by this photo"] {
        assert!(window.sees(name), "{name}");
    }
    assert!(window.sees_part("90 × 120"));
    let first = window.names().into_iter().find(|name| name.starts_with("Similar: ")).unwrap();
    window.click(&first);
    let name = first.trim_start_matches("Similar: ");
    window.until("it is the one in view", |w| w.sees(&format!("Preview of {name}")));
}

#[test]
fn the_inspector_tells_depth_profile_and_damage() {
    let mut window = Window::sized(egui::vec2(1280.0, 800.0), |photos| {
        let (mut deep, mut jpeg) = (vec![], vec![]);
        let mut encoder = PngEncoder::new(&mut deep);
        encoder.set_icc_profile(ColorProfile::new_display_p3().encode().unwrap()).unwrap();
        encoder.write_image(&[0x80; 6 * 64], 8, 8, ExtendedColorType::Rgb16).unwrap();
        fs_err::write(photos.join("deep.png"), deep).unwrap();
        let drawn = RgbImage::from_fn(160, 120, |x, y| Rgb([x as u8, y as u8, (x * y / 90) as u8]));
        drawn.write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg).unwrap();
        let late = jpeg.len() * 9 / 10;
        fs_err::write(photos.join("damaged.jpg"), [&jpeg[..late], &[0xff, 0xd3], &jpeg[late..]].concat()).unwrap();
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the folder is indexed", |w| w.sees("14 photos") && !w.busy());
    window.click("deep.png");
    assert!(window.sees("PNG · 16 bits") && window.sees("Display P3") && !window.sees("Remark"));
    window.click("damaged.jpg");
    assert!(window.sees("JPEG · 8 bits") && window.sees("part of the picture is damaged") && !window.sees("Profile"));
}

#[test]
fn the_loupe_opens_moves_and_closes_by_keyboard() {
    let mut window = Window::open();
    window.click("blue-0.jpg");
    window.key(Key::Enter);
    assert!(window.sees("blue-0.jpg, large"));
    window.harness.check_accessibility();
    window.key(Key::ArrowRight);
    assert!(window.sees("blue-1.jpg, large"));
    window.key(Key::Z);
    assert!(window.sees("blue-1.jpg, large"));
    window.key(Key::G);
    assert_eq!(selected(&window), ["blue-1.jpg"]);
    window.key(Key::E);
    window.key(Key::Escape);
    assert!(!window.sees_part(", large"));
}

#[test]
fn a_path_can_be_copied() {
    let mut window = Window::open();
    window.click("red-0.jpg");
    window.until("the inspector is there", |w| w.sees_part("Similar: "));
    window.harness.get_by_label("Copy path").click();
    window.harness.run_steps(1);
    let wanted = window.photos().join("red-0.jpg").display().to_string();
    let mut copied = false;
    for _ in 0..3 {
        copied |=
            window.harness.output().platform_output.commands.iter().any(|c| matches!(c, egui::OutputCommand::CopyText(t) if *t == wanted));
        window.harness.run_steps(1);
    }
    assert!(copied, "the path is on the clipboard");
    assert!(window.sees("Path copied"));
}

#[test]
fn every_command_is_in_the_palette_and_keys_are_on_the_sheet() {
    let mut window = Window::open();
    window.keys(Modifiers::COMMAND, Key::K);
    assert!(window.sees("Command"));
    window.harness.get_by_label("Command").type_text("rescan");
    window.harness.run_steps(2);
    assert!(window.sees("Rescan folders"));
    window.key(Key::Escape);
    window.harness.run_steps(2);
    assert!(!window.sees("Command"));
    window.key(Key::Questionmark);
    assert!(window.sees("Keys and search"));
    window.harness.check_accessibility();
}

#[test]
fn without_a_catalogue_the_palette_finds_nothing_to_rescan() {
    let mut window = Window::empty();
    window.keys(Modifiers::COMMAND, Key::K);
    window.harness.get_by_label("Command").type_text("rescan");
    window.harness.run_steps(2);
    assert!(!window.sees("Rescan folders"));
}
