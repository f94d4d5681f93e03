//! The commands that any feature may name: they open catalogues, change the query or are about the photo in hand. The app runs them.

use super::command::{Entry, Group, always, catalogue, ctrl, ctrl_shift, entry, key, photo, shift};
use super::ctx::Ctx;
use super::view::View;
use base::Pace;
use egui::Key;
use egui_material_icons::icons;

/// A command that any feature may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Common {
    OpenFolder,
    OpenCatalogue,
    AddFolder,
    OpenSample,
    Rescan,
    CancelJob,
    PauseJob,
    ForgetMissing,
    Quit,
    FocusSearch,
    ClearSearch,
    SearchByFile,
    SearchByThis,
    Loupe,
    Grid,
    Zoom,
    ZoomFit,
    ZoomFill,
    ZoomActual,
    ZoomDouble,
    ZoomIn,
    ZoomOut,
    Clipping,
    FocusPeaking,
    PhotoInfo,
    Heat,
    FullScreen,
    OpenInViewer,
    OpenWith,
    ShowInFolder,
    CopyPath,
}

impl Common {
    /// Its line of the table.
    pub fn entry(self) -> &'static Entry<Self, ()> {
        entry(TABLE, &self)
    }
}

const LARGE: &str = "In the large view, a survey or a review";

#[allow(clippy::trivially_copy_pass_by_ref)] // a command's condition is asked with its feature's state
fn large(ctx: &Ctx, (): &()) -> bool {
    ctx.view.is_large()
}

/// From the grid, the large view is opened for it.
#[allow(clippy::trivially_copy_pass_by_ref)] // as above
fn zooms(ctx: &Ctx, state: &()) -> bool {
    large(ctx, state) || (ctx.view == View::Grid && photo(ctx, state))
}

