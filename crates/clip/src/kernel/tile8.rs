//! The inside of a product of bytes: a tile of the result, summed up exactly in 32 bits, for each instruction set that has a way.
//!
//! All ways give the same sums, bit for bit, so that an embedding does not depend on the processor. A weight is kept as `w + 128`,
//! because the instructions multiply an unsigned byte by a signed one.

/// Rows of a tile.
pub const HEIGHT: usize = 12;
/// Columns of a tile.
pub const PANEL: usize = 32;

/// Four neighbouring activations of each row of a strip.
pub type Left = [[i8; 4]; HEIGHT];

/// Four neighbouring weights of each of 32 columns, each plus 128.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub struct Right(pub [[u8; 4]; PANEL]);

/// The sums of a tile.
#[repr(C, align(64))]
pub struct Sums(pub [[i32; PANEL]; HEIGHT]);

/// Sets `sums[r][c]` to `start[r]` plus the products of row r and column c along both slices.
pub type Multiply = fn(&[Left], &[Right], &[i32; HEIGHT], &mut Sums);

/// The fastest way that this processor has.
pub fn fastest() -> Multiply {
    ways().first().map_or(plain, |way| way.1)
}

/// The ways of this processor with their names, fastest first; `plain` is not among them.
#[cfg(target_arch = "x86_64")]
fn ways() -> Vec<(&'static str, Multiply)> {
    let mut ways: Vec<(&'static str, Multiply)> = Vec::new();
    if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni") {
        ways.push(("AVX-512 VNNI", x86::avx512_vnni));
    }
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("avxvnni") {
        ways.push(("AVX-VNNI", x86::avx_vnni));
    }
    if is_x86_feature_detected!("avx2") {
        ways.push(("AVX2", x86::avx2));
    }
    ways
}

#[cfg(not(target_arch = "x86_64"))]
fn ways() -> Vec<(&'static str, Multiply)> {
    Vec::new()
}

/// The definition.
fn plain(left: &[Left], right: &[Right], start: &[i32; HEIGHT], sums: &mut Sums) {
    for (row, (sums, start)) in sums.0.iter_mut().zip(start).enumerate() {
        sums.fill(*start);
        for (left, right) in left.iter().zip(right) {
            for (sum, weights) in sums.iter_mut().zip(&right.0) {
                *sum += left[row].iter().zip(weights).map(|(a, w)| i32::from(*a) * i32::from(*w)).sum::<i32>();
            }
        }
    }
}

/// The one place with `unsafe` in this crate: calls of functions that are compiled for an instruction set, and vectors read from and
/// written to slices. `ways` hands out a function only where the processor has what it is compiled for, and each pointer comes from
/// an array that is as long as the vectors which are read or written there.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "no safe way to these instructions; int8 is three times as fast as f32 through them")]
mod x86 {
    use super::{HEIGHT, Left, PANEL, Right, Sums};
    #[allow(clippy::wildcard_imports)] // intrinsics, whose names say where they come from
    use std::arch::x86_64::*;

    pub fn avx512_vnni(left: &[Left], right: &[Right], start: &[i32; HEIGHT], sums: &mut Sums) {
        // SAFETY: `ways` looked for both features.
        unsafe { avx512_vnni_tile(left, right, start, sums) }
    }

    #[target_feature(enable = "avx512f,avx512vnni")]
    fn avx512_vnni_tile(left: &[Left], right: &[Right], start: &[i32; HEIGHT], sums: &mut Sums) {
        let mut tile = start.map(|start| [_mm512_set1_epi32(start); 2]);
        for (left, right) in left.iter().zip(right) {
            // SAFETY: a `Right` is two vectors of 64 bytes.
            let columns = unsafe { [0, 64].map(|at| _mm512_load_si512(right.0.as_ptr().cast::<u8>().add(at).cast())) };
            for (tile, left) in tile.iter_mut().zip(left) {
                let left = _mm512_set1_epi32(i32::from_le_bytes(left.map(|a| a as u8)));
                for (sum, columns) in tile.iter_mut().zip(columns) {
                    *sum = _mm512_dpbusd_epi32(*sum, columns, left);
                }
            }
        }
        for (sums, tile) in sums.0.iter_mut().zip(tile) {
            for (sums, tile) in sums.as_chunks_mut::<16>().0.iter_mut().zip(tile) {
                // SAFETY: 16 sums are one vector.
                unsafe { _mm512_storeu_si512(sums.as_mut_ptr().cast(), tile) };
            }
        }
    }

