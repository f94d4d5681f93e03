//! Where in a photo something is, from a shell.

use crate::command_line::{Desk, stderr};
use image::{Rgb, RgbImage};

/// A red shape at the left, a blue one at the right, on white.
fn draw(desk: &Desk) -> String {
    let path = desk.path("two.png");
    let near = |x: u32, middle: f64| (f64::from(x) - middle).abs() < 28.0;
    let pixel = |x: u32, y: u32| match (20..120).contains(&y) {
        true if near(x, 50.0) => Rgb([200, 20, 30]),
        true if near(x, 220.0) => Rgb([30, 50, 190]),
        _ => Rgb([250; 3]),
    };
    RgbImage::from_fn(270, 140, pixel).save(&path).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn each_colour_is_found_on_its_side_and_its_picture_is_written() {
    let desk = Desk::with_photos(2);
    let (photo, to) = (draw(&desk), desk.path("heat.jpg"));
    let peak = |query: &str| {
        let (code, found) = desk.json(&["where", &photo, "--query", query, "--picture", to.to_str().unwrap()]);
        assert_eq!(code, 0, "{found}");
        assert_eq!(found["rows"][0].as_array().unwrap().len(), 32);
        assert!(found["measured"]["right"].as_f64().unwrap() > found["measured"]["middle"].as_f64().unwrap());
        found["peak"]["x"].as_f64().unwrap()
    };
    let (red, blue) = (peak("red"), peak("blue"));
    assert!(red < 0.4 && blue > 0.6, "{red} {blue}");
    let picture = image::open(&to).unwrap().into_rgb8();
    // Of the light that each had; blue was asked for last.
    let [cold, hot] = [(50, 0, 200.0), (220, 2, 190.0)].map(|(x, channel, of)| f32::from(picture.get_pixel(x, 70).0[channel]) / of);
    assert!(hot > 0.7 && cold < hot - 0.1, "{cold} {hot}");
}

#[test]
fn what_cannot_be_looked_for_is_refused_and_no_original_is_written_over() {
    let desk = Desk::with_photos(2);
    let photo = draw(&desk);
    let catalog = desk.path("shop.selvedge");
    let (inside, gone) = (desk.path("shop/heat.jpg"), desk.path("gone.jpg"));
    for (word, arguments) in [
        ("nothing to look for", vec![photo.as_str(), "--query", "name:photo"]),
        ("nothing to look for", vec![&photo, "--query", "qwrtz"]),
        ("gone.jpg", vec![gone.to_str().unwrap(), "--query", "red"]),
        ("which the catalogue holds", vec![&photo, "--query", "red", "--picture", inside.to_str().unwrap()]),
        ("the photo itself", vec![&photo, "--query", "red", "--picture", &photo]),
    ] {
        let output = desk.run(&[&["where", "--catalog", catalog.to_str().unwrap()], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(word), "{arguments:?}: {}", stderr(&output));
    }
    assert!(!inside.exists() && image::open(&photo).unwrap().width() == 270);
}
