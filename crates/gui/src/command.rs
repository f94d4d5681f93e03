//! Commands without payload: one table feeds the menus, the shortcuts, the cheat sheet and the palette.

use super::state::{State, View};
use egui::{Context, Key, KeyboardShortcut, Modifiers};
use egui_material_icons::{MaterialIcon, icons};

/// Something the person can ask for by menu, shortcut or palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UiCommand {
    OpenFolder,
    OpenCatalogue,
    AddFolder,
    OpenSample,
    Rescan,
    CancelJob,
    ForgetMissing,
    FocusSearch,
    ClearSearch,
    SearchByFile,
    SearchByThis,
    SortByRelevance,
    SortByName,
    SortByDate,
    ReverseOrder,
    Loupe,
    Grid,
    Zoom,
    AllPhotos,
    Problems,
    Models,
    Compare,
    Review,
    AutoAdvance,
    ImportTags,
    ImportKeywords,
    ImportLabelSets,
    ExportTags,
    ExportLabelSets,
    SkuRule,
    GroupByProduct,
    SelectProduct,
    ShowOdd,
    OpenInViewer,
    ShowInFolder,
    CopyPath,
    SelectAll,
    SelectNone,
    TogglePanels,
    ToggleLibrary,
    ToggleInspector,
    LargerThumbnails,
    SmallerThumbnails,
    NextRegion,
    ThemeSystem,
    ThemeDark,
    ThemeLight,
    ReducedMotion,
    Undo,
    Redo,
    TaggingPanel,
    TagBar,
    EditLabels,
    NewLabelSet,
    DuplicateLabelSet,
    DeleteLabelSet,
    AcceptAbove,
    ReviewBelow,
    Untagged,
    NeedsReview,
    Palette,
    CheatSheet,
    Quit,
}

/// Where a command stands in menus and on the cheat sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Catalogue,
    Search,
    Photo,
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
            Self::Tags => "Tags",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// What has to be there for a command to make sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// An open catalogue.
    Catalogue,
    /// A photo in the inspector.
    Photo,
    /// A running job.
    Job,
    /// Photos whose files are gone.
    Missing,
    /// A large view.
    Loupe,
    /// A photo of a product.
    Product,
    /// Photos that disagree with their product.
    Odd,
    /// A step that can be taken back.
    Undo,
    /// A step that can be done again.
    Redo,
    /// A chosen label set.
    LabelSet,
    /// A label set of the catalogue, any.
    LabelSets,
    /// Suggestions of a set that is saved.
    Suggestions,
}

/// All there is to know about a command.
#[derive(Debug)]
pub struct Entry {
    /// The command.
    pub command: UiCommand,
    /// Its group.
    pub group: Group,
    /// Its visible words, sentence case.
    pub words: &'static str,
    /// Its icon.
    pub icon: MaterialIcon,
    /// What it needs.
    pub needs: Needs,
    /// Its shortcuts; the first is the one shown.
    pub keys: &'static [KeyboardShortcut],
}

