//! What shops are given, from a shell: a profile kept, its file, and what the importer would refuse.

use crate::command_line::{Desk, stderr};
use crate::pictures;
use crate::trust::{path, write};
use catalog::Catalog;
use serde_json::{Value, json};
use tasks::products::{SkuFrom, SkuRule, set_rule};

const FILES: [&str; 5] = ["SH-1-red_b.jpg", "SH-1-red_a.jpg", "SH-1-blue_a.jpg", "SH-2-red_a.jpg", "SH-3-red_a.jpg"];

/// Three products, the first in two colours and seen from two sides, with titles, colours and views; the third without a title.
fn shop() -> Desk {
    let desk = Desk::new();
    fs_err::create_dir_all(desk.path("shop")).unwrap();
    for (seed, name) in (1..).zip(FILES) {
        pictures::save(&desk.path("shop").join(name), seed);
    }
    assert_eq!(desk.index(&desk.path("shop")).0, 0);
    let rows = FILES.iter().map(|name| {
        let (group, colour) = (&name[..4], if name.contains("blue") { "Blue" } else { "Red" });
        let view = if name.contains("_a") { "front" } else { "back" };
        let title = match group {
            "SH-1" => "=Two colours".to_owned(),
            "SH-2" => "T".repeat(300),
            _ => String::new(),
        };
        format!("{name},{colour},{view},{group},{title}\n")
    });
    let table = write(&desk, "shop.csv", &("path,Colour,View,group,title\n".to_owned() + &rows.collect::<String>()));
    for column in ["Colour", "View"] {
        assert_eq!(desk.json(&["tags", "import", &table, "--set", column, "--column", column]).0, 0);
    }
    assert_eq!(desk.json(&["text", "import", &table, "--column", "title", "group"]).0, 0);
    desk
}

fn profile(format: &str, columns: &[(&str, &str)]) -> Value {
    let columns: Vec<Value> = columns.iter().map(|(column, value)| json!({ "column": column, "value": value })).collect();
    json!({ "name": "My shop", "format": format, "columns": columns, "product": "{text:group}",
        "image": "https://cdn.example.com/{file}", "alt_text": "{text:title}, {set:Colour}, {set:View}",
        "view_set": "View", "view_order": ["front", "back"] })
}

fn save(desk: &Desk, profile: &Value) -> (i32, Value) {
    let file = write(desk, "profile.json", &serde_json::to_string_pretty(profile).unwrap());
    desk.json(&["profiles", "save", &file])
}

fn export(desk: &Desk, profile: &str, more: &[&str]) -> (i32, Value) {
    desk.json(&[&["tags", "export", "--profile", profile], more].concat())
}

#[test]
fn a_shopify_file_has_variants_options_and_images_in_the_order_of_views() {
    let desk = shop();
    let columns = [("Title", "{text:title}"), ("Option1 name", "Colour"), ("Option1 value", "{set:Colour} {file}"), ("SKU", "{sku}")];
    let (code, saved) = save(&desk, &profile("shopify", &columns));
    assert_eq!((code, &saved["replaced"]), (0, &json!(false)), "{saved}");
    assert_eq!(save(&desk, &profile("shopify", &columns)).1["replaced"], true, "one of a name");
    assert_eq!(desk.json(&["profiles", "list"]).1[0]["name"], "My shop");
    let (code, told) = export(&desk, "my shop", &["--dry-run"]);
    let refused = told["refused"].as_array().unwrap();
    assert_eq!((code, &told["rows"], &told["products"]), (2, &json!(5), &json!(3)), "{told}");
    let reasons: Vec<(&str, &str)> = refused.iter().map(|r| (r["column"].as_str().unwrap(), r["reason"].as_str().unwrap())).collect();
    assert!(reasons[0].0 == "Title" && reasons[0].1.contains("at most 255"), "{reasons:?}");
    assert!(reasons.iter().any(|(column, reason)| *column == "Title" && reason.contains("missing")), "{reasons:?}");
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    let file = path(&desk, "out.csv");
    assert_eq!(export(&desk, "My shop", &["--out", &file]).0, 0);
    let text = fs_err::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "URL handle,Title,Option1 name,Option1 value,SKU,Product image URL,Image position,Image alt text,Variant image URL"
    );
    // Without a SKU rule each photo is a SKU: three variants of the first product, their images in the order of the SKUs.
    assert!(lines[1].starts_with("sh-1,=Two colours,Colour,"), "a shop's file has no guard: {}", lines[1]);
    assert!(lines[2].starts_with("sh-1,,,Red"), "what is said of a product stands once: {}", lines[2]);
    assert!(lines[1].contains("https://cdn.example.com/SH-1-blue_a.jpg,1,\"=Two colours, Blue, front\""), "{}", lines[1]);
    assert_eq!(lines.len(), 6, "{text}");
}

