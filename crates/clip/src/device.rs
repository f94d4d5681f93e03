//! Which devices this build and this machine have.

use super::tensor::Placement;
use base::Device;
use candle_core::{DType, Tensor};

/// A kind of graphics card.
struct Kind {
    device: Device,
    /// As a person reads it.
    name: &'static str,
    /// Whether this build can use it at all.
    built: bool,
    /// Makes the card of this number ready.
    start: fn(usize) -> candle_core::Result<candle_core::Device>,
    /// What a person can look at where it does not start.
    look: &'static str,
}

/// The best first.
const KINDS: [Kind; 2] = [
    Kind {
        device: Device::Cuda,
        name: "CUDA",
        built: cfg!(feature = "cuda"),
        start: candle_core::Device::new_cuda,
        look: "see whether the command nvidia-smi lists a card, and whether its driver is new enough for this build",
    },
    Kind {
        device: Device::Metal,
        name: "Metal",
        built: cfg!(feature = "metal"),
        start: candle_core::Device::new_metal,
        look: "it takes a Mac with graphics that support Metal",
    },
];

/// A device that runs the towers on tensors.
pub struct TensorDevice {
    /// As a person reads it: "CUDA (f16)".
    pub name: String,
    /// For the towers.
    pub placement: Placement,
}

/// The devices that this build knows and this machine answers for, the best first; the processor is always there and comes last.
///
/// Asks the drivers, which may take a second.
pub fn devices() -> Vec<Device> {
    KINDS.iter().filter(|kind| kind.start().is_ok()).map(|kind| kind.device).chain([Device::Cpu]).collect()
}

/// What is to run a model; `None`: the processor with our kernels. `Auto` takes the first card that works, else the processor.
///
/// Fails where the person asked for a card that does not work; the text is for them.
pub fn choose(wish: Device) -> Result<Option<TensorDevice>, String> {
    match wish {
        Device::Auto => Ok(KINDS.iter().find_map(|kind| kind.start().ok()).or_else(accelerate)),
        Device::Cpu => Ok(accelerate()),
        Device::Cuda | Device::Metal => KINDS.iter().find(|kind| kind.device == wish).map(Kind::start).transpose(),
    }
}

/// The processor of a Mac, whose matrix unit only Apple's library reaches; `None` in builds without the library.
fn accelerate() -> Option<TensorDevice> {
    let placement = Placement { device: candle_core::Device::Cpu, products: DType::F32 };
    candle_core::utils::has_accelerate().then(|| TensorDevice { name: "CPU (Accelerate)".to_owned(), placement })
}

impl Kind {
    fn start(&self) -> Result<TensorDevice, String> {
        let name = self.name;
        if !self.built {
            return Err(format!("this build of Selvedge has no {name} support; choose the device 'auto' or 'cpu'"));
        }
        let device = (self.start)(0).and_then(tried).map_err(|error| {
            // A backtrace may follow.
            let why = error.to_string().lines().next().unwrap_or_default().to_owned();
            format!("{name} does not work here ({why}); {}, or choose the device 'auto' or 'cpu'", self.look)
        })?;
        Ok(TensorDevice { name: format!("{name} (f16)"), placement: Placement { device, products: DType::F16 } })
    }
}

/// Makes a product on the device: that a driver is too old shows only when the first kernel is loaded.
fn tried(device: candle_core::Device) -> candle_core::Result<candle_core::Device> {
    let one = Tensor::ones((1, 1), DType::F32, &device)?.to_dtype(DType::F16)?;
    one.matmul(&one)?.to_dtype(DType::F32)?.flatten_all()?.to_vec1::<f32>()?;
    Ok(device)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_that_is_not_there_is_named_with_what_to_do_and_auto_goes_on_without() {
        let here = devices();
        assert_eq!(here.last(), Some(&Device::Cpu));
        assert_eq!(choose(Device::Cpu).unwrap().is_some(), cfg!(feature = "accelerate"));
        for kind in KINDS.iter().filter(|kind| !here.contains(&kind.device)) {
            let message = choose(kind.device).err().unwrap();
            assert!(message.contains(kind.name) && message.ends_with("choose the device 'auto' or 'cpu'"), "{message}");
        }
        assert_eq!(choose(Device::Auto).unwrap().is_some(), here.len() > 1 || cfg!(feature = "accelerate"));
    }

    #[test]
    fn the_trial_runs_on_candles_own_device() {
        assert!(tried(candle_core::Device::Cpu).is_ok());
    }
}
