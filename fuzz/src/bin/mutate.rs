//! The targets over mutated seeds, on stable Rust and without coverage: `mutate TARGET SECONDS [SEED]`. An input that breaks a promise is
//! kept in `artifacts/TARGET`, and so is the slowest one.

use selvedge_fuzz::{TARGETS, seeds};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// No input may take longer.
const MOST: Duration = Duration::from_secs(5);

/// Values that sizes and counts break at.
const EDGES: [u32; 10] = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % below.max(1)
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, seconds, ..] = &arguments[..] else { panic!("mutate TARGET SECONDS [SEED]") };
    let (_, run) = *TARGETS.iter().find(|(known, _)| known == name).expect("a target");
    let length = Duration::from_secs(seconds.parse().expect("seconds"));
    let mut random = Random(arguments.get(2).map_or(0x9e37_79b9, |seed| seed.parse().expect("a number")) | 1);
    let seeds = seeds(name);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    let (start, mut slowest, mut runs, mut findings) = (Instant::now(), Duration::ZERO, 0_u64, 0);
    while start.elapsed() < length {
        let input = mutated(&seeds, &mut random);
        // What ends the whole process is found there.
        std::fs::write(folder.join("in-hand"), &input).expect("it is written");
        let (held, mut took) = timed(run, &input);
        if held && took > MOST {
            // The machine may have been busy with something else.
            took = took.min(timed(run, &input).1);
        }
        runs += 1;
        if took > slowest {
            slowest = took;
            std::fs::write(folder.join("slowest"), &input).expect("it is written");
        }
        if !held || took > MOST {
            findings += 1;
            std::fs::write(folder.join(format!("finding-{runs}")), &input).expect("it is written");
        }
    }
    println!("{name}: {runs} runs in {} s, slowest {:.2} s, {findings} findings", length.as_secs(), slowest.as_secs_f64());
    assert_eq!(findings, 0, "see {}", folder.display());
}

/// Whether the promises hold, and how long that took.
fn timed(run: fn(&[u8]), input: &[u8]) -> (bool, Duration) {
    let began = Instant::now();
    let held = catch_unwind(AssertUnwindSafe(|| run(input))).is_ok();
    (held, began.elapsed())
}

fn mutated(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = seeds[random.next(seeds.len())].clone();
    for _ in 0..1 + random.next(8) {
        let at = random.next(bytes.len() + 1);
        let length = random.next(64).min(bytes.len() - at);
        match random.next(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.next(8),
            1 if at < bytes.len() => bytes[at] = random.next(256) as u8,
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let copied = bytes[at..at + length].to_vec();
                let to = random.next(bytes.len() + 1);
                bytes.splice(to..to, copied);
            }
            4 => {
                let edge = EDGES[random.next(EDGES.len())];
                let value = if random.next(2) == 0 { edge.to_le_bytes() } else { edge.to_be_bytes() };
                let length = [1, 2, 4][random.next(3)].min(bytes.len() - at);
                let value = if random.next(2) == 0 { &value[..length] } else { &value[4 - length..] };
                bytes[at..at + length].copy_from_slice(value);
            }
            5 => bytes.truncate(at),
            6 => {
                let other = &seeds[random.next(seeds.len())];
                let from = random.next(other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            _ => bytes.splice(at..at, (0..random.next(16)).map(|_| random.next(256) as u8).collect::<Vec<_>>()).for_each(drop),
        }
    }
    bytes
}
