-- The raw file of the same shot, which lies in the same folder and bears the same name but for its ending; relative to the root. It is shown
-- by this photo and is none of its own. NULL: there is none.
ALTER TABLE photos ADD COLUMN companion BLOB;
