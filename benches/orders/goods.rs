//! What is sold: enough of everything, so that nobody goes without.

use tradewind::{
    domain::{ids::VariantId, promotion::PromotionInput},
    server::{
        demo::selling::add_selling_terms,
        services::{
            add_product::{NewProduct, add_product},
            promotions,
        },
        state::State,
        store::db::select,
    },
};

/// A coupon code whose uses are counted.
pub const CODE: &str = "RUSH";

const VARIANTS: usize = 1_000;
const STOCK: i64 = 1_000_000;
const USES: &str = "1000000";

pub struct Goods(Vec<VariantId>);

impl Goods {
    /// Puts them up for sale, with shipping, taxes and the coupon.
    pub async fn add(state: &State) -> Self {
        let mut tx = state.db.begin().await.expect("a transaction");
        add_selling_terms(&mut tx).await.expect("shipping and taxes");
        tx.commit().await.expect("committed");
        for number in 0..VARIANTS {
            let product = NewProduct::simple(&format!("Thing {number}"), 2_500, STOCK);
            add_product(state, "bench", product).await.expect("a product");
        }
        let coupon = PromotionInput {
            name: "Rush".into(),
            active: true,
            trigger: "code".into(),
            codes: CODE.into(),
            reward: "percent".into(),
            percent: "10".into(),
            usage_limit: USES.into(),
            code_limit: USES.into(),
            ..PromotionInput::default()
        };
        promotions::add(state, "bench", &coupon).await.expect("a coupon");
        let variants: Vec<(VariantId,)> =
            select(&state.db, "SELECT id FROM variant ORDER BY id").all().await.expect("the variants");
        Self(variants.into_iter().map(|(id,)| id).collect())
    }

    pub fn variant(&self, number: usize) -> VariantId {
        *self.0.get(number % self.0.len()).expect("a variant")
    }
}
