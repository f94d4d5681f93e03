//! The transformer that both towers are made of: pre-norm blocks of attention and a two-layer perceptron.
//!
//! All sequences of a batch lie one after another in one matrix `[tokens, width]`, so that every layer is one large product
//! whatever the lengths; only attention looks at one sequence at a time.

use super::config::TowerConfig;
use super::kernel::activation::Activation;
use super::kernel::attention::{self, attend};
use super::kernel::finish::Finish;
use super::kernel::linear::{Linear, Packed};
use super::kernel::norm::LayerNorm;
use super::kernel::{Rows, RowsMut, resize};
use super::weights::Weights;
use base::{Arithmetic, EncodeError};

/// Buffers of one forward pass, reused so that their pages are mapped only once.
#[derive(Default)]
pub struct Scratch {
    /// `[tokens, width]`: what goes through the blocks.
    pub tokens: Vec<f32>,
    /// Any other matrix that a tower needs before or after the blocks.
    pub extra: Vec<f32>,
    /// What lies between the layers.
    pub between: Between,
}

/// Buffers that the layers of a block hand on.
#[derive(Default)]
pub struct Between {
    /// For [`Linear::apply`].
    pub packed: Packed,
    /// For [`attend`].
    pub attention: attention::Buffers,
    /// Keys and values.
    pub keys_values: Vec<f32>,
    normed: Vec<f32>,
    queries: Vec<f32>,
    attended: Vec<f32>,
    middle: Vec<f32>,
}

struct Block {
    norm: LayerNorm,
    attention: Projections,
    perceptron: Perceptron,
}

/// The layers around an attention.
pub struct Projections {
    /// To queries, already divided by the root of a head's width.
    pub query: Linear,
    /// To keys and, beside them, values.
    pub key_value: Linear,
    /// Applied to what attention returns.
    pub out: Linear,
}

/// Two layers with an activation between them, and a residual past them.
pub struct Perceptron {
    norm: LayerNorm,
    fc1: Linear,
    fc2: Linear,
    activation: Activation,
    /// That pass through it together.
    rows: usize,
}

/// A stack of blocks.
pub struct Transformer {
    blocks: Vec<Block>,
    /// That pass through a block together.
    rows: usize,
    width: usize,
    heads: usize,
    causal: bool,
}

impl Transformer {
    /// Reads `{prefix}.encoder.layers.*`. `one_stays`: [`Transformer::forward`] will be told which row of a sequence is wanted. What only that row
    /// passes through costs next to nothing in f32, and its rounding would go into the result as it is.
    pub fn load(weights: &mut Weights<'_>, prefix: &str, config: &TowerConfig, causal: bool, one_stays: bool) -> Result<Self, EncodeError> {
        let blocks = (0..config.layers).map(|i| {
            let behind_keys = if one_stays && i + 1 == config.layers { Arithmetic::F32 } else { weights.arithmetic };
            Block::load(weights, &format!("{prefix}.encoder.layers.{i}"), config, behind_keys)
        });
        Ok(Self {
            blocks: blocks.collect::<Result<_, _>>()?,
            rows: rows_together(weights.arithmetic),
            width: config.width,
            heads: config.heads,
            causal,
        })
    }

    /// Sends `scratch.tokens` through all blocks, where they stay, not yet normalised.
    ///
    /// `lengths` are the tokens of each sequence. `pooled(length)` says which of them is all that is wanted of a sequence; then
    /// one row a sequence stays, `[sequences, width]`. Only that one is taken through the last block: its keys and values are all
    /// that the others are still needed for.
    pub fn forward(&self, lengths: &[usize], pooled: Option<fn(usize) -> usize>, scratch: &mut Scratch) {
        let Some((last, others)) = self.blocks.split_last() else { return };
        for block in others {
            self.whole(block, lengths, scratch);
        }
        match pooled {
            Some(pooled) => self.pooled(last, lengths, pooled, scratch),
            None => self.whole(last, lengths, scratch),
        }
    }

