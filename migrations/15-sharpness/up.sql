-- Sharpness is measured at 1,000 pixels of the longer side, and no longer at 2,048: what was measured at more is not to be compared with it, and is
-- measured again when duplicates are looked for.
DELETE FROM fingerprints WHERE photo_id IN (SELECT id FROM photos WHERE max(width, height) > 1000);
