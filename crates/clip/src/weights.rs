//! Tensors out of a safetensors file, one at a time, as f32.
//!
//! The file is neither mapped (a file cut short while it is mapped kills the process) nor read as a whole (a window that only
//! searches needs the text tower's half of it): the header tells where each tensor lies, and only those asked for are read.
//! Tensors are asked for by transformers' names, whatever the file calls them ([`Names`]).

use super::files::{ReadSeek, problem};
use super::kernel::linear::Linear;
use super::kernel::norm::LayerNorm;
use super::names::{Names, StoredTensor};
use base::{Arithmetic, EncodeError};
use candle_core::{DType, Device, Tensor};
use safetensors::Dtype;
use safetensors::tensor::{Metadata, TensorInfo};
use std::io::SeekFrom;
use std::path::PathBuf;

/// Room for a hundred thousand tensors; the largest models have some thousand. A larger length is a file of another kind.
const MOST_HEADER: u64 = 16 << 20;

/// For an open_clip file without a `logit_scale`: what the card of `Marqo/marqo-fashionSigLIP` multiplies cosines with before
/// its softmax. Its published count of parameters leaves it open whether the file has the tensor.
const CARD_SCALE: f32 = 100.0;

/// An open weights file.
pub struct Weights<'a> {
    source: &'a mut dyn ReadSeek,
    path: PathBuf,
    header: Metadata,
    names: Names,
    data_start: u64,
    /// Of the layers that all rows pass through; the others stay in f32.
    pub arithmetic: Arithmetic,
}

/// Where a tensor lies.
struct Place {
    /// As the file calls it.
    name: String,
    dtype: DType,
    from: u64,
    /// Bytes.
    length: usize,
}

impl<'a> Weights<'a> {
    /// Reads the header and checks that the file is as long as it promises.
    pub fn open(source: &'a mut dyn ReadSeek, path: PathBuf) -> Result<Self, EncodeError> {
        let unreadable = |e: std::io::Error| problem(&path, format!("cannot be read ({e})"));
        let not_safetensors = |why: String| problem(&path, format!("not a complete safetensors file ({why})"));
        let length = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
        source.rewind().map_err(unreadable)?;
        let mut prefix = [0; 8];
        source.read_exact(&mut prefix).map_err(|e| not_safetensors(e.to_string()))?;
        let header_length = u64::from_le_bytes(prefix);
        if header_length > MOST_HEADER.min(length - 8) {
            return Err(not_safetensors(format!("a header of {header_length} bytes in a file of {length}")));
        }
        let mut header = vec![0; header_length as usize];
        source.read_exact(&mut header).map_err(unreadable)?;
        let header: Metadata = serde_json::from_slice(&header).map_err(|e| not_safetensors(e.to_string()))?;
        let data_start = 8 + header_length;
        let wanted = data_start + header.data_len() as u64;
        if wanted != length {
            let name = header
                .offset_keys()
                .into_iter()
                .find(|name| header.info(name).is_some_and(|info| data_start + info.data_offsets.1 as u64 > length));
            let lost = name.map_or_else(String::new, |name| format!("; the first tensor that is not whole is {name}"));
            return Err(problem(&path, format!("the file has {length} bytes, its header promises {wanted}{lost}")));
        }
        let names = Names::of(header.offset_keys().iter().map(String::as_str));
        Ok(Self { source, path, header, names, data_start, arithmetic: Arithmetic::F32 })
    }

    /// Size of the whole file.
    pub fn file_bytes(&self) -> u64 {
        self.data_start + self.header.data_len() as u64
    }

    /// How many tensors the file holds.
    pub fn tensors(&self) -> usize {
        self.header.offset_keys().len()
    }

    /// Numbers in all tensors of floats; the indices that some converters saved beside them are never read.
    pub fn parameters(&self) -> u64 {
        let floats = |info: &&TensorInfo| matches!(info.dtype, Dtype::F32 | Dtype::F16 | Dtype::BF16);
        self.header.tensors().into_values().filter(floats).map(|info| info.shape.iter().product::<usize>() as u64).sum()
    }

    /// What the file calls the tensor of this name.
    pub fn name(&self, name: &str) -> String {
        self.names.stored(name).name
    }

    /// The shape of the tensor in which this one lies, where there is one.
    pub fn shape(&self, name: &str) -> Option<&[usize]> {
        self.header.info(&self.name(name)).map(|info| info.shape.as_slice())
    }

    /// Fails where [`Weights::take`] would, but for reading the file.
    pub fn require(&self, name: &str, shape: &[usize]) -> Result<(), EncodeError> {
        self.find(name, shape).map(drop)
    }

    /// Where a tensor of this shape lies.
    fn find(&self, name: &str, shape: &[usize]) -> Result<Place, EncodeError> {
        let StoredTensor { name, part, parts } = self.names.stored(name);
        let info = self.header.info(&name).ok_or_else(|| problem(&self.path, format!("the tensor {name} is missing")))?;
        let mut whole = shape.to_vec();
        whole.iter_mut().take(1).for_each(|rows| *rows *= parts);
        if without_ones(&info.shape) != without_ones(&whole) {
            let message = format!("the tensor {name} is {:?}, but the config asks for {whole:?}", info.shape);
            return Err(problem(&self.path, message));
        }
        let dtype = match info.dtype {
            Dtype::F32 => DType::F32,
            Dtype::F16 => DType::F16,
            Dtype::BF16 => DType::BF16,
            other => return Err(problem(&self.path, format!("the tensor {name} holds {other:?}; f32, f16 and bf16 can be read"))),
        };
        let (from, to) = info.data_offsets;
        let length = (to - from) / parts;
        Ok(Place { from: self.data_start + (from + part * length) as u64, name, dtype, length })
    }

