//! Whether the machine runs on its battery.

/// `false` where there is no battery, or the system does not say.
#[cfg(target_os = "linux")]
pub fn on_battery() -> bool {
    // sysfs-class-power: a supply that is plugged in says so; a machine without a battery has no supplies, or none that is "Mains" or "USB".
    let Ok(supplies) = fs_err::read_dir("/sys/class/power_supply") else { return false };
    let (mut plugs, mut discharging) = (0, false);
    for supply in supplies.flatten() {
        let read = |name: &str| fs_err::read_to_string(supply.path().join(name)).unwrap_or_default();
        match (read("type").trim(), read("online").trim(), read("status").trim()) {
            ("Mains" | "USB", "1", _) => plugs += 1,
            // A mouse has one too, of which the scope says that it is a device's own.
            ("Battery", _, "Discharging") => discharging |= read("scope").trim() != "Device",
            _ => {}
        }
    }
    discharging && plugs == 0
}

/// Not looked at elsewhere.
#[cfg(not(target_os = "linux"))]
pub fn on_battery() -> bool {
    false
}
