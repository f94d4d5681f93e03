//! What a screen reader is told, put right once for the whole window: what only holds other things and has no name is not told at all,
//! and the parts that egui leaves without a name get one.

use egui::accesskit::{Node, Role};
use egui::{Context, FullOutput, Plugin};

/// Stands in egui behind every frame, so that the window and its tests tell the same.
#[derive(Debug, Default)]
pub struct ScreenReader;

impl Plugin for ScreenReader {
    fn debug_name(&self) -> &'static str {
        "screen reader"
    }

    fn output_hook(&mut self, _egui: &Context, output: &mut FullOutput) {
        let Some(update) = &mut output.platform_output.accesskit_update else { return };
        for (_, node) in update.nodes.iter_mut().filter(|(_, node)| node.label().is_none()) {
            put_right(node);
        }
    }
}

fn put_right(node: &mut Node) {
    match node.role() {
        // A container that is told without a name is a step on the way that says nothing.
        Role::Pane | Role::Unknown => node.set_role(Role::GenericContainer),
        Role::Window => node.set_label("Selvedge"),
        Role::Menu => node.set_label("Menu"),
        Role::Dialog => node.set_label("Popup"),
        Role::ScrollBar => node.set_label("Scroll"),
        _ => {}
    }
}