    /// Sends all tokens through a block.
    fn whole(&self, block: &Block, lengths: &[usize], scratch: &mut Scratch) {
        let width = self.width;
        let mut rest = scratch.tokens.as_mut_slice();
        for group in groups(lengths, self.rows) {
            let (tokens, others) = rest.split_at_mut(group.iter().sum::<usize>() * width);
            rest = others;
            block.look(tokens, &mut scratch.between);
            block.ask(tokens, &mut scratch.between);
            let Between { packed, attention, keys_values, queries, attended, .. } = &mut scratch.between;
            let (queries, keys_values) = (Rows::dense(queries, width), Rows::dense(keys_values, 2 * width));
            resize(attended, tokens.len());
            for (length, from) in group.iter().zip(starts(group)) {
                let output = &mut attended[from * width..];
                attend(queries.rows(from, *length), keys_values.rows(from, *length), self.heads, self.causal, output, attention);
            }
            block.attention.out.apply(Rows::dense(attended, width), RowsMut::new(tokens, width), Finish::Add, packed);
            block.perceptron.apply(tokens, &mut scratch.between);
        }
    }

    /// Sends one token of each sequence through a block, where they stay alone.
    fn pooled(&self, block: &Block, lengths: &[usize], pooled: fn(usize) -> usize, scratch: &mut Scratch) {
        let width = self.width;
        let Scratch { tokens, extra, between } = scratch;
        extra.clear();
        for (length, from) in lengths.iter().zip(starts(lengths)) {
            extra.extend_from_slice(&tokens[(from + pooled(*length)) * width..][..width]);
        }
        block.ask(extra, between);
        resize(&mut between.attended, extra.len());
        let (mut rest, mut query) = (tokens.as_slice(), 0);
        for group in groups(lengths, self.rows) {
            let (tokens, others) = rest.split_at(group.iter().sum::<usize>() * width);
            rest = others;
            block.look(tokens, between);
            let Between { attention, keys_values, queries, attended, .. } = between;
            let (queries, keys_values) = (Rows::dense(queries, width), Rows::dense(keys_values, 2 * width));
            for (length, from) in group.iter().zip(starts(group)) {
                let output = &mut attended[query * width..];
                // A sequence ends at its pooled token (see the text tower), which may therefore look at all of it.
                attend(queries.rows(query, 1), keys_values.rows(from, *length), self.heads, false, output, attention);
                query += 1;
            }
        }
        std::mem::swap(tokens, extra);
        let Between { packed, attended, .. } = between;
        block.attention.out.apply(Rows::dense(attended, width), RowsMut::new(tokens, width), Finish::Add, packed);
        block.perceptron.apply(tokens, between);
    }
}

/// How many rows pass through layers together: as many as leave what lies between them in the second-level cache. The fewer they are, the
/// more often a layer's weights come from the third; as bytes they come four times as fast as they are needed.
fn rows_together(arithmetic: Arithmetic) -> usize {
    match arithmetic {
        Arithmetic::F32 => 200,
        Arithmetic::Int8 => 100,
    }
}

/// Neighbouring sequences that have no more rows than that together, or one that is longer.
fn groups(mut lengths: &[usize], rows: usize) -> impl Iterator<Item = &[usize]> {
    std::iter::from_fn(move || {
        let mut sum = 0;
        let fit = lengths.iter().take_while(|length| {
            sum += **length;
            sum <= rows
        });
        let (group, others) = lengths.split_at_checked(fit.count().max(1))?;
        lengths = others;
        Some(group)
    })
}

/// The first row of each sequence.
fn starts(lengths: &[usize]) -> impl Iterator<Item = usize> {
    lengths.iter().scan(0, |next, length| Some(std::mem::replace(next, *next + length)))
}

impl Block {
    /// `between.keys_values` = those of the tokens.
    fn look(&self, tokens: &[f32], between: &mut Between) {
        let Between { packed, normed, keys_values, .. } = between;
        self.project(&self.attention.key_value, tokens, normed, keys_values, packed);
    }

    /// `between.queries` = those of the tokens.
    fn ask(&self, tokens: &[f32], between: &mut Between) {
        let Between { packed, normed, queries, .. } = between;
        self.project(&self.attention.query, tokens, normed, queries, packed);
    }

