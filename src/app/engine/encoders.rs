//! Opened models, shared by whoever uses them at the moment.

use super::slot::lock;
use crate::base::{Device, EncodeError, Encoder, RunsOn};
use crate::clip::Shelf;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};

/// Opens each model once for all who use it. It holds none itself: a model goes with its last user, so that there are no more in
/// memory than are used (the one that answers, one that embeds, two that are compared).
pub struct Encoders {
    /// Where models come from.
    pub shelf: Shelf,
    device: Mutex<Device>,
    open: Mutex<HashMap<(String, Device), Arc<Opening>>>,
}

type Opening = Mutex<Option<Weak<dyn Encoder>>>;

impl Encoders {
    pub fn new(shelf: Shelf, device: Device) -> Self {
        Self { shelf, device: Mutex::new(device), open: Mutex::default() }
    }

    /// Models that are opened from now on run there.
    pub fn set_device(&self, device: Device) {
        *lock(&self.device) = device;
    }

    pub fn device(&self) -> Device {
        *lock(&self.device)
    }

    /// The model, opened where nobody has it open. Only those who want the same model wait for each other.
    pub fn open(&self, name: &str) -> Result<Arc<dyn Encoder>, EncodeError> {
        let source = self.shelf.resolve(name)?;
        let device = self.device();
        let opening = Arc::clone(lock(&self.open).entry((source.name().to_owned(), device)).or_default());
        let mut open = lock(&opening);
        if let Some(encoder) = open.as_ref().and_then(Weak::upgrade) {
            return Ok(encoder);
        }
        let encoder: Arc<dyn Encoder> = Arc::new(self.shelf.open(&source, device)?);
        *open = Some(Arc::downgrade(&encoder));
        Ok(encoder)
    }

    /// Where the model of this name runs now; `None` where it is not open, or is being opened.
    pub fn runs_on(&self, name: &str) -> Option<RunsOn> {
        let opening = Arc::clone(lock(&self.open).get(&(name.to_owned(), self.device()))?);
        let encoder = opening.try_lock().ok()?.as_ref().and_then(Weak::upgrade)?;
        Some(encoder.runs_on())
    }
}
