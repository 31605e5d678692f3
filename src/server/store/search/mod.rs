//! What the search index reads: the feed of changes, products as documents, and the names that they refer to.

pub mod directory;
pub mod documents;
pub mod feed;
pub mod suggestions;
