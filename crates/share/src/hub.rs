//! A connection to a hub, and what the hub holds.

use crate::address::{Address, TlsMode};
use crate::error::HubError;
use crate::session::Session;
use crate::tls::Tls;
use postgres::{Client, IsolationLevel, NoTls};

/// What this program makes and understands.
pub(crate) const VERSION: i32 = 1;

/// One push at a time: the number of the lock. ("selvedge" in ASCII.)
const LOCK: i64 = 0x7365_6c76_6564_6765;

/// How vectors lie at the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vectors {
    /// In pgvector's type: searches may go through an index.
    Pgvector,
    /// In arrays: searches compare with each of them.
    Array,
}

/// A hub that is open.
pub struct Hub {
    pub(crate) client: Client,
    /// Random, chosen when it was made: the same hub under two addresses is one hub.
    pub uid: String,
    /// How vectors lie there.
    pub vectors: Vectors,
    /// Without its password.
    pub address: String,
}

/// What a hub holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// The number of the last step.
    pub seq: i64,
    /// Photos that are known.
    pub photos: u64,
    /// Photos that were taken out for good.
    pub removed: u64,
    /// Models with vectors, by name.
    pub models: Vec<HubModel>,
    /// Who brought steps, most first.
    pub contributors: Vec<Contributor>,
}

/// A model and how many photos have its vectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubModel {
    /// Decides which vectors belong together.
    pub key: String,
    /// As a person named it.
    pub name: String,
    /// Components of each vector.
    pub dimension: usize,
    /// Vectors.
    pub vectors: u64,
}

/// Somebody who brought steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// The name in the catalogue.
    pub author: String,
    /// The name that the server knows.
    pub member: String,
    /// Pushes.
    pub steps: u64,
    /// When the last came, by the hub's clock, milliseconds since 1970.
    pub last_ms: i64,
    /// By how much the person's clock was ahead of the hub's then, in seconds.
    pub ahead_s: i64,
}

/// Connects without looking whether there is a hub.
pub(crate) fn connect(address: &Address) -> Result<Client, HubError> {
    let connected = if address.tls == TlsMode::Off {
        address.config.connect(NoTls)
    } else {
        address.config.connect(Tls::new(address.tls == TlsMode::Verify, address.roots.as_deref())?)
    };
    connected.map_err(|error| HubError::connecting(&address.to_string(), &error))
}

impl Hub {
    /// Connects to a hub that is there, whole and of this version.
    pub fn open(address: &Address) -> Result<Self, HubError> {
        Self::over(connect(address)?, address.to_string())
    }

    pub(crate) fn over(mut client: Client, address: String) -> Result<Self, HubError> {
        let tables = "SELECT name, to_regclass('selvedge.' || name) IS NOT NULL FROM unnest($1::text[]) AS name";
        let wanted = ["hub", "photos", "models", "embeddings", "steps", "changes", "sets", "removed"];
        let rows = client.query(tables, &[&&wanted[..]])?;
        let missing: Vec<String> = rows.iter().filter(|row| !row.get::<_, bool>(1)).map(|row| row.get(0)).collect();
        let has_schema = client.query_opt("SELECT 1 FROM pg_namespace WHERE nspname = 'selvedge'", &[])?.is_some();
        match (has_schema, missing.as_slice()) {
            (false, _) => return Err(HubError::NoHub(address)),
            // A later version may have other tables; but this one it has.
            (true, [first, ..]) if first == "hub" => {
                return Err(HubError::HalfMade { hub: address, what: "the table hub is missing".to_owned() });
            }
            _ => {}
        }
        let Some(row) = client.query_opt("SELECT version, uid, vectors FROM selvedge.hub", &[])? else {
            return Err(HubError::HalfMade { hub: address, what: "it says nothing of its version".to_owned() });
        };
        let found: i32 = row.try_get(0)?;
        if found != VERSION {
            return Err(HubError::Version { hub: address, found, known: VERSION });
        }
        if let [first, ..] = missing.as_slice() {
            return Err(HubError::HalfMade { hub: address, what: format!("the table {first} is missing") });
        }
        let (uid, vectors): (String, String) = (row.try_get(1)?, row.try_get(2)?);
        let is_uid = uid.len() == 32 && uid.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_uid {
            return Err(HubError::Nonsense("its own number is none".to_owned()));
        }
        let vectors = if vectors == "pgvector" { Vectors::Pgvector } else { Vectors::Array };
        Ok(Self { client, uid, vectors, address })
    }

