//! A decoder's panic becomes an error, and the terminal stays quiet.
//!
//! The one piece of process-wide state in the house: a panic hook can only be process-wide. It is put in front of the
//! hook that is there at the first decode, and hands every panic on to that hook except those of threads which are
//! inside [`quietly`]. Image decoders run on the thread that calls them.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Runs `work`; a panic in it is caught, printed nowhere, and given back as the text of the panic.
///
/// Whatever `work` borrowed mutably must be thrown away after an `Err`. Nothing catches a stack overflow or the
/// allocator's abort: the limits on sizes are there for that.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    HOOK.call_once(|| {
        let others = take_hook();
        set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                others(info);
            }
        }));
    });
    let outer = GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    outcome.map_err(|payload| {
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_panic_becomes_its_text() {
        assert_eq!(quietly(|| 7), Ok(7));
        assert_eq!(quietly(|| panic!("no room")), Err::<(), _>("no room".to_owned()));
        let number = 4;
        assert_eq!(quietly(|| panic!("row {number}")), Err::<(), _>("row 4".to_owned()));
    }

    #[test]
    fn only_the_guarded_thread_is_quiet() {
        // The hook under ours counts; other tests' panics (there are none on purpose) would have to come from threads
        // named otherwise to disturb the count.
        let heard = Arc::new(AtomicUsize::new(0));
        let counter = heard.clone();
        quietly(|| ()).unwrap();
        let ours = take_hook();
        // Ours is at the top of the chain: put a counter below a fresh copy of the same rule.
        set_hook(Box::new(move |info| {
            let name = std::thread::current().name().unwrap_or_default().to_owned();
            if name == "loud" && !GUARDED.get() {
                counter.fetch_add(1, Ordering::Relaxed);
            } else {
                ours(info);
            }
        }));
        let named = |work: fn()| std::thread::Builder::new().name("loud".to_owned()).spawn(work).unwrap().join();
        assert!(
            named(|| {
                let _ = quietly(|| panic!("caught"));
            })
            .is_ok()
        );
        assert_eq!(heard.load(Ordering::Relaxed), 0);
        assert!(
            named(|| {
                let _ = quietly(|| panic!("caught"));
                panic!("not caught");
            })
            .is_err()
        );
        assert_eq!(heard.load(Ordering::Relaxed), 1, "the flag is taken down after a caught panic");
    }
}
