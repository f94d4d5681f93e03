//! int8 beside f32: used where it was shown, refused in words where it was not, and one catalogue for both.

use crate::command_line::{Desk, stderr};
use crate::{pictures, second_model};
use serde_json::Value;

/// Photos of the only model, and how many of them it embedded in int8.
fn embedded(desk: &Desk) -> (u64, u64) {
    let (_, info) = desk.json(&["info"]);
    let model = &info["models"][0];
    (model["embedded"].as_u64().unwrap(), model["embedded_in_int8"].as_u64().unwrap())
}

#[test]
fn a_catalogue_of_f32_goes_on_in_int8_and_nothing_is_embedded_anew() {
    let desk = Desk::new();
    let shop = desk.path("shop");
    pictures::save_many(&shop, 4);
    let folder = shop.to_str().unwrap();
    let (_, first) = desk.json(&["index", folder, "--arithmetic", "f32"]);
    assert_eq!((&first["arithmetic"], embedded(&desk)), (&"f32".into(), (4, 0)), "{first}");
    pictures::save_many(&shop, 6);
    let (code, second) = desk.index(&shop);
    assert_eq!((code, &second["arithmetic"], &second["unchanged"]), (0, &"int8".into(), &4.into()), "{second}");
    assert_eq!(embedded(&desk), (6, 2), "the starter's class was shown");
    let (_, found) = desk.json(&["search", "shirt", "--text", "off"]);
    assert_eq!(found["results"].as_array().unwrap().len(), 6, "one class, one answer");
    let (_, alike) = desk.json(&["search", "--like", &desk.photo(0), "--arithmetic", "f32"]);
    assert!(alike["results"][0]["score"].as_f64().unwrap() > 0.99, "{alike}");
}

#[test]
fn int8_is_refused_for_a_model_that_nobody_measured() {
    let desk = Desk::with_photos(2);
    let model = second_model::save(&desk.path("second"));
    let (model, shop) = (model.to_str().unwrap(), desk.path("shop"));
    let index = |arithmetic: &str| desk.run(&["index", shop.to_str().unwrap(), "--model", model, "--arithmetic", arithmetic]);
    let said = stderr(&index("int8"));
    assert!(said.contains("was not measured") && said.contains("models check-arithmetic") && said.contains("choose f32"), "{said}");
    assert!(stderr(&index("f16")).contains("there are auto, f32 and int8"));
    assert_eq!(index("auto").status.code(), Some(0));
    desk.json(&["models", "add", model]);
    let (_, models) = desk.json(&["models", "list"]);
    let of = |name: &str| models.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
    assert_eq!((&of("starter")["arithmetic"], &of("starter")["int8"]["shown"]), (&"int8".into(), &true.into()));
    assert_eq!((&of(model)["arithmetic"], &of(model)["int8"]), (&"f32".into(), &Value::Null));
}

#[test]
fn few_photos_are_measured_and_show_nothing() {
    let desk = Desk::with_photos(3);
    let model = second_model::save(&desk.path("second"));
    let model = model.to_str().unwrap();
    let (code, found) = desk.json(&["models", "check-arithmetic", model]);
    assert_eq!((code, &found["photos"], &found["shown"]), (1, &3.into(), &false.into()), "{found}");
    assert!(found["least_cosine"].as_f64().unwrap() > 0.99 && found["sets"].as_array().unwrap().len() == 9, "{found}");
    let told = desk.run(&["models", "check-arithmetic", model, desk.path("shop").to_str().unwrap()]);
    assert!(String::from_utf8_lossy(&told.stdout).contains("Fewer than 2,000 photos show nothing"), "{told:?}");
    assert!(
        !desk.path("config/selvedge/models.json").exists()
            || !fs_err::read_to_string(desk.path("config/selvedge/models.json")).unwrap().contains("overlap")
    );
    let empty = desk.path("empty");
    fs_err::create_dir(&empty).unwrap();
    assert!(stderr(&desk.run(&["models", "check-arithmetic", model, empty.to_str().unwrap()])).contains("no photos to measure on"));
}
