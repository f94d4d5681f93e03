//! Type-ahead: what is typed after a key that moves the focus goes where the focus went, however fast it is typed.

use super::window::Window;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

/// How a window system delivers what is typed.
#[derive(Clone, Copy, Debug)]
enum Pace {
    /// All of it within one slow frame.
    OneFrame,
    /// An event or two a frame.
    FrameByFrame,
}

const PACES: [Pace; 2] = [Pace::OneFrame, Pace::FrameByFrame];

/// A key with its modifiers and, as letters do, with its text.
fn press(modifiers: Modifiers, key: Key, text: Option<&str>) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    let mut events = vec![Event::ModifiersChanged(modifiers), event(true)];
    events.extend(text.map(|text| Event::Text(text.to_owned())));
    events.extend([event(false), Event::ModifiersChanged(Modifiers::NONE)]);
    events
}

fn letters(text: &str) -> Vec<Event> {
    let of = |c: char| {
        let name = if c == ' ' { "Space".to_owned() } else { c.to_ascii_uppercase().to_string() };
        press(Modifiers::NONE, Key::from_name(&name).unwrap(), Some(&c.to_string()))
    };
    text.chars().flat_map(of).collect()
}

fn plain(key: Key) -> Vec<Event> {
    press(Modifiers::NONE, key, None)
}

fn ctrl(key: Key) -> Vec<Event> {
    press(Modifiers::COMMAND, key, None)
}

impl Window {
    /// Types this, and lets the window come to rest.
    fn types(&mut self, pace: Pace, events: impl IntoIterator<Item = Vec<Event>>) {
        let events: Vec<Event> = events.into_iter().flatten().collect();
        match pace {
            Pace::OneFrame => self.harness.input_mut().events.extend(events),
            Pace::FrameByFrame => {
                // A key and its letter come together.
                for together in events.chunk_by(|_, next| matches!(next, Event::Text(_))) {
                    self.harness.input_mut().events.extend_from_slice(together);
                    self.harness.run_steps(1);
                }
            }
        }
        // More than the frames that any of these takes: each key press may have two of its own.
        self.harness.run_steps(80);
    }

    pub fn field(&self, name: &str) -> Option<String> {
        let node = self.harness.query_by_role_and_label(Role::TextInput, name)?;
        Some(node.accesskit_node().value().unwrap_or_default())
    }
}

#[test]
fn letters_after_ctrl_k_are_the_palettes() {
    for pace in PACES {
        let mut window = Window::open();
        window.types(pace, [ctrl(Key::K), letters("undo")]);
        assert_eq!(window.field("Command").as_deref(), Some("undo"), "{pace:?}");
    }
}

#[test]
fn a_command_of_the_palette_that_opens_a_dialog_takes_what_follows() {
    for pace in PACES {
        let mut window = Window::open();
        window.types(pace, [ctrl(Key::K), letters("add folder"), plain(Key::Enter), letters("photos")]);
        assert_eq!(window.field("Path").as_deref(), Some("photos"), "{pace:?}");
    }
}

#[test]
fn letters_after_a_slash_are_the_searchs() {
    for pace in PACES {
        let mut window = Window::open();
        window.click("blue-0.jpg");
        window.types(pace, [press(Modifiers::NONE, Key::Slash, Some("/")), letters("red dress")]);
        assert_eq!(window.field("Search").as_deref(), Some("red dress"), "{pace:?}");
        window.types(pace, [plain(Key::Enter), ctrl(Key::F), letters("blue")]);
        assert_eq!(window.field("Search").as_deref(), Some("blue"), "{pace:?}: it takes the place of what was there");
    }
}

#[test]
fn ctrl_a_in_a_field_selects_its_text_and_no_photo() {
    for pace in PACES {
        let mut window = Window::open();
        window.click("blue-0.jpg");
        window.types(pace, [press(Modifiers::NONE, Key::Slash, Some("/")), letters("red"), ctrl(Key::A), letters("blue")]);
        assert_eq!(window.field("Search").as_deref(), Some("blue"), "{pace:?}");
        assert!(!window.sees("12 selected"), "{pace:?}");
    }
}

