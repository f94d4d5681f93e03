//! The arithmetic of a transformer on the CPU, in safe Rust over plain slices.
//!
//! Each operation is written once, generic over [`pulp::Simd`], and compiled for several instruction sets; `dispatch`
//! picks at run time the widest that the processor has. Nothing here starts a thread: whoever wants two cores runs two forwards.

// Code that is not inlined into the operation would be compiled for the oldest processor, whatever the operation is compiled for.
#![allow(clippy::inline_always)]
// Loops over a fixed number of lanes are what the compiler turns into vectors.
#![allow(clippy::needless_range_loop)]

pub mod activation;
pub mod attention;
pub mod finish;
pub mod linear;
pub mod norm;
pub mod pack;
pub mod product;
pub mod product8;
pub mod tile8;

/// A matrix that lies in a slice, its rows `stride` apart: `[rows, width]`.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    data: &'a [f32],
    stride: usize,
    width: usize,
    count: usize,
}

impl<'a> Rows<'a> {
    /// `data` is `[count, width]`, row after row.
    pub fn dense(data: &'a [f32], width: usize) -> Self {
        Self { data, stride: width, width, count: data.len() / width }
    }

    /// Columns `from .. from + width` of this matrix.
    pub fn columns(self, from: usize, width: usize) -> Self {
        assert!(from + width <= self.width, "columns outside the matrix");
        Self { data: self.data.get(from..).unwrap_or_default(), width, ..self }
    }

    /// Rows `from .. from + count` of this matrix.
    pub fn rows(self, from: usize, count: usize) -> Self {
        assert!(from + count <= self.count, "rows outside the matrix");
        Self { data: self.data.get(from * self.stride..).unwrap_or_default(), count, ..self }
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.width
    }

    /// One row, `[width]`.
    #[inline(always)]
    pub fn row(&self, index: usize) -> &'a [f32] {
        &self.data[index * self.stride..][..self.width]
    }
}

/// A matrix to write into, its rows `stride` apart.
pub struct RowsMut<'a> {
    data: &'a mut [f32],
    stride: usize,
}

impl<'a> RowsMut<'a> {
    /// `data` holds rows of `stride`; the product decides how many of them, and how much of each, it writes.
    pub fn new(data: &'a mut [f32], stride: usize) -> Self {
        Self { data, stride }
    }

    /// `width` values of row `index`, starting at column `from`.
    #[inline(always)]
    fn part(&mut self, index: usize, from: usize, width: usize) -> &mut [f32] {
        &mut self.data[index * self.stride + from..][..width]
    }
}

/// Makes a buffer `len` long without touching what it already has: its memory is kept from call to call.
pub fn resize(buffer: &mut Vec<f32>, len: usize) {
    if buffer.len() < len {
        buffer.resize(len, 0.0);
    } else {
        buffer.truncate(len);
    }
}
