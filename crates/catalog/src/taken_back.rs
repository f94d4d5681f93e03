//! Taking back what was saved of a step that will not come to its end, and forgetting the rows of long steps.

use crate::connection::Catalog;
use crate::error::Fault;
use crate::restore::{BACK, FORTH, Way, walk};
use crate::slices::{self, Door, Slices};
use crate::unfinished::{Doing, abandoned, clear, place, set};
use base::StepId;

/// Rows that are forgotten at a time.
const AT_A_TIME: i64 = 500;

impl Catalog {
    /// Takes back what processes that have ended, and this connection's own failures, left of steps. What fails here is tried again at the
    /// next opening or step.
    pub(crate) fn take_back_left(&mut self) {
        let own = std::mem::take(&mut self.left);
        let ended = abandoned(&self.db, "doing <> 'forget'").unwrap_or_default();
        for step in own.into_iter().chain(ended) {
            self.take_back(step);
        }
    }

    /// Takes back what was saved of a step.
    pub(crate) fn take_back(&mut self, step: StepId) {
        let door = Door { guard: &mut self.guard, waits: self.waits.as_ref(), pace: Some(self.pace) };
        if slices::run(&self.db, door, true, |mut slices| take_back(&mut slices, step)).is_err() {
            self.left.push(step);
        }
    }

    /// Forgets the rows of steps that are forgotten already.
    pub(crate) fn tidy_steps(&mut self) {
        for step in abandoned(&self.db, "doing = 'forget'").unwrap_or_default() {
            let door = Door { guard: &mut self.guard, waits: self.waits.as_ref(), pace: Some(self.pace) };
            // Nobody sees them, and the next step tries again.
            slices::run(&self.db, door, true, |mut slices| erase(&mut slices, step)).ok();
        }
    }
}

/// As if the step had not been begun to be made, undone or done again, but for rows that others have changed since.
fn take_back(slices: &mut Slices<'_>, step: StepId) -> Result<(), Fault> {
    let Some((doing, at)) = place(slices.db, step)? else { return Ok(()) };
    set(slices.db, step, doing, at)?;
    match doing {
        Doing::Make | Doing::Redo => back(slices, step, doing, &BACK, at)?,
        Doing::Undo => back(slices, step, doing, &FORTH, at)?,
        Doing::Forget => {}
    }
    if doing == Doing::Undo || doing == Doing::Redo {
        clear(slices.db, step)?;
    } else {
        set(slices.db, step, Doing::Forget, 0)?;
    }
    slices.db.execute("UPDATE generations SET tags = tags + 1", [])?;
    if doing == Doing::Make { erase(slices, step) } else { Ok(()) }
}

fn back(slices: &mut Slices<'_>, step: StepId, doing: Doing, way: &Way, at: i64) -> Result<(), Fault> {
    // The change before it is the last one that is done now.
    walk(slices, step, way, at, |slices, passed| if slices.is_over() { slices.next(step, doing, way.next(passed.change)) } else { Ok(()) })
}

/// Forgets the rows of a step, and then the step.
fn erase(slices: &mut Slices<'_>, step: StepId) -> Result<(), Fault> {
    let sql = format!("DELETE FROM changes WHERE id IN (SELECT id FROM changes WHERE step_id = ?1 LIMIT {AT_A_TIME})");
    while slices.db.prepare_cached(&sql)?.execute([step.0])? > 0 {
        if slices.is_over() {
            slices.next(step, Doing::Forget, 0)?;
        }
    }
    slices.db.execute("DELETE FROM steps WHERE id = ?1", [step.0])?;
    Ok(())
}
