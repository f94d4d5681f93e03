//! Products: the rule, the grouped grid, tags for a whole product, who disagrees.

use super::window::Window;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

/// Grouping asks for a rule first: `{sku}-*` makes four products of three photos.
fn with_products(window: &mut Window) {
    window.keys(Modifiers::COMMAND, Key::G);
    window.until("the first rule fits nothing here", |w| w.sees("0 products of 0 photos"));
    window.click("{sku}-*");
    window.until("the groups are shown", |w| w.sees("4 products of 12 photos") && w.sees("red"));
    window.harness.check_accessibility();
    window.click("Use this rule");
    window.until("a cell stands for a product", |w| w.cells().len() == 4 && w.sees("4 products"));
}

#[test]
fn a_rule_groups_the_grid_and_a_product_opens() {
    let mut window = Window::open();
    with_products(&mut window);
    window.click("red-0.jpg, 3 photos");
    window.until("the inspector tells the product", |w| w.sees("SKU red · 3 photos"));
    window.key(Key::Enter);
    window.until("its photos are shown", |w| w.cells().len() == 3 && w.sees("Remove SKU red"));
    window.click("Remove SKU red");
    window.until("the products are back", |w| w.cells().len() == 4);
    window.keys(Modifiers::COMMAND, Key::G);
    window.until("all photos are back", |w| w.cells().len() == 12);
    window.click("blue-1.jpg");
    window.click("Select them");
    assert!(window.sees("3 photos selected"));
}

#[test]
fn grouped_a_tag_goes_to_the_whole_product_and_who_disagrees_is_marked() {
    let mut window = Window::with_labels();
    with_products(&mut window);
    window.click("red-0.jpg, 3 photos");
    tag(&mut window, "Red");
    window.until("all three have it", |w| w.sees("Untagged, 9"));
    window.keys(Modifiers::COMMAND, Key::G);
    window.until("all photos are back", |w| w.cells().len() == 12);
    window.click("red-2.jpg");
    tag(&mut window, "Blue");
    window.until("it is marked", |w| w.cells().iter().any(|c| c.starts_with("red-2.jpg") && c.contains("disagrees with its product")));
    assert!(window.sees("Colour: 2 other photos of this product say Red"));
    window.click("Disagree with their product, 1 photo");
    window.until("only that one is shown", |w| w.cells().len() == 1);
}

fn tag(window: &mut Window, label: &str) {
    window.keys(Modifiers::COMMAND, Key::T);
    window.until("the tag bar is open", |w| w.sees("Tag"));
    window.harness.get_by_label("Tag").type_text(label);
    window.harness.run_steps(2);
    window.key(Key::Enter);
    window.key(Key::Escape);
}
