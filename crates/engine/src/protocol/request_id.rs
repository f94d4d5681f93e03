//! By which an answer is known to belong to its question.

/// The number of a request, in the order of sending. What comes of the request carries it; 0, the default, is no request's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);
