//! The shot list in the window: what it asks for first, holes, SKU lists, and a Friday's shoot of 120 products with three views left out.

use super::window::{Window, draw};
use base::tags::now_ms;
use base::{LabelDraft, LabelSetDraft, PhotoId, Provenance, Ruling, Source, Verdict};
use egui::{Key, Modifiers, vec2};
use engine::protocol::CatalogRequest;
use std::path::Path;

/// Says how a file's name tells its SKU, from the view's own button.
fn set_rule(window: &mut Window, pattern: &str) {
    window.click("Set the SKU rule…");
    window.select_all_and_write("Pattern", pattern);
    window.until("the rule fits", |w| w.sees_part(" products of ") && !w.sees("0 products of 0 photos"));
    window.click("Use this rule");
}

/// Tags each photo whose name says so with its view, as another program would.
fn tag_views(window: &Window, view_of: impl Fn(&str) -> Option<usize>, labels: &[&str]) {
    let mut catalog = window.other_process();
    let draft = LabelSetDraft {
        labels: labels.iter().map(|name| LabelDraft { name: (*name).to_owned(), ..LabelDraft::default() }).collect(),
        ..LabelSetDraft::named("View")
    };
    let known = catalog.label_sets().unwrap().into_iter().find(|set| set.name == "View");
    let id = known.map_or_else(|| catalog.step(|step| step.save_set(&draft)).unwrap().0, |set| set.id);
    let set = catalog.label_sets().unwrap().into_iter().find(|set| set.id == id).unwrap();
    let label = |photo: &base::Photo| Some((photo.id, set.label_named(labels[view_of(&photo.name())?])?.id));
    let verdict = |(photo, label): (PhotoId, base::LabelId)| Verdict {
        photo,
        set: id,
        ruling: Ruling::Accept(label),
        provenance: Provenance::of(Source::Person, now_ms()),
    };
    let verdicts: Vec<Verdict> = catalog.photos().unwrap().iter().filter_map(label).map(verdict).collect();
    assert!(!verdicts.is_empty());
    catalog.step(|step| step.decide_all(&verdicts, Source::Person)).unwrap();
}

#[test]
fn an_empty_list_says_what_to_do_until_there_is_one() {
    let mut window = Window::open();
    window.key(Key::V);
    window.until("it asks for a rule", |w| w.sees("Which product does a photo show?"));
    window.harness.check_accessibility();
    set_rule(&mut window, "{sku}-*");
    window.until("it asks for views", |w| w.sees("Which views should a product have?"));
    window.click("Add the set View");
    window.until("four products lack every view", |w| w.sees("4 incomplete") && w.sees("red, Back: missing") && w.sees("0 complete"));
    assert!(window.sees("Review what is proposed") && window.sees_part("No photo is tagged with a view yet"));
    window.harness.check_accessibility();
    tag_views(&window, |name| name.strip_prefix("red-")?.strip_suffix(".jpg")?.parse().ok(), &["Front", "Back", "Detail"]);
    window.until("what was tagged is there", |w| {
        w.sees("red, Front: 1 photo") && w.sees("red, Detail: 1 photo") && !w.sees("Review what is proposed")
    });
    for view in ["Side", "Three-quarter", "On model", "Flat lay", "Packaging"] {
        window.click(&format!("Want {view}"));
    }
    window.until("red is complete", |w| w.sees("1 complete") && !w.sees_part("red, Side"));
    window.click("red, Back: 1 photo");
    window.until("the photo of the view is shown", |w| w.cells().len() == 1 && w.cells()[0].starts_with("red-1.jpg"));
    window.key(Key::V);
    window.click("blue, Back: missing");
    window.until("a hole shows the product's photos", |w| w.cells().len() == 3 && w.cells()[0].starts_with("blue-0.jpg"));
}

#[test]
fn a_list_of_skus_tells_what_was_never_shot_and_is_remembered() {
    let mut window = Window::open();
    window.key(Key::V);
    set_rule(&mut window, "{sku}-*");
    window.click("Add the set View");
    window.until("the list is there", |w| w.sees("4 incomplete"));
    let list = window.photos().with_file_name("skus.csv");
    fs_err::write(&list, "sku;name\nRED;x\nred;x\npurple;x\n;x\ngreen;x\n").unwrap();
    window.command("Choose the SKU list…");
    window.type_path(&list);
    window.until("the list is compared", |w| w.sees("1 SKU without a photo") && w.sees_part("names a SKU again"));
    window.harness.check_accessibility();
    window.command("Only products that lack a view");
    for key in [Key::ArrowDown, Key::End, Key::Home] {
        window.key(key);
    }
    window.key(Key::Enter);
    window.until("Enter opens the product", |w| w.cells().len() == 3 && w.cells()[0].starts_with("blue-0.jpg"));
    window.key(Key::V);
    window.until("it is asked again", |w| w.sees("purple, no photo"));
    let to = window.photos().with_file_name("holes.csv");
    window.click("Export…");
    window.select_all_and_write("Path", to.to_str().unwrap());
    window.click("Export");
    window.until("it is written", |w| w.sees("Wrote holes.csv"));
    let table = fs_err::read_to_string(&to).unwrap();
    assert!(table.contains("\npurple,no photo,0,Front | Back | "), "{table}");
    fs_err::write(&list, "name,price\nx,1\n").unwrap();
    window.command("Choose the SKU list…");
    window.type_path(&list);
    let mut window = window.reopened();
    let photos = window.photos();
    window.keys(Modifiers::COMMAND, Key::O);
    window.type_path(&photos);
    window.until("the folder is open again", |w| w.sees("12 photos") && !w.busy());
    window.key(Key::V);
    window.until("the list is remembered, and what is wrong with it now is told", |w| w.sees_part("no column 'sku'"));
    window.click("Go on without a list");
    window.until("without it the products are there", |w| w.sees("4 incomplete"));
}

