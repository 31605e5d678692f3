//! What shoppers see of promotions.

use super::{add, by_code, tenth};
use crate::support::{Answer, Buyer};
use tradewind::{
    domain::{
        forms::Problem,
        pricing::DiscountAmount,
        promotion::{CartPromotion, CartPromotionState, PromotionInput, WhyNot},
    },
    error::AppError,
};

pub(super) async fn enter(buyer: &Buyer, code: &str) -> Answer {
    buyer.client.post_action("cart/add_coupon", &[("code", code)]).await
}

async fn states(buyer: &Buyer) -> Vec<CartPromotionState> {
    buyer.cart().await.promotions.into_iter().map(|promotion| promotion.state).collect()
}

on_both! {
    async fn a_code_takes_off_what_it_says_until_it_is_removed(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        add(&shop, &by_code()).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "2").await.expect(200);
        assert_eq!(buyer.cart().await.totals.amounts.total, 3_800);
        enter(&buyer, " tenth ").await.expect(200);
        let cart = buyer.cart().await;
        assert_eq!((cart.totals.amounts.discount_total, cart.totals.amounts.total), (380, 3_420));
        assert_eq!(cart.totals.amounts.included_tax_total, 546, "tax is in what is paid");
        let told = CartPromotion { name: "Tenth".into(), code: Some("TENTH".into()), state: CartPromotionState::Applied(380) };
        assert_eq!(cart.promotions, [told]);
        let page = buyer.client.get("/cart").await.expect(200).body;
        assert!(page.contains("You save €3.80."), "the page says so");
        buyer.client.post_action("cart/remove_coupon", &[("code", "TENTH")]).await.expect(200);
        assert_eq!(buyer.cart().await.totals.amounts.total, 3_800);
    }

    async fn a_code_that_nobody_gave_out_is_refused_beside_its_field(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        add(&shop, &by_code()).await;
        let buyer = Buyer::guest(&shop);
        assert_eq!(enter(&buyer, "TENTH").await.expect(422).error(), AppError::CartEmpty);
        buyer.add(mug, "1").await.expect(200);
        for (code, problem) in [
            ("", Problem::Required),
            ("x", Problem::NotACoupon),
            ("' OR 1=1 --", Problem::NotACoupon),
            ("ELEVENTH", Problem::UnknownCoupon),
        ] {
            assert_eq!(enter(&buyer, code).await.error(), AppError::field("code", problem), "{code}");
        }
        assert!(buyer.cart().await.promotions.is_empty());
    }

    async fn the_cart_says_why_a_promotion_does_not_apply(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        add(&shop, &PromotionInput { minimum: "50".into(), ..by_code() }).await;
        let quiet = PromotionInput { name: "Quiet".into(), products: "mug".into(), first_order: true, ..tenth() };
        add(&shop, &PromotionInput { name: "Pair".into(), minimum_quantity: "3".into(), ..tenth() }).await;
        add(&shop, &quiet).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "2").await.expect(200);
        enter(&buyer, "TENTH").await.expect(200);
        assert_eq!(
            states(&buyer).await,
            [
                CartPromotionState::Refused(WhyNot::BelowMinimum { missing_minor: 1_200 }),
                CartPromotionState::Refused(WhyNot::TooFewItems { missing: 1 }),
                CartPromotionState::Applied(380),
            ]
        );
        assert!(buyer.client.get("/cart").await.expect(200).body.contains("€12.00 more of what it is for"));
        buyer.add(mug, "1").await.expect(200);
        assert_eq!(
            states(&buyer).await,
            [CartPromotionState::Applied(570), CartPromotionState::Applied(513), CartPromotionState::Applied(462)],
            "each takes off what those before it left"
        );
    }

    async fn an_order_keeps_what_was_taken_off_and_the_books_know_it(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        add(&shop, &by_code()).await;
        add(&shop, &PromotionInput { name: "On us".into(), reward: "free_shipping".into(), ..tenth() }).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        enter(&buyer, "TENTH").await.expect(200);
        let placed = buyer.buy(&shop, mug, "1").await;
        let order = buyer.load(&placed).await;
        let of = |label: &str, amount_minor| DiscountAmount { label: label.into(), amount_minor };
        assert_eq!(order.discounts, [of("Tenth", 380), of("On us", 490)]);
        assert_eq!((order.totals.total, order.captured.minor), (3_420, 3_420));
        assert!(shop.mails().await.iter().any(|mail| mail.body_text.contains("Tenth  −€3.80")), "the mail says so");
        shop.assert_consistent().await;
        assert!(buyer.cart().await.promotions.iter().all(|promotion| promotion.code.is_none()), "the code is spent");
    }

    /// Solidus #2741: several promotions took more off than there was.
    async fn stacked_promotions_do_not_lead_below_zero(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        for name in ["One", "Two", "Three"] {
            let amount = PromotionInput { reward: "fixed".into(), amount: "15".into(), percent: String::new(), ..tenth() };
            add(&shop, &PromotionInput { name: name.into(), ..amount }).await;
        }
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        let cart = buyer.cart().await;
        assert_eq!((cart.totals.amounts.discount_total, cart.totals.amounts.total), (1_900, 0));
        let placed = buyer.order(&shop, mug, "1").await;
        let order = buyer.load(&placed).await;
        assert_eq!(order.totals.total, 490, "shipping is left");
        shop.assert_consistent().await;
    }

    async fn an_order_of_which_nothing_is_left_to_pay_is_paid_at_once(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        add(&shop, &PromotionInput { percent: "100".into(), ..tenth() }).await;
        add(&shop, &PromotionInput { name: "On us".into(), reward: "free_shipping".into(), ..tenth() }).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        buyer.fill_checkout().await;
        let page: String = buyer.place().await.expect(200).json();
        assert!(page.starts_with("/orders/"), "{page}");
        shop.run_jobs().await;
        assert!(buyer.client.get(&page).await.expect(200).body.contains("Paid"));
        assert_eq!((shop.count("payment").await, shop.subjects().await.len()), (0, 1));
        shop.clock.advance_minutes(120);
        shop.run_jobs().await;
        assert_eq!(shop.stock(mug).await, (9, 1), "it does not expire");
        shop.assert_consistent().await;
    }

    async fn nothing_is_ordered_at_another_total_than_the_shopper_saw(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        add(&shop, &PromotionInput { ends_at: shop.state.clock.now().plus_minutes(5).minute(), ..tenth() }).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        buyer.fill_checkout().await;
        let shown = buyer.checkout().await;
        let fields = [
            ("cart_version", shown.cart.version.to_string()),
            ("seen_total", shown.cart.totals.amounts.total.to_string()),
            ("idempotency_key", shown.idempotency_key.clone()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        shop.clock.advance_minutes(5);
        let refused = buyer.client.post_action("checkout/place_order", &fields).await;
        assert_eq!(refused.expect(409).error(), AppError::CartChanged);
        assert_eq!(shop.count("orders").await, 0);
    }
}
