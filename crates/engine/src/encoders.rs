//! Opened models, shared by whoever uses them at the moment.

use base::{ArithmeticChoice, Device, EncodeError, Encoder, RunsOn};
use hub::Shelf;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, Weak};

/// Opens each model once for all who use it. It holds none itself: a model goes with its last user, so that there are no more in
/// memory than are used (the one that answers, one that embeds, two that are compared).
pub struct Encoders {
    /// Where models come from.
    pub shelf: Shelf,
    wish: Mutex<Wish>,
    /// By name.
    open: Mutex<HashMap<String, Arc<Opening>>>,
    devices: OnceLock<Vec<Device>>,
}

/// How a person wants models to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    pub device: Device,
    pub arithmetic: ArithmeticChoice,
}

type Opening = Mutex<Option<Weak<dyn Encoder>>>;

impl Encoders {
    pub fn new(shelf: Shelf, wish: Wish) -> Self {
        Self { shelf, wish: Mutex::new(wish), open: Mutex::default(), devices: OnceLock::new() }
    }

    /// Models that are opened from now on run so, and all are opened anew: one that fell back to the processor tries again.
    pub fn set_wish(&self, wish: Wish) {
        *self.wish.lock() = wish;
        self.open.lock().clear();
    }

    /// The devices there are. Drivers are asked once: that may take a second.
    pub fn devices(&self) -> &[Device] {
        self.devices.get_or_init(clip::devices)
    }

    pub fn wish(&self) -> Wish {
        *self.wish.lock()
    }

    /// The model, opened where nobody has it open. Only those who want the same model wait for each other.
    pub fn open(&self, name: &str) -> Result<Arc<dyn Encoder>, EncodeError> {
        let source = self.shelf.resolve(name)?;
        let opening = Arc::clone(self.open.lock().entry(source.name().to_owned()).or_default());
        let mut open = opening.lock();
        if let Some(encoder) = open.as_ref().and_then(Weak::upgrade) {
            return Ok(encoder);
        }
        let Wish { device, arithmetic } = self.wish();
        let encoder: Arc<dyn Encoder> = Arc::new(self.shelf.open(&source, device, arithmetic)?);
        *open = Some(Arc::downgrade(&encoder));
        Ok(encoder)
    }

    /// Where the model of this name runs now; `None` where it is not open, or is being opened.
    pub fn runs_on(&self, name: &str) -> Option<RunsOn> {
        let opening = Arc::clone(self.open.lock().get(name)?);
        let encoder = opening.try_lock()?.as_ref().and_then(Weak::upgrade)?;
        Some(encoder.runs_on())
    }
}