    fn project(&self, layer: &Linear, tokens: &[f32], normed: &mut Vec<f32>, output: &mut Vec<f32>, packed: &mut Packed) {
        resize(normed, tokens.len());
        self.norm.apply(tokens, normed);
        let rows = Rows::dense(normed, self.norm.weight.len());
        resize(output, rows.count() * layer.outputs());
        layer.apply(rows, RowsMut::new(output, layer.outputs()), Finish::Set, packed);
    }

    /// All but keys and values in the arithmetic `behind_keys`.
    fn load(weights: &mut Weights<'_>, prefix: &str, config: &TowerConfig, behind_keys: Arithmetic) -> Result<Self, EncodeError> {
        Ok(Self {
            norm: weights.layer_norm(&format!("{prefix}.layer_norm1"), config.width, config.epsilon)?,
            attention: Projections::load(weights, &format!("{prefix}.self_attn"), config, behind_keys)?,
            perceptron: Perceptron::load(weights, &format!("{prefix}.layer_norm2"), &format!("{prefix}.mlp"), config, behind_keys)?,
        })
    }
}

impl Projections {
    /// Reads `{prefix}.q_proj`, `k_proj`, `v_proj` and `out_proj`; the first and the last in the arithmetic `behind_keys`.
    pub fn load(weights: &mut Weights<'_>, prefix: &str, config: &TowerConfig, behind_keys: Arithmetic) -> Result<Self, EncodeError> {
        let width = config.width;
        let mut projection = |part: &str| -> Result<(Vec<f32>, Vec<f32>), EncodeError> {
            let name = format!("{prefix}.{part}_proj");
            Ok((weights.take(&format!("{name}.weight"), &[width, width])?, weights.take(&format!("{name}.bias"), &[width])?))
        };
        let (mut q, mut q_bias) = projection("q")?;
        let (mut kv, mut kv_bias) = projection("k")?;
        let (v, v_bias) = projection("v")?;
        kv.extend(v);
        kv_bias.extend(v_bias);
        // Attention divides the scores by this root; dividing the weights instead is done once.
        let root = ((width / config.heads) as f32).sqrt();
        for value in q.iter_mut().chain(&mut q_bias) {
            *value /= root;
        }
        Ok(Self {
            query: Linear::new(&q, width, &q_bias, behind_keys),
            key_value: Linear::new(&kv, width, &kv_bias, weights.arithmetic),
            out: weights.linear(&format!("{prefix}.out_proj"), width, width, behind_keys)?,
        })
    }
}

impl Perceptron {
    /// Reads the normalisation of this name, and `{prefix}.fc1` and `fc2`.
    pub fn load(
        weights: &mut Weights<'_>,
        norm: &str,
        prefix: &str,
        config: &TowerConfig,
        arithmetic: Arithmetic,
    ) -> Result<Self, EncodeError> {
        let TowerConfig { width, middle, activation, epsilon, .. } = *config;
        Ok(Self {
            norm: weights.layer_norm(norm, width, epsilon)?,
            fc1: weights.linear(&format!("{prefix}.fc1"), width, middle, arithmetic)?,
            fc2: weights.linear(&format!("{prefix}.fc2"), middle, width, arithmetic)?,
            activation,
            rows: rows_together(arithmetic),
        })
    }

    /// `tokens += fc2(activation(fc1(norm(tokens))))`.
    pub fn apply(&self, tokens: &mut [f32], between: &mut Between) {
        let (width, wide) = (self.fc2.outputs(), self.fc1.outputs());
        let Between { packed, normed, middle, .. } = between;
        for rows in tokens.chunks_mut(self.rows * width) {
            resize(normed, rows.len());
            resize(middle, rows.len() / width * wide);
            self.norm.apply(rows, normed);
            self.fc1.apply(Rows::dense(normed, width), RowsMut::new(middle, wide), Finish::Activate(self.activation), packed);
            self.fc2.apply(Rows::dense(middle, wide), RowsMut::new(rows, width), Finish::Add, packed);
        }
    }
}