    pub fn avx_vnni(left: &[Left], right: &[Right], start: &[i32; HEIGHT], sums: &mut Sums) {
        // SAFETY: `ways` looked for both features.
        unsafe { avx_vnni_tile(left, right, start, sums) }
    }

    #[target_feature(enable = "avx2,avxvnni")]
    fn avx_vnni_tile(left: &[Left], right: &[Right], start: &[i32; HEIGHT], sums: &mut Sums) {
        narrow(left, right, start, sums, |sum, left, columns| _mm256_dpbusd_avx_epi32(sum, columns, left));
    }

    pub fn avx2(left: &[Left], right: &[Right], start: &[i32; HEIGHT], sums: &mut Sums) {
        // SAFETY: `ways` looked for the feature.
        unsafe { avx2_tile(left, right, start, sums) }
    }

    /// AVX2's product of bytes saturates at 16 bits, so bytes are widened first: the even ones, then the odd ones.
    #[target_feature(enable = "avx2")]
    fn avx2_tile(left: &[Left], right: &[Right], start: &[i32; HEIGHT], sums: &mut Sums) {
        narrow(left, right, start, sums, |sum, left, columns| {
            let even =
                _mm256_madd_epi16(_mm256_srai_epi16(_mm256_slli_epi16(left, 8), 8), _mm256_and_si256(columns, _mm256_set1_epi16(255)));
            let odd = _mm256_madd_epi16(_mm256_srai_epi16(left, 8), _mm256_srli_epi16(columns, 8));
            _mm256_add_epi32(sum, _mm256_add_epi32(even, odd))
        });
    }

    /// A tile in passes of 4 rows and 16 columns, whose sums fit into 16 registers of 32 bytes.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn narrow(
        left: &[Left],
        right: &[Right],
        start: &[i32; HEIGHT],
        sums: &mut Sums,
        step: impl Fn(__m256i, __m256i, __m256i) -> __m256i + Copy,
    ) {
        for row in (0..HEIGHT).step_by(4) {
            for column in (0..PANEL).step_by(16) {
                let mut tile = [0, 1, 2, 3].map(|i| [_mm256_set1_epi32(start[row + i]); 2]);
                for (left, right) in left.iter().zip(right) {
                    let groups = right.0[column..column + 16].as_chunks::<8>().0;
                    for (tile, left) in tile.iter_mut().zip(&left[row..row + 4]) {
                        let left = _mm256_set1_epi32(i32::from_le_bytes(left.map(|a| a as u8)));
                        for (sum, group) in tile.iter_mut().zip(groups) {
                            // SAFETY: 8 groups of 4 bytes are one vector.
                            *sum = step(*sum, left, unsafe { _mm256_loadu_si256(group.as_ptr().cast()) });
                        }
                    }
                }
                for (sums, tile) in sums.0[row..row + 4].iter_mut().zip(tile) {
                    for (sums, tile) in sums[column..column + 16].as_chunks_mut::<8>().0.iter_mut().zip(tile) {
                        // SAFETY: 8 sums are one vector.
                        unsafe { _mm256_storeu_si256(sums.as_mut_ptr().cast(), tile) };
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_this_processor_gives_the_plain_sums_of_the_greatest_and_of_mixed_bytes() {
        for inner in [0, 1, 7, 768] {
            for spread in [1, 37] {
                let byte = |i: usize| if spread == 1 { 255 } else { (i * spread % 255) as u8 };
                let left: Vec<Left> = (0..inner)
                    .map(|k| std::array::from_fn(|r| std::array::from_fn(|i| (byte(k * 48 + r * 4 + i) / 2) as i8 - 63)))
                    .collect();
                let right: Vec<Right> =
                    (0..inner).map(|k| Right(std::array::from_fn(|c| std::array::from_fn(|i| byte(k * 128 + c * 4 + i))))).collect();
                let start = std::array::from_fn(|r| r as i32 * 1000 - 5000);
                let mut want = Sums([[0; PANEL]; HEIGHT]);
                plain(&left, &right, &start, &mut want);
                for (name, way) in ways() {
                    let mut got = Sums([[0; PANEL]; HEIGHT]);
                    way(&left, &right, &start, &mut got);
                    assert_eq!(got.0, want.0, "{name}, {inner} x 4");
                }
            }
        }
    }
}
