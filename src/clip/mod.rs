//! CLIP: a checkpoint folder becomes an encoder of images and texts. Floor 1.