/// In a review and in a check of labels other things are looked for.
#[allow(clippy::trivially_copy_pass_by_ref)] // as above
fn looks(ctx: &Ctx, (): &()) -> bool {
    ctx.view.has_looks()
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<Common, ()>] = &[
    Entry::new(Common::OpenCatalogue, (Group::Catalogue, "Open catalogue file…", icons::ICON_DATABASE), always, &[ctrl_shift(Key::O)]).also(&["load a catalogue", "database"]),
    Entry::new(Common::OpenFolder, (Group::Catalogue, "Open folder…", icons::ICON_FOLDER_OPEN), always, &[ctrl(Key::O)]).also(&["import photos", "add photos", "browse photos"]),
    Entry::new(Common::AddFolder, (Group::Catalogue, "Add folder to this catalogue…", icons::ICON_CREATE_NEW_FOLDER), catalogue, &[]).also(&["import a folder", "add photos"]).edits(),
    Entry::new(Common::OpenSample, (Group::Catalogue, "Try the sample catalogue", icons::ICON_AUTO_AWESOME), always, &[]).also(&["demo", "example photos"]),
    Entry::new(Common::Rescan, (Group::Catalogue, "Rescan folders", icons::ICON_REFRESH), catalogue, &[key(Key::F5)]).also(&["refresh", "reload", "index again", "update photos"]).edits(),
    Entry::new(Common::CancelJob, (Group::Catalogue, "Cancel the running job", icons::ICON_CANCEL), |ctx, ()| ctx.job.is_some(), &[]).also(&["stop indexing"]).wants("Nothing is running"),
    Entry::new(Common::PauseJob, (Group::Catalogue, "Pause indexing, or go on", icons::ICON_PAUSE), |ctx, ()| ctx.job.as_ref().is_some_and(|job| job.pace.is_some()), &[]).also(&["resume indexing", "hold", "wait"]).marked(|ctx| ctx.job.as_ref().is_some_and(|job| job.pace == Some(Pace::Paused))).wants("Nothing is indexed"),
    Entry::new(Common::ForgetMissing, (Group::Catalogue, "Forget missing photos…", icons::ICON_DELETE), |ctx, ()| ctx.library.missing > 0, &[]).also(&["remove deleted photos", "clean up"]).wants("No photo is missing").edits(),
    Entry::new(Common::Quit, (Group::Catalogue, "Quit", icons::ICON_LOGOUT), always, &[ctrl(Key::Q)]).also(&["exit", "close the program"]),
    Entry::new(Common::SearchByThis, (Group::Search, "Search by this photo", icons::ICON_IMAGE_SEARCH), photo, &[ctrl_shift(Key::F)]).also(&["find similar", "similar photos", "more like this"]).wants("Select a photo first"),
    Entry::new(Common::FocusSearch, (Group::Search, "Search", icons::ICON_SEARCH), catalogue, &[ctrl(Key::F), key(Key::Slash)]).also(&["find"]),
    Entry::new(Common::ClearSearch, (Group::Search, "Clear search", icons::ICON_CLOSE), catalogue, &[]).also(&["reset filters", "show everything"]),
    Entry::new(Common::SearchByFile, (Group::Search, "Search by a photo file…", icons::ICON_IMAGE), catalogue, &[]).also(&["find similar", "reverse image search", "reference image"]),
    Entry::new(Common::Loupe, (Group::Photo, "Large view", icons::ICON_IMAGE), photo, &[key(Key::Enter), key(Key::E)]).also(&["enlarge", "full size", "preview"]),
    Entry::new(Common::Grid, (Group::Photo, "Back to the grid", icons::ICON_GRID_VIEW), catalogue, &[key(Key::G)]).also(&["thumbnails", "gallery", "overview"]),
    Entry::new(Common::Zoom, (Group::Photo, "Zoom to every pixel", icons::ICON_ZOOM_IN), zooms, &[key(Key::Z)]).also(&["100 %", "1:1", "actual size", "magnify"]).wants(LARGE),
    Entry::new(Common::ZoomFit, (Group::Photo, "Fit the photo", icons::ICON_FIT_SCREEN), large, &[ctrl(Key::Num0)]).also(&["whole photo", "zoom"]).wants(LARGE),
    Entry::new(Common::ZoomFill, (Group::Photo, "Fill the view", icons::ICON_ASPECT_RATIO), large, &[ctrl(Key::Num9)]).also(&["cover", "zoom"]).wants(LARGE),
    Entry::new(Common::ZoomActual, (Group::Photo, "Zoom to 1:1", icons::ICON_ZOOM_IN), large, &[ctrl(Key::Num1)]).also(&["100 %", "actual pixels"]).wants(LARGE),
    Entry::new(Common::ZoomDouble, (Group::Photo, "Zoom to 2:1", icons::ICON_ZOOM_IN), large, &[ctrl(Key::Num2)]).also(&["200 %"]).wants(LARGE),
    Entry::new(Common::ZoomIn, (Group::Photo, "Zoom in", icons::ICON_ZOOM_IN), large, &[ctrl(Key::Plus), ctrl(Key::Equals)]).also(&["magnify", "larger"]).wants(LARGE),
    Entry::new(Common::ZoomOut, (Group::Photo, "Zoom out", icons::ICON_ZOOM_OUT), large, &[ctrl(Key::Minus)]).also(&["smaller"]).wants(LARGE),
    Entry::new(Common::Clipping, (Group::Photo, "Show clipping", icons::ICON_EXPOSURE), looks, &[key(Key::J)]).also(&["blown highlights", "overexposed", "shadows", "zebra"]).marked(|ctx| ctx.looks.overlay.clipping).wants("In the large view or a survey"),
    Entry::new(Common::FocusPeaking, (Group::Photo, "Show what is sharp", icons::ICON_CENTER_FOCUS_STRONG), looks, &[shift(Key::J)]).also(&["focus peaking", "sharpness", "blur"]).marked(|ctx| ctx.looks.overlay.focus).wants("In the large view or a survey"),
    Entry::new(Common::PhotoInfo, (Group::Photo, "Show photo info", icons::ICON_INFO), |ctx, ()| ctx.view == View::Loupe, &[key(Key::I)]).also(&["histogram", "exposure", "exif", "levels"]).marked(|ctx| ctx.looks.info).wants("In the large view"),
    Entry::new(Common::Heat, (Group::Photo, "Show where in the photo", icons::ICON_FRAME_INSPECT), |ctx, ()| ctx.view == View::Loupe, &[key(Key::W)]).also(&["heat map", "localise", "reason", "why", "explain", "attention"]).marked(|ctx| ctx.looks.heat).wants("In the large view"),
    Entry::new(Common::FullScreen, (Group::Photo, "Full screen", icons::ICON_FULLSCREEN), looks, &[key(Key::F), key(Key::F11)]).also(&["lights out", "hide panels"]).marked(|ctx| ctx.looks.full_screen).wants("In the large view or a survey"),
    Entry::new(Common::OpenInViewer, (Group::Photo, "Open in viewer", icons::ICON_OPEN_IN_NEW), photo, &[ctrl(Key::Enter)]).also(&["show the file", "external program"]),
    Entry::new(Common::OpenWith, (Group::Photo, "Open with…", icons::ICON_OPEN_IN_BROWSER), photo, &[]).also(&["edit photo", "external program", "choose a program"]).wants("Select a photo first"),
    Entry::new(Common::ShowInFolder, (Group::Photo, "Show in folder", icons::ICON_FOLDER), photo, &[ctrl(Key::R)]).also(&["reveal in file manager", "explorer", "finder"]),
    Entry::new(Common::CopyPath, (Group::Photo, "Copy path", icons::ICON_CONTENT_COPY), photo, &[ctrl_shift(Key::C)]).also(&["copy file name", "clipboard"]),
];
