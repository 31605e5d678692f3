//! The demo shop "Halyard" and the bulk catalog for benchmarks, made through the services that a user's own shop is made with.

mod art;
pub mod bulk;
mod catalog;
pub mod logins;
mod pictures;
mod products;
mod promotions;
pub mod seed;
pub mod selling;
mod shipping;
mod stock;

pub use pictures::DrawnSize;
