//! The files of an archive: their names, and what a person reads about them.

/// What this program writes, and the last version that it reads.
pub const VERSION: u64 = 1;

/// Says which version it is, how many rows each table has, and which models there are vectors of.
pub const MANIFEST: &str = "archive.json";
/// For people.
pub const README: &str = "README.txt";
pub const PHOTOS: &str = "photos.csv";
pub const SETS: &str = "label-sets.json";
pub const DECISIONS: &str = "decisions.csv";
pub const OPINIONS: &str = "opinions.csv";
pub const KEPT: &str = "kept.csv";
pub const MARKS: &str = "marks.csv";
pub const TEXTS: &str = "texts.csv";
pub const PRODUCTS: &str = "products.csv";
pub const DISTINCT: &str = "not-duplicates.csv";
pub const CLOCKS: &str = "clocks.csv";
pub const SIDECARS: &str = "sidecars.csv";
pub const SEARCHES: &str = "searches.json";
pub const AXES: &str = "axes.json";
pub const STANDARD: &str = "standard.json";
pub const CHOICES: &str = "choices.json";
/// Folder of the matrices.
pub const EMBEDDINGS: &str = "embeddings";

/// Columns of what was written into sidecars and read from files.
pub const SIDECAR_COLUMNS: [&str; 4] = ["photo", "path", "written", "seen"];

/// What stands in the README.
pub const TEXT: &str = "\
A catalogue of Selvedge as open files. Photos are not in it; photos.csv says where they lie and what they hold.

Tables are CSV as RFC 4180 has it: UTF-8, commas, a first line of names. In cells that a spreadsheet would take for a formula an
apostrophe stands first. Times are UTC. An empty cell says nothing. The column \"photo\" is the number of a row of photos.csv; \"path\" beside
it is for reading, and not read back. Paths that are not UTF-8 are written as base64: and their bytes.

archive.json        version, number of rows of each table, models of the embeddings
photos.csv          each photo: its folder (root), path below it, BLAKE3 hash of the file, size, time, picture and camera facts;
                    \"missing\": the file was gone; \"reader\": revision of the decoders that read it; \"companion\": raw file of the same shot
label-sets.json     label sets with their labels, prompts and templates (selvedge labels import reads it too)
decisions.csv       what was decided: label accepted, rejected, or none of the set's labels; by whom (source, author), when, and what a
                    model gave it; \"settles\": it settles a dispute; \"stale\": the file's content changed since
opinions.csv        what others say beside those decisions; an empty label: none of these
kept.csv            labels that were found right in an audit
marks.csv           flags (pick, reject), stars (1 to 5), colour labels; an empty value: it was taken off
texts.csv           titles, brands, descriptions and the like
products.csv        which SKU a photo is of (accepted) or is not of (rejected), where a person or file said so
not-duplicates.csv  pairs of photos that are no duplicates of one another
clocks.csv          cameras whose clocks are off, and the seconds that are added
sidecars.csv        what Selvedge wrote into XMP sidecars (written) and read from files (seen)
searches.json       saved searches; like_photo is a number of photos.csv
axes.json           saved axes
standard.json       the marketplace rules that photos are held against
choices.json        what else is chosen for the catalogue: SKU rule, export profiles, model
embeddings/*.npy    vectors of a model: NumPy, 32-bit floats, a row a content; numpy.load reads it
embeddings/*.csv    the BLAKE3 hash of the file that each row is of, and the arithmetic that made it

Back into a catalogue: selvedge archive import FOLDER. Keywords and ratings for other programs: selvedge tags export --format xmp.
";
