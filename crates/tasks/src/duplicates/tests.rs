//! Groups of drawn photos: what belongs together, and what only looks so.

use super::*;
use crate::search::Searchable;
use base::{CaptureFacts, ContentHash, Fingerprint, Photo, PhotoId, Photos, Progress, Rgb8};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use testing::noise;
use vectors::Matrix;

const WIDTH: usize = 300;
const HEIGHT: usize = 400;

/// A garment on white: a body of the colour, folds in it, and a print that no other number has.
fn drawn(number: u64, colour: [f32; 3]) -> Vec<[f32; 3]> {
    let mut next = noise(number);
    let spots: Vec<[f32; 4]> = (0..14).map(|_| [next(), next(), 0.02 + 0.05 * next().abs(), next()]).map(|s| s.map(f32::abs)).collect();
    let wide = 0.2 + 0.1 * next().abs();
    let pixel = |i: usize| {
        let (x, y) = ((i % WIDTH) as f32 / WIDTH as f32, (i / WIDTH) as f32 / HEIGHT as f32);
        if (x - 0.5).abs() > wide + 0.15 * (1.0 - y) || !(0.12..0.9).contains(&y) {
            return [250.0; 3];
        }
        let fold = 1.0 + 0.12 * (40.0 * x + 9.0 * y).sin();
        let spot = spots.iter().find(|[sx, sy, r, _]| (x - 0.3 - 0.4 * sx).hypot(y - 0.2 - 0.6 * sy) < *r);
        spot.map_or(colour.map(|v| v * fold), |[.., light]| [220.0 * light, 200.0 * light, 60.0])
    };
    (0..WIDTH * HEIGHT).map(pixel).collect()
}

fn picture(width: usize, height: usize, pixels: &[[f32; 3]]) -> Rgb8 {
    let data = pixels.iter().flatten().map(|v| v.clamp(0.0, 255.0) as u8).collect();
    Rgb8::new(width as u32, height as u32, data).unwrap()
}

/// Photos with what they show; those of one number have one vector.
#[derive(Default)]
struct Shoot {
    photos: Vec<Photo>,
    pictures: Vec<Rgb8>,
    vectors: Vec<f32>,
}

const RED: [f32; 3] = [190.0, 40.0, 50.0];
const BLUE: [f32; 3] = [40.0, 60.0, 190.0];

impl Shoot {
    fn add(&mut self, number: u64, name: &str, captured: Option<&str>, shown: Rgb8) -> PhotoId {
        let id = self.photos.len() as i64 + 1;
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&id.to_le_bytes());
        self.photos.push(Photo {
            hash: ContentHash(hash),
            width: shown.width(),
            height: shown.height(),
            captured: captured.map(str::to_owned),
            facts: CaptureFacts { camera: Some("X-10".into()), ..CaptureFacts::default() }.into(),
            ..Photo::sample(id, name)
        });
        let mut next = noise(number + 1000);
        let vector: Vec<f32> = (0..32).map(|_| next()).collect();
        let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
        self.vectors.extend(vector.iter().map(|v| v / length));
        self.pictures.push(shown);
        PhotoId(id)
    }

    fn searchable(&self) -> Searchable {
        let ids: Vec<PhotoId> = self.photos.iter().map(|photo| photo.id).collect();
        Searchable::new(Photos::from(self.photos.clone()).into(), &[], &ids, Matrix::new(32, self.vectors.clone()).unwrap())
    }

    fn prints(&self) -> HashMap<PhotoId, Fingerprint> {
        self.photos.iter().zip(&self.pictures).filter_map(|(photo, shown)| Some((photo.id, photo::fingerprint(shown)?))).collect()
    }

    fn thumbnail(&self, photo: &Photo) -> Vec<u8> {
        photo::thumbnail(&self.pictures[photo.id.0 as usize - 1], 256)
    }

    fn alike(&self) -> Alike {
        let sources = Sources { thumbnail: &|photo| Some(self.thumbnail(photo)), file: &|_| None };
        alike(&self.searchable(), self.prints(), &sources, &Progress::default(), &|| false).unwrap()
    }

    fn groups(&self, apart: &[(i64, i64)]) -> Vec<(Kind, Vec<i64>)> {
        let distinct: Distinct = apart.iter().map(|(a, b)| (PhotoId(*a), PhotoId(*b))).collect();
        told(&groups(&self.alike(), &distinct, &self.searchable()))
    }
}

fn told(groups: &[Group]) -> Vec<(Kind, Vec<i64>)> {
    groups.iter().map(|group| (group.kind, group.photos.iter().map(|member| member.photo.0).collect())).collect()
}

