//! The window, driven as a screen reader would: by accessible names, with the real engine on folders of generated photos.

mod afternoon;
mod browse;
mod compare;
mod exchange;
mod first_minute;
mod found;
mod layout;
mod library;
mod models;
mod painter;
mod pictures;
mod products;
mod review;
mod search;
mod tagging;
mod window;
