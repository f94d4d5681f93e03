//! How the bytes of a strip or tile are packed, but for JPEG, which has pixels of its own.

use super::fax;
use super::page::{Codec, Page};
use crate::PhotoError;
use flate2::read::ZlibDecoder;
use std::borrow::Cow;
use std::io::Read as _;
use weezl::BitOrder;

/// The chunk's bytes, unpacked, at most `wanted` of them. What is cut short or damaged is given as far as it goes.
pub(super) fn unpacked<'a>(page: &Page, packed: &'a [u8], rows: u32, wanted: usize) -> Result<Cow<'a, [u8]>, PhotoError> {
    let packed =
        if page.reversed_bits { Cow::Owned(packed.iter().map(|byte| byte.reverse_bits()).collect()) } else { Cow::Borrowed(packed) };
    let fax = |layout| fax::unpacked(&packed, layout, page.chunk_width, rows);
    Ok(match page.codec {
        Codec::None => match packed {
            Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[..wanted.min(bytes.len())]),
            Cow::Owned(bytes) => Cow::Owned(bytes),
        },
        Codec::PackBits => Cow::Owned(packbits(&packed, wanted)),
        Codec::Lzw => Cow::Owned(lzw(&packed, wanted)),
        Codec::Deflate => Cow::Owned(deflate(&packed, wanted)),
        Codec::FaxRows => Cow::Owned(fax(fax::Layout::Rows)),
        Codec::FaxGroup3 { two_dimensional } => Cow::Owned(fax(fax::Layout::Group3 { two_dimensional })),
        Codec::FaxGroup4 => Cow::Owned(fax(fax::Layout::Group4)),
        // Pixels are asked of it, not bytes.
        Codec::Jpeg => return Err(super::page::damaged()),
    })
}

fn packbits(packed: &[u8], wanted: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(wanted);
    let mut rest = packed;
    while out.len() < wanted {
        match rest {
            [128, tail @ ..] => rest = tail,
            [count @ 0..=127, tail @ ..] => {
                let (run, tail) = tail.split_at(tail.len().min(usize::from(*count) + 1));
                out.extend_from_slice(run);
                rest = tail;
            }
            [count, value, tail @ ..] => {
                out.extend(std::iter::repeat_n(*value, 257 - usize::from(*count)));
                rest = tail;
            }
            _ => break,
        }
    }
    out.truncate(wanted);
    out
}

fn lzw(packed: &[u8], wanted: usize) -> Vec<u8> {
    // Before the standard was settled a library wrote codes from the lowest bit on; its first code betrays it.
    let old = matches!(packed, [0, second, ..] if second & 1 == 1);
    let mut decoder =
        if old { weezl::decode::Decoder::new(BitOrder::Lsb, 8) } else { weezl::decode::Decoder::with_tiff_size_switch(BitOrder::Msb, 8) };
    let mut out = vec![0; wanted];
    let (mut read, mut written) = (0, 0);
    while written < wanted {
        let step = decoder.decode_bytes(&packed[read..], &mut out[written..]);
        read += step.consumed_in;
        written += step.consumed_out;
        match step.status {
            Ok(weezl::LzwStatus::Ok) if step.consumed_in + step.consumed_out > 0 => {}
            _ => break,
        }
    }
    out.truncate(written);
    out
}

fn deflate(packed: &[u8], wanted: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(wanted);
    // What came before the damage is kept.
    let _ = ZlibDecoder::new(packed).take(wanted as u64).read_to_end(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_bytes_are_unpacked() {
        assert_eq!(packbits(&[254, 7, 1, 8, 9, 128, 0, 5], 99), [7, 7, 7, 8, 9, 5]);
        assert_eq!(packbits(&[129, 7], 5), [7; 5]);
        assert_eq!(packbits(&[9, 1, 2], 5), [1, 2]);
        assert_eq!(packbits(&[200], 5), []);
    }

    #[test]
    fn lzw_is_read_in_both_orders() {
        let text: Vec<u8> = (0..9000_u32).map(|n| (n * n / 700 % 251) as u8).collect();
        let new = weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8).encode(&text).unwrap();
        let old = weezl::encode::Encoder::new(BitOrder::Lsb, 8).encode(&text).unwrap();
        assert_eq!(old[..2], [0, 1 | old[1]]);
        assert!(lzw(&new, text.len()) == text);
        assert!(lzw(&old, text.len()) == text);
        assert!(lzw(&new[..new.len() / 2], text.len()).len() < text.len());
        assert!(lzw(&[], 10).is_empty());
    }
}
