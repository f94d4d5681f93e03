//! The boxes of an ISO media file: each with its length and four letters before its content.

/// The boxes that lie one behind the other in these bytes; those that go over the end are left out.
pub(super) fn boxes(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (head, _) = rest.split_at_checked(8)?;
        let name = head[4..].try_into().ok()?;
        let (start, length) = match number(rest, 0, 4)? {
            0 => (8, rest.len()),
            1 => (16, usize::try_from(number(rest, 8, 8)?).ok()?),
            length => (8, usize::try_from(length).ok()?),
        };
        let content = rest.get(start..length)?;
        rest = &rest[length..];
        Some((name, content))
    })
}

/// The content of the first box of each name, one inside the other.
pub(super) fn inside<'a>(bytes: &'a [u8], path: &[&[u8; 4]]) -> Option<&'a [u8]> {
    path.iter().try_fold(bytes, |bytes, wanted| boxes(bytes).find(|(name, _)| name == *wanted).map(|(_, content)| content))
}

/// A number of so many bytes, the high ones first.
pub(super) fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let part = bytes.get(at..at.checked_add(length)?)?;
    Some(part.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