    /// The values of a tensor, which must have this shape; sides of 1 in front of it do not count.
    pub fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EncodeError> {
        let Place { name, dtype, from, length } = self.find(name, shape)?;
        let mut bytes = vec![0; length];
        self.source
            .seek(SeekFrom::Start(from))
            .and_then(|_| self.source.read_exact(&mut bytes))
            .map_err(|e| problem(&self.path, format!("the tensor {name} cannot be read ({e})")))?;
        let as_f32 = |bytes: Vec<u8>| -> candle_core::Result<Vec<f32>> {
            let tensor = Tensor::from_raw_buffer(&bytes, dtype, shape, &Device::Cpu)?;
            // Not two copies of the file's largest tensor beside the result.
            drop(bytes);
            tensor.to_dtype(DType::F32)?.flatten_all()?.to_vec1()
        };
        as_f32(bytes).map_err(|e| problem(&self.path, format!("the tensor {name} cannot be read ({e})")))
    }

    /// `exp(logit_scale)`. A scalar, or a vector of one.
    ///
    /// `SigLIP` adds a `logit_bias` before its sigmoid. Nothing here wants a probability for one label alone: the softmax over the
    /// labels of a question is the same with the bias and without, and so is every order by likeness. It is not read.
    pub fn logit_scale(&mut self) -> Result<f32, EncodeError> {
        if matches!(self.names, Names::OpenClip(_)) && self.shape("logit_scale").is_none() {
            return Ok(CARD_SCALE);
        }
        let value = self.take("logit_scale", &[])?;
        Ok(value.first().copied().unwrap_or_default().exp())
    }

    /// `{name}.weight` `[outputs, inputs]` and `{name}.bias`.
    pub fn linear(&mut self, name: &str, inputs: usize, outputs: usize, arithmetic: Arithmetic) -> Result<Linear, EncodeError> {
        let weight = self.take(&format!("{name}.weight"), &[outputs, inputs])?;
        Ok(Linear::new(&weight, inputs, &self.take(&format!("{name}.bias"), &[outputs])?, arithmetic))
    }

    /// `{name}.weight` `[outputs, inputs]`, without a bias.
    pub fn projection(&mut self, name: &str, inputs: usize, outputs: usize) -> Result<Linear, EncodeError> {
        Ok(Linear::new(&self.take(&format!("{name}.weight"), &[outputs, inputs])?, inputs, &[], Arithmetic::F32))
    }

    /// `{name}.weight` and `{name}.bias`, both `[width]`.
    pub fn layer_norm(&mut self, name: &str, width: usize, epsilon: f32) -> Result<LayerNorm, EncodeError> {
        let weight = self.take(&format!("{name}.weight"), &[width])?;
        Ok(LayerNorm { weight, bias: self.take(&format!("{name}.bias"), &[width])?, epsilon })
    }
}

fn without_ones(shape: &[usize]) -> &[usize] {
    let ones = shape.iter().take_while(|side| **side == 1).count();
    &shape[ones..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use half::{bf16, f16};
    use safetensors::tensor::TensorView;
    use std::io::Cursor;

    fn file(dtype: Dtype, shape: Vec<usize>, data: &[u8]) -> Vec<u8> {
        safetensors::serialize([("w", TensorView::new(dtype, shape, data).unwrap())], None).unwrap()
    }

    fn take(bytes: Vec<u8>, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
        let mut source = Cursor::new(bytes);
        let mut weights = Weights::open(&mut source, "model.safetensors".into()).map_err(|e| e.to_string())?;
        weights.take(name, shape).map_err(|e| e.to_string())
    }

    #[test]
    fn the_three_float_types_are_read() {
        let f32s: Vec<u8> = [1.5f32, -2.0].iter().flat_map(|v| v.to_le_bytes()).collect();
        let f16s: Vec<u8> = [1.5, -2.0].iter().flat_map(|v| f16::from_f32(*v).to_le_bytes()).collect();
        let bf16s: Vec<u8> = [1.5, -2.0].iter().flat_map(|v| bf16::from_f32(*v).to_le_bytes()).collect();
        for (dtype, bytes) in [(Dtype::F32, f32s), (Dtype::F16, f16s), (Dtype::BF16, bf16s)] {
            assert_eq!(take(file(dtype, vec![2], &bytes), "w", &[2]).unwrap(), [1.5, -2.0]);
        }
        assert!(take(file(Dtype::I8, vec![2], &[1, 2]), "w", &[2]).unwrap_err().contains("I8"));
    }

    #[test]
    fn errors_name_file_tensor_and_both_shapes() {
        let whole = file(Dtype::F32, vec![2], &[0; 8]);
        assert!(take(whole.clone(), "v", &[2]).unwrap_err().contains("v is missing"));
        let message = take(whole.clone(), "w", &[2, 2]).unwrap_err();
        assert_eq!(message, "the tensor w is [2], but the config asks for [2, 2]: model.safetensors");
        let message = take(whole[..whole.len() - 1].to_vec(), "w", &[2]).unwrap_err();
        assert!(message.contains("first tensor that is not whole is w"), "{message}");
        for length in [0, 7, 8, 12] {
            assert!(take(whole[..length].to_vec(), "w", &[2]).unwrap_err().contains("not a complete safetensors file"));
        }
        assert!(take(b"a web page that was saved by mistake".to_vec(), "w", &[2]).unwrap_err().contains("not a complete"));
    }
}
