//! What the dialog that names a search says.

use crate::shell::ctx::Ctx;
use crate::shell::name_form::{NameForm, NameTexts, Named};
use base::axes::SavedAxis;
use base::searches::{SavedQuery, SavedSearch, search_named};
use base::{SearchId, human};
use engine::protocol::Edit;

/// Letters of a name that is offered.
const OFFERED: usize = 48;

impl Named for SavedQuery {
    type Id = SearchId;

    const TEXTS: NameTexts =
        NameTexts { save: "Save this search", rename: "Rename the search", taken: "Another search has this name", hint: "Red dresses" };

    fn of_name<'a>(ctx: &'a Ctx, name: &str) -> Option<(SearchId, &'a str)> {
        search_named(&ctx.tags.searches, name).map(|search| (search.id, search.name.as_str()))
    }

    fn notes(&self, ctx: &Ctx, _name: &str) -> Vec<String> {
        vec![described(self, &ctx.tags.axes)]
    }

    fn edit(&self, id: Option<SearchId>, name: &str) -> Edit {
        Edit::SaveSearch { id, name: name.to_owned(), query: self.clone() }
    }
}

/// For what is asked for now.
pub fn save(query: SavedQuery) -> NameForm<SavedQuery> {
    NameForm::save(human::capitalised(&human::elide_middle(query.text.trim(), OFFERED)), query)
}

/// For another name.
pub fn rename(search: &SavedSearch) -> NameForm<SavedQuery> {
    NameForm::rename(search.id, search.name.clone(), search.query.clone())
}

/// "“red dress” by date, from a score of 0.24 on": what a search asks for.
pub fn described(query: &SavedQuery, axes: &[SavedAxis]) -> String {
    let text = if query.text.is_empty() { "Photos like one".to_owned() } else { format!("“{}”", query.text) };
    let like = if query.like.is_some() && !query.text.is_empty() { " and like a photo" } else { "" };
    let turned = if query.reversed { ", turned round" } else { "" };
    let cut_off = query.min_score.map(|score| format!(", from a score of {} on", human::score(score))).unwrap_or_default();
    let order = query.axis(axes).map_or_else(|| format!("by {}", query.sort), |axis| format!("along “{}”", axis.name));
    format!("{text}{like}, {order}{turned}{cut_off}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::AxisId;
    use base::axes::AxisDraft;
    use base::searches::sort_along;

    #[test]
    fn a_search_is_described_as_it_will_be_asked() {
        let query = SavedQuery { text: "red dress".to_owned(), sort: "date".to_owned(), min_score: Some(0.24), ..SavedQuery::default() };
        assert_eq!(described(&query, &[]), "“red dress”, by date, from a score of 0.24 on");
        let axis = SavedAxis { id: AxisId(7), name: "Formal".to_owned(), axis: AxisDraft::default() };
        let query = SavedQuery { sort: sort_along(axis.id), min_score: None, ..query };
        assert_eq!(described(&query, &[axis]), "“red dress”, along “Formal”");
    }

    #[test]
    fn a_name_that_is_taken_replaces_or_is_refused() {
        let query = SavedQuery { text: "is:pick".to_owned(), ..SavedQuery::default() };
        let search = SavedSearch { id: SearchId(1), name: "Picks".to_owned(), query: query.clone() };
        let mut ctx = Ctx::default();
        std::sync::Arc::make_mut(&mut ctx.tags).searches = [search].into();
        let mut form = save(query.clone());
        assert_eq!((form.name.as_str(), form.verb(&ctx)), ("Is:pick", "Save".to_owned()));
        form.name = "picks ".to_owned();
        assert!(matches!(form.edit(&ctx), Edit::SaveSearch { id: Some(SearchId(1)), .. }));
        assert_eq!(form.verb(&ctx), "Replace “Picks”");
        let form = NameForm::rename(SearchId(2), "PICKS".to_owned(), query);
        assert!(form.why_not(&ctx).is_some());
    }
}
