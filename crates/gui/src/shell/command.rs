//! Commands without payload: tables feed the menus, the shortcuts, the cheat sheet and the palette. Each feature has its own.

use super::ctx::Ctx;
use egui::{Context, Key, KeyboardShortcut, Modifiers};
use egui_material_icons::MaterialIcon;
use std::borrow::Cow;

/// Why nothing is changed.
pub const READ_ONLY: &str = "This catalogue can be read but not changed: it or its folder cannot be written to";

/// Where a command stands on the cheat sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Catalogue,
    Search,
    Photo,
    Marks,
    Tags,
    View,
    Help,
}

impl Group {
    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Catalogue => "Catalogue",
            Self::Search => "Search",
            Self::Photo => "Photos",
            Self::Marks => "Marks",
            Self::Tags => "Tags",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// How a command looks and is called.
#[derive(Debug)]
pub struct Info {
    /// Where it stands on the cheat sheet.
    pub group: Group,
    /// Its visible words, sentence case.
    pub words: &'static str,
    /// Before the words.
    pub icon: MaterialIcon,
    /// Its shortcuts where no others were chosen; the first is the one shown.
    pub keys: &'static [KeyboardShortcut],
    /// Other words that people look for it by, in the palette.
    pub also: &'static [&'static str],
    /// It is what is chosen now, or switched on.
    mark: Option<fn(&Ctx) -> bool>,
    /// What is wanting where it cannot be run.
    wants: &'static str,
    /// It changes the catalogue.
    edits: bool,
}

impl Info {
    /// Whether it is what is chosen now, or switched on; `None` for a command that is no choice.
    pub fn marked(&self, ctx: &Ctx) -> Option<bool> {
        self.mark.map(|mark| mark(ctx))
    }

    /// Why it cannot be run now.
    pub fn why_not(&self, ctx: &Ctx) -> &'static str {
        match (ctx.has_catalogue(), self.edits && ctx.is_read_only()) {
            (false, _) => "Open a folder first",
            (true, true) => READ_ONLY,
            (true, false) => self.wants,
        }
    }

    /// Its shortcuts as the person has them.
    pub fn keys_now<'a>(&'a self, ctx: &'a Ctx) -> &'a [KeyboardShortcut] {
        ctx.keys.of(self.words, self.keys)
    }

    /// The shortcut shown beside it, as this platform writes it.
    pub fn shortcut(&self, ctx: &Ctx, egui: &Context) -> Option<String> {
        self.keys_now(ctx).first().map(|k| shortcut_text(egui, *k))
    }
}

/// A command of a feature whose state is `S`.
#[derive(Debug)]
pub struct Entry<C, S> {
    /// What is run.
    pub command: C,
    /// How it looks.
    pub info: Info,
    /// Whether it makes sense now.
    enabled: fn(&Ctx, &S) -> bool,
    /// What it would do now, in the place of its words: "Tag 5 photos…".
    saying: fn(&Ctx, &S) -> Option<String>,
}

impl<C, S> Entry<C, S> {
    /// A line of a table.
    pub const fn new(
        command: C,
        (group, words, icon): (Group, &'static str, MaterialIcon),
        enabled: fn(&Ctx, &S) -> bool,
        keys: &'static [KeyboardShortcut],
    ) -> Self {
        let wants = match group {
            Group::Photo | Group::Marks => "Select a photo first",
            Group::Tags => "Make a label set first",
            Group::Catalogue | Group::Search | Group::View | Group::Help => "Not now",
        };
        Self { command, info: Info { group, words, icon, keys, also: &[], mark: None, wants, edits: false }, enabled, saying: |_, _| None }
    }

    /// The same, also found by other words.
    pub const fn also(mut self, words: &'static [&'static str]) -> Self {
        self.info.also = words;
        self
    }

    /// The same, saying what is wanting where it cannot be run.
    pub const fn wants(mut self, words: &'static str) -> Self {
        self.info.wants = words;
        self
    }

    /// The same, for a command that changes the catalogue: it cannot be run where that is open for reading alone.
    pub const fn edits(mut self) -> Self {
        self.info.edits = true;
        self
    }

    /// Whether it can be run now.
    pub fn can_run(&self, ctx: &Ctx, own: &S) -> bool {
        (self.enabled)(ctx, own) && !(self.info.edits && ctx.is_read_only())
    }

    /// The same, marked where it is what is chosen now, or switched on.
    pub const fn marked(mut self, mark: fn(&Ctx) -> bool) -> Self {
        self.info.mark = Some(mark);
        self
    }

    /// The same, telling in the place of its words what it would do now.
    pub const fn saying(mut self, words: fn(&Ctx, &S) -> Option<String>) -> Self {
        self.saying = words;
        self
    }

    /// Its words, or what it would do now.
    pub fn wording(&self, ctx: &Ctx, own: &S) -> Cow<'static, str> {
        (self.saying)(ctx, own).map_or(self.info.words.into(), Cow::Owned)
    }
}

/// The line of a command. Each table is held by a test to one line for each command, so that there always is one.
pub fn entry<C: PartialEq, S>(table: &'static [Entry<C, S>], command: &C) -> &'static Entry<C, S> {
    table.iter().find(|e| e.command == *command).unwrap_or(&table[0])
}

/// A command that can always be run.
pub fn always<S>(_: &Ctx, _: &S) -> bool {
    true
}

/// A command that needs an open catalogue.
pub fn catalogue<S>(ctx: &Ctx, _: &S) -> bool {
    ctx.has_catalogue()
}

/// A command that needs a photo.
pub fn photo<S>(ctx: &Ctx, _: &S) -> bool {
    ctx.in_hand.is_some()
}

/// A command that needs a label set.
pub fn label_sets<S>(ctx: &Ctx, _: &S) -> bool {
    ctx.has_catalogue() && !ctx.tags.sets.is_empty()
}

/// A key by itself.
pub const fn key(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

/// A key with Ctrl, or Command on a Mac.
pub const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

/// A key with Shift.
pub const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

/// A key with Ctrl and Shift.
pub const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

/// A shortcut as it is written beside a command: "Ctrl+Shift+O", "/".
pub fn shortcut_text(egui: &Context, shortcut: KeyboardShortcut) -> String {
    let modifiers = egui.format_modifiers(shortcut.modifiers);
    let key = shortcut.logical_key.symbol_or_name();
    if modifiers.is_empty() { key.to_owned() } else { format!("{modifiers}+{key}") }
}
