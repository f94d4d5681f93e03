//! Runs a model on a graphics card: one forward pass at a time, smaller batches after it ran out of memory, and a permanent fallback
//! to the processor after any other failure.

use base::{EncodeError, Feeding, Prepared, RunsOn};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Photos or texts in one forward pass, until the device runs out of memory.
const MAX_BATCH: usize = 64;

/// The image and text towers on one device.
pub trait Forward: Send {
    /// Features of each photo, `[batch, projection]`, not of unit length.
    fn images(&mut self, batch: &[Prepared]) -> Result<Vec<f32>, Fault>;

    /// Features of each text, `[texts, projection]`, not of unit length.
    fn texts(&mut self, texts: &[Vec<u32>]) -> Result<Vec<f32>, Fault>;
}

/// Why a forward pass failed.
#[derive(Debug)]
pub enum Fault {
    /// A smaller batch may still fit.
    OutOfMemory,
    /// Any other error of the device or its driver.
    Device(String),
    /// The checkpoint is damaged, on whatever device.
    Checkpoint(EncodeError),
}

impl From<EncodeError> for Fault {
    fn from(error: EncodeError) -> Self {
        Self::Checkpoint(error)
    }
}

/// Recognises out-of-memory errors by their text, because candle boxes the driver's error and the boxed types exist only in builds for
/// that device. CUDA and cuBLAS print their error codes; Metal fails to create a buffer, or reports afterwards that a command ran out of memory.
impl From<candle_core::Error> for Fault {
    fn from(error: candle_core::Error) -> Self {
        const OUT_OF_MEMORY: [&str; 5] = [
            "CUDA_ERROR_OUT_OF_MEMORY",
            "CUBLAS_STATUS_ALLOC_FAILED",
            "Failed to create metal resource",
            "Insufficient Memory",
            "CallbackErrorOutOfMemory",
        ];
        let text = error.to_string();
        if OUT_OF_MEMORY.iter().any(|word| text.contains(word)) {
            return Self::OutOfMemory;
        }
        // A backtrace may follow.
        Self::Device(text.lines().next().unwrap_or_default().to_owned())
    }
}

/// A device that is used until it fails.
pub struct Accelerator {
    /// `None` after a failure, which also frees the device's memory.
    running: Mutex<Option<Running>>,
    /// Behind a lock of its own, so that asking for the status never waits for a forward pass.
    status: Mutex<RunsOn>,
}

struct Running {
    towers: Box<dyn Forward>,
    photos: usize,
    texts: usize,
}

impl Accelerator {
    /// `name` is the device's display name, such as "CUDA (f16)".
    pub fn new(name: String, towers: Box<dyn Forward>) -> Self {
        let running = Running { towers, photos: MAX_BATCH, texts: MAX_BATCH };
        Self { running: Mutex::new(Some(running)), status: Mutex::new(RunsOn { device: name, notice: None }) }
    }

    /// What runs the model now, with a notice after a failure or a reduced batch size.
    pub fn runs_on(&self) -> RunsOn {
        lock(&self.status).clone()
    }

    /// How to keep the device busy: one batch on it while the next one is collected. `None` after a failure.
    pub fn feeding(&self) -> Option<Feeding> {
        lock(&self.running).as_ref().map(|_| Feeding { batch: MAX_BATCH, calls: 2 })
    }

    /// Features of each photo, `[batch, projection]`; `None` if the device has failed and the processor must do it.
    pub fn images(&self, batch: &[Prepared]) -> Result<Option<Vec<f32>>, EncodeError> {
        self.run(batch, "photos", |running| &mut running.photos, |towers, part| towers.images(part))
    }

    /// Features of each text, `[texts, projection]`; `None` if the device has failed and the processor must do it.
    pub fn texts(&self, texts: &[Vec<u32>]) -> Result<Option<Vec<f32>>, EncodeError> {
        self.run(texts, "texts", |running| &mut running.texts, |towers, part| towers.texts(part))
    }

    fn run<T>(
        &self,
        items: &[T],
        what: &str,
        most: impl Fn(&mut Running) -> &mut usize,
        forward: impl Fn(&mut dyn Forward, &[T]) -> Result<Vec<f32>, Fault>,
    ) -> Result<Option<Vec<f32>>, EncodeError> {
        let mut device = lock(&self.running);
        let Some(running) = device.as_mut() else { return Ok(None) };
        let mut features = Vec::new();
        let mut left = items;
        while !left.is_empty() {
            let (part, rest) = left.split_at(left.len().min(*most(running)));
            let problem = match forward(&mut *running.towers, part) {
                Ok(values) if values.iter().all(|value| value.is_finite()) => {
                    features.extend(values);
                    left = rest;
                    continue;
                }
                Err(Fault::OutOfMemory) if part.len() > 1 => {
                    let half = part.len() / 2;
                    *most(running) = half;
                    let mut status = lock(&self.status);
                    status.notice = Some(format!("{} ran out of memory; it now takes at most {half} {what} at a time", status.device));
                    continue;
                }
                Err(Fault::Checkpoint(error)) => return Err(error),
                Ok(_) => "its results are no finite numbers".to_owned(),
                Err(Fault::OutOfMemory) => "out of memory".to_owned(),
                Err(Fault::Device(problem)) => problem,
            };
            *device = None;
            let mut status = lock(&self.status);
            let notice = format!("{} failed ({problem}); the processor goes on in its place, more slowly", status.device);
            *status = RunsOn { device: RunsOn::cpu().device, notice: Some(notice) };
            return Ok(None);
        }
        Ok(Some(features))
    }
}

