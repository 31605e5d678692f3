//! Promotions and coupon codes, from the cart to the books.

mod carts;
mod editing;
mod groups;
mod guessing;
mod limits;
mod shown_prices;
mod tax_rates;
mod taxes;

use crate::support::TestShop;
use tradewind::{
    domain::{ids::PromotionId, promotion::PromotionInput},
    server::services::promotions,
};

/// A tenth off everything, by itself.
pub fn tenth() -> PromotionInput {
    PromotionInput {
        name: "Tenth".into(),
        active: true,
        trigger: "automatic".into(),
        reward: "percent".into(),
        percent: "10".into(),
        ..PromotionInput::default()
    }
}

/// The same by the code TENTH.
fn by_code() -> PromotionInput {
    PromotionInput { trigger: "code".into(), codes: "TENTH".into(), ..tenth() }
}

pub async fn add(shop: &TestShop, input: &PromotionInput) -> PromotionId {
    promotions::add(&shop.state, "test", input).await.expect("a promotion")
}
