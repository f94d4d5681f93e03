//! People with catalogues, and a hub in a database of its own.

use base::{
    CaptureFacts, Choice, ContentHash, Decision, LabelDraft, LabelSetDraft, ModelInfo, ModelKey, PhotoId, PictureFacts, Provenance, RootId,
    Ruling, Source, Stamp, UnitVector, Verdict,
};
use catalog::{Catalog, IndexBatch, IndexedPhoto};
use share::{Address, Hub};
use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use tasks::share::{Report, SetsFrom, pull, push, random_id};
use tempfile::TempDir;
use testing::postgres::Server;

pub const PHOTOS: u16 = 12;

/// A person with a catalogue.
pub struct Person {
    pub catalog: Catalog,
    pub root: RootId,
    pub url: String,
    _folder: TempDir,
}

/// Roles are of the whole server, and PostgreSQL lets nobody change one that is being changed.
static ROLES: Mutex<()> = Mutex::new(());

/// A hub in a database of its own.
pub struct Shop {
    pub server: &'static Server,
    pub database: String,
}

impl Shop {
    pub fn new(server: &'static Server) -> Self {
        let shop = Self { server, database: server.database() };
        let _one = ROLES.lock();
        Hub::init(&Address::read(&shop.url()).unwrap(), &random_id()).unwrap();
        shop
    }

    pub fn url(&self) -> String {
        self.server.url("owner", &self.database)
    }

    pub fn person(&self, name: &str, photos: u16) -> Person {
        Person::new(name, photos, self.url())
    }

    pub fn sql(&self, sql: &str) -> String {
        self.server.psql(&self.database, sql).unwrap_or_else(|| panic!("{sql}"))
    }
}

pub fn hash_of(content: u16) -> ContentHash {
    let [a, b] = content.to_le_bytes();
    let mut hash = [7; 32];
    hash[..2].copy_from_slice(&[a, b]);
    ContentHash(hash)
}

pub fn content_of(hash: ContentHash) -> u16 {
    u16::from_le_bytes([hash.0[0], hash.0[1]])
}

pub fn key() -> ModelKey {
    ModelKey("0123456789abcdef".into())
}

pub fn photo(root: RootId, name: &str, content: u16, embedding: Option<UnitVector>) -> IndexedPhoto {
    IndexedPhoto {
        id: None,
        root,
        path: name.into(),
        stamp: Stamp::new(1, 1),
        hash: hash_of(content),
        width: 4,
        height: 3,
        format: "JPEG".into(),
        captured: None,
        facts: CaptureFacts::default(),
        fingerprint: None,
        embedding,
        composition: None,
        thumbnail: None,
        reader: 1,
        same_shot: false,
        picture: PictureFacts::default(),
    }
}

pub fn vector(content: u16) -> UnitVector {
    UnitVector::normalise((0_u16..8).map(|i| f32::from(content) + f32::from(i) * 0.37).collect()).unwrap()
}

impl Person {
    /// With photos of the contents 1 to `photos`, under names that nobody else has.
    pub fn new(name: &str, photos: u16, url: String) -> Self {
        let folder = TempDir::new().unwrap();
        let mut catalog = Catalog::create(&folder.path().join("shop.selvedge")).unwrap();
        catalog.set_author(name);
        let root = catalog.add_root(&folder.path().join("photos")).unwrap();
        let mut person = Self { catalog, root, url, _folder: folder };
        person.index(1..=photos, false);
        person
    }

    pub fn index(&mut self, contents: impl IntoIterator<Item = u16>, embed: bool) {
        let model = ModelInfo { key: key(), name: "tiny".into(), revision: None, dimension: 8, logit_scale: 1.0 };
        if embed {
            self.catalog.register_model(&model, None).unwrap();
        }
        let author = self.catalog.author().unwrap_or_default().to_owned();
        let one = |n: u16| photo(self.root, &format!("{author}-{n}.jpg"), n, embed.then(|| vector(n)));
        let photos = contents.into_iter().map(one).collect();
        self.catalog.commit(&IndexBatch { model: embed.then(key), photos, ..IndexBatch::default() }).unwrap();
    }

    pub fn make_set(&mut self, name: &str, choice: Choice, labels: &[&str]) {
        let label = |name: &&str| LabelDraft { id: None, name: (*name).into(), prompts: vec![format!("words for {name}")] };
        let draft = LabelSetDraft { choice, labels: labels.iter().map(label).collect(), ..LabelSetDraft::named(name) };
        self.catalog.step(|step| step.save_set(&draft)).unwrap();
    }

    pub fn photo(&self, content: u16) -> PhotoId {
        self.catalog.photos().unwrap().iter().find(|photo| photo.hash == hash_of(content)).unwrap().id
    }