const fn key(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn entry(
    command: UiCommand,
    group: Group,
    words: &'static str,
    icon: MaterialIcon,
    needs: Needs,
    keys: &'static [KeyboardShortcut],
) -> Entry {
    Entry { command, group, words, icon, needs, keys }
}

/// Every command, once. A shortcut with more modifiers stands before the one that it contains.
#[rustfmt::skip]
pub static TABLE: &[Entry] = &[
    entry(UiCommand::OpenCatalogue, Group::Catalogue, "Open catalogue file…", icons::ICON_DATABASE, Needs::Nothing, &[ctrl_shift(Key::O)]),
    entry(UiCommand::OpenFolder, Group::Catalogue, "Open folder…", icons::ICON_FOLDER_OPEN, Needs::Nothing, &[ctrl(Key::O)]),
    entry(UiCommand::AddFolder, Group::Catalogue, "Add folder to this catalogue…", icons::ICON_CREATE_NEW_FOLDER, Needs::Catalogue, &[]),
    entry(UiCommand::OpenSample, Group::Catalogue, "Try the sample catalogue", icons::ICON_AUTO_AWESOME, Needs::Nothing, &[]),
    entry(UiCommand::Rescan, Group::Catalogue, "Rescan folders", icons::ICON_REFRESH, Needs::Catalogue, &[key(Key::F5)]),
    entry(UiCommand::CancelJob, Group::Catalogue, "Cancel the running job", icons::ICON_CANCEL, Needs::Job, &[]),
    entry(UiCommand::ForgetMissing, Group::Catalogue, "Forget missing photos…", icons::ICON_DELETE, Needs::Missing, &[]),
    entry(UiCommand::Quit, Group::Catalogue, "Quit", icons::ICON_LOGOUT, Needs::Nothing, &[ctrl(Key::Q)]),
    entry(UiCommand::Compare, Group::View, "Compare two models…", icons::ICON_COMPARE, Needs::Catalogue, &[ctrl_shift(Key::M)]),
    entry(UiCommand::Models, Group::Catalogue, "All models…", icons::ICON_NEUROLOGY, Needs::Nothing, &[ctrl(Key::M)]),
    entry(UiCommand::Review, Group::Tags, "Review…", icons::ICON_FACT_CHECK, Needs::LabelSets, &[ctrl_shift(Key::R)]),
    entry(UiCommand::AutoAdvance, Group::Tags, "Go on after a decision", icons::ICON_SKIP_NEXT, Needs::Nothing, &[]),
    entry(UiCommand::ImportTags, Group::Tags, "Import labels from a CSV…", icons::ICON_UPLOAD_FILE, Needs::Catalogue, &[ctrl_shift(Key::I)]),
    entry(UiCommand::ImportKeywords, Group::Tags, "Import keywords of the photos…", icons::ICON_UPLOAD_FILE, Needs::Catalogue, &[]),
    entry(UiCommand::ImportLabelSets, Group::Tags, "Import label sets…", icons::ICON_UPLOAD_FILE, Needs::Catalogue, &[]),
    entry(UiCommand::ExportTags, Group::Tags, "Export tags…", icons::ICON_DOWNLOAD, Needs::Catalogue, &[ctrl_shift(Key::E)]),
    entry(UiCommand::ExportLabelSets, Group::Tags, "Export label sets…", icons::ICON_DOWNLOAD, Needs::LabelSets, &[]),
    entry(UiCommand::SkuRule, Group::Tags, "Products: SKU rule…", icons::ICON_STACKS, Needs::Catalogue, &[]),
    entry(UiCommand::GroupByProduct, Group::View, "Group by product", icons::ICON_STACKS, Needs::Catalogue, &[ctrl(Key::G)]),
    entry(UiCommand::SelectProduct, Group::Photo, "Select the product's photos", icons::ICON_STACKS, Needs::Product, &[ctrl_shift(Key::A)]),
    entry(UiCommand::ShowOdd, Group::View, "Photos that disagree with their product", icons::ICON_DIFFERENCE, Needs::Odd, &[]),
    entry(UiCommand::SearchByThis, Group::Search, "Search by this photo", icons::ICON_IMAGE_SEARCH, Needs::Photo, &[ctrl_shift(Key::F)]),
    entry(UiCommand::FocusSearch, Group::Search, "Search", icons::ICON_SEARCH, Needs::Catalogue, &[ctrl(Key::F), key(Key::Slash)]),
    entry(UiCommand::ClearSearch, Group::Search, "Clear search", icons::ICON_CLOSE, Needs::Catalogue, &[]),
    entry(UiCommand::SearchByFile, Group::Search, "Search by a photo file…", icons::ICON_IMAGE, Needs::Catalogue, &[]),
    entry(UiCommand::SortByRelevance, Group::Search, "Sort by relevance", icons::ICON_SORT, Needs::Catalogue, &[]),
    entry(UiCommand::SortByName, Group::Search, "Sort by name", icons::ICON_SORT, Needs::Catalogue, &[]),
    entry(UiCommand::SortByDate, Group::Search, "Sort by date", icons::ICON_SORT, Needs::Catalogue, &[]),
    entry(UiCommand::ReverseOrder, Group::Search, "Reverse the order", icons::ICON_SWAP_VERT, Needs::Catalogue, &[]),
    entry(UiCommand::Loupe, Group::Photo, "Large view", icons::ICON_IMAGE, Needs::Photo, &[key(Key::Enter), key(Key::E)]),
    entry(UiCommand::Grid, Group::Photo, "Back to the grid", icons::ICON_GRID_VIEW, Needs::Catalogue, &[key(Key::G)]),
    entry(UiCommand::Redo, Group::Tags, "Redo", icons::ICON_REDO, Needs::Redo, &[ctrl_shift(Key::Z), ctrl(Key::Y)]),
    entry(UiCommand::Undo, Group::Tags, "Undo", icons::ICON_UNDO, Needs::Undo, &[ctrl(Key::Z)]),
    entry(UiCommand::Zoom, Group::Photo, "Zoom to every pixel", icons::ICON_ZOOM_IN, Needs::Loupe, &[key(Key::Z)]),
    entry(UiCommand::OpenInViewer, Group::Photo, "Open in viewer", icons::ICON_OPEN_IN_NEW, Needs::Photo, &[ctrl(Key::Enter)]),
    entry(UiCommand::ShowInFolder, Group::Photo, "Show in folder", icons::ICON_FOLDER, Needs::Photo, &[ctrl(Key::R)]),
    entry(UiCommand::CopyPath, Group::Photo, "Copy path", icons::ICON_CONTENT_COPY, Needs::Photo, &[ctrl_shift(Key::C)]),
    entry(UiCommand::SelectAll, Group::Photo, "Select all", icons::ICON_SELECT_ALL, Needs::Catalogue, &[ctrl(Key::A)]),
    entry(UiCommand::SelectNone, Group::Photo, "Select none", icons::ICON_DESELECT, Needs::Photo, &[ctrl(Key::D)]),
    entry(UiCommand::TaggingPanel, Group::Tags, "Photo or tagging at the right", icons::ICON_SELL, Needs::Catalogue, &[ctrl_shift(Key::T)]),
    entry(UiCommand::TagBar, Group::Tags, "Tag the selected photos…", icons::ICON_NEW_LABEL, Needs::Catalogue, &[ctrl(Key::T)]),
    entry(UiCommand::EditLabels, Group::Tags, "Edit labels", icons::ICON_EDIT, Needs::LabelSet, &[ctrl(Key::L)]),
    entry(UiCommand::NewLabelSet, Group::Tags, "New label set", icons::ICON_ADD, Needs::Catalogue, &[]),
    entry(UiCommand::DuplicateLabelSet, Group::Tags, "Duplicate this label set", icons::ICON_CONTENT_COPY, Needs::LabelSet, &[]),
    entry(UiCommand::DeleteLabelSet, Group::Tags, "Delete this label set", icons::ICON_DELETE, Needs::LabelSet, &[]),
    entry(UiCommand::AcceptAbove, Group::Tags, "Accept the suggestions above the threshold", icons::ICON_CHECK, Needs::Suggestions, &[]),
    entry(UiCommand::ReviewBelow, Group::Tags, "Review the suggestions below the threshold", icons::ICON_RATE_REVIEW, Needs::Suggestions, &[]),
    entry(UiCommand::Untagged, Group::Tags, "Untagged photos", icons::ICON_LABEL_OFF, Needs::LabelSets, &[]),
    entry(UiCommand::NeedsReview, Group::Tags, "Photos that need review", icons::ICON_PENDING, Needs::LabelSets, &[]),
    entry(UiCommand::AllPhotos, Group::View, "All photos", icons::ICON_PHOTO_LIBRARY, Needs::Catalogue, &[]),
    entry(UiCommand::Problems, Group::View, "Problems", icons::ICON_WARNING, Needs::Catalogue, &[]),
    entry(UiCommand::TogglePanels, Group::View, "Hide or show both side panels", icons::ICON_VIEW_SIDEBAR, Needs::Catalogue, &[key(Key::F9)]),
    entry(UiCommand::ToggleLibrary, Group::View, "Hide or show the library", icons::ICON_VIEW_SIDEBAR, Needs::Catalogue, &[key(Key::F7)]),
    entry(UiCommand::ToggleInspector, Group::View, "Hide or show the inspector", icons::ICON_VIEW_SIDEBAR, Needs::Catalogue, &[key(Key::F8)]),
    entry(UiCommand::NextRegion, Group::View, "Next part of the window", icons::ICON_VIEW_SIDEBAR, Needs::Catalogue, &[key(Key::F6)]),
    entry(UiCommand::LargerThumbnails, Group::View, "Larger thumbnails", icons::ICON_GRID_VIEW, Needs::Catalogue, &[key(Key::Plus), key(Key::Equals)]),
    entry(UiCommand::SmallerThumbnails, Group::View, "Smaller thumbnails", icons::ICON_GRID_VIEW, Needs::Catalogue, &[key(Key::Minus)]),
    entry(UiCommand::ThemeSystem, Group::View, "Theme: as the desktop", icons::ICON_CONTRAST, Needs::Nothing, &[]),
    entry(UiCommand::ThemeDark, Group::View, "Theme: dark", icons::ICON_DARK_MODE, Needs::Nothing, &[]),
    entry(UiCommand::ThemeLight, Group::View, "Theme: light", icons::ICON_LIGHT_MODE, Needs::Nothing, &[]),
    entry(UiCommand::ReducedMotion, Group::View, "Reduced motion", icons::ICON_ANIMATION, Needs::Nothing, &[]),
    entry(UiCommand::Palette, Group::Help, "All commands", icons::ICON_KEYBOARD, Needs::Nothing, &[ctrl(Key::K)]),
    entry(UiCommand::CheatSheet, Group::Help, "Keys and ways to search", icons::ICON_KEYBOARD, Needs::Nothing, &[key(Key::Questionmark), key(Key::F1)]),
];

impl UiCommand {
    /// Its line of the table.
    pub fn entry(self) -> &'static Entry {
        // The test below holds every command to exactly one line, so the fallback is never reached.
        TABLE.iter().find(|e| e.command == self).unwrap_or(&TABLE[0])
    }

    /// The shortcut shown beside it, as this platform writes it.
    pub fn shortcut(self, ctx: &Context) -> Option<String> {
        self.entry().keys.first().map(|k| words_of(ctx, *k))
    }
}

