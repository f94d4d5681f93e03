//! The label sets that come with the program: how well the model does at them, and the labels that they begin without.

use super::window::Window;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use engine::builtin::{self, ShippedSet};

fn set(name: &str) -> &'static ShippedSet {
    builtin::label_sets().iter().find(|set| set.draft.name == name).unwrap()
}

#[test]
fn a_set_tells_its_figures_and_begins_with_what_the_model_does_well_at() {
    let pattern = set("Pattern");
    let mut window = Window::open();
    window.click("Tagging");
    window.until("sets are offered", |w| w.sees("Start from Pattern"));
    let told = window.harness.get_by_label("Start from Pattern").accesskit_node().description().unwrap();
    let (good, left) = (pattern.good(), pattern.draft.labels.len() - pattern.good());
    assert!(good > 0 && left > 0, "{good} {left}");
    assert!(told.starts_with(&format!("{good} of 12 labels, Right for ")) && told.ends_with(" test photos"), "{told}");
    window.harness.check_accessibility();
    window.click("Start from Pattern");
    window.until("the set is there and chosen", |w| w.sees("Label set Pattern") && w.sees_part(&format!("{good} labels")));
    assert!(window.sees(&format!("{left} left out")));
    window.click("Edit labels");
    window.until("the others are offered", |w| w.sees_part("Left out: the starter model is often wrong") && w.sees("Add Lace"));
    window.harness.check_accessibility();
    let before = window.harness.query_all_by_label("not tested").count();
    window.click("Add Lace");
    let row = format!("Label {}", good + 1);
    window.until("it is a label like the others", |w| {
        w.harness
            .query_by_role_and_label(Role::TextInput, &row)
            .is_some_and(|field| field.accesskit_node().value().as_deref() == Some("Lace"))
    });
    assert!(!window.sees("Add Lace") && window.harness.query_all_by_label("not tested").count() < before);
    window.click("Save");
    window.until("it is saved", |w| w.sees(&format!("{} left out", left - 1)));
    let shipped = pattern.draft.labels.iter().find(|label| label.name == "Lace").unwrap();
    let catalog = window.other_process();
    window.until("it has the words that the model reads", |_| {
        catalog.label_sets().unwrap()[0].label_named("Lace").is_some_and(|lace| lace.prompts == shipped.prompts)
    });
}

#[test]
fn a_set_that_was_never_measured_begins_with_a_choice() {
    let never = builtin::label_sets().iter().find(|set| set.measured.is_none()).unwrap();
    assert_eq!(never.good(), 0);
    let mut window = Window::open();
    window.click("Tagging");
    let name = &never.draft.name;
    window.until("sets are offered", |w| w.sees(&format!("Start from {name}")));
    let told = window.harness.get_by_label(&format!("Start from {name}")).accesskit_node().description().unwrap();
    assert!(told.ends_with("Not measured: no test photos"), "{told}");
    window.click(&format!("Start from {name}"));
    let first = format!("Add {}", never.draft.labels[0].name);
    window.until("its labels can be chosen", |w| w.sees(&first) && w.sees("Save"));
    assert!(window.other_process().label_sets().unwrap().is_empty(), "nothing is made unasked");
    let all = format!("Add all {}", never.draft.labels.len());
    assert!(window.sees(&all));
    window.click(&first);
    window.click("Save");
    window.until("the set is there", |w| w.sees(&format!("Label set {name}")) && w.sees_part("1 label"));
}
