//! Ctrl+C and the like end a job at its next safe point, and at once when they come again.

use super::exit::CANCELLED;
use base::Cancel;

/// Ctrl+C and the like end the job at its next safe point; what was indexed stays. The second time nothing is waited for: the store is
/// safe against that too.
pub fn cancel_on_interrupt() -> Cancel {
    let cancel = Cancel::default();
    let flag = cancel.clone();
    let ended = move || {
        if flag.is_cancelled() {
            std::process::exit(CANCELLED.into());
        }
        flag.cancel();
    };
    // Without the handler Ctrl+C still ends the process.
    let _ = ctrlc::set_handler(ended);
    cancel
}
