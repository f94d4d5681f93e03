//! Ctrl+C and the like end a job at its next safe point.

use base::Cancel;

/// Ctrl+C and the like end the job at its next safe point; what was indexed stays.
pub fn cancel_on_interrupt() -> Cancel {
    let cancel = Cancel::default();
    let flag = cancel.clone();
    // Without the handler Ctrl+C still ends the process, and the store is safe against that too.
    let _ = ctrlc::set_handler(move || flag.cancel());
    cancel
}
