//! What somebody with an account sees of it.

mod tokens;

pub use tokens::TokensPage;