impl Entry {
    /// Its words, with the step that it takes back or does again.
    pub fn wording(&self, state: &State) -> std::borrow::Cow<'static, str> {
        let step = match self.command {
            UiCommand::Undo => &state.tags.undo,
            UiCommand::Redo => &state.tags.redo,
            _ => &None,
        };
        step.as_ref().map_or(self.words.into(), |step| format!("{}: {}", self.words, step.words).into())
    }

    /// Whether it can be done now.
    pub fn enabled(&self, state: &State) -> bool {
        match self.needs {
            Needs::Nothing => true,
            Needs::Catalogue => state.library.snapshot.is_some(),
            Needs::Photo => state.in_hand().is_some(),
            Needs::Job => state.job.is_some(),
            Needs::Missing => state.library.missing > 0,
            Needs::Loupe => matches!(state.view, View::Loupe | View::Review),
            Needs::Product => state.selection.cursor().is_some_and(|p| super::products::of(state, p).is_some()),
            Needs::Odd => state.odd.count() > 0,
            Needs::Undo => state.tags.undo.is_some(),
            Needs::Redo => state.tags.redo.is_some(),
            Needs::LabelSet => state.tagging.set.is_some(),
            Needs::LabelSets => state.library.snapshot.is_some() && !state.tags.sets.is_empty(),
            Needs::Suggestions => state.tagging.can_accept(),
        }
    }
}

