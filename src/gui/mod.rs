//! The window. Floor 4: sees only app and base.
