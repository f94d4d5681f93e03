//! A window without a display, a folder of generated photos under it, and waiting that ends.

use super::painter::Painter;
use catalog::{Catalog, Session};
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use engine::EngineOptions;
use engine::protocol::{CatalogRequest, Event, Request};
use gui::App;
use hub::HubSettings;
use image::{Rgb, RgbImage};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Nothing here takes this long unless it hangs; the machine may be busy.
const PATIENCE: Duration = Duration::from_mins(5);

/// A window with its own settings and its own photos.
pub struct Window {
    pub harness: Harness<'static, App>,
    painter: Painter,
    folder: tempfile::TempDir,
}

/// A file let go over the window.
#[derive(Debug)]
pub struct Dropped(pub PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the window reads no files".to_owned())
    }
}

/// Twelve photos: three reds, three greens, three blues in the folder itself, three yellows in `dresses`.
pub fn draw_photos(folder: &Path) {
    fs_err::create_dir_all(folder.join("dresses")).unwrap();
    for (name, colour) in [("red", [200, 30, 30]), ("green", [30, 160, 60]), ("blue", [40, 60, 200])] {
        for i in 0..3 {
            draw(&folder.join(format!("{name}-{i}.jpg")), colour, i);
        }
    }
    for i in 0..3 {
        draw(&folder.join(format!("dresses/yellow-{i}.jpg")), [220, 200, 40], i);
    }
}

/// A photo of a dress on white, whose colour the model sees; `shape` makes equal colours different pictures.
pub fn draw(file: &Path, colour: [u8; 3], shape: u32) {
    let photo = RgbImage::from_fn(90, 120, |x, y| {
        let from_middle = (f64::from(x) - 45.0).abs();
        let width = 12.0 + 0.32 * (f64::from(y) - 45.0).max(0.0);
        let neck = (f64::from(y) - 15.0).hypot(from_middle) < 7.0;
        let inside = (15..110 - 7 * shape).contains(&y) && from_middle < width && !neck;
        let shade = |part: u8| (f64::from(part) * (1.0 - 0.25 * from_middle / 35.0)) as u8;
        if inside { Rgb(colour.map(shade)) } else { Rgb([250, 250, 250]) }
    });
    photo.save(file).unwrap();
}

impl Window {
    /// Nothing is open; there are photos in [`Window::photos`].
    pub fn empty() -> Self {
        Self::sized(egui::vec2(1280.0, 800.0), |_| None)
    }

    /// The folder of twelve photos is open and indexed.
    pub fn open() -> Self {
        let mut window = Self::sized(egui::vec2(1280.0, 800.0), |photos| Some(CatalogRequest::Open(photos.to_owned()).into()));
        window.until("the folder is indexed", |w| w.sees("12 photos") && !w.busy());
        window
    }

    /// A window of that size; `open` says what is sent first, given the folder of photos.
    pub fn sized(size: egui::Vec2, open: impl FnOnce(&Path) -> Option<Request>) -> Self {
        Self::begun(size, false, open)
    }

    /// The folder of twelve photos is open and indexed, and the catalogue keeps in step with it.
    pub fn in_step() -> Self {
        let open = |photos: &Path| Some(CatalogRequest::Open(photos.to_owned()).into());
        let mut window = Self::begun(egui::vec2(1280.0, 800.0), true, open);
        window.until("the folder is indexed", |w| w.sees("12 photos") && !w.busy());
        window
    }

    fn begun(size: egui::Vec2, watch: bool, open: impl FnOnce(&Path) -> Option<Request>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let photos = folder.path().join("photos");
        draw_photos(&photos);
        let open = open(&photos);
        let painter = Painter::default();
        let harness = Self::harness(folder.path(), size, watch, open, &painter);
        let mut window = Self { harness, painter, folder };
        window.harness.run_steps(3);
        window
    }

