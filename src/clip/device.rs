//! Which devices this build and this machine have.

use crate::base::Device;

/// The devices that this build and this machine have, the best first.
pub fn devices() -> Vec<Device> {
    vec![Device::Cpu]
}

/// What stands in the way of using a device; the text is for the person who asked for it.
pub fn unavailable(device: Device) -> Option<String> {
    let name = match device {
        Device::Auto | Device::Cpu => return None,
        Device::Cuda => "CUDA",
        Device::Metal => "Metal",
    };
    Some(format!("this build of Selvedge has no {name} support; choose the device 'auto' or 'cpu'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_absent_ones_say_so() {
        assert_eq!(unavailable(Device::Cpu), None);
        assert!(unavailable(Device::Cuda).unwrap().contains("no CUDA support"));
    }
}
