//! Which products photos are of, where a person or a rule has said so: read into memory, decided in steps.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::step::Step;
use base::{Decision, PhotoId, PhotoSku, Provenance, Source};
use rusqlite::{Connection, Row, params};

impl Catalog {
    /// All that was decided, by photo.
    pub fn photo_skus(&self) -> Result<Vec<PhotoSku>, CatalogError> {
        self.read(|db| {
            let mut skus = Vec::new();
            skus_between(db, PhotoId(i64::MIN), PhotoId(i64::MAX), &mut skus)?;
            Ok(skus)
        })
    }
}

impl Step<'_> {
    /// Says which products photos are of, or are not of. A photo that is accepted into one leaves any other. What a source above `replaces`
    /// decided is left alone, and so is what is the same. Returns how many decisions are new.
    pub fn decide_skus(&mut self, skus: &[PhotoSku], replaces: Source) -> Result<u64, Fault> {
        let mut changed = 0;
        for sku in skus {
            self.let_others()?;
            changed += u64::from(self.decide_sku(sku, replaces)?);
        }
        Ok(changed)
    }

    fn decide_sku(&mut self, said: &PhotoSku, replaces: Source) -> Result<bool, Fault> {
        let sku = said.sku.trim();
        if !self.db.prepare_cached("SELECT 1 FROM photos WHERE id = ?1")?.exists([said.photo.0])? || sku.is_empty() {
            return Ok(false);
        }
        let accepts = said.decision == Decision::Accepted;
        let sql = "SELECT sku, decision, source FROM photo_skus WHERE photo_id = ?1 AND (sku = ?2 OR (?3 AND decision = 'accepted'))";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params![said.photo.0, sku, accepts])?;
        while let Some(row) = rows.next()? {
            let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
            let source: Source = text(2)?.parse().map_err(Fault::damaged)?;
            let same = text(0)? == sku && text(1)? == said.decision.as_str() && source >= said.provenance.source;
            if same || source > replaces {
                return Ok(false);
            }
        }
        if accepts {
            let sql = "DELETE FROM photo_skus WHERE photo_id = ?1 AND sku <> ?2 AND decision = 'accepted'";
            self.db.prepare_cached(sql)?.execute(params![said.photo.0, sku])?;
        }
        let Provenance { source, score, model, decided_at_ms, .. } = &said.provenance;
        let sql = "INSERT INTO photo_skus (photo_id, sku, decision, source, score, model, decided_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (photo_id, sku) DO UPDATE SET decision = excluded.decision, source = excluded.source, score = excluded.score,
                model = excluded.model, decided_at = excluded.decided_at";
        let row = params![said.photo.0, sku, said.decision.as_str(), source.as_str(), score, model.as_deref(), decided_at_ms];
        Ok(self.db.prepare_cached(sql)?.execute(row)? > 0)
    }
}

/// What was decided of the photos from `first` to `last`, by photo.
pub(crate) fn skus_between(db: &Connection, first: PhotoId, last: PhotoId, skus: &mut Vec<PhotoSku>) -> Result<(), Fault> {
    let sql = "SELECT photo_id, sku, decision, source, score, model, decided_at FROM photo_skus
        WHERE photo_id BETWEEN ?1 AND ?2 ORDER BY photo_id, id";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query((first.0, last.0))?;
    while let Some(row) = rows.next()? {
        skus.push(photo_sku(row)?);
    }
    Ok(())
}

fn photo_sku(row: &Row<'_>) -> Result<PhotoSku, Fault> {
    let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
    Ok(PhotoSku {
        photo: PhotoId(row.get(0)?),
        sku: text(1)?.into(),
        decision: text(2)?.parse().map_err(Fault::damaged)?,
        provenance: Provenance {
            source: text(3)?.parse().map_err(Fault::damaged)?,
            score: row.get::<_, Option<f64>>(4)?.map(|score| score as f32),
            model: row.get::<_, Option<String>>(5)?.map(Into::into),
            decided_at_ms: row.get(6)?,
            author: None,
            settles: false,
        },
    })
}
