//! What every feature may see, and what it may ask of the window. A feature imports this and `kit`, never another feature.

pub mod asking_keys;
pub mod command;
pub mod command_ui;
pub mod common;
pub mod ctx;
pub mod dialog;
pub mod draft;
pub mod effect;
pub mod feature;
pub mod focus;
pub mod format;
pub mod library;
pub mod models;
pub mod odd;
pub mod output;
pub mod photo_menu;
pub mod picture;
pub mod products;
pub mod query;
pub mod review_plan;
pub mod scope;
pub mod selection;
pub mod suggested;
pub mod taking_back;
pub mod target;
pub mod view;