#[test]
fn keys_that_edit_stay_in_the_field() {
    for pace in PACES {
        let mut window = Window::open();
        window.click("blue-0.jpg");
        let edit = [Key::Home, Key::Delete, Key::End, Key::Backspace, Key::ArrowLeft].map(plain).concat();
        window.types(pace, [press(Modifiers::NONE, Key::Slash, Some("/")), letters("xdresss1"), edit, letters("e")]);
        assert_eq!(window.field("Search").as_deref(), Some("dresses"), "{pace:?}");
        // Words that mean nothing find nothing: the photos are back with the answer to the last ones.
        window.until("no photo is gone", |w| w.sees("All photos, 12") && w.cells().len() == 12);
    }
}

#[test]
fn letters_after_ctrl_t_are_the_tag_bars() {
    for pace in PACES {
        let mut window = Window::with_labels();
        window.click("blue-0.jpg");
        window.types(pace, [ctrl(Key::T), letters("blue"), plain(Key::Enter)]);
        window.until("the label is given", |w| w.sees("Untagged, 11"));
        assert_eq!(window.field("Search").as_deref(), Some(""), "{pace:?}");
    }
}

#[test]
fn letters_after_a_dialog_opened_are_its_fields() {
    for pace in PACES {
        let mut window = Window::open();
        window.click("blue-0.jpg");
        window.types(pace, [ctrl(Key::O), letters("photos")]);
        assert_eq!(window.field("Path").as_deref(), Some("photos"), "{pace:?}");
        window.types(pace, [plain(Key::Escape), ctrl(Key::K), letters("e")]);
        assert_eq!(window.field("Command").as_deref(), Some("e"), "{pace:?}: after Esc the window has the keys again");
    }
}

#[test]
fn tab_takes_what_follows_to_the_next_field() {
    for pace in PACES {
        let mut window = Window::open();
        window.types(pace, [press(Modifiers::COMMAND | Modifiers::SHIFT, Key::I, None)]);
        window.click("One column");
        window.harness.get_by_role_and_label(Role::TextInput, "Column").focus();
        window.harness.run_steps(2);
        window.types(pace, [letters("kind"), plain(Key::Tab), letters("colour")]);
        assert_eq!(window.field("Column").as_deref(), Some("kind"), "{pace:?}");
        assert_eq!(window.field("Label set").as_deref(), Some("colour"), "{pace:?}");
        window.types(pace, [press(Modifiers::SHIFT, Key::Tab, None), plain(Key::End), letters("s")]);
        assert_eq!(window.field("Column").as_deref(), Some("kinds"), "{pace:?}");
    }
}

#[test]
fn f6_takes_what_follows_to_the_next_part() {
    for pace in PACES {
        let mut window = Window::open();
        window.click("blue-0.jpg");
        window.types(pace, [plain(Key::F6), plain(Key::F6), letters("green")]);
        assert_eq!(window.field("Search").as_deref(), Some("green"), "{pace:?}");
    }
}

#[test]
fn in_a_review_letters_after_l_look_for_a_label() {
    for pace in PACES {
        let mut window = Window::with_labels();
        window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
        window.until("the review can begin", |w| w.sees("Begin the review"));
        window.key(Key::Enter);
        window.until("there is a first photo", |w| w.sees_part("Which colour?"));
        window.types(pace, [letters("lx")]);
        assert_eq!(window.field("Another label").as_deref(), Some("x"), "{pace:?}: a letter, not a decision");
        assert!(window.other_process().tags().unwrap().is_empty(), "{pace:?}");
    }
}

#[test]
fn labels_typed_one_after_the_other_are_all_added() {
    for pace in PACES {
        let mut window = Window::open();
        window.click("Tagging");
        window.click("New label set");
        window.write("Add a label", "");
        let typed = ["shirts", "casual shoes", "watches"].map(|label| [letters(label), plain(Key::Enter)].concat());
        window.types(pace, typed.into_iter().chain([letters("heels")]));
        for (field, label) in [("Label 1", "shirts"), ("Label 2", "casual shoes"), ("Label 3", "watches"), ("Add a label", "heels")] {
            assert_eq!(window.field(field).as_deref(), Some(label), "{pace:?}: {field}");
        }
    }
}

#[test]
fn enter_after_a_search_goes_to_its_first_photo_though_the_answer_comes_later() {
    for pace in PACES {
        let mut window = Window::open();
        window.types(
            pace,
            [press(Modifiers::NONE, Key::Slash, Some("/")), letters("folder"), vec![Event::Text(":dre".to_owned())], plain(Key::Enter)],
        );
        window.until("the first of its photos is selected", |w| w.sees("3 of 12 photos") && w.sees_part(", selected"));
    }
}
