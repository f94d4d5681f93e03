//! The window, driven as a screen reader would: by accessible names, with the real engine on folders of generated photos.

mod afternoon;
mod audit;
mod browse;
mod closest;
mod compare;
mod drafts;
mod evaluation;
mod exchange;
mod first_minute;
mod forms;
mod found;
mod in_step;
mod keys;
mod layout;
mod library;
mod lint;
mod marks;
mod meant;
mod menus;
mod messages;
mod models;
mod names;
mod painter;
mod pictures;
mod products;
mod promise;
#[cfg(target_os = "linux")]
mod read_only;
mod review;
mod scope;
mod search;
mod shipped;
mod stacks;
mod tagging;
mod told;
mod window;
