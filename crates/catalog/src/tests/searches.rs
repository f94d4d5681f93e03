//! Saved searches come and go in steps.

use super::*;
use base::SearchId;
use base::searches::{SavedLike, SavedQuery};

fn query(text: &str) -> SavedQuery {
    SavedQuery { text: text.to_owned(), texts: "on".to_owned(), sort: "date".to_owned(), ..SavedQuery::default() }
}

impl Shop {
    fn save(&mut self, id: Option<SearchId>, name: &str, query: &SavedQuery) -> Result<SearchId, CatalogError> {
        self.catalog.step(|step| step.save_search(id, name, query)).map(|(id, _)| id)
    }

    /// "name: query".
    fn searches(&self) -> Vec<String> {
        self.catalog.searches().unwrap().into_iter().map(|search| format!("{}: {}", search.name, search.query.text)).collect()
    }
}

#[test]
fn a_search_is_kept_with_all_that_it_asks_for() {
    let mut shop = shop();
    let whole = SavedQuery {
        text: "red dress -tag:\"On sale\"".to_owned(),
        like: Some(SavedLike::Photo(PhotoId(7))),
        texts: "only".to_owned(),
        as_typed: true,
        min_score: Some(0.24),
        sort: "rating".to_owned(),
        reversed: true,
    };
    let id = shop.save(None, " Picks 10 ", &whole).unwrap();
    let other = SavedQuery { like: Some(SavedLike::File("/a/b.jpg".into())), min_score: None, ..whole.clone() };
    shop.save(None, "Picks 9", &other).unwrap();
    let found = shop.catalog.searches().unwrap();
    assert_eq!(found.iter().map(|search| search.name.as_str()).collect::<Vec<_>>(), ["Picks 9", "Picks 10"], "in natural order");
    assert_eq!((&found[0].query, &found[1].query, found[1].id), (&other, &whole, id));
}

#[test]
fn names_are_told_apart_whatever_their_case() {
    let mut shop = shop();
    let id = shop.save(None, "Größe", &query("a")).unwrap();
    assert!(shop.save(None, "GRÖSSE ", &query("b")).is_ok(), "another spelling");
    assert!(matches!(shop.save(None, "GRÖßE ", &query("b")).unwrap_err().fault, Fault::SearchTaken(name) if name == "GRÖßE"));
    assert_eq!(shop.save(Some(id), "größe", &query("c")).unwrap(), id, "its own name is its own");
    assert!(shop.save(None, "  ", &query("b")).is_err());
    assert!(matches!(shop.save(Some(SearchId(99)), "x", &query("b")).unwrap_err().fault, Fault::NoSuchSearch));
}

#[test]
fn saving_renaming_and_deleting_are_undone() {
    let mut shop = shop();
    let id = shop.save(None, "Picks", &query("is:pick")).unwrap();
    shop.save(Some(id), "Best", &query("is:pick rating:5")).unwrap();
    let ((), changed) = shop.catalog.step(|step| step.delete_search(id)).unwrap();
    assert!(changed.step.is_some() && changed.beyond_marks && !changed.vocabulary);
    assert!(shop.searches().is_empty());
    for wanted in [vec!["Best: is:pick rating:5"], vec!["Picks: is:pick"], vec![]] {
        assert!(shop.catalog.undo(None).unwrap().unwrap().refused.is_empty());
        assert_eq!(shop.searches(), wanted);
    }
    shop.catalog.redo(None).unwrap();
    assert_eq!(shop.searches(), ["Picks: is:pick"]);
    assert!(shop.catalog.step(|step| step.delete_search(SearchId(99))).is_err());
}
