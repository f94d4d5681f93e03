//! The inside of a product of bytes: a tile of the result, summed up exactly in 32 bits, for each instruction set that has a way.
//!
//! All ways give the same sums, bit for bit, so that an embedding does not depend on the processor. An activation is kept as `a + 128`,
//! because the instructions multiply an unsigned byte by a signed one.

/// Rows of a tile: its sums fill 20 of 32 registers, and photos of 50 tokens leave no row over.
pub const HEIGHT: usize = 10;
/// Columns of a tile.
pub const PANEL: usize = 32;

/// Groups of four neighbouring activations that a row has in one [`Left`]: a cache line of them.
pub const GROUPS: usize = 16;

/// 16 groups of four neighbouring activations of each row of a strip, each plus 128.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub struct Left(pub [[[u8; 4]; GROUPS]; HEIGHT]);

/// Four neighbouring weights of each of 32 columns.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub struct Right(pub [[i8; 4]; PANEL]);

/// What the sums of each column begin with.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub struct Start(pub [i32; PANEL]);

/// The sums of a tile, each rounded to the nearest float once it is complete.
#[repr(C, align(64))]
pub struct Sums(pub [[f32; PANEL]; HEIGHT]);

/// Sets `sums[r][c]` to `start[c]` plus the products of row r and column c along both slices.
pub type Multiply = fn(&[Left], &[Right], &Start, &mut Sums);

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
fn plain(left: &[Left], right: &[Right], start: &Start, sums: &mut Sums) {
    for (row, sums) in sums.0.iter_mut().enumerate() {
        let mut exact = start.0;
        for (left, right) in left.iter().flat_map(|left| &left.0[row]).zip(right) {
            for (sum, weights) in exact.iter_mut().zip(&right.0) {
                *sum += left.iter().zip(weights).map(|(a, w)| i32::from(*a) * i32::from(*w)).sum::<i32>();
            }
        }
        *sums = exact.map(|sum| sum as f32);
    }
}

/// The one place with `unsafe` in this crate: calls of functions that are compiled for an instruction set, and vectors read from and
/// written to slices. `ways` hands out a function only where the processor has what it is compiled for, and each pointer comes from
/// an array that is as long as the vectors which are read or written there.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "no safe way to these instructions; int8 is three times as fast as f32 through them")]
mod x86 {
    use super::{GROUPS, HEIGHT, Left, PANEL, Right, Start, Sums};
    #[allow(clippy::wildcard_imports)] // intrinsics, whose names say where they come from
    use std::arch::x86_64::*;

    pub fn avx512_vnni(left: &[Left], right: &[Right], start: &Start, sums: &mut Sums) {
        // SAFETY: `ways` looked for both features.
        unsafe { avx512_vnni_tile(left, right, start, sums) }
    }

    #[target_feature(enable = "avx512f,avx512vnni")]
    fn avx512_vnni_tile(left: &[Left], right: &[Right], start: &Start, sums: &mut Sums) {
        // SAFETY: a `Start` is two vectors of 16 sums, and lies where such vectors may.
        let mut tile = [unsafe { [0, 16].map(|at| _mm512_load_si512(start.0.as_ptr().add(at).cast())) }; HEIGHT];
        for (left, right) in left.iter().zip(right.chunks(GROUPS)) {
            for (group, right) in (0..GROUPS).zip(right) {
                // SAFETY: a `Right` is two vectors of 16 groups, and lies where such vectors may.
                let columns = unsafe { [0, 16].map(|at| _mm512_load_si512(right.0.as_ptr().add(at).cast())) };
                for (tile, left) in tile.iter_mut().zip(&left.0) {
                    let left = _mm512_set1_epi32(four(left[group]));
                    for (sum, columns) in tile.iter_mut().zip(columns) {
                        *sum = _mm512_dpbusd_epi32(*sum, left, columns);
                    }
                }
            }
        }
        for (sums, tile) in sums.0.iter_mut().zip(tile) {
            for (sums, tile) in sums.as_chunks_mut::<16>().0.iter_mut().zip(tile) {
                // SAFETY: 16 sums are one vector.
                unsafe { _mm512_storeu_ps(sums.as_mut_ptr(), _mm512_cvtepi32_ps(tile)) };
            }
        }
    }

    /// Four activations in one number, as a vector repeats them.
    fn four(group: [u8; 4]) -> i32 {
        i32::from_le_bytes(group)
    }

