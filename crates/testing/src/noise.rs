//! Numbers that look random and are always the same.

/// One number after the other, -1 to 1 (xorshift); another seed, other numbers.
pub fn noise(seed: u64) -> impl FnMut() -> f32 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1_u32 << 23) as f32 - 1.0
    }
}

/// So many of them.
pub fn noise_of(count: usize, seed: u64) -> Vec<f32> {
    std::iter::repeat_with(noise(seed)).take(count).collect()
}
