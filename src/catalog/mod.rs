//! The catalogue: one SQLite file, and the only SQL in the house. Floor 1.
