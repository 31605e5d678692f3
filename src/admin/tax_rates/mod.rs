//! Tax rates by place, category and time.

mod display;
mod edit;
mod list;

pub use edit::TaxRatePage;
pub use list::TaxRateListPage;

const PATH: &str = "/admin/tax-rates";
