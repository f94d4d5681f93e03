//! Frame time of the window with 100,000 photos: the processor's share of a frame, from input to triangles, without a graphics card.
//!
//! `cargo bench --bench grid` prints median, 95th and 99th percentile for a grid at rest, scrolled slowly and scrolled fast,
//! while thumbnails arrive at the most that a frame takes. The promise is 8 ms at the 95th percentile.

mod window;

use base::{ContentHash, Photo, Rgb8};
use window::{PHOTOS, Window, hash, tell, wheel};

const FRAMES: usize = 600;
/// As many thumbnails as the window uploads in one frame.
const ARRIVALS: i64 = 8;

fn photo(id: i64) -> Photo {
    let path = format!("shoot/IMG_{id:06}_a_rather_long_product_name_front.jpg");
    Photo { missing: id % 1000 == 0, ..window::photo(id, &path) }
}

/// Milliseconds of each frame, sorted; the thumbnails that arrive are taken in as part of it.
fn frames(window: &mut Window, scroll_px: f32) -> Vec<f64> {
    let ctx = window.ctx.clone();
    window.hover_at(egui::pos2(600.0, 400.0));
    window.run_steps(1);
    let thumbnails = |window: &mut Window, frame: usize| -> Vec<(ContentHash, Option<Rgb8>)> {
        if scroll_px == 0.0 {
            return Vec::new();
        }
        window.input_mut().events.push(wheel(-scroll_px));
        let first = frame as i64 * ARRIVALS;
        (first..first + ARRIVALS).map(|id| (hash(id % PHOTOS), Rgb8::new(192, 256, vec![200; 3 * 192 * 256]))).collect()
    };
    window::frames(window, FRAMES, thumbnails, |window, thumbnails| {
        for thumbnail in thumbnails {
            window.state_mut().on_thumbnail(&ctx, thumbnail);
        }
    })
}

fn main() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut window = window::open(folder.path(), photo, |id| Some(0.5 - id as f32 * 4e-6));
    for (name, scroll_px) in [("at rest", 0.0), ("60 px a frame", 60.0), ("400 px a frame", 400.0)] {
        tell(&mut std::io::stdout(), name, &frames(&mut window, scroll_px))?;
    }
    Ok(())
}