    /// Looks at one state of the hub, and changes nothing.
    pub fn read<T, E: From<HubError>>(&mut self, work: impl FnOnce(&mut Session<'_>) -> Result<T, E>) -> Result<T, E> {
        let begun = self.client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).start();
        let mut session = Session::new(begun.map_err(HubError::from)?);
        let done = work(&mut session)?;
        session.finish()?;
        Ok(done)
    }

    /// Brings something: all of it, or nothing. Nobody else pushes meanwhile, so that `work` can take in what others brought before.
    pub fn push<T, E: From<HubError>>(&mut self, work: impl FnOnce(&mut Session<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut begun = self.client.transaction().map_err(HubError::from)?;
        let lock = format!("SET LOCAL lock_timeout = '60s'; SELECT pg_advisory_xact_lock({LOCK})");
        begun.batch_execute(&lock).map_err(HubError::from)?;
        let mut session = Session::new(begun);
        let done = work(&mut session)?;
        session.finish()?;
        Ok(done)
    }

    /// Brings what is the same whoever brings it, and so waits for nobody.
    pub fn add<T, E: From<HubError>>(&mut self, work: impl FnOnce(&mut Session<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut session = Session::new(self.client.transaction().map_err(HubError::from)?);
        let done = work(&mut session)?;
        session.finish()?;
        Ok(done)
    }

    /// The models with their numbers at the hub, keys, names and components.
    pub fn models(&mut self) -> Result<Vec<(i32, String, String, usize)>, HubError> {
        let rows = self.client.query("SELECT id, key, name, dimension FROM selvedge.models ORDER BY id", &[])?;
        let model = |row: &postgres::Row| {
            let (key, dimension): (String, i32) = (row.try_get(1)?, row.try_get(3)?);
            let is_key = (1..=200).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
            match usize::try_from(dimension) {
                Ok(dimension @ 1..=16_000) if is_key => Ok((row.try_get(0)?, key, row.try_get(2)?, dimension)),
                _ => Err(HubError::Nonsense("a model has no key, or no components".to_owned())),
            }
        };
        rows.iter().map(model).collect()
    }

    /// What the hub holds.
    pub fn standing(&mut self) -> Result<Standing, HubError> {
        let row = self.client.query_one(
            "SELECT coalesce((SELECT max(seq) FROM selvedge.steps), 0), (SELECT count(*) FROM selvedge.photos), (SELECT count(*) FROM selvedge.removed)",
            &[],
        )?;
        let (photos, removed): (i64, i64) = (row.try_get(1)?, row.try_get(2)?);
        let models = "SELECT key, name, dimension, (SELECT count(*) FROM selvedge.embeddings WHERE model = models.id) FROM selvedge.models ORDER BY name, key";
        let model = |row: postgres::Row| -> Result<HubModel, HubError> {
            let (dimension, vectors): (i32, i64) = (row.try_get(2)?, row.try_get(3)?);
            Ok(HubModel {
                key: shown(row.try_get(0)?),
                name: shown(row.try_get(1)?),
                dimension: dimension.max(0) as usize,
                vectors: vectors.max(0) as u64,
            })
        };
        let people = "SELECT author, member, count(*), (extract(epoch FROM max(pushed_at)) * 1000)::int8,
                (extract(epoch FROM (array_agg(made_at - pushed_at ORDER BY seq DESC))[1]))::int8
            FROM selvedge.steps GROUP BY author, member ORDER BY count(*) DESC, author, member";
        let person = |row: postgres::Row| -> Result<Contributor, HubError> {
            let steps: i64 = row.try_get(2)?;
            Ok(Contributor {
                author: shown(row.try_get(0)?),
                member: shown(row.try_get(1)?),
                steps: steps.max(0) as u64,
                last_ms: row.try_get(3)?,
                ahead_s: row.try_get(4)?,
            })
        };
        Ok(Standing {
            seq: row.try_get(0)?,
            photos: photos.max(0) as u64,
            removed: removed.max(0) as u64,
            models: self.client.query(models, &[])?.into_iter().map(model).collect::<Result<_, _>>()?,
            contributors: self.client.query(people, &[])?.into_iter().map(person).collect::<Result<_, _>>()?,
        })
    }
}

/// A text of somebody else's, as it may be put on a screen: nothing in it moves a cursor.
pub(crate) fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}
