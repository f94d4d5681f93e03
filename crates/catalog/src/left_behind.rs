//! What programs that were killed left in a catalogue: no damage, and taken up by the next index run.

use crate::connection::Catalog;
use crate::error::CatalogError;
use crate::in_hand::is_left_alone;
use crate::looks::Stands;
use crate::sql::unsigned;
use base::human;

impl Catalog {
    /// Index runs that were cut off and files that were being read when their process ended, a sentence each.
    pub fn left_behind(&self) -> Result<Vec<String>, CatalogError> {
        let roots = self.roots()?;
        let mut told = Vec::new();
        for look in self.looks()? {
            let root = roots.iter().find(|root| root.id == look.root);
            let Some(root) = root.filter(|_| matches!(look.stands, Stands::CutOff | Stands::InVain)) else { continue };
            let left = look.remaining.map_or_else(String::new, |left| format!(", {} still to be read", human::photos(left)));
            told.push(format!("an index run was cut off{left}; index the folder again: {}", root.path.display()));
        }
        let held = self.read(|db| {
            let mut statement = db.prepare_cached("SELECT maker, count(*) FROM in_hand GROUP BY maker")?;
            let mut held = 0;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let maker: Option<String> = row.get(0)?;
                if maker.is_none_or(|maker| is_left_alone(&maker)) {
                    held += unsigned(row, 1)?;
                }
            }
            Ok(held)
        })?;
        if held > 0 {
            let files = human::counted(held, "file was", "files were");
            told.push(format!("{files} being read when a program ended; the next index run reads each alone"));
        }
        Ok(told)
    }
}
