//! Which catalogue, which model, which thread: the Library and the Engine around it. Floor 3.