/// A photo, a crop, a brighter one, one of half the size; the same in another colour; another photo.
fn edited() -> Shoot {
    let original = drawn(1, RED);
    let at = |x: usize, y: usize| original[y * WIDTH + x];
    let cropped: Vec<[f32; 3]> = (0..286 * 380).map(|i| at(i % 286 + 8, i / 286 + 9)).collect();
    let brighter: Vec<[f32; 3]> = original.iter().map(|rgb| rgb.map(|v| v * 1.15)).collect();
    let mean = |x: usize, y: usize| {
        let four = [at(x, y), at(x + 1, y), at(x, y + 1), at(x + 1, y + 1)];
        [0, 1, 2].map(|c| four.iter().map(|rgb| rgb[c]).sum::<f32>() / 4.0)
    };
    let half: Vec<[f32; 3]> = (0..150 * 200).map(|i| mean(2 * (i % 150), 2 * (i / 150))).collect();
    let mut shoot = Shoot::default();
    shoot.add(1, "a.jpg", None, picture(WIDTH, HEIGHT, &original));
    shoot.add(1, "exports/a-cropped.jpg", None, picture(286, 380, &cropped));
    shoot.add(1, "exports/a-brighter.jpg", None, picture(WIDTH, HEIGHT, &brighter));
    shoot.add(1, "exports/a-half.jpg", None, picture(150, 200, &half));
    shoot.add(1, "b.jpg", None, picture(WIDTH, HEIGHT, &drawn(1, BLUE)));
    shoot.add(1, "c.jpg", None, picture(WIDTH, HEIGHT, &drawn(2, RED)));
    shoot
}

#[test]
fn copies_are_found_and_another_colour_or_another_print_is_none() {
    assert_eq!(edited().groups(&[]), [(Kind::Near, vec![1, 2, 3, 4])]);
}

#[test]
fn the_original_is_the_best_of_its_copies_by_its_pixels() {
    let shoot = edited();
    let groups = groups(&shoot.alike(), &Distinct::new(), &shoot.searchable());
    let told: Vec<(bool, Criterion)> = groups[0].photos.iter().map(|member| (member.standing.best, member.standing.by)).collect();
    assert!(told[0].0);
    assert_eq!(told[3], (false, Criterion::Resolution), "{told:?}");
    assert!(told[1..].iter().all(|(best, _)| !best));
}

#[test]
fn what_a_person_told_apart_is_not_told_together_again() {
    let shoot = edited();
    assert_eq!(shoot.groups(&[(1, 2)]), [(Kind::Near, vec![1, 3, 4])]);
    let [(Kind::Near, rest)] = &shoot.groups(&[(1, 2), (1, 3), (1, 4)])[..] else { panic!("the others are copies of one another") };
    assert_eq!(rest.iter().copied().collect::<HashSet<_>>(), HashSet::from([2, 3, 4]));
    for (a, b) in [(1, 2), (2, 3), (3, 4), (1, 4)] {
        let together = |(_, group): &(Kind, Vec<i64>)| group.contains(&a) && group.contains(&b);
        assert!(!shoot.groups(&[(a, b)]).iter().any(together), "{a} and {b}");
    }
}

fn blurred(pixels: &[[f32; 3]], reach: usize) -> Vec<[f32; 3]> {
    let mean = |i: usize| {
        let (x, y) = (i % WIDTH, i / WIDTH);
        let around = (x.saturating_sub(reach)..=(x + reach).min(WIDTH - 1)).map(|x| pixels[y * WIDTH + x]);
        let count = around.clone().count() as f32;
        around.fold([0.0; 3], |sum, rgb| [sum[0] + rgb[0], sum[1] + rgb[1], sum[2] + rgb[2]]).map(|v| v / count)
    };
    (0..pixels.len()).map(mean).collect()
}

#[test]
fn a_burst_is_cut_where_more_than_two_seconds_pass_or_the_picture_changes() {
    let (mut shoot, shown) = (Shoot::default(), |number, colour| picture(WIDTH, HEIGHT, &drawn(number, colour)));
    shoot.add(1, "1.jpg", Some("2026-05-04T09:00:00.000"), shown(1, RED));
    shoot.add(1, "2.jpg", Some("2026-05-04T09:00:02.000"), shown(1, RED));
    shoot.add(1, "3.jpg", Some("2026-05-04T09:00:04.001"), shown(1, RED));
    shoot.add(1, "4.jpg", Some("2026-05-04T09:00:05.000"), shown(1, RED));
    shoot.add(3, "5.jpg", Some("2026-05-04T09:00:06.000"), shown(3, BLUE));
    // An export bears the moment of its original.
    shoot.add(1, "exports/4.jpg", Some("2026-05-04T09:00:05.000"), shown(1, RED));
    let other = shoot.add(1, "6.jpg", Some("2026-05-04T09:00:05.500"), shown(1, RED));
    Arc::make_mut(&mut shoot.photos[other.0 as usize - 1].facts).camera = Some("One Mark II".into());
    let groups = shoot.groups(&[]);
    let bursts: Vec<_> = groups.iter().filter(|(kind, _)| *kind == Kind::Burst).map(|(_, group)| group.clone()).collect();
    assert_eq!(bursts, [vec![1, 2], vec![3, 4]]);
    let pairs: Vec<(i64, i64)> =
        groups.iter().flat_map(|(_, g)| g.iter().flat_map(|a| g.iter().map(move |b| (*a, *b)))).filter(|(a, b)| a < b).collect();
    assert_eq!(pairs.len(), pairs.iter().collect::<HashSet<_>>().len(), "a pair is told once: {groups:?}");
    assert!(groups.iter().any(|(kind, group)| *kind == Kind::Near && group.contains(&6)), "{groups:?}");
}

