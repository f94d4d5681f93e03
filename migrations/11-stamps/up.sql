-- Which file it is and when it was changed last in any way, as the file system tells: a program that gives a file its old time back
-- cannot give it its old change time. NULL: not told, or from before this was kept.
ALTER TABLE photos ADD COLUMN inode INTEGER;
ALTER TABLE photos ADD COLUMN changed_ns INTEGER; -- nanoseconds since 1970
ALTER TABLE problems ADD COLUMN inode INTEGER;
ALTER TABLE problems ADD COLUMN changed_ns INTEGER;

-- What the file tells of the picture in it. NULL: not read yet, or there is none.
ALTER TABLE photos ADD COLUMN bits INTEGER; -- of each sample
ALTER TABLE photos ADD COLUMN profile TEXT; -- the colour profile as it calls itself
