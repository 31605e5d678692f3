//! Promotions as staff edit them.

use super::{add, by_code, carts::enter, tenth};
use crate::support::Buyer;
use tradewind::{
    domain::{
        forms::Problem,
        promotion::{CartPromotionState, PromotionInput, WhyNot},
        staff::{PageRequest, PromotionTab, SampleCart},
    },
    error::AppError,
    server::services::{promotions, try_promotion::try_out},
};

on_both! {
    async fn a_promotion_is_found_opened_changed_and_deleted(shop: TestShop) {
        shop.sell("Mug", 1_900, 9).await;
        let id = add(&shop, &PromotionInput { products: format!("{}/p/mug", shop.url), ..by_code() }).await;
        let list = promotions::list(&shop.state, PromotionTab::Running, "tent", PageRequest::Newest).await.unwrap();
        assert_eq!(list.promotions.iter().map(|row| (row.id, row.trigger.as_str())).collect::<Vec<_>>(), [(id, "TENTH")]);
        let editor = promotions::open(&shop.state, Some(id)).await.unwrap();
        assert_eq!((editor.form.products.as_str(), editor.form.percent.as_str()), ("mug", "10"));
        let changed = PromotionInput { codes: "TENTH\nOTHER".into(), active: false, ..editor.form };
        assert_eq!(promotions::update(&shop.state, "test", (id, 1), &changed).await, Ok(2));
        assert_eq!(promotions::update(&shop.state, "test", (id, 1), &changed).await, Err(AppError::Conflict));
        assert_eq!(promotions::open(&shop.state, Some(id)).await.unwrap().form.codes, "OTHER\nTENTH");
        let paused = promotions::list(&shop.state, PromotionTab::Paused, "", PageRequest::Newest).await.unwrap();
        assert_eq!(paused.promotions.len(), 1);
        assert_eq!(promotions::delete(&shop.state, "test", id, 2).await, Ok(()));
        assert_eq!((shop.count("promotion").await, shop.count("coupon_code").await), (0, 0));
        assert_eq!(shop.count("audit_entry WHERE subject = 'promotion'").await, 3);
    }

    async fn what_cannot_be_is_refused_by_name(shop: TestShop) {
        add(&shop, &by_code()).await;
        let refused = promotions::add(&shop.state, "test", &by_code()).await;
        assert_eq!(refused, Err(AppError::field("codes", Problem::AlreadyTaken)));
        let unknown = PromotionInput { products: "mug".into(), ..tenth() };
        assert_eq!(
            promotions::add(&shop.state, "test", &unknown).await,
            Err(AppError::field("products", Problem::UnknownProduct(1)))
        );
        let nobody = PromotionInput { customer_group: "77".into(), ..tenth() };
        assert_eq!(
            promotions::add(&shop.state, "test", &nobody).await,
            Err(AppError::field("customer_group", Problem::UnknownChoice))
        );
        assert_eq!(shop.count("promotion").await, 1);
    }

    async fn a_limit_that_comes_later_counts_what_was_used_before(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let id = add(&shop, &by_code()).await;
        let buyer = Buyer::guest(&shop);
        for _ in 0..2 {
            buyer.add(mug, "1").await.expect(200);
            enter(&buyer, "TENTH").await.expect(200);
            buyer.buy(&shop, mug, "1").await;
        }
        let limited = |uses: &str, codes: &str| PromotionInput {
            usage_limit: uses.into(),
            code_limit: codes.into(),
            customer_limit: "5".into(),
            ..by_code()
        };
        let update = |version, input: PromotionInput| {
            let state = shop.state.clone();
            async move { promotions::update(&state, "test", (id, version), &input).await }
        };
        assert_eq!(update(1, limited("1", "")).await, Err(AppError::field("usage_limit", Problem::BelowUsed(2))));
        assert_eq!(update(1, limited("", "1")).await, Err(AppError::field("code_limit", Problem::BelowUsed(2))));
        assert_eq!(update(1, limited("2", "3")).await, Ok(2));
        shop.assert_consistent().await;
        buyer.add(mug, "1").await.expect(200);
        enter(&buyer, "TENTH").await.expect(200);
        assert_eq!(buyer.cart().await.promotions[0].state, CartPromotionState::Refused(WhyNot::UsedUp));
        assert_eq!(promotions::delete(&shop.state, "test", id, 2).await, Err(AppError::InUse { uses: 2 }));
        assert_eq!(update(2, by_code()).await, Ok(3));
        shop.assert_consistent().await;
    }

    async fn a_sample_cart_shows_what_a_promotion_does_and_stores_nothing(shop: TestShop) {
        shop.sell("Mug", 1_900, 9).await;
        add(&shop, &PromotionInput { name: "Running".into(), ..tenth() }).await;
        let id = add(&shop, &PromotionInput { active: false, minimum: "50".into(), ..by_code() }).await;
        let sample = |lines: &str| SampleCart { lines: lines.into(), shipping: "4.90".into(), ..SampleCart::default() };
        let tried = try_out(&shop.state, id, &sample("2 MUG")).await.unwrap();
        let states: Vec<_> = tried.promotions.iter().map(|promotion| promotion.state.clone()).collect();
        assert_eq!(
            states,
            [
                CartPromotionState::Applied(380),
                CartPromotionState::Refused(WhyNot::BelowMinimum { missing_minor: 1_200 }),
            ]
        );
        assert_eq!(tried.total.minor, 3_910);
        assert_eq!(try_out(&shop.state, id, &sample("3x MUG")).await.unwrap().promotions.len(), 2);
        for (lines, problem) in
            [("", Problem::Required), ("NOPE", Problem::UnknownSku(1)), ("0 MUG", Problem::OutOfRange(1, 99))]
        {
            let refused = try_out(&shop.state, id, &sample(lines)).await;
            assert_eq!(refused, Err(AppError::field("lines", problem)), "{lines}");
        }
        assert_eq!(shop.count("cart").await, 0);
    }

    async fn the_form_works_as_a_plain_form(shop: TestShop) {
        let staff = shop.owner().await;
        let fields = [
            ("id", ""), ("version", "0"), ("promotion[name]", "Spring"), ("promotion[active]", "true"),
            ("promotion[trigger]", "code"), ("promotion[codes]", "SPRING"), ("promotion[reward]", "fixed"),
            ("promotion[amount]", "5"), ("promotion[categories][]", "1"),
        ];
        staff.post_form_from("/admin/promotions/new", "/actions/admin/save_promotion", &fields).await.expect(302);
        let page = staff.get("/admin/promotions").await.expect(200).body;
        assert!(page.contains("Spring") && page.contains("€5 off"), "{page}");
    }
}