    fn harness(folder: &Path, size: egui::Vec2, watch: bool, open: Option<Request>, painter: &Painter) -> Harness<'static, App> {
        // A port of this machine that nobody listens at: a download fails at once, and no test can reach a network.
        let closed = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).unwrap();
        let hub = HubSettings {
            cache: Some(folder.join("hub")),
            endpoint: format!("http://{closed}"),
            token: None,
            offline: false,
            proxies: false,
        };
        let options = EngineOptions {
            config_folder: Some(folder.join("config")),
            data_folder: Some(folder.join("data")),
            model: None,
            hub: Some(hub),
            watch,
            backups: None,
        };
        let builder = Harness::builder().with_size(size).allow_missing_glyphs().renderer(painter.clone());
        builder.build_eframe(move |cc| App::new(cc, options, open))
    }

    /// Closes the window and opens another one on the same settings.
    pub fn reopened(self) -> Self {
        let Self { harness, folder, .. } = self;
        drop(harness);
        let painter = Painter::default();
        let harness = Self::harness(folder.path(), egui::vec2(1280.0, 800.0), false, None, &painter);
        let mut window = Self { harness, painter, folder };
        window.harness.run_steps(3);
        window
    }

    /// The folder of twelve photos is open, with the label sets Colour (one of three) and Style (any of two).
    pub fn with_labels() -> Self {
        let mut window = Self::open();
        let file = window.photos().with_file_name("sets.json");
        let colours = r#"{"set": "Colour", "choice": "single", "none_of_these": false, "labels": ["Red", "Green", "Blue"]}"#;
        let styles = r#"{"set": "Style", "choice": "multi", "labels": [{"name": "plain", "prompts": ["plain dress"]}, "striped"]}"#;
        fs_err::write(&file, format!("[{colours}, {styles}]")).unwrap();
        window.command("Import label sets…");
        window.type_path(&file);
        window.until("the label sets are there", |w| w.sees("Untagged, 12"));
        window
    }

    /// Runs a command by its words.
    pub fn command(&mut self, words: &str) {
        self.keys(egui::Modifiers::COMMAND, egui::Key::K);
        self.harness.get_by_label("Command").type_text(words);
        self.harness.run_steps(2);
        self.key(egui::Key::Enter);
        self.harness.run_steps(2);
    }

    /// Types a path into the dialog and presses Enter.
    pub fn type_path(&mut self, path: &Path) {
        self.until("the path field has the focus", |w| w.harness.query_all_by_label("Path").next().is_some_and(|f| f.is_focused()));
        self.harness.get_by_label("Path").type_text(&path.display().to_string());
        self.harness.run_steps(2);
        self.key(egui::Key::Enter);
    }

    /// What is on screen.
    pub fn picture(&self) -> RgbImage {
        self.painter.paint(&self.harness.ctx, self.harness.output())
    }

    /// The folder of photos.
    pub fn photos(&self) -> PathBuf {
        self.folder.path().join("photos")
    }

    /// The open catalogue, as another process has it open.
    pub fn other_process(&self) -> Catalog {
        let mut folders = vec![self.folder.path().join("data/catalogues")];
        while let Some(folder) = folders.pop() {
            for entry in fs_err::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|e| e == "selvedge") {
                    return Catalog::open(&path).unwrap().with_session(Session::random());
                }
                if path.is_dir() {
                    folders.push(path);
                }
            }
        }
        panic!("no catalogue is open");
    }

    /// Runs frames until it is so.
    pub fn until(&mut self, what: &str, mut so: impl FnMut(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        loop {
            self.harness.run_steps(1);
            if so(self) {
                return;
            }
            assert!(Instant::now() < end, "waited in vain until {what}; on screen: {:#?}", self.names());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Plays the engine.
    pub fn on_event(&mut self, event: Event) {
        let ctx = self.harness.ctx.clone();
        self.harness.state_mut().on_event(&ctx, event);
        self.harness.run_steps(2);
    }

    /// Plays the engine until it is so: what the real one has to tell at the end of its run may come in between.
    pub fn play_until(&mut self, event: &Event, mut so: impl FnMut(&Self) -> bool) {
        let ctx = self.harness.ctx.clone();
        let end = Instant::now() + PATIENCE;
        loop {
            self.harness.state_mut().on_event(&ctx, event.clone());
            self.harness.run_steps(1);
            if so(self) {
                return;
            }
            assert!(Instant::now() < end, "played in vain; on screen: {:#?}", self.names());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Something has exactly this name.
    pub fn sees(&self, name: &str) -> bool {
        self.harness.query_all_by_label(name).next().is_some()
    }

    /// Something has this in its name.
    pub fn sees_part(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    /// A job runs.
    pub fn busy(&self) -> bool {
        self.sees("Cancel")
    }

    /// Clicks what has this name.
    pub fn click(&mut self, name: &str) {
        self.click_where(&format!("'{name}'"), |w| w.rect_of(name));
    }

    fn rect_of(&self, name: &str) -> Option<egui::Rect> {
        let mut found = self.harness.query_all_by_label(name);
        let first = found.next()?;
        assert!(found.next().is_none(), "two have the name {name}");
        Some(first.rect())
    }

    /// Clicks a button of a choice of few.
    pub fn choose(&mut self, name: &str) {
        self.click_where(name, |w| w.harness.query_by_role_and_label(Role::RadioButton, name).map(|node| node.rect()));
    }

    /// Clicks what has this name, and the engine tells something after the press and before the button is let go.
    pub fn click_while(&mut self, name: &str, event: Event) {
        let pos = self.pointed_at(&format!("'{name}'"), |w| w.rect_of(name));
        self.button(pos, true);
        let ctx = self.harness.ctx.clone();
        self.harness.state_mut().on_event(&ctx, event);
        // A step is a quarter of a second, and what is held for longer is no click.
        self.harness.run_steps(1);
        self.button(pos, false);
        self.harness.run_steps(1);
    }

    /// Clicks where something is found.
    pub fn click_where(&mut self, what: &str, find: impl Fn(&Self) -> Option<egui::Rect>) {
        let pos = self.pointed_at(what, find);
        self.button(pos, true);
        self.button(pos, false);
        self.harness.run_steps(1);
    }

    fn button(&mut self, pos: egui::Pos2, pressed: bool) {
        let (button, modifiers) = (egui::PointerButton::Primary, egui::Modifiers::NONE);
        self.harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        self.harness.run_steps(1);
    }

    /// Moves the pointer onto something, as often as it is elsewhere by the time the pointer is there.
    fn pointed_at(&mut self, what: &str, find: impl Fn(&Self) -> Option<egui::Rect>) -> egui::Pos2 {
        loop {
            let rect = self.at_rest(what, &find);
            self.harness.event(egui::Event::PointerMoved(rect.center()));
            self.harness.run_steps(1);
            if find(self) == Some(rect) {
                return rect.center();
            }
        }
    }

    /// A menu takes a frame to find its place, and an answer moves what is below it: a person clicks where it has come to rest.
    fn at_rest(&mut self, what: &str, find: impl Fn(&Self) -> Option<egui::Rect>) -> egui::Rect {
        let mut place = None;
        self.until(&format!("{what} can be clicked"), |w| {
            let before = std::mem::replace(&mut place, find(w));
            place.is_some() && place == before
        });
        place.unwrap()
    }

    /// Presses a key.
    pub fn key(&mut self, key: egui::Key) {
        self.keys(egui::Modifiers::NONE, key);
    }

    /// Presses a key with modifiers.
    pub fn keys(&mut self, modifiers: egui::Modifiers, key: egui::Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(2);
    }

    /// Types into whatever has the keyboard.
    pub fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run_steps(2);
    }

    /// Types at the end of the field with this name.
    pub fn write(&mut self, field: &str, text: &str) {
        self.focus_field(field);
        self.key(egui::Key::End);
        self.type_text(text);
    }

    /// Puts text in the place of what the field with this name holds.
    pub fn select_all_and_write(&mut self, field: &str, text: &str) {
        self.focus_field(field);
        self.keys(egui::Modifiers::COMMAND, egui::Key::A);
        self.type_text(text);
    }

    /// Pastes into the field with this name.
    pub fn paste(&mut self, field: &str, text: &str) {
        self.focus_field(field);
        self.harness.event(egui::Event::Paste(text.to_owned()));
        self.harness.run_steps(2);
    }

    fn focus_field(&mut self, field: &str) {
        self.until("the field is there", |w| w.harness.query_by_role_and_label(Role::TextInput, field).is_some());
        self.harness.get_by_role_and_label(Role::TextInput, field).focus();
        self.harness.run_steps(2);
    }

    /// Types into the search field.
    pub fn search(&mut self, text: &str) {
        let field = self.harness.get_by_role_and_label(Role::TextInput, "Search");
        field.focus();
        self.harness.run_steps(1);
        self.harness.get_by_role_and_label(Role::TextInput, "Search").type_text(text);
        self.harness.run_steps(2);
    }

    /// The cells of the grid, in order, by their names.
    pub fn cells(&self) -> Vec<String> {
        let cells = self.harness.query_all_by_role(Role::ListBoxOption);
        cells.filter_map(|n| egui_kittest::kittest::NodeT::accesskit_node(&n).label()).collect()
    }

    /// Every name on screen, for messages.
    pub fn names(&self) -> Vec<String> {
        let all = self.harness.query_all(egui_kittest::kittest::by().predicate(|_| true));
        all.filter_map(|n| {
            let node = egui_kittest::kittest::NodeT::accesskit_node(&n);
            node.label().or_else(|| node.value())
        })
        .filter(|s| !s.is_empty())
        .collect()
    }
}