#[test]
fn images_stand_in_the_profiles_order_of_views_and_google_gets_item_groups() {
    let desk = shop();
    let rule = SkuRule { from: SkuFrom::FileName, pattern: "{sku}_*".to_owned() };
    set_rule(&mut Catalog::open(&desk.path("shop.selvedge")).unwrap(), Some(&rule)).unwrap();
    let text = |profile: &Value| {
        assert_eq!(save(&desk, profile).0, 0);
        let output = desk.run(&["tags", "export", "--profile", "My shop", "--catalog", &path(&desk, "shop.selvedge")]);
        String::from_utf8(output.stdout).unwrap()
    };
    let images = |text: &str| {
        let of_first = text.lines().filter(|line| line.starts_with("sh-1,"));
        of_first.map(|line| line.split(',').find(|cell| cell.starts_with("https")).unwrap().to_owned()).collect::<Vec<_>>()
    };
    let mut wanted = profile("shopify", &[("Title", "{text:title}"), ("Option1 name", "Colour"), ("Option1 value", "{set:Colour}")]);
    let at = |name: &str| format!("https://cdn.example.com/{name}.jpg");
    assert_eq!(images(&text(&wanted)), [at("SH-1-blue_a"), at("SH-1-red_a"), at("SH-1-red_b")], "the front comes first");
    wanted["view_order"] = json!(["back"]);
    assert_eq!(images(&text(&wanted)), [at("SH-1-blue_a"), at("SH-1-red_b"), at("SH-1-red_a")], "the back comes first");
    let found = text(&profile("google", &[("title", "{text:title}"), ("color", "{set:Colour}"), ("gender", "woman")]));
    assert!(found.starts_with("id\ttitle\tcolor\tgender\titem_group_id\timage_link\tadditional_image_link\n"), "{found}");
    let links = format!("{}\t{}", at("SH-1-red_a"), at("SH-1-red_b"));
    assert!(found.contains(&format!("SH-1-red\t=Two colours\tRed\twoman\tSH-1\t{links}\n")), "{found}");
    assert!(found.contains("SH-3-red\t\tRed\twoman\t\thttps"), "a product of one variant has no group: {found}");
    let (code, told) = export(&desk, "My shop", &["--dry-run"]);
    assert_eq!((code, &told["rows"]), (2, &json!(4)), "{told}");
    assert!(told["refused"].to_string().contains("only male, female, unisex are taken"), "{told}");
}

#[test]
fn what_is_wrong_with_a_profile_is_told_with_its_line_and_nothing_is_lost() {
    let desk = shop();
    let catalog = path(&desk, "shop.selvedge");
    let refused = |profile: &Value| {
        let file = write(&desk, "wrong.json", &serde_json::to_string_pretty(profile).unwrap());
        let output = desk.run(&["profiles", "save", &file, "--catalog", &catalog]);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        stderr(&output)
    };
    assert!(refused(&profile("shopify", &[("Titel", "{text:title}")])).contains("no column 'Titel'"));
    let said = refused(&profile("shopify", &[("Title", "{set:Fabric}")]));
    assert!(said.contains("no label set 'Fabric'") && said.contains("line "), "{said}");
    assert!(refused(&profile("shopify", &[("Title", "{text:price}")])).contains("no text of a column 'price'"));
    let mut lacks = profile("shopify", &[("Title", "{text:title}")]);
    lacks["view_order"] = json!(["front", "side"]);
    assert!(refused(&lacks).contains("View has no label 'side'"));
    let output = desk.run(&["tags", "export", "--profile", "None", "--catalog", &catalog]);
    assert!(output.status.code() == Some(2) && stderr(&output).contains("no export profile 'None'"), "{}", stderr(&output));
    assert_eq!(desk.json(&["profiles", "list"]).0, 1, "nothing was kept");
    // The example is one that is taken.
    let example = desk.run(&["profiles", "example", "shopify", "--catalog", &catalog]).stdout;
    let file = write(&desk, "example.json", std::str::from_utf8(&example).unwrap());
    assert_eq!(desk.json(&["profiles", "save", &file]).0, 0);
    assert_eq!(desk.json(&["profiles", "remove", "My Shopify"]).0, 0);
    // A profile of a table has a row a SKU.
    assert_eq!(save(&desk, &profile("csv", &[("Colour", "{set:Colour}")])).0, 0);
    let (code, told) = export(&desk, "My shop", &["--dry-run"]);
    assert_eq!((code, &told["columns"], &told["rows"]), (0, &json!(["Colour"]), &json!(5)), "{told}");
}
