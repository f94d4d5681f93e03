-- Which commit of a model was downloaded; NULL: a folder of the person's own, the starter, or a model from before this was kept.
ALTER TABLE models ADD COLUMN revision TEXT;