#[test]
fn the_sharp_frame_is_proposed_whichever_it_is() {
    let sharp = drawn(1, RED);
    for best in 0..4 {
        let mut shoot = Shoot::default();
        for n in 0..4 {
            let frame = if n == best { sharp.clone() } else { blurred(&sharp, 1 + n % 2) };
            let darker: Vec<[f32; 3]> = frame.iter().map(|rgb| rgb.map(|v| v * if n == best { 0.9 } else { 1.0 })).collect();
            shoot.add(1, &format!("{n}.jpg"), Some(&format!("2026-05-04T09:00:00.{n}00")), picture(WIDTH, HEIGHT, &darker));
        }
        let found = groups(&shoot.alike(), &Distinct::new(), &shoot.searchable());
        let first = found[0].photos[0];
        assert_eq!(
            (found[0].kind, first.photo.0, first.standing),
            (Kind::Burst, best as i64 + 1, Standing { best: true, by: Criterion::Sharpness })
        );
    }
}

#[test]
fn four_hundred_equal_frames_are_one_burst_and_the_first_stands_for_them() {
    let (mut shoot, frame) = (Shoot::default(), picture(WIDTH, HEIGHT, &drawn(1, RED)));
    for n in 0..400 {
        shoot.add(1, &format!("{n}.jpg"), Some(&format!("2026-05-04T09:{:02}:{:02}", n / 60, n % 60)), frame.clone());
    }
    let found = groups(&shoot.alike(), &Distinct::new(), &shoot.searchable());
    assert_eq!(told(&found), [(Kind::Burst, (1..=400).collect::<Vec<i64>>())]);
    assert_eq!(found[0].photos[0].standing, Standing { best: true, by: Criterion::Order });
}

#[test]
fn the_same_bytes_are_exact_whatever_else_they_are() {
    let (mut shoot, frame) = (Shoot::default(), picture(WIDTH, HEIGHT, &drawn(1, RED)));
    for name in ["a.jpg", "copies/a.jpg", "copies/again/a.jpg"] {
        shoot.add(1, name, Some("2026-05-04T09:00:00"), frame.clone());
    }
    let hash = shoot.photos[0].hash;
    shoot.photos.iter_mut().for_each(|photo| photo.hash = hash);
    assert_eq!(shoot.groups(&[]), [(Kind::Exact, vec![1, 2, 3])]);
    assert_eq!(shoot.groups(&[(1, 2)]), [(Kind::Exact, vec![1, 3])]);
    shoot.photos[1].missing = true;
    assert_eq!(shoot.groups(&[]), [(Kind::Exact, vec![1, 3])], "a file that is gone is no copy");
}

#[test]
fn fingerprints_that_are_not_kept_are_made_from_files() {
    let shoot = edited();
    let bytes = |photo: &Photo| Some(shoot.thumbnail(photo));
    let none = Sources { thumbnail: &|_| None, file: &|_| None };
    let found = alike(&shoot.searchable(), HashMap::new(), &none, &Progress::default(), &|| false).unwrap();
    assert!(groups(&found, &Distinct::new(), &shoot.searchable()).is_empty(), "what cannot be read is no copy");
    let files = Sources { thumbnail: &|_| None, file: &bytes };
    let found = alike(&shoot.searchable(), HashMap::new(), &files, &Progress::default(), &|| false).unwrap();
    assert_eq!(found.made.len(), 6);
    assert_eq!(told(&groups(&found, &Distinct::new(), &shoot.searchable())), [(Kind::Near, vec![1, 2, 3, 4])]);
}

#[test]
fn it_ends_when_it_is_no_longer_wanted_and_an_empty_catalogue_has_no_duplicates() {
    let shoot = edited();
    let sources = Sources { thumbnail: &|_| None, file: &|_| None };
    assert!(alike(&shoot.searchable(), shoot.prints(), &sources, &Progress::default(), &|| true).is_none());
    let empty = Searchable::default();
    let found = alike(&empty, HashMap::new(), &sources, &Progress::default(), &|| false).unwrap();
    assert!(groups(&found, &Distinct::new(), &empty).is_empty());
}

#[test]
fn a_pale_shirt_is_told_from_a_white_one() {
    let mut shoot = Shoot::default();
    shoot.add(1, "white.jpg", None, picture(WIDTH, HEIGHT, &drawn(1, [222.0, 220.0, 218.0])));
    shoot.add(1, "pink.jpg", None, picture(WIDTH, HEIGHT, &drawn(1, [226.0, 206.0, 208.0])));
    shoot.add(1, "white-again.jpg", None, picture(WIDTH, HEIGHT, &drawn(1, [223.0, 220.0, 217.0])));
    let [(Kind::Near, group)] = &shoot.groups(&[])[..] else { panic!("the two white ones") };
    assert_eq!(group.iter().copied().collect::<HashSet<_>>(), HashSet::from([1, 3]));
}