/// 120 products with three views each but those left out, drawn small.
fn draw_shoot(photos: &Path, left_out: &[(usize, usize)]) {
    for product in 0..120_usize {
        for view in (0..3).filter(|view| !left_out.contains(&(product, *view))) {
            let colour = [product * 2, 255 - product * 2, 40 + 70 * view].map(|part| u8::try_from(part).unwrap());
            draw(&photos.join(format!("SV-{product:03}_{view}.jpg")), colour, view as u32);
        }
    }
}

/// What a shop asks for that takes photos before white, of 90 pixels at the least.
const OURS: &str = r#"{ "name": "Our shop", "rules": [
    { "rule": "white-background", "least": 0.75, "near": true }, { "rule": "shorter-side", "least": 90 } ] }"#;

/// Three before grey, two too small.
fn draw_refused(photos: &Path) -> [&'static str; 5] {
    for product in [10, 33, 64] {
        let grey = image::RgbImage::from_fn(90, 120, |x, y| {
            let inside = x.abs_diff(45) < 20 && y.abs_diff(60) < 35;
            image::Rgb(if inside { [190, 40, product] } else { [200; 3] })
        });
        grey.save(photos.join(format!("SV-{product:03}_0.jpg"))).unwrap();
    }
    for product in ["090_1", "101_2"] {
        let file = photos.join(format!("SV-{product}.jpg"));
        let small = image::open(&file).unwrap().thumbnail_exact(60, 80);
        small.save(file).unwrap();
    }
    ["SV-010_0.jpg", "SV-033_0.jpg", "SV-064_0.jpg", "SV-090_1.jpg", "SV-101_2.jpg"]
}

#[test]
fn on_friday_three_missing_views_of_120_products_and_five_photos_that_are_refused_are_seen() {
    let left_out = [(7, 1), (58, 2), (119, 0)];
    let mut refused = [""; 5];
    let mut window = Window::sized(vec2(1280.0, 800.0), |photos| {
        draw_shoot(photos, &left_out);
        refused = draw_refused(photos);
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the folder is indexed", |w| w.sees("369 photos") && !w.busy());
    window.key(Key::V);
    set_rule(&mut window, "SV-{sku}_*");
    window.until("it asks for views", |w| w.sees("Which views should a product have?"));
    tag_views(&window, |name| name.strip_prefix("SV-")?.split(['_', '.']).nth(1)?.parse().ok(), &["Front", "Back", "Detail"]);
    window.until("it is counted", |w| w.sees("117 complete") && w.sees("3 incomplete") && w.sees("12 photos without a product"));
    window.click("Only incomplete");
    let holes = ["007, Back: missing", "058, Detail: missing", "119, Front: missing"];
    window.until("the holes are seen", |w| holes.iter().all(|hole| w.names().iter().any(|name| name.starts_with(hole))));
    assert_eq!(window.cells().iter().filter(|cell| cell.contains(": missing")).count(), 3);
    window.click("12 photos without a product");
    window.until("the strays are shown", |w| w.cells().len() == 12);
    let rules = window.photos().with_file_name("rules.json");
    fs_err::write(&rules, OURS).unwrap();
    window.command("Check against a standard…");
    window.click("Standard: No standard");
    window.click("Rules of your own…");
    window.write("File of rules", &rules.display().to_string());
    window.click("Use");
    window.click("Show 5 photos that fail");
    window.until("what is refused is shown", |w| {
        w.cells().len() == 5 && refused.iter().all(|name| w.cells().iter().any(|cell| cell.starts_with(name)))
    });
    window.click(&format!("{}, tagged", refused[4]));
    window.until("and why", |w| w.sees_part("Shorter side: 60 "));
}

#[test]
fn a_photo_whose_name_tells_nothing_is_matched_to_its_product_and_undo_takes_that_back() {
    let mut window = Window::sized(vec2(1280.0, 800.0), |photos| {
        draw(&photos.join("IMG4823.jpg"), [200, 30, 30], 1);
        draw(&photos.join("IMG4824.jpg"), [30, 160, 60], 2);
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the folder is indexed", |w| w.sees("14 photos") && !w.busy());
    window.key(Key::V);
    set_rule(&mut window, "{sku}-*");
    window.click("Add the set View");
    window.until("two photos belong to no product", |w| w.sees("2 photos without a product"));
    window.click("Match them");
    window.until("a product is proposed", |w| w.sees_part("Which product does IMG482") && w.sees_part("Likeliest: ") && w.sees("1 of 2"));
    window.harness.check_accessibility();
    let is_red = |w: &Window| w.sees("Which product does IMG4823.jpg show?");
    let of = |red: bool| if red { "Likeliest: red" } else { "Likeliest: green" };
    assert!(window.sees_part(of(is_red(&window))), "{:#?}", window.names());
    window.key(Key::Enter);
    window.until("the next one is asked about", |w| w.sees("2 of 2"));
    assert!(window.sees_part(of(is_red(&window))), "{:#?}", window.names());
    window.write("Another SKU", "purple");
    window.key(Key::Enter);
    window.until("that was the last one", |w| w.sees("That was the last one"));
    let said = |w: &Window| w.other_process().photo_skus().unwrap().len();
    window.until("both are saved", |w| said(w) == 2);
    window.click("Back to the shot list");
    window.until("a product of its own is there", |w| w.sees("5 incomplete") && w.sees_part("purple, 1 photo") && !w.sees("Match them"));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("Undo takes the last one back", |w| said(w) == 1 && w.sees("1 photo without a product"));
}