/// A poisoned lock is safe to use: forward passes only read the towers.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    /// A device with room for so many photos, which breaks after so many forwards.
    struct Fake {
        room: usize,
        forwards_left: usize,
        forwards: Arc<AtomicUsize>,
    }

    impl Forward for Fake {
        fn images(&mut self, batch: &[Prepared]) -> Result<Vec<f32>, Fault> {
            self.forwards.fetch_add(1, Relaxed);
            if batch.len() > self.room {
                return Err(Fault::OutOfMemory);
            }
            if self.forwards_left == 0 {
                return Err(Fault::Device("unplugged".into()));
            }
            self.forwards_left -= 1;
            Ok(batch.iter().map(|photo| photo.0[0]).collect())
        }

        fn texts(&mut self, texts: &[Vec<u32>]) -> Result<Vec<f32>, Fault> {
            self.images(&texts.iter().map(|text| Prepared(vec![text.len() as f32])).collect::<Vec<_>>())
        }
    }

    fn accelerator(room: usize, forwards_left: usize) -> (Accelerator, Arc<AtomicUsize>) {
        let forwards = Arc::<AtomicUsize>::default();
        let fake = Fake { room, forwards_left, forwards: forwards.clone() };
        (Accelerator::new("CUDA (f16)".to_owned(), Box::new(fake)), forwards)
    }

    fn photos(count: usize) -> Vec<Prepared> {
        (0..count).map(|i| Prepared(vec![i as f32])).collect()
    }

    #[test]
    fn out_of_memory_halves_the_batch_and_the_size_that_worked_is_kept() {
        let (device, forwards) = accelerator(20, usize::MAX);
        let all: Vec<f32> = (0..100).map(|i| i as f32).collect();
        assert_eq!(device.images(&photos(100)).unwrap(), Some(all.clone()));
        // 64 and 32 do not fit; 16 do.
        assert_eq!(forwards.swap(0, Relaxed), 2 + 100_usize.div_ceil(16));
        let status = device.runs_on();
        assert_eq!(status.device, "CUDA (f16)");
        assert!(status.notice.unwrap().contains("at most 16 photos"));
        assert_eq!(device.images(&photos(100)).unwrap(), Some(all));
        assert_eq!(forwards.load(Relaxed), 100_usize.div_ceil(16));
    }

    #[test]
    fn photos_and_texts_have_a_batch_size_each() {
        let (device, forwards) = accelerator(20, usize::MAX);
        device.images(&photos(40)).unwrap();
        forwards.store(0, Relaxed);
        assert_eq!(device.texts(&vec![vec![1, 2]; 40]).unwrap(), Some(vec![2.0; 40]));
        // All 40 are tried together, although no more than 20 photos are by now.
        assert_eq!(forwards.load(Relaxed), 3);
    }

    #[test]
    fn a_device_that_fails_or_has_no_room_for_one_photo_is_left_for_good() {
        for (room, forwards_left, why) in [(64, 1, "unplugged"), (0, usize::MAX, "out of memory")] {
            let (device, forwards) = accelerator(room, forwards_left);
            assert_eq!(device.feeding().unwrap().batch, MAX_BATCH);
            assert_eq!(device.images(&photos(100)).unwrap(), None);
            assert_eq!(device.feeding(), None);
            let status = device.runs_on();
            assert_eq!(status.device, "CPU");
            let notice = status.notice.unwrap();
            assert!(notice.contains("CUDA (f16) failed") && notice.contains(why), "{notice}");
            forwards.store(0, Relaxed);
            assert_eq!(device.texts(&[vec![1]]).unwrap(), None);
            assert_eq!(forwards.load(Relaxed), 0);
        }
    }

    #[test]
    fn numbers_that_overflowed_on_the_device_are_not_taken() {
        let (device, _) = accelerator(64, usize::MAX);
        assert_eq!(device.images(&[Prepared(vec![f32::INFINITY])]).unwrap(), None);
        assert!(device.runs_on().notice.unwrap().contains("no finite numbers"));
    }

    #[test]
    fn candles_errors_are_told_apart() {
        let fault = |text: &str| Fault::from(candle_core::Error::Msg(text.to_owned()));
        for text in [
            "DriverError(CUDA_ERROR_OUT_OF_MEMORY, \"out of memory\")",
            "CublasError(CUBLAS_STATUS_ALLOC_FAILED)",
            "Failed to create metal resource: Buffer",
        ] {
            assert!(matches!(fault(text), Fault::OutOfMemory), "{text}");
        }
        let Fault::Device(text) = fault("DriverError(CUDA_ERROR_ILLEGAL_ADDRESS)\n   0: a backtrace") else {
            panic!("no fault of the device")
        };
        assert_eq!(text, "DriverError(CUDA_ERROR_ILLEGAL_ADDRESS)");
    }
}
