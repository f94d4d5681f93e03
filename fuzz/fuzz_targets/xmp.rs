//! `xmp` of the library, coverage-guided.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| selvedge_fuzz::xmp(bytes));
