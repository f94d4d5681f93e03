//! What was done, in words.

use super::counted::Among;
use super::state::Tagging;
use crate::shell::scope::photos_words;
use base::human;
use engine::protocol::Edited;

/// What a gesture came to, in one line: what was done, and what was left as it was.
pub fn done_words(edited: &Edited) -> String {
    let turned_back = edited.turned_back;
    let said = match (turned_back, edited.undoable) {
        (true, _) | (false, true) => edited.done.clone(),
        (false, false) if edited.kept > 0 => "Nothing changed".to_owned(),
        (false, false) => "Nothing to change".to_owned(),
    };
    let kept = match (edited.kept, turned_back) {
        (0, _) => String::new(),
        (1, true) => " · 1 had changed since and stays as it is".to_owned(),
        (n, true) => format!(" · {} had changed since and stay as they are", human::count(n)),
        (1, false) => " · 1 was decided before and stays as it was".to_owned(),
        (n, false) => format!(" · {} were decided before and stay as they were", human::count(n)),
    };
    let refused = if edited.refused.is_empty() { String::new() } else { format!(": {}", edited.refused.join("; ")) };
    format!("{said}{kept}{refused}")
}

/// "5 selected photos", "the selection: 12 photos of 4 products", "the photo shown".
pub fn chosen_words(tagging: &Tagging) -> String {
    match (tagging.counting.among, tagging.counting.products) {
        (Among::Shown, _) => "the photo shown".to_owned(),
        (_, Some(products)) => format!("the selection: {}", photos_words(tagging.counting.photos, Some(products))),
        (_, None) => human::counted(tagging.counting.photos, "selected photo", "selected photos"),
    }
}

/// Among which photos the panel counts: "In 12 photos selected, 3 undecided".
pub fn among_words(tagging: &Tagging) -> String {
    let photos = photos_words(tagging.counting.photos, tagging.counting.products);
    let among = match (tagging.counting.among, tagging.counting.products) {
        (Among::All, _) => format!("In all {photos}"),
        (Among::Result, _) => format!("In this result: {photos}"),
        (Among::Before, _) => format!("In the last result: {photos}"),
        (Among::Selected | Among::Shown, _) => format!("In {}", chosen_words(tagging)),
    };
    match tagging.view {
        Some(_) => format!("{among}, {} undecided", human::count(tagging.undecided(None))),
        None => among,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_alone_is_told() {
        let undone = Edited {
            done: "Undone: Tag 2 photos Red".to_owned(),
            turned_back: true,
            kept: 1,
            refused: vec!["Red of a.jpg".to_owned()],
            ..Edited::default()
        };
        assert_eq!(done_words(&undone), "Undone: Tag 2 photos Red · 1 had changed since and stays as it is: Red of a.jpg");
        assert_eq!(done_words(&Edited { done: "2 photos tagged Red".to_owned(), ..Edited::default() }), "Nothing to change");
    }
}
