//! Marketplace rules and colours from a shell, on photos drawn here: what passes, what fails and why, and what cannot be told.

use crate::command_line::{Desk, stderr};
use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use serde_json::{Value, json};
use std::path::Path;

const RED: [u8; 3] = [190, 40, 50];
const RULES: &str = r#"{ "name": "Our shop", "rules": [
    { "rule": "white-background", "least": 0.85 },
    { "rule": "fill", "least": 0.85 },
    { "rule": "aspect", "is": "1:1" },
    { "rule": "shorter-side", "least": 100 },
    { "rule": "format", "of": ["PNG"] },
    { "rule": "no-border" },
    { "rule": "no-transparency" }
] }"#;

/// A product of one colour in a box before a background.
pub fn drawn(file: &Path, (width, height): (u32, u32), [x0, y0, x1, y1]: [u32; 4], colour: [u8; 3], background: [u8; 3]) {
    let pixel = |x, y| Rgb(if (x0..x1).contains(&x) && (y0..y1).contains(&y) { colour } else { background });
    RgbImage::from_fn(width, height, pixel).save_with_format(file, ImageFormat::Png).unwrap();
}

/// One photo that passes, and one for each way to fail; `gone.png` is deleted behind the index.
fn shop() -> Desk {
    let desk = Desk::new();
    let shop = desk.path("shop");
    fs_err::create_dir_all(&shop).unwrap();
    let white = [255; 3];
    drawn(&shop.join("good.png"), (200, 200), [10, 40, 190, 160], RED, white);
    drawn(&shop.join("grey.png"), (200, 200), [10, 40, 190, 160], RED, [235; 3]);
    drawn(&shop.join("small-product.png"), (200, 200), [50, 50, 150, 150], [30, 60, 170], white);
    drawn(&shop.join("wide.png"), (300, 200), [10, 40, 290, 160], [30, 60, 170], white);
    drawn(&shop.join("tiny.png"), (1, 1), [0, 0, 0, 0], RED, white);
    drawn(&shop.join("gone.png"), (200, 200), [10, 40, 190, 160], RED, [0; 3]);
    let busy = |x: u32, y: u32| Rgb([(x * 37 % 256) as u8, (y * 61 % 256) as u8, ((x + y) * 17 % 256) as u8]);
    RgbImage::from_fn(200, 200, busy).save(shop.join("busy.png")).unwrap();
    let cut_out = |x: u32, y: u32| if (10..190).contains(&x) && (10..190).contains(&y) { Rgba([190, 40, 50, 255]) } else { Rgba([0; 4]) };
    RgbaImage::from_fn(200, 200, cut_out).save(shop.join("cut-out.png")).unwrap();
    let framed = |x: u32, y: u32| {
        let edge = x.min(y).min(199 - x).min(199 - y);
        Rgb(if edge < 4 {
            [20; 3]
        } else if edge < 30 {
            [255; 3]
        } else {
            RED
        })
    };
    RgbImage::from_fn(200, 200, framed).save(shop.join("framed.png")).unwrap();
    assert_eq!(desk.index(&shop).0, 0);
    fs_err::remove_file(shop.join("gone.png")).unwrap();
    assert_eq!(desk.index(&shop).0, 0);
    fs_err::write(desk.path("rules.json"), RULES).unwrap();
    desk
}

fn name(photo: &Value) -> &str {
    photo["path"].as_str().unwrap().rsplit('/').next().unwrap()
}

/// What each photo fails, and what of it cannot be told.
fn verdicts(answer: &Value) -> Vec<(String, bool, Vec<&str>, Vec<&str>)> {
    let names = |list: &'static str, photo: &'_ Value| -> Vec<&'static str> {
        let known = base::standards::RULE_NAMES;
        photo[list].as_array().unwrap().iter().filter_map(|r| known.into_iter().find(|k| r["rule"] == *k)).collect()
    };
    let mut all: Vec<_> = answer["photos"]
        .as_array()
        .unwrap()
        .iter()
        .map(|photo| (name(photo).to_owned(), photo["pass"].as_bool().unwrap(), names("failed", photo), names("unknown", photo)))
        .collect();
    all.sort();
    all
}

fn found(answer: &Value) -> Vec<String> {
    answer["results"].as_array().unwrap().iter().map(|hit| name(hit).to_owned()).collect()
}

#[test]
fn each_photo_fails_what_it_was_drawn_to_fail() {
    let desk = shop();
    let rules = desk.path("rules.json");
    let (code, answer) = desk.json(&["standards", "--rules", rules.to_str().unwrap(), "--export", desk.path("out.csv").to_str().unwrap()]);
    assert_eq!(code, 0, "{answer}");
    let want: Vec<(&str, bool, Vec<&str>, Vec<&str>)> = vec![
        ("busy.png", false, vec!["white-background"], vec!["fill"]),
        ("cut-out.png", false, vec!["white-background", "no-transparency"], vec![]),
        ("framed.png", false, vec!["white-background", "no-border"], vec!["fill"]),
        ("good.png", true, vec![], vec![]),
        ("grey.png", false, vec!["white-background"], vec![]),
        ("small-product.png", false, vec!["fill"], vec![]),
        ("tiny.png", false, vec!["shorter-side"], vec!["fill"]),
        ("wide.png", false, vec!["aspect"], vec![]),
    ];
    let want: Vec<_> = want.into_iter().map(|(name, pass, failed, unknown)| (name.to_owned(), pass, failed, unknown)).collect();
    assert_eq!(verdicts(&answer), want, "a photo whose file is gone is not among them");
    let small = answer["photos"].as_array().unwrap().iter().find(|photo| name(photo) == "small-product.png").unwrap();
    assert_eq!(small["failed"], json!([{ "rule": "fill", "found": "50 %", "asked": "at least 85 % of the side" }]));
    assert_eq!((&answer["standard"], &answer["passing"], &answer["failing"]), (&json!("Our shop"), &json!(1), &json!(7)));
    let csv = fs_err::read_to_string(desk.path("out.csv")).unwrap();
    assert_eq!(csv.lines().count(), 1 + 9 + 3, "{csv}");
    assert!(csv.starts_with("path,rule,verdict,found,asked") && csv.contains(",fill,fails,50 %,at least 85 % of the side"), "{csv}");
}