    pub fn content(&self, photo: PhotoId) -> u16 {
        content_of(self.catalog.photos_of(&[photo]).unwrap()[0].hash)
    }

    pub fn names(&self, set: &str, labels: &[base::LabelId]) -> String {
        let set = self.set(set);
        let mut names: Vec<String> = labels.iter().map(|id| set.label(*id).unwrap().name.clone()).collect();
        names.sort();
        names.join("+")
    }

    pub fn set(&self, name: &str) -> base::LabelSet {
        self.catalog.label_sets().unwrap().into_iter().find(|set| set.name == name).unwrap()
    }

    /// `label`: empty for none of these, with a "!" for a rejection, "-" to take all back.
    pub fn decide_as(&mut self, content: u16, set: &str, label: &str, source: Source) {
        static CLOCK: AtomicI64 = AtomicI64::new(1_700_000_000_000);
        let set = self.set(set);
        let id = |name: &str| set.label_named(name).unwrap_or_else(|| panic!("{name}")).id;
        let ruling = match label {
            "" => Ruling::NoneOfThese,
            "-" => Ruling::WithdrawAll,
            label => label.strip_prefix('!').map_or_else(|| Ruling::Accept(id(label)), |label| Ruling::Reject(id(label))),
        };
        let provenance = Provenance { score: Some(0.3), ..Provenance::of(source, CLOCK.fetch_add(1, Ordering::Relaxed)) };
        let verdict = Verdict { photo: self.photo(content), set: set.id, ruling, provenance };
        self.catalog.step(|step| step.decide(&verdict, source)).unwrap();
    }

    pub fn decide(&mut self, content: u16, set: &str, label: &str) {
        self.decide_as(content, set, label, Source::Person);
    }

    pub fn hub(&self) -> Hub {
        Hub::open(&Address::read(&self.url).unwrap()).unwrap()
    }

    pub fn push(&mut self) -> Report {
        let mut hub = self.hub();
        push(&mut self.catalog, &mut hub, SetsFrom::Nobody).unwrap()
    }

    pub fn pull(&mut self) -> Report {
        let mut hub = self.hub();
        pull(&mut self.catalog, &mut hub, SetsFrom::Nobody).unwrap()
    }

    /// All that stands, by content and names, with who said it and when.
    pub fn state(&self) -> BTreeMap<String, String> {
        let photos: HashMap<PhotoId, u16> = self.catalog.photos().unwrap().iter().map(|photo| (photo.id, content_of(photo.hash))).collect();
        let sets = self.catalog.label_sets().unwrap();
        let label = |id| sets.iter().find_map(|set| set.label(id)).unwrap().name.clone();
        let set = |id| sets.iter().find(|set| set.id == id).unwrap().name.clone();
        let mut state = BTreeMap::new();
        for tag in self.catalog.tags().unwrap() {
            let place = format!("{} {} {}", photos[&tag.photo], set(tag.set), tag.label.map(label).unwrap_or_default());
            assert!(state.insert(place, format!("{:?} {:?}", tag.decision, tag.provenance)).is_none());
        }
        for (of, said) in self.catalog.opinions_beside().unwrap() {
            let mut labels: Vec<String> = said.labels.iter().map(|id| label(*id)).collect();
            labels.sort();
            state.insert(format!("{} {} says {}", photos[&said.photo], set(of), said.author), format!("{labels:?} {}", said.decided_at_ms));
        }
        for mark in self.catalog.marks().unwrap() {
            state.insert(
                format!("{} {:?}", photos[&mark.photo], mark.mark.kind()),
                format!("{:?} {:?} {}", mark.mark, mark.source, mark.at_ms),
            );
        }
        for sku in self.catalog.photo_skus().unwrap() {
            state.insert(format!("{} sku {}", photos[&sku.photo], sku.sku), format!("{:?} {:?}", sku.decision, sku.provenance));
        }
        state
    }

    pub fn labels(&self, content: u16, set: &str) -> Vec<String> {
        let set = self.set(set);
        let tags = self.catalog.tags_of(&[self.photo(content)]).unwrap();
        let label = |tag: &base::Tag| tag.label.and_then(|id| set.label(id)).map_or("none".to_owned(), |label| label.name.clone());
        let mut labels: Vec<String> =
            tags.iter().filter(|tag| tag.set == set.id && tag.decision != Decision::Rejected).map(label).collect();
        labels.sort();
        labels
    }
}

impl Shop {
    /// Over TCP, with a password.
    pub fn url_at(&self, port: u16) -> String {
        let _one = ROLES.lock();
        self.sql("ALTER ROLE owner PASSWORD 'pass'");
        format!("postgres://owner:pass@127.0.0.1:{port}/{}?sslmode=disable", self.database)
    }
}