    pub fn avx_vnni(left: &[Left], right: &[Right], start: &Start, sums: &mut Sums) {
        // SAFETY: `ways` looked for both features.
        unsafe { avx_vnni_tile(left, right, start, sums) }
    }

    #[target_feature(enable = "avx2,avxvnni")]
    fn avx_vnni_tile(left: &[Left], right: &[Right], start: &Start, sums: &mut Sums) {
        narrow(left, right, start, sums, |sum, left, columns| _mm256_dpbusd_avx_epi32(sum, left, columns));
    }

    pub fn avx2(left: &[Left], right: &[Right], start: &Start, sums: &mut Sums) {
        // SAFETY: `ways` looked for the feature.
        unsafe { avx2_tile(left, right, start, sums) }
    }

    /// AVX2's product of bytes saturates at 16 bits, so bytes are widened first: the even ones, then the odd ones.
    #[target_feature(enable = "avx2")]
    fn avx2_tile(left: &[Left], right: &[Right], start: &Start, sums: &mut Sums) {
        narrow(left, right, start, sums, |sum, left, columns| {
            let even =
                _mm256_madd_epi16(_mm256_and_si256(left, _mm256_set1_epi16(255)), _mm256_srai_epi16(_mm256_slli_epi16(columns, 8), 8));
            let odd = _mm256_madd_epi16(_mm256_srli_epi16(left, 8), _mm256_srai_epi16(columns, 8));
            _mm256_add_epi32(sum, _mm256_add_epi32(even, odd))
        });
    }

    /// A tile in passes of 5 rows and 16 columns, whose sums fit into 16 registers of 32 bytes.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn narrow(left: &[Left], right: &[Right], start: &Start, sums: &mut Sums, step: impl Fn(__m256i, __m256i, __m256i) -> __m256i + Copy) {
        for row in (0..HEIGHT).step_by(5) {
            for column in (0..PANEL).step_by(16) {
                let start = [column, column + 8].map(|at| &start.0[at..at + 8]);
                // SAFETY: 8 sums are one vector.
                let mut tile = [start.map(|sums| unsafe { _mm256_loadu_si256(sums.as_ptr().cast()) }); 5];
                for (left, right) in left.iter().zip(right.chunks(GROUPS)) {
                    for (group, right) in (0..GROUPS).zip(right) {
                        let columns = right.0[column..column + 16].as_chunks::<8>().0;
                        for (tile, left) in tile.iter_mut().zip(&left.0[row..row + 5]) {
                            let left = _mm256_set1_epi32(four(left[group]));
                            for (sum, columns) in tile.iter_mut().zip(columns) {
                                // SAFETY: 8 groups of 4 bytes are one vector.
                                *sum = step(*sum, left, unsafe { _mm256_loadu_si256(columns.as_ptr().cast()) });
                            }
                        }
                    }
                }
                for (sums, tile) in sums.0[row..row + 5].iter_mut().zip(tile) {
                    for (sums, tile) in sums[column..column + 16].as_chunks_mut::<8>().0.iter_mut().zip(tile) {
                        // SAFETY: 8 sums are one vector.
                        unsafe { _mm256_storeu_ps(sums.as_mut_ptr(), _mm256_cvtepi32_ps(tile)) };
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
        for inner in [0_usize, 1, 7, 768] {
            for spread in [1, 37] {
                let byte = |i: usize| if spread == 1 { 255 } else { (i * spread % 256) as u8 };
                let group = |k: usize, r: usize| std::array::from_fn(|i| byte(k * 48 + r * 4 + i));
                let left: Vec<Left> = (0..inner.div_ceil(GROUPS))
                    .map(|run| Left(std::array::from_fn(|r| std::array::from_fn(|g| group(run * GROUPS + g, r)))))
                    .collect();
                let right: Vec<Right> = (0..inner)
                    .map(|k| Right(std::array::from_fn(|c| std::array::from_fn(|i| (byte(k * 128 + c * 4 + i) ^ 128) as i8))))
                    .collect();
                let start = Start(std::array::from_fn(|c| c as i32 * 1000 - 5000));
                let mut want = Sums([[0.0; PANEL]; HEIGHT]);
                plain(&left, &right, &start, &mut want);
                for (name, way) in ways() {
                    let mut got = Sums([[0.0; PANEL]; HEIGHT]);
                    way(&left, &right, &start, &mut got);
                    assert_eq!(got.0, want.0, "{name}, {inner} x 4");
                }
            }
        }
    }
}
