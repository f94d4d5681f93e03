//! The command line: arguments in, tables or JSON out. Floor 4.