#[test]
fn a_chosen_standard_is_filtered_by_and_undone() {
    let desk = shop();
    let catalog = desk.path("shop.selvedge");
    let refused = |arguments: &[&str]| {
        let output = desk.run(&[arguments, &["--catalog", catalog.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        stderr(&output)
    };
    assert!(refused(&["search", "is:failing"]).contains("no standard was chosen"));
    assert!(refused(&["standards"]).contains("selvedge standards --preset NAME --choose"));
    let rules = desk.path("rules.json");
    assert_eq!(desk.json(&["standards", "--rules", rules.to_str().unwrap(), "--choose"]).0, 0);
    assert_eq!(found(&desk.json(&["search", "is:passing"]).1), ["good.png"]);
    assert_eq!(desk.json(&["search", "is:failing"]).1["results"].as_array().unwrap().len(), 7);
    assert_eq!(found(&desk.json(&["search", "fails:fill"]).1), ["small-product.png"]);
    assert_eq!(verdicts(&desk.json(&["standards", "--query", "name:w*"]).1).len(), 1);
    assert_eq!(desk.json(&["standards", "--query", "name:nothing"]).0, 1);
    assert_eq!(desk.json(&["standards", "--preset", "eBay", "--choose"]).0, 0);
    assert_eq!(desk.json(&["standards"]).1["standard"], "eBay");
    assert_eq!(desk.json(&["undo"]).0, 0);
    assert_eq!(desk.json(&["standards"]).1["standard"], "Our shop");
    assert_eq!(desk.json(&["standards", "--forget"]).0, 0);
    assert!(refused(&["search", "fails:fill"]).contains("no standard was chosen"));
}

#[test]
fn a_slip_in_a_file_of_rules_is_named_with_its_line_and_changes_nothing() {
    let desk = shop();
    let catalog = desk.path("shop.selvedge");
    let file = desk.path("slip.json");
    for (text, says) in [
        (RULES.replace("\"fill\"", "\"fil\""), "slip.json: line 3: 'fil' is no rule; known are white-background, fill, aspect"),
        (RULES.replace("\"is\"", "\"si\""), "slip.json: line 4: unknown name 'si'; known are 'rule', 'least'"),
        ("not json".to_owned(), "slip.json: line 1: "),
    ] {
        fs_err::write(&file, text).unwrap();
        let output = desk.run(&["standards", "--rules", file.to_str().unwrap(), "--choose", "--catalog", catalog.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(says), "{}", stderr(&output));
    }
    for arguments in [["--rules", "/nowhere/rules.json"], ["--preset", "amazin"]] {
        let output = desk.run(&[&["standards"], &arguments[..], &["--catalog", catalog.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(arguments[1]), "{}", stderr(&output));
    }
    assert_eq!(desk.json(&["standards"]).0, 2, "nothing was chosen");
}

#[test]
fn photos_are_found_by_colour_the_nearest_first() {
    let desk = shop();
    let (code, answer) = desk.json(&["search", "hue:#be2832"]);
    let names = found(&answer);
    assert_eq!(code, 0, "{answer}");
    assert!(
        names.starts_with(&["cut-out.png".to_owned()])
            || names.starts_with(&["framed.png".to_owned()])
            || names.starts_with(&["good.png".to_owned()]),
        "{names:?}"
    );
    assert!(names.contains(&"grey.png".to_owned()) && !names.contains(&"wide.png".to_owned()), "{names:?}");
    let scores: Vec<f64> = answer["results"].as_array().unwrap().iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b) && (scores[0] - 1.0).abs() < 0.02, "{scores:?}");
    let mut blue = found(&desk.json(&["search", "hue:#1e3caa"]).1);
    blue.sort();
    assert_eq!(blue, ["small-product.png", "wide.png"]);
    assert_eq!(found(&desk.json(&["search", "hue:#1e3caa -name:w*"]).1), ["small-product.png"]);
    assert_eq!(found(&desk.json(&["search", "hue:#1e3caa", "--sort", "hue", "--top", "1"]).1).len(), 1);
    // A colour picked from grey is near greys of its lightness alone: not the reds and blues whose hue it happens to have.
    assert_eq!(desk.json(&["search", "hue:#808080 -name:busy*"]).0, 1);
    // Words rank what the colour leaves.
    let (_, words) = desk.json(&["search", "shirt", "hue:#1e3caa", "--text", "off"]);
    assert_eq!(found(&words).len(), 2);
    let refused = desk.run(&["search", "hue:reddish", "--catalog", desk.path("shop.selvedge").to_str().unwrap()]);
    assert!(stderr(&refused).contains("hue:reddish") && stderr(&refused).contains("hue:#aa3344"), "{}", stderr(&refused));
}
