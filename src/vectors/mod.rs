//! A contiguous matrix of unit vectors and exact top-k over it. Floor 1.
