//! Shipping: what is offered where and for how much, and how staff set it up.

mod checkout;
mod editing;
mod estimate;
mod pickup;

use crate::support::TestShop;
use tradewind::{
    domain::{
        ids::{ShippingMethodId, ShippingZoneId, VariantId},
        shipping::{MethodInput, RateInput, RateRowInput},
    },
    server::{
        services::shipping,
        store::db::{execute, select},
    },
};

impl TestShop {
    pub async fn zone(&self, slug: &str) -> ShippingZoneId {
        let text = "SELECT id FROM shipping_zone WHERE slug = $1";
        let (id,): (ShippingZoneId,) = select(&self.state.db, text).bind(slug).one().await.expect("a zone");
        id
    }

    pub async fn weigh(&self, variant: VariantId, grams: i64) {
        let text = "UPDATE variant SET weight_grams = $2 WHERE id = $1";
        execute(&self.state.db, text).bind(variant).bind(grams).run().await.expect("a weight");
    }

    /// Adds a method of the first carrier with one rate.
    pub async fn add_method(&self, input: MethodInput, zone: &str, rate: &RateInput) -> (ShippingMethodId, i64) {
        let carrier = shipping::overview(&self.state).await.expect("carriers").carriers[0].id.to_string();
        let input = MethodInput { carrier, active: true, days_min: "1".into(), days_max: "3".into(), ..input };
        let known = shipping::save_method(&self.state, "test", None, &input).await.expect("a method");
        let version =
            shipping::save_rate(&self.state, "test", known, self.zone(zone).await, rate).await.expect("a rate");
        (known.0, version)
    }
}

fn named(name: &str) -> MethodInput {
    MethodInput { name: name.into(), position: "9".into(), ..MethodInput::default() }
}

fn flat(price: &str) -> RateInput {
    RateInput { calculator: "flat".into(), price: price.into(), ..RateInput::default() }
}

fn table(calculator: &str, rows: &[(&str, &str)]) -> RateInput {
    let row = |(up_to, price): &(&str, &str)| RateRowInput { up_to: (*up_to).into(), price: (*price).into() };
    RateInput { calculator: calculator.into(), rows: rows.iter().map(row).collect(), ..RateInput::default() }
}
