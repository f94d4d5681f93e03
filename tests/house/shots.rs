//! The shot list from a shell: a shoot of 120 products with three views left out, SKU lists, and what is wrong with either.

use crate::command_line::{Desk, stderr};
use crate::pictures;
use serde_json::{Value, json};
use std::fmt::Write as _;

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
            writeln!(table, "{file},View,{name}").unwrap();
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
        write!(list, "Thing;sv-{product}\r\n").unwrap();
    }
    fs_err::write(desk.path("skus.csv"), list + "Thing;SV-3\r\n").unwrap();
    let skus = desk.path("skus.csv");
    let (code, found) = shots(&desk, &["--skus", skus.to_str().unwrap()]);
    assert_eq!((code, &found["views"], found["products"].as_array().unwrap().len()), (0, &json!(VIEWS), 120), "{found}");
    let lacking: Vec<(&str, &Value)> = found["products"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["missing"] != json!([]))
        .map(|row| (row["sku"].as_str().unwrap(), &row["missing"]))
        .collect();
    assert_eq!(lacking, [("SV-7", &json!(["Back"])), ("SV-58", &json!(["Detail"])), ("SV-119", &json!(["Front"]))]);
    assert_eq!(
        found["products"][0],
        json!({ "sku": "SV-0", "have": { "Front": 1, "Back": 1, "Detail": 1 }, "missing": [], "listed": true })
    );
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
    let asked =
        ["shots", "--views", "View", "--sku-rule", "{sku}_*", "--export", file.to_str().unwrap(), "--catalog", catalog.to_str().unwrap()];
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

/// The first photo of each of these products, copied under a name that tells nothing.
fn with_strays(products: u32) -> Desk {
    let desk = shoot(products as usize, &[]);
    for product in 0..products {
        pictures::save(&desk.path(&format!("shop/IMG{product}.jpg")), product * VIEWS.len() as u32);
    }
    assert_eq!(desk.index(&desk.path("shop")).0, 0);
    desk
}

#[test]
fn photos_without_a_product_are_matched_accepted_and_taken_back() {
    let desk = with_strays(4);
    let table = desk.path("references.csv");
    fs_err::write(&table, "name,sku\nSV-0_0.jpg,SV-0\nSV-1_0.jpg,SV-1\nSV-2_0.jpg,SV-2\nno.jpg,SV-3\nSV-3_0.jpg,\n").unwrap();
    let references = ["shots", "match", "--references", table.to_str().unwrap()];
    let (code, found) = desk.json(&references);
    assert_eq!((code, &found["references"], found["left_out"].as_array().unwrap().len()), (0, &3.into(), 2), "{found}");
    let of = |found: &Value, name: &str| {
        let rows = found["matches"].as_array().unwrap().clone();
        rows.into_iter().find(|row| row["path"].as_str().unwrap().ends_with(name)).unwrap()
    };
    for product in 0..3 {
        let row = of(&found, &format!("/IMG{product}.jpg"));
        assert_eq!(row["sku"], format!("SV-{product}"), "{row}");
        assert!(row["score"].as_f64().unwrap() > 0.999 && row["margin"].as_f64().unwrap() > 0.0 && row["runner_up"].is_string(), "{row}");
        assert!(row["reference"].as_str().unwrap().ends_with(&format!("SV-{product}_0.jpg")), "{row}");
    }
    let (_, made) = desk.json(&[&references[..], &["--accept-above", "0.999"]].concat());
    // The rule is not the catalogue's: every photo of the shop but the references was asked about.
    let exact = made["matches"].as_array().unwrap().iter().filter(|row| row["score"].as_f64().unwrap() >= 0.999).count();
    assert_eq!((&made["accepted"], exact >= 3), (&exact.into(), true), "{made}");
    let (_, listed) = shots(&desk, &[]);
    let of_sku =
        |listed: &Value, sku: &str| listed["products"].as_array().unwrap().iter().find(|row| row["sku"] == sku).unwrap()["have"].clone();
    assert_eq!(of_sku(&listed, "SV-1"), json!({ "Front": 1, "Back": 1, "Detail": 1 }), "it has no view yet");
    assert!(listed["without_product"].as_array().unwrap().len() <= 1, "{listed}");
    assert_eq!(desk.json(&["undo", "--step", &made["step"].to_string()]).0, 0);
    assert_eq!(shots(&desk, &[]).1["without_product"].as_array().unwrap().len(), 4);
}

#[test]
fn a_person_says_which_product_a_photo_is_of_and_what_it_is_not() {
    let desk = with_strays(2);
    let (stray, named) = (desk.path("shop/IMG0.jpg"), desk.path("shop/SV-1_0.jpg"));
    let (code, said) = desk.json(&["shots", "assign", "--sku", "SV-7", stray.to_str().unwrap()]);
    assert_eq!((code, &said["changed"]), (0, &1.into()), "{said}");
    assert_eq!(desk.json(&["shots", "assign", "--sku", "SV-7", stray.to_str().unwrap()]).1["unchanged"], 1);
    assert_eq!(desk.json(&["shots", "assign", "--reject", "--sku", "SV-1", named.to_str().unwrap()]).0, 0);
    let (_, listed) = shots(&desk, &[]);
    let skus: Vec<&str> = listed["products"].as_array().unwrap().iter().map(|row| row["sku"].as_str().unwrap()).collect();
    assert_eq!(skus, ["SV-0", "SV-1", "SV-7"]);
    assert_eq!(listed["products"][1]["missing"], json!(["Front"]), "what it is not of is taken out");
    let csv =
        desk.run(&["tags", "export", "--format", "csv", "--all", "--relative", "--catalog", desk.path("shop.selvedge").to_str().unwrap()]);
    let csv = String::from_utf8(csv.stdout).unwrap();
    assert!(csv.contains("IMG0.jpg,SV-7,") && csv.contains("SV-1_0.jpg,,"), "{csv}");
    assert_eq!(desk.json(&["shots", "assign", "--sku", " ", stray.to_str().unwrap()]).0, 2);
    assert_eq!(desk.json(&["shots", "assign", "--sku", "A", "/no/such.jpg"]).0, 2);
    assert_eq!(desk.json(&["shots", "match", "--references", desk.path("sets.csv").to_str().unwrap()]).0, 2);
    assert_eq!(desk.json(&["check"]).0, 0);
}
