//! What the dialog that names an axis says, and the filter on an axis as it is written.

use crate::shell::ctx::Ctx;
use crate::shell::name_form::{NameForm, NameTexts, Named, SHOWN};
use base::axes::{AxisDraft, SavedAxis, axis_named, is_axis_name};
use base::{AxisId, human};
use engine::protocol::Edit;

/// Letters of a name that is offered.
const OFFERED: usize = 32;

impl Named for AxisDraft {
    type Id = AxisId;

    const TEXTS: NameTexts =
        NameTexts { save: "Save this walk as an axis", rename: "Rename the axis", taken: "Another axis has this name", hint: "Formal" };

    fn of_name<'a>(ctx: &'a Ctx, name: &str) -> Option<(AxisId, &'a str)> {
        axis_named(&ctx.tags.axes, name).map(|saved| (saved.id, saved.name.as_str()))
    }

    fn why_no_name(name: &str) -> Option<&'static str> {
        (!is_axis_name(name)).then_some("A name has no <, > or =")
    }

    fn notes(&self, _ctx: &Ctx, name: &str) -> Vec<String> {
        vec![
            format!("From {} to {}", self.from, self.to),
            format!("Sort by it in the list of orders, or search for one half of it: {}", example(name)),
        ]
    }

    fn edit(&self, id: Option<AxisId>, name: &str) -> Edit {
        Edit::SaveAxis { id, name: name.to_owned(), axis: self.clone() }
    }
}

/// For a walk: named after where it ends.
pub fn save(axis: AxisDraft) -> NameForm<AxisDraft> {
    let plain: String = axis.to.chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    let name = human::capitalised(&human::elide_middle(&plain.split_whitespace().collect::<Vec<_>>().join(" "), OFFERED));
    NameForm::save(name, axis)
}

/// For another name.
pub fn rename(saved: &SavedAxis) -> NameForm<AxisDraft> {
    NameForm::rename(saved.id, saved.name.clone(), saved.axis.clone())
}

/// The filter as it is shown.
fn example(name: &str) -> String {
    half(&human::elide_middle(name.trim(), SHOWN))
}

/// The filter on the half toward the end: `axis:formal>0.5`, `axis:"Formal shoe">0.5`.
pub fn half(name: &str) -> String {
    if name.contains(char::is_whitespace) { format!("axis:\"{name}\">0.5") } else { format!("axis:{}>0.5", name.to_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_is_named_after_its_end_and_told_as_a_filter() {
        let axis = |to: &str| AxisDraft { from: "casual shoe".to_owned(), to: to.to_owned(), ..AxisDraft::default() };
        assert_eq!(save(axis("tag:\"Formal Shoes\"")).name, "Tag Formal Shoes");
        assert_eq!(save(axis("women's watch")).name, "Women's watch");
        assert_eq!((example("Formal"), example("Formal shoe ")), ("axis:formal>0.5".to_owned(), "axis:\"Formal shoe\">0.5".to_owned()));
    }

    #[test]
    fn a_name_that_is_taken_replaces_and_one_that_no_filter_can_say_is_refused() {
        let saved = SavedAxis { id: AxisId(1), name: "Formal".to_owned(), axis: AxisDraft::default() };
        let mut ctx = Ctx::default();
        std::sync::Arc::make_mut(&mut ctx.tags).axes = [saved].into();
        let mut form = save(AxisDraft::default());
        form.name = "formal ".to_owned();
        assert!(matches!(form.edit(&ctx), Edit::SaveAxis { id: Some(AxisId(1)), .. }));
        assert_eq!((form.verb(&ctx), form.why_not(&ctx)), ("Replace “Formal”".to_owned(), None));
        form.name = "a>b".to_owned();
        assert!(form.why_not(&ctx).is_some());
        let form = NameForm::rename(AxisId(2), "FORMAL".to_owned(), AxisDraft::default());
        assert!(form.why_not(&ctx).is_some());
    }
}
