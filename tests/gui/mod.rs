//! The window, driven as a screen reader would: by accessible names, with the real engine on folders of generated photos.

mod afternoon;
mod audit;
mod browse;
mod closest;
mod compare;
mod drafts;
mod exchange;
mod first_minute;
mod forms;
mod found;
mod keys;
mod layout;
mod library;
mod menus;
mod messages;
mod models;
mod names;
mod painter;
mod pictures;
mod products;
mod review;
mod scope;
mod search;
mod tagging;
mod told;
mod window;
