//! The formats of other programs: bytes in, values out, and back.
//!
//! No SQL and no model: what a row means for a catalogue is decided in `tasks`. Photos are never written; beside them
//! lie sidecars, of which only the elements that are ours change. Into the bytes of a copy XMP can be put (`inside`).

mod columns;
mod corrections;
mod embedded;
mod error;
mod feed;
mod feed_check;
mod feed_columns;
mod file;
mod inside;
mod inside_tiff;
mod inside_webp;
mod iptc;
mod label_file;
mod label_list;
mod label_sets;
mod label_sets_json;
mod npy;
mod packet;
mod places;
mod profile;
mod separator;
mod shops;
mod shots_out;
mod sidecar;
mod standards;
mod standards_out;
mod table;
mod tags_in;
mod tags_out;
mod tiff_tags;
mod xmp;
mod xmp_change;
mod xmp_marks;
mod xmp_tree;

pub use columns::{ColumnFile, ColumnRow, read_columns};
pub use corrections::{CorrectionRow, write_corrections_csv};
pub use embedded::{embedded_keywords, embedded_marks};
pub use error::{FormatError, WriteError, WriteFault, XmpError};
pub use feed::{Feed, FeedProduct, FeedVariant, Refusal, feed, handle};
pub use feed_columns::known_columns;
pub use file::{write_atomically, write_sidecar};
pub use inside::with_xmp;
pub use label_file::read_label_sets;
pub use label_list::{read_label_list, split_labels};
pub use label_sets::{FileSet, read_label_sets_csv, write_label_sets_csv};
pub use label_sets_json::{read_label_sets_json, write_label_sets_json};
pub use npy::{NPY_HEADER, npy_header, read_npy_header};
pub use packet::{ChangePacket, InsideError};
pub use places::write_places_csv;
pub use profile::{Piece, Profile, ProfileColumn, ProfileFormat, line_of, pieces};
pub use shops::{ProductRow, ShopReport, write_google, write_shopify};
pub use shots_out::{ShotRow, write_shots_csv};
pub use sidecar::{Beside, MAX_SIDECAR, Place, place, sidecars_of, stem_place};
pub use standards::{RulesError, read_rules};
pub use standards_out::{StandardRow, write_standard_csv};
pub use table::{Dialect, Row, Table, TableWriter, column_key, guard, unguard};
pub use tags_in::{ImportRow, KeyKind, NONE_OF_THESE, ReadOptions, TagFile, labels_of_cell, read_tags};
pub use tags_out::{TagRow, WideRow, rfc3339, write_tags_csv, write_tags_json, write_wide_csv};
pub use xmp::{Keywords, Planned, keywords, plan};
pub use xmp_marks::{FileMarks, MarkChange, marks, plan_marks};

#[cfg(test)]
mod tests;
