//! The shot list from a shell: a shoot of 120 products with three views left out, SKU lists, and what is wrong with either.

use crate::command_line::{Desk, stderr};
use crate::pictures;
use serde_json::{Value, json};

const VIEWS: [&str; 3] = ["Front", "Back", "Detail"];
/// Left out of the shoot: product and view.
const PLANTED: [(usize, usize); 3] = [(7, 1), (58, 2), (119, 0)];

/// So many products with three views each but those left out; every photo is tagged with its view, by a table.
fn shoot(products: usize, left_out: &[(usize, usize)]) -> Desk {
    let desk = Desk::new();
    let mut table = "path,set,label\n".to_owned();
    for product in 0..products {
        for (view, name) in VIEWS.iter().enumerate().filter(|(view, _)| !left_out.contains(&(product, *view))) {
            let file = format!("SV-{product}_{view}.jpg");
            pictures::save(&desk.path("shop").join(&file), (product * VIEWS.len() + view) as u32);
            table += &format!("{file},View,{name}\n");
        }
    }
    assert_eq!(desk.index(&desk.path("shop")).0, 0);
    fs_err::write(desk.path("sets.csv"), "set,label\nView,Front\nView,Back\nView,Detail\n").unwrap();
    fs_err::write(desk.path("views.csv"), table).unwrap();
    assert_eq!(desk.json(&["labels", "import", desk.path("sets.csv").to_str().unwrap()]).0, 0);
    assert_eq!(desk.json(&["tags", "import", desk.path("views.csv").to_str().unwrap()]).0, 0);
    desk
}

fn shots(desk: &Desk, more: &[&str]) -> (i32, Value) {
    desk.json(&[&["shots", "--views", "view", "--sku-rule", "{sku}_*"], more].concat())
}

#[test]
fn three_missing_views_of_120_products_are_found() {
    let desk = shoot(120, &PLANTED);
    pictures::save(&desk.path("shop/IMG4823.jpg"), 900);
    desk.index(&desk.path("shop"));
    let mut list = "\u{feff}Name;SKU\r\n".to_owned();
    for product in 0..121 {
        list += &format!("Thing;sv-{product}\r\n");
    }
    fs_err::write(desk.path("skus.csv"), list + "Thing;SV-3\r\n").unwrap();
    let skus = desk.path("skus.csv");
    let (code, found) = shots(&desk, &["--skus", skus.to_str().unwrap()]);
    assert_eq!((code, &found["views"], found["products"].as_array().unwrap().len()), (0, &json!(VIEWS), 120), "{found}");
    let lacking: Vec<(&str, &Value)> = found["products"].as_array().unwrap().iter().filter(|row| row["missing"] != json!([]))
        .map(|row| (row["sku"].as_str().unwrap(), &row["missing"])).collect();
    assert_eq!(lacking, [("SV-7", &json!(["Back"])), ("SV-58", &json!(["Detail"])), ("SV-119", &json!(["Front"]))]);
    assert_eq!(found["products"][0], json!({ "sku": "SV-0", "have": { "Front": 1, "Back": 1, "Detail": 1 }, "missing": [], "listed": true }));
    assert_eq!((&found["without_photo"], &found["complete"], &found["incomplete"]), (&json!(["sv-120"]), &117.into(), &3.into()));
    let stray = found["without_product"].as_array().unwrap();
    assert!(stray.len() == 1 && stray[0]["path"].as_str().unwrap().ends_with("IMG4823.jpg"), "{stray:?}");
    let list = &found["list"];
    assert_eq!((&list["rows"], &list["duplicates"], &list["unlisted"]), (&122.into(), &1.into(), &0.into()), "{list}");
    let (_, two) = shots(&desk, &["--want", "back,FRONT", "--incomplete"]);
    assert_eq!((&two["views"], two["products"].as_array().unwrap().len()), (&json!(["Front", "Back"]), 2));
}

#[test]
fn the_list_is_written_as_a_table_and_read_by_a_person() {
    let desk = shoot(3, &[(1, 0), (1, 2)]);
    let (file, catalog) = (desk.path("shots.csv"), desk.path("shop.selvedge"));
    let asked = ["shots", "--views", "View", "--sku-rule", "{sku}_*", "--export", file.to_str().unwrap(), "--catalog", catalog.to_str().unwrap()];
    let told = desk.run(&asked);
    let printed = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(printed.contains("SV-1  lacks Front, Detail") && printed.contains("SV-2  complete"), "{printed}");
    assert!(stderr(&told).contains("2 products complete, 1 incomplete"), "{}", stderr(&told));
    let table = fs_err::read_to_string(&file).unwrap();
    assert!(table.starts_with("sku,status,photos,missing,proposed,Front,Back,Detail\nSV-0,complete,3,,,1,1,1\n"), "{table}");
    assert!(table.contains("\nSV-1,incomplete,1,Front | Detail,,0,1,0\n"), "{table}");
}

#[test]
fn what_a_model_proposes_is_told_apart_and_fills_no_hole() {
    let desk = shoot(2, &[]);
    pictures::save(&desk.path("shop/SV-9_0.jpg"), 700);
    desk.index(&desk.path("shop"));
    let (_, found) = shots(&desk, &["--proposed", "--incomplete"]);
    let rows = found["products"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[0]["have"], &rows[0]["missing"]), (1, &json!({}), &json!(VIEWS)), "{found}");
    let proposed: u64 = rows[0]["proposed"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(proposed, 1, "{found}");
}

#[test]
fn what_cannot_be_listed_says_what_to_do() {
    let desk = shoot(1, &[]);
    let catalog = desk.path("shop.selvedge");
    let wrong = desk.path("wrong.csv");
    fs_err::write(&wrong, "name,price\nx,1\n").unwrap();
    let torn = desk.path("torn.csv");
    fs_err::write(&torn, "sku,name\nA,\"never closed\nB,x\n").unwrap();
    let rule = ["--sku-rule", "{sku}_*"];
    for (arguments, told) in [
        (vec!["--views", "View"], "nothing says yet which product a photo shows"),
        (vec!["--views", "View", "--sku-rule", "*_front"], "needs {sku}"),
        ([vec!["--views", "Views"], rule.to_vec()].concat(), "known are: View"),
        ([vec!["--views", "View", "--want", "Sole"], rule.to_vec()].concat(), "known are: Front, Back, Detail"),
        ([vec!["--views", "View", "--skus", wrong.to_str().unwrap()], rule.to_vec()].concat(), "no column 'sku'"),
        ([vec!["--views", "View", "--skus", torn.to_str().unwrap()], rule.to_vec()].concat(), "never closed"),
        ([vec!["--views", "View", "--skus", "/no/such/file.csv"], rule.to_vec()].concat(), "/no/such/file.csv"),
    ] {
        let output = desk.run(&[&["shots", "--catalog", catalog.to_str().unwrap()], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(told), "{arguments:?}: {}", stderr(&output));
    }
    let (code, none) = desk.json(&["shots", "--views", "View", "--sku-rule", "nothing-{sku}-like-it"]);
    assert_eq!((code, &none["products"], none["without_product"].as_array().unwrap().len()), (1, &json!([]), 3));
    let help = String::from_utf8(desk.run(&["shots", "--help"]).stdout).unwrap();
    assert!(help.contains("--skus") && help.contains("--want") && help.contains("accepted tags"), "{help}");
}
