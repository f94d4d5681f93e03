//! A place for a photo that was not laid out: among those of its neighbours that lie together.

use super::affinity::weights;
use super::cloud::Near;

/// Neighbours that are asked.
pub(super) const ASKED: usize = 15;
/// So many of them count.
const COUNT: f32 = 5.0;
/// Steps toward where the most of them lie.
const STEPS: usize = 12;

/// Where a photo stands whose neighbours are these, nearest first; `at` tells where those are.
///
/// Not in their middle: where they lie in two groups, that would be a place between both, where nobody is. From the likeliest of them the place
/// moves to where most are, each counting the less the farther it lies on the map.
pub(super) fn settle(near: &[Near], at: impl Fn(u32) -> [f32; 2]) -> [f32; 2] {
    let weights = weights(near, COUNT);
    let Some(mut place) = near.first().map(|near| at(near.place)) else { return [0.0; 2] };
    for _ in 0..STEPS {
        let (mut sum, mut moved) = (0.0, [0.0; 2]);
        for (near, weight) in near.iter().zip(&weights) {
            let [x, y] = at(near.place);
            let (dx, dy) = (x - place[0], y - place[1]);
            let share = weight / (1.0 + dx * dx + dy * dy);
            sum += share;
            moved = [moved[0] + share * x, moved[1] + share * y];
        }
        if sum > 0.0 {
            place = moved.map(|at| at / sum);
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_stands_with_the_most_of_its_neighbours_and_not_between_two_groups() {
        let near: Vec<Near> = (0..9).map(|place| Near { place, apart: 0.1 + 0.01 * place as f32 }).collect();
        // Seven lie at the left, two far to the right.
        let at = |place: u32| if place == 4 || place == 7 { [60.0, 0.0] } else { [place as f32 * 0.1, 0.0] };
        let [x, y] = settle(&near, at);
        assert!(x < 2.0 && y == 0.0, "{x}");
        assert_eq!(settle(&[], at).map(f32::to_bits), [0; 2]);
    }
}
