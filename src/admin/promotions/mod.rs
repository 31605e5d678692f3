//! Promotions and coupon codes.

mod edit;
mod form;
mod list;
mod targets;
mod try_it;

pub use edit::PromotionPage;
pub use list::PromotionListPage;

const PATH: &str = "/admin/promotions";
