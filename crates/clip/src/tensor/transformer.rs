//! What both towers are made of: layers, attention, pre-norm blocks.

use super::placement::Placement;
use crate::accelerator::Fault;
use crate::config::TowerConfig;
use crate::kernel::activation::Activation;
use crate::weights::Weights;
use candle_core::{D, DType, Result, Tensor};

/// Reads weights and uploads them to a device.
pub struct Loader<'a, 'w> {
    pub weights: &'a mut Weights<'w>,
    pub placement: &'a Placement,
}

impl Loader<'_, '_> {
    /// A tensor in f32.
    pub fn take(&mut self, name: &str, shape: &[usize]) -> std::result::Result<Tensor, Fault> {
        let values = self.weights.take(name, shape)?;
        Ok(Tensor::from_vec(values, shape, &self.placement.device)?)
    }

    /// A tensor in the numbers of products.
    pub fn take_for_products(&mut self, name: &str, shape: &[usize]) -> std::result::Result<Tensor, Fault> {
        Ok(self.take(name, shape)?.to_dtype(self.placement.products)?)
    }

    /// `{name}.weight` `[outputs, inputs]` and, where there is one, `{name}.bias`.
    pub fn linear(&mut self, name: &str, inputs: usize, outputs: usize, bias: bool) -> std::result::Result<Linear, Fault> {
        let weight = self.take(&format!("{name}.weight"), &[outputs, inputs])?;
        let bias = if bias { Some(self.take(&format!("{name}.bias"), &[outputs])?) } else { None };
        Ok(Linear::new(&weight, bias.as_ref(), self.placement.products)?)
    }

    /// `{name}.q_proj`, `k_proj` and `v_proj` one after the other, `[3 · width, width]`, and their biases, `[3 · width]`. Queries
    /// come out divided by the root of a head's width: that is done once, and keeps scores small in f16.
    pub fn query_key_value(&mut self, name: &str, config: &TowerConfig) -> std::result::Result<(Tensor, Tensor), Fault> {
        let width = config.width;
        let mut part = |part: &str| -> std::result::Result<(Tensor, Tensor), Fault> {
            let weight = self.take(&format!("{name}.{part}_proj.weight"), &[width, width])?;
            Ok((weight, self.take(&format!("{name}.{part}_proj.bias"), &[width])?))
        };
        let ((q, q_bias), (k, k_bias), (v, v_bias)) = (part("q")?, part("k")?, part("v")?);
        let root = ((width / config.heads) as f64).sqrt();
        Ok((Tensor::cat(&[(q / root)?, k, v], 0)?, Tensor::cat(&[(q_bias / root)?, k_bias, v_bias], 0)?))
    }

    /// `{name}.weight` and `{name}.bias`, both `[width]`.
    pub fn layer_norm(&mut self, name: &str, width: usize, epsilon: f32) -> std::result::Result<LayerNorm, Fault> {
        let weight = self.take(&format!("{name}.weight"), &[width])?;
        Ok(LayerNorm { weight, bias: self.take(&format!("{name}.bias"), &[width])?, epsilon })
    }
}

/// `y = x · Wᵀ + b`.
pub struct Linear {
    /// `[inputs, outputs]`, a view of what PyTorch stores.
    weight: Tensor,
    bias: Option<Tensor>,
}

impl Linear {
    /// `weight` is `[outputs, inputs]`.
    pub fn new(weight: &Tensor, bias: Option<&Tensor>, products: DType) -> Result<Self> {
        let bias = bias.map(|bias| bias.to_dtype(products)).transpose()?;
        Ok(Self { weight: weight.to_dtype(products)?.t()?, bias })
    }

    /// `[rows, inputs]` to `[rows, outputs]`, the result in the numbers of products.
    pub fn apply(&self, rows: &Tensor) -> Result<Tensor> {
        let product = rows.to_dtype(self.weight.dtype())?.matmul(&self.weight)?;
        match &self.bias {
            Some(bias) => product.broadcast_add(bias),
            None => Ok(product),
        }
    }
}

/// Over the last dimension of f32 tensors.
pub struct LayerNorm {
    weight: Tensor,
    bias: Tensor,
    epsilon: f32,
}

impl LayerNorm {
    /// Any shape that ends with the width.
    pub fn apply(&self, x: &Tensor) -> Result<Tensor> {
        let centred = x.broadcast_sub(&x.mean_keepdim(D::Minus1)?)?;
        let variance = centred.sqr()?.mean_keepdim(D::Minus1)?;
        let deviation = (variance + f64::from(self.epsilon))?.sqrt()?;
        centred.broadcast_div(&deviation)?.broadcast_mul(&self.weight)?.broadcast_add(&self.bias)
    }
}

