//! Saved axes come and go in steps.

use super::*;
use base::AxisId;
use base::axes::{AxisDraft, Constants, Way};
use base::searches::SavedQuery;

fn axis(from: &str, to: &str) -> AxisDraft {
    AxisDraft { from: from.to_owned(), to: to.to_owned(), way: Way::Line }
}

impl Shop {
    fn save_axis(&mut self, id: Option<AxisId>, name: &str, axis: &AxisDraft) -> Result<AxisId, CatalogError> {
        self.catalog.step(|step| step.save_axis(id, name, axis)).map(|(id, _)| id)
    }

    /// "name: from > to".
    fn axes(&self) -> Vec<String> {
        self.catalog.axes().unwrap().into_iter().map(|saved| format!("{}: {} > {}", saved.name, saved.axis.from, saved.axis.to)).collect()
    }
}

#[test]
fn an_axis_is_kept_with_all_that_it_is_made_of() {
    let mut shop = shop();
    let constants = Constants { start: 30, end: Some(24), strength: 3.5, pull: 0.75, near: 60 };
    for way in [Way::Line, Way::Gradient(Constants::default()), Way::Gradient(constants)] {
        let whole = AxisDraft { way, ..axis("\"./a b.jpg\" + leather", "tag:\"Formal\"") };
        let id = shop.save_axis(None, " Formal ", &whole).unwrap();
        let found = shop.catalog.axes().unwrap().remove(0);
        assert_eq!((found.id, found.name.as_str(), &found.axis), (id, "Formal", &whole));
        shop.catalog.step(|step| step.delete_axis(id)).unwrap();
    }
}

#[test]
fn a_name_is_one_that_a_filter_can_say_and_no_other_axis_has() {
    let mut shop = shop();
    let id = shop.save_axis(None, "Größe", &axis("a", "b")).unwrap();
    assert!(matches!(shop.save_axis(None, "GRÖßE ", &axis("c", "d")).unwrap_err().fault, Fault::AxisTaken(name) if name == "GRÖßE"));
    for name in ["", "  ", "a>b", "a=b", "a<b"] {
        assert!(matches!(shop.save_axis(None, name, &axis("c", "d")).unwrap_err().fault, Fault::AxisName(_)), "{name}");
    }
    assert!(shop.save_axis(None, "x", &axis(" ", "d")).is_err());
    assert_eq!(shop.save_axis(Some(id), "größe", &axis("c", "d")).unwrap(), id, "its own name is its own");
    assert!(matches!(shop.save_axis(Some(AxisId(99)), "y", &axis("c", "d")).unwrap_err().fault, Fault::NoSuchAxis));
}

#[test]
fn saving_changing_and_deleting_are_undone() {
    let mut shop = shop();
    let id = shop.save_axis(None, "Formal", &axis("casual", "formal")).unwrap();
    shop.save_axis(Some(id), "Dark", &axis("bright", "dark")).unwrap();
    let ((), changed) = shop.catalog.step(|step| step.delete_axis(id)).unwrap();
    assert!(changed.step.is_some() && changed.beyond_marks && !changed.vocabulary);
    for wanted in ["Dark: bright > dark", "Formal: casual > formal"] {
        shop.catalog.undo(None).unwrap();
        assert_eq!(shop.axes(), [wanted]);
    }
    shop.catalog.undo(None).unwrap();
    assert!(shop.axes().is_empty());
    shop.catalog.redo(None).unwrap();
    assert_eq!(shop.axes(), ["Formal: casual > formal"]);
    assert!(shop.catalog.step(|step| step.delete_axis(AxisId(99))).is_err());
}

#[test]
fn a_search_that_is_ordered_along_an_axis_stays_so() {
    let mut shop = shop();
    let id = shop.save_axis(None, "Formal", &axis("casual", "formal")).unwrap();
    let query = |sort: String| SavedQuery { text: "shoe".to_owned(), texts: "on".to_owned(), sort, ..SavedQuery::default() };
    for sort in [format!("axis:{}", id.0), "name".to_owned()] {
        shop.catalog.step(|step| step.save_search(None, &sort, &query(sort.clone()))).unwrap();
        let kept = shop.catalog.searches().unwrap();
        assert!(kept.iter().any(|search| search.name == sort && search.query.sort == sort), "{kept:?}");
    }
}
