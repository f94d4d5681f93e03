-- What a vector's products were made of: 'f32' or 'int8'.
ALTER TABLE embeddings ADD COLUMN arithmetic TEXT NOT NULL DEFAULT 'f32';
-- Counted, and taken out where they turn out to be no class with the others, without a walk over all vectors.
CREATE INDEX embeddings_arithmetic ON embeddings (model_id) WHERE arithmetic <> 'f32';

-- What was measured before vectors of other arithmetics came to stand beside those of f32, as JSON. NULL: there are none, and there may be none.
ALTER TABLE models ADD COLUMN compatibility TEXT;
