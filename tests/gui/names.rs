//! What a screen reader is told on every screen: each control has a role, a name, and where it has one a value. The same tree in the real
//! program is tests/at-spi.sh's.

use super::window::Window;
use crate::second_model;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable, by};

/// What can be pressed, typed into or drawn.
const CONTROLS: [Role; 17] = [
    Role::Button,
    Role::RadioButton,
    Role::CheckBox,
    Role::Switch,
    Role::TextInput,
    Role::MultilineTextInput,
    Role::Slider,
    Role::SpinButton,
    Role::ComboBox,
    Role::ListItem,
    Role::ListBoxOption,
    Role::TreeItem,
    Role::MenuItem,
    Role::MenuItemCheckBox,
    Role::Link,
    Role::Tab,
    Role::ProgressIndicator,
];

/// What holds them, and is told.
const GROUPS: [Role; 11] = [
    Role::Window,
    Role::Pane,
    Role::Dialog,
    Role::Menu,
    Role::ListBox,
    Role::List,
    Role::Tree,
    Role::Group,
    Role::RadioGroup,
    Role::Alert,
    Role::Status,
];

const VALUES: [Role; 3] = [Role::Slider, Role::SpinButton, Role::ProgressIndicator];

#[track_caller]
fn told(window: &Window, screen: &str) {
    let faults: Vec<String> = window.harness.query_all(by().predicate(|_| true)).filter_map(|n| fault(&n)).collect();
    assert!(faults.is_empty(), "{screen}: {faults:#?}");
}

fn fault(node: &egui_kittest::Node<'_>) -> Option<String> {
    let node = node.accesskit_node();
    let (role, label) = (node.role(), node.label().unwrap_or_default());
    let wants_name = CONTROLS.contains(&role) || GROUPS.contains(&role);
    if wants_name && label.trim().is_empty() {
        return Some(format!("{role:?} without a name"));
    }
    if role == Role::Unknown {
        return Some(format!("no role for “{label}”"));
    }
    let no_value = VALUES.contains(&role) && node.numeric_value().is_none();
    no_value.then(|| format!("{role:?} “{label}” without a value"))
}

fn shift(window: &mut Window, key: Key) {
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, key);
}

#[test]
fn browsing_tells_what_everything_is() {
    let mut window = Window::empty();
    told(&window, "welcome");
    let photos = window.photos();
    window.keys(Modifiers::COMMAND, Key::O);
    window.harness.run_steps(3);
    told(&window, "a dialog");
    window.type_path(&photos);
    window.until("the folder is indexed", |w| w.sees("12 photos") && !w.busy());
    told(&window, "grid");
    for (role, name) in [(Role::TextInput, "Search"), (Role::ListBox, "Photos"), (Role::ListBoxOption, "red-0.jpg")] {
        assert!(window.harness.query_by_role_and_label(role, name).is_some(), "{role:?} “{name}”");
    }
    assert!(window.harness.query_all_by_role(Role::TreeItem).next().is_some(), "folders are rows of a tree");
    window.click("red-0.jpg");
    window.until("the inspector is there", |w| w.sees_part("Similar: "));
    told(&window, "inspector");
    window.key(Key::Enter);
    window.harness.run_steps(3);
    told(&window, "loupe");
    window.key(Key::Escape);
    for menu in ["Catalogue photos", "Tags", "View"] {
        window.click(menu);
        window.harness.run_steps(3);
        told(&window, menu);
        window.key(Key::Escape);
    }
    window.keys(Modifiers::COMMAND, Key::K);
    told(&window, "palette");
    let lines = window.harness.query_all_by_role(Role::MenuItem).count();
    assert!(lines > 5, "lines of the palette are lines of a menu");
    window.key(Key::Escape);
    window.key(Key::F1);
    told(&window, "cheat sheet");
}

#[test]
fn tagging_and_reviewing_tell_what_everything_is() {
    let mut window = Window::with_labels();
    shift(&mut window, Key::T);
    window.until("every photo is counted", |w| w.sees_part("Red, "));
    told(&window, "tagging");
    let rows: Vec<String> = window.harness.query_all_by_label_contains("Red, ").filter_map(|n| n.accesskit_node().label()).collect();
    assert!(rows.iter().any(|name| name.ends_with(" photos") || name.ends_with(" photo")), "“<label>, <n> photos”: {rows:?}");
    window.click("red-0.jpg");
    window.keys(Modifiers::COMMAND, Key::T);
    told(&window, "tag bar");
    window.key(Key::Escape);
    shift(&mut window, Key::E);
    told(&window, "export");
    window.key(Key::Escape);
    shift(&mut window, Key::I);
    told(&window, "import");
    window.key(Key::Escape);
    shift(&mut window, Key::R);
    window.until("the review can begin", |w| w.sees("Begin the review"));
    told(&window, "the start of a review");
    window.key(Key::Enter);
    window.until("there is a first photo", |w| w.sees_part("Which colour?"));
    told(&window, "review");
}

#[test]
fn models_and_comparisons_tell_what_everything_is() {
    let mut window = Window::open();
    let folder = second_model::save(&window.photos().with_file_name("turned"));
    super::models::add(&mut window, &folder);
    told(&window, "models");
    window.click("Embed photos");
    window.until("both have read the photos", |w| w.harness.query_all_by_label("12 photos embedded").count() == 2);
    shift(&mut window, Key::M);
    window.select_all_and_write("Search", "red");
    window.until("both have answered", |w| w.sees_part("of the first 10 in both"));
    told(&window, "compare");
}
