//! Tax rates as staff edit them.

use crate::support::Buyer;
use tradewind::{
    domain::{forms::Problem, staff::TaxRateInput},
    error::AppError,
    server::services::tax_rates,
};

on_both! {
    async fn a_rate_is_added_changed_and_deleted_and_carts_follow(shop: TestShop) {
        let mug = shop.sell("Mug", 11_900, 9).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        let taxes = || async { buyer.cart().await.totals.taxes.iter().map(|tax| tax.label.clone()).collect::<Vec<_>>() };
        assert_eq!(taxes().await, ["VAT 19 %"]);
        let category = tax_rates::open(&shop.state, None).await.unwrap().categories[0].0;
        let levy = TaxRateInput {
            name: "Levy".into(),
            percent: "1,5".into(),
            country: "DE".into(),
            category: category.to_string(),
            ..TaxRateInput::default()
        };
        let id = tax_rates::add(&shop.state, "test", &levy).await.unwrap();
        assert_eq!(taxes().await, ["VAT 19 %", "Levy 1.5 %"]);
        let twice = tax_rates::add(&shop.state, "test", &levy).await;
        assert_eq!(twice, Err(AppError::field("name", Problem::AlreadyTaken)));
        let unknown = TaxRateInput { category: "999".into(), ..levy.clone() };
        let unknown = tax_rates::add(&shop.state, "test", &unknown).await;
        assert_eq!(unknown, Err(AppError::field("category", Problem::UnknownChoice)));
        let elsewhere = TaxRateInput { postcodes: "27498".into(), ..levy };
        assert_eq!(tax_rates::update(&shop.state, "test", (id, 1), &elsewhere).await, Ok(2));
        assert_eq!(tax_rates::update(&shop.state, "test", (id, 1), &elsewhere).await, Err(AppError::Conflict));
        assert_eq!(taxes().await, ["VAT 19 %"]);
        assert_eq!(tax_rates::delete(&shop.state, "test", id, 2).await, Ok(()));
        assert_eq!(shop.count("audit_entry WHERE subject = 'tax_rate'").await, 3);
    }

    async fn the_pages_of_rates_open_for_who_may_set_the_shop_up(shop: TestShop) {
        shop.sell("Mug", 11_900, 9).await;
        let owner = shop.owner().await;
        assert!(owner.get("/admin/tax-rates").await.expect(200).body.contains("Germany"));
        owner.get("/admin/tax-rates/new").await.expect(200);
        owner.get("/admin/tax-rates/999999").await.expect(404);
    }
}