/// Scaled dot-product attention: queries `[batch, heads, queries, head]`, keys and values `[batch, heads, tokens, head]`, the
/// result `[batch, queries, heads, head]`. Queries come already divided by the root of the head's width.
pub fn attend(queries: &Tensor, keys: &Tensor, values: &Tensor, mask: Option<&Tensor>) -> Result<Tensor> {
    let scores = queries.matmul(&keys.t()?)?.to_dtype(DType::F32)?;
    let scores = match mask {
        Some(mask) => scores.broadcast_add(mask)?,
        None => scores,
    };
    let powers = scores.broadcast_sub(&scores.max_keepdim(D::Minus1)?)?.exp()?;
    let shares = powers.broadcast_div(&powers.sum_keepdim(D::Minus1)?)?;
    shares.to_dtype(values.dtype())?.matmul(values)?.transpose(1, 2)
}

/// Two layers with an activation between them.
pub struct Perceptron {
    fc1: Linear,
    activation: Activation,
    fc2: Linear,
}

impl Perceptron {
    /// Reads `{name}.fc1` and `{name}.fc2`.
    pub fn load(loader: &mut Loader<'_, '_>, name: &str, config: &TowerConfig) -> std::result::Result<Self, Fault> {
        let TowerConfig { width, middle, activation, .. } = *config;
        let fc1 = loader.linear(&format!("{name}.fc1"), width, middle, true)?;
        Ok(Self { fc1, activation, fc2: loader.linear(&format!("{name}.fc2"), middle, width, true)? })
    }

    /// `[rows, width]` to `[rows, width]`.
    pub fn apply(&self, rows: &Tensor) -> Result<Tensor> {
        let middle = self.fc1.apply(rows)?;
        let middle = match self.activation {
            // x · sigmoid(a x) is silu(a x) / a.
            Activation::QuickGelu => ((middle * 1.702)?.silu()? / 1.702)?,
            Activation::Gelu => middle.gelu_erf()?,
            Activation::GeluTanh => middle.gelu()?,
        };
        self.fc2.apply(&middle)
    }
}

struct Block {
    norm1: LayerNorm,
    query_key_value: Linear,
    out: Linear,
    norm2: LayerNorm,
    perceptron: Perceptron,
}

/// A stack of blocks.
pub struct Transformer {
    blocks: Vec<Block>,
    heads: usize,
}

impl Transformer {
    /// Reads `{prefix}.encoder.layers.*`.
    pub fn load(loader: &mut Loader<'_, '_>, prefix: &str, config: &TowerConfig) -> std::result::Result<Self, Fault> {
        let blocks = (0..config.layers).map(|i| Block::load(loader, &format!("{prefix}.encoder.layers.{i}"), config));
        Ok(Self { blocks: blocks.collect::<std::result::Result<_, _>>()?, heads: config.heads })
    }

    /// Sends `[batch, tokens, width]` in f32 through all blocks. The mask, `[tokens, tokens]` in f32, is added to the scores.
    pub fn forward(&self, tokens: &Tensor, mask: Option<&Tensor>) -> Result<Tensor> {
        let shape @ (batch, length, width) = tokens.dims3()?;
        let mut rows = tokens.reshape((batch * length, width))?;
        for block in &self.blocks {
            let heads = (batch, length, 3, self.heads, width / self.heads);
            let parts = block.query_key_value.apply(&block.norm1.apply(&rows)?)?.reshape(heads)?;
            let parts = parts.permute((2, 0, 3, 1, 4))?.contiguous()?;
            let attended = attend(&parts.get(0)?, &parts.get(1)?, &parts.get(2)?, mask)?;
            rows = add(&rows, &block.out.apply(&attended.reshape((batch * length, width))?)?)?;
            rows = add(&rows, &block.perceptron.apply(&block.norm2.apply(&rows)?)?)?;
        }
        rows.reshape(shape)
    }
}

/// Adds the residual in f32.
pub fn add(rows: &Tensor, change: &Tensor) -> Result<Tensor> {
    rows + change.to_dtype(DType::F32)?
}

impl Block {
    fn load(loader: &mut Loader<'_, '_>, prefix: &str, config: &TowerConfig) -> std::result::Result<Self, Fault> {
        let TowerConfig { width, epsilon, .. } = *config;
        let (weight, bias) = loader.query_key_value(&format!("{prefix}.self_attn"), config)?;
        Ok(Self {
            norm1: loader.layer_norm(&format!("{prefix}.layer_norm1"), width, epsilon)?,
            query_key_value: Linear::new(&weight, Some(&bias), loader.placement.products)?,
            out: loader.linear(&format!("{prefix}.self_attn.out_proj"), width, width, true)?,
            norm2: loader.layer_norm(&format!("{prefix}.layer_norm2"), width, epsilon)?,
            perceptron: Perceptron::load(loader, &format!("{prefix}.mlp"), config)?,
        })
    }
}
