//! A TIFF's directories and an ISO media file's boxes, written by the tests of raw files.

/// What an entry of a directory holds: its type, its count and its bytes, the low ones first.
#[derive(Clone)]
pub(super) struct Value {
    kind: u16,
    count: u32,
    numbers: Vec<u64>,
}

pub(super) fn short(number: u16) -> Value {
    Value { kind: 3, count: 1, numbers: vec![number.into()] }
}

pub(super) fn long(number: u64) -> Value {
    longs(&[number])
}

pub(super) fn longs(numbers: &[u64]) -> Value {
    Value { kind: 4, count: numbers.len() as u32, numbers: numbers.to_vec() }
}

pub(super) fn bytes(bytes: &[u8]) -> Value {
    Value { kind: 7, count: bytes.len() as u32, numbers: bytes.iter().map(|byte| u64::from(*byte)).collect() }
}

pub(super) fn ascii(text: &str) -> Value {
    Value { kind: 2, ..bytes(format!("{text}\0").as_bytes()) }
}

impl Value {
    fn bytes(&self, little: bool) -> Vec<u8> {
        let size = match self.kind {
            3 => 2,
            4 => 4,
            _ => 1,
        };
        self.numbers.iter().flat_map(|number| in_order(*number, size, little)).collect()
    }
}

fn in_order(number: u64, size: usize, little: bool) -> Vec<u8> {
    if little { number.to_le_bytes()[..size].to_vec() } else { number.to_be_bytes()[8 - size..].to_vec() }
}

/// A directory whose values all fit into their entries.
pub(super) fn directory(little: bool, entries: &[(u16, Value)]) -> Vec<u8> {
    let mut out = in_order(entries.len() as u64, 2, little);
    for (tag, value) in entries {
        let head = [in_order((*tag).into(), 2, little), in_order(value.kind.into(), 2, little), in_order(value.count.into(), 4, little)];
        let mut value = value.bytes(little);
        value.resize(4, 0);
        out.extend([head.concat(), value].concat());
    }
    [out, vec![0; 4]].concat()
}

/// A box of an ISO media file.
pub(super) fn atom(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes()[..], &name, content].concat()
}

/// A file that grows from its end: what is pointed to is written before what points to it.
pub(super) struct Draft {
    little: bool,
    out: Vec<u8>,
}

impl Draft {
    /// `number`: what stands where TIFF has 42.
    pub fn new(little: bool, number: u16) -> Self {
        let order = if little { b"II" } else { b"MM" };
        Self { little, out: [&order[..], &in_order(number.into(), 2, little), &[0; 4]].concat() }
    }

    /// Where the next bytes will be.
    pub fn place(&self) -> u64 {
        self.out.len() as u64
    }

    /// Bytes as they are; answers where they are.
    pub fn put(&mut self, bytes: &[u8]) -> u64 {
        let at = self.place();
        self.out.extend(bytes);
        at
    }

    /// A directory, with values that are too long for it behind it.
    pub fn directory(&mut self, entries: &[(u16, Value)], next: u64) -> u64 {
        let at = self.place();
        let mut entries = entries.to_vec();
        entries.sort_by_key(|(tag, _)| *tag);
        let mut behind = vec![];
        let values = at + 2 + 12 * entries.len() as u64 + 4;
        let placed = entries.into_iter().map(|(tag, value)| {
            let long = value.bytes(self.little);
            if long.len() <= 4 {
                return (tag, value.kind, value.count, long);
            }
            let place = values + behind.len() as u64;
            behind.extend(long);
            (tag, value.kind, value.count, in_order(place, 4, self.little))
        });
        let mut rows = vec![];
        let mut count = 0;
        for (tag, kind, number, mut value) in placed {
            value.resize(4, 0);
            let head = [(tag.into(), 2), (kind.into(), 2), (number.into(), 4)];
            for (number, size) in head {
                rows.extend(in_order(number, size, self.little));
            }
            rows.extend(value);
            count += 1;
        }
        let (count, next) = (in_order(count, 2, self.little), in_order(next, 4, self.little));
        self.out.extend([count, rows, next, behind].concat());
        at
    }

    /// A directory with one tag whose value is what was written before.
    pub fn spanning(&mut self, tag: u16, place: u64, length: u64) -> u64 {
        let at = self.directory(&[(tag, long(place))], 0) as usize;
        self.out[at + 4..at + 6].copy_from_slice(&in_order(7, 2, self.little));
        self.out[at + 6..at + 10].copy_from_slice(&in_order(length, 4, self.little));
        at as u64
    }

    /// A directory whose picture is one strip.
    pub fn strip(&mut self, compression: u16, picture: &[u8], more: &[(u16, Value)], next: u64) -> u64 {
        let at = self.put(picture);
        let own = [(259, short(compression)), (273, long(at)), (279, long(picture.len() as u64))];
        self.directory(&[&own, more].concat(), next)
    }

    /// A directory that points to a JPEG.
    pub fn pointed(&mut self, picture: &[u8], more: &[(u16, Value)], next: u64) -> u64 {
        let at = self.put(picture);
        self.directory(&[&[(513, long(at)), (514, long(picture.len() as u64))], more].concat(), next)
    }

    pub fn file(mut self, first: u64) -> Vec<u8> {
        let first = in_order(first, 4, self.little);
        self.out[4..8].copy_from_slice(&first);
        self.out
    }
}