/// A shortcut as it is written beside a command: "Ctrl+Shift+O", "/".
pub fn words_of(ctx: &Context, shortcut: KeyboardShortcut) -> String {
    let modifiers = ctx.format_modifiers(shortcut.modifiers);
    let key = shortcut.logical_key.symbol_or_name();
    if modifiers.is_empty() { key.to_owned() } else { format!("{modifiers}+{key}") }
}

/// The command whose shortcut was pressed, if any; the key press is used up.
/// While the person types into a field only the shortcuts with Ctrl and the function keys count, and not those that edit text.
pub fn pressed(ctx: &Context, state: &State) -> Option<UiCommand> {
    let typing = ctx.text_edit_focused();
    let on_widget = ctx.memory(egui::Memory::focused).is_some_and(|id| !super::grid::is_photos(id));
    TABLE.iter().filter(|e| e.enabled(state)).find_map(|e| {
        let allowed = |k: &&KeyboardShortcut| {
            let function_key = matches!(k.logical_key, Key::F1 | Key::F5 | Key::F6 | Key::F7 | Key::F8 | Key::F9);
            let edits_text = k.modifiers.command && matches!(k.logical_key, Key::A | Key::Enter | Key::Y | Key::Z);
            let presses_widget = matches!(k.logical_key, Key::Enter);
            if typing { function_key || (k.modifiers.command && !edits_text) } else { !(on_widget && presses_widget) }
        };
        e.keys.iter().filter(allowed).any(|k| ctx.input_mut(|i| i.consume_shortcut(k))).then_some(e.command)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_command_has_one_line_and_no_two_share_a_shortcut() {
        let commands: HashSet<_> = TABLE.iter().map(|e| e.command).collect();
        assert_eq!(commands.len(), TABLE.len());
        let keys: Vec<_> = TABLE.iter().flat_map(|e| e.keys).collect();
        for (i, a) in keys.iter().enumerate() {
            assert!(keys[i + 1..].iter().all(|b| a != b), "{a:?} is bound twice");
        }
    }

    #[test]
    fn a_shortcut_with_more_modifiers_comes_before_the_one_it_contains() {
        let keys: Vec<_> = TABLE.iter().flat_map(|e| e.keys).collect();
        for (i, a) in keys.iter().enumerate() {
            for b in &keys[i + 1..] {
                assert!(!(a.logical_key == b.logical_key && b.modifiers.shift && !a.modifiers.shift), "{a:?} hides {b:?}");
            }
        }
    }
}
