//! A model's answers beside published ones: one that answers otherwise is found out, pictures are asked for, others are refused.

use crate::command_line::{Desk, stderr};
use crate::{pictures, second_model};

const LIKE_OPENAI: &str = "openai/clip-vit-base-patch32";

#[test]
fn a_model_that_answers_otherwise_than_published_fails() {
    let desk = Desk::new();
    let model = second_model::save(&desk.path("second"));
    let model = model.to_str().unwrap();
    let (code, found) = desk.json(&["models", "verify", model, "--same-as", LIKE_OPENAI]);
    assert_eq!((code, &found["holds"], &found["same_as"]), (2, &false.into(), &LIKE_OPENAI.into()), "{found}");
    assert!(found["largest_difference"].as_f64().unwrap() > 0.01, "{found}");
    let figures = found["answers"][0]["figures"].as_array().unwrap();
    assert_eq!((figures.len(), &figures[0]["of"]), (15, &"a apron · a banana".into()));
    assert_eq!(found["wanted"][0]["file"], "CLIP.png");
    let told = desk.run(&["models", "verify", model, "--same-as", LIKE_OPENAI]);
    let told = String::from_utf8_lossy(&told.stdout);
    assert!(told.contains("DOES NOT answer as published") && told.contains("--picture CLIP.png"), "{told}");
}

#[test]
fn only_the_published_picture_is_compared_with() {
    let desk = Desk::new();
    let model = second_model::save(&desk.path("second"));
    pictures::save_many(&desk.path("shop"), 1);
    let refused = stderr(&desk.run(&["models", "verify", model.to_str().unwrap(), "--same-as", LIKE_OPENAI, "--picture", &desk.photo(0)]));
    assert!(refused.contains("no answer about this picture was published") && refused.contains("github.com/openai/CLIP"), "{refused}");
}

#[test]
fn a_model_of_which_nothing_was_published_says_which_ones_there_are() {
    let desk = Desk::new();
    let said = desk.run(&["models", "verify", "starter"]);
    let words = stderr(&said);
    assert!(words.contains("no published answers of starter") && words.contains("Marqo/marqo-fashionSigLIP"), "{words}");
    assert_eq!(said.status.code(), Some(2));
}
