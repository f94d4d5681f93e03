//! The natural order of names: `IMG_2` before `IMG_10`, whatever the case of letters.

use std::path::Path;

/// What names are sorted by. Keys are compared instead of names, because they can be made once for 100,000 of them and because bytes
/// always have a total order. Names that differ in case or leading zeros alone have equal keys; who must tell them apart adds the name.
pub fn key(name: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(name.len() + 8);
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 {
            push_number(&mut key, &rest[..digits]);
            rest = &rest[digits..];
        } else {
            key.extend(first.to_lowercase().collect::<String>().bytes());
            rest = &rest[first.len_utf8()..];
        }
    }
    key
}

/// A number stands where its first digit would, then the longer one is the larger one; of any length, so nothing can overflow.
fn push_number(key: &mut Vec<u8>, digits: &str) {
    let digits = digits.trim_start_matches('0');
    key.push(b'0');
    key.extend((digits.len() as u32).to_be_bytes());
    key.extend(digits.bytes());
}

/// What paths are sorted by: folder after folder, so that a folder stands before what is in it and nothing stands between. No two
/// paths have equal keys.
pub fn path_key(path: &Path) -> Vec<(Vec<u8>, Vec<u8>)> {
    path.components().map(|part| (key(&part.as_os_str().to_string_lossy()), part.as_os_str().as_encoded_bytes().to_vec())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(in_order: &[&str]) {
        assert!(in_order.windows(2).all(|w| key(w[0]) < key(w[1])), "{in_order:?}");
    }

    #[test]
    fn numbers_in_names_count() {
        check(&["IMG_1.jpg", "IMG_2.jpg", "img_10.jpg", "IMG_11.jpg", "IMG_100.jpg"]);
        check(&["a", "a1", "a1b2", "a1b10", "a2", "ab"]);
        check(&["1-2", "1-10", "2", "10", "99999999999999999999", "100000000000000000000", "a"]);
        check(&["", "0", "00001", "2"]);
        assert_eq!(key("IMG_007"), key("img_7"));
    }

    #[test]
    fn a_folder_stands_before_what_is_in_it() {
        let paths = ["Look 2", "Look 2/a", "look 2", "look 2/a", "look 2-back", "look 10/a"].map(|p| path_key(Path::new(p)));
        assert!(paths.is_sorted(), "{paths:?}");
    }
}
