//! Photos as files: walk folders, decode with limits, thumbnails, capture facts. Floor 1.
