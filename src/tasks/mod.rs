//! The jobs as plain functions: request in, report out. Floor 2.
