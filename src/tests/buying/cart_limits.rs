//! What the cart refuses.

use crate::support::{Buyer, at_once};
use futures::future::FutureExt;
use tradewind::{
    domain::{
        cart::{Cart, MAX_LINES},
        ids::VariantId,
        product::{OptionKind, ProductStatus},
    },
    error::AppError,
    server::{
        services::add_product::{NewOptionValue, NewProduct},
        store::db::select,
    },
};

const NOT_QUANTITIES: [&str; 11] =
    ["0", "-1", "100", "1000000000000", "99999999999999999999999", "abc", "", " ", "1.5", "' OR 1=1 --", "\0"];

on_both! {
    async fn what_is_no_quantity_is_refused_by_name_and_nothing_is_stored(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 1_000).await;
        let guest = Buyer::guest(&shop);
        for quantity in NOT_QUANTITIES {
            let refused = guest.add(mug, quantity).await.expect(422).error();
            assert!(refused.field_message("quantity").is_some(), "{quantity:?}: {refused:?}");
        }
        assert_eq!((shop.count("cart").await, shop.count("cart_line").await), (0, 0));
        assert_eq!(guest.client.cookie("cart"), None);
        guest.add(mug, "2").await.expect(200);
        let before = guest.cart().await;
        let line = before.lines[0].id;
        for quantity in NOT_QUANTITIES {
            let refused = guest.set_quantity(line, quantity).await.expect(422).error();
            assert!(refused.field_message(&format!("quantity_{line}")).is_some(), "{quantity:?}: {refused:?}");
            guest.add(mug, quantity).await.expect(422);
        }
        assert_eq!(guest.cart().await, before);
    }

    async fn more_than_is_in_stock_is_refused(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let guest = Buyer::guest(&shop);
        let short = AppError::OutOfStock { sku: "MUG".into(), available: 3 };
        assert_eq!(guest.add(mug, "4").await.expect(409).error(), short);
        assert_eq!(
            (shop.count("cart").await, guest.client.cookie("cart")),
            (0, None),
            "not even an empty cart is left"
        );
        guest.add(mug, "2").await.expect(200);
        let before = guest.cart().await;
        assert_eq!(guest.add(mug, "2").await.expect(409).error(), short);
        assert_eq!(guest.set_quantity(before.lines[0].id, "4").await.expect(409).error(), short);
        assert_eq!(guest.cart().await, before);
        guest.set_quantity(before.lines[0].id, "3").await.expect(200);
    }

    async fn reserved_units_are_not_for_sale(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        Buyer::guest(&shop).order(&shop, mug, "2").await;
        let short = AppError::OutOfStock { sku: "MUG".into(), available: 1 };
        assert_eq!(Buyer::guest(&shop).add(mug, "2").await.expect(409).error(), short);
        Buyer::guest(&shop).order(&shop, mug, "1").await;
        let sold_out = AppError::OutOfStock { sku: "MUG".into(), available: 0 };
        assert_eq!(Buyer::guest(&shop).add(mug, "1").await.expect(409).error(), sold_out);
    }

    async fn another_visitors_line_is_out_of_reach(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (victim, stranger) = (Buyer::guest(&shop), Buyer::guest(&shop));
        victim.add(mug, "2").await.expect(200);
        let theirs = victim.cart().await;
        let line = theirs.lines[0].id;
        assert_eq!(stranger.set_quantity(line, "1").await.expect(404).error(), AppError::NotFound);
        assert_eq!(stranger.remove(line).await.expect(200).json::<Cart>(), Cart::default());
        stranger.add(mug, "1").await.expect(200);
        let own = stranger.cart().await;
        assert_eq!(stranger.set_quantity(line, "9").await.expect(404).error(), AppError::NotFound);
        assert_eq!(stranger.remove(line).await.expect(200).json::<Cart>(), own);
        let signed_in = Buyer { client: shop.customer().await };
        signed_in.set_quantity(line, "9").await.expect(404);
        assert_eq!(victim.cart().await, theirs);
    }

    async fn a_variant_that_is_not_for_sale_is_not_found(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let draft = NewProduct { status: ProductStatus::Draft, ..NewProduct::simple("Secret", 100, 9) };
        let draft = shop.sell_product(draft).await;
        let guest = Buyer::guest(&shop);
        for variant in
            [VariantId(mug.0 + 1_000), VariantId(0), VariantId(-1), VariantId(i64::MAX), VariantId(i64::MIN), draft]
        {
            assert_eq!(guest.add(variant, "1").await.expect(404).error(), AppError::NotFound, "{variant}");
        }
        for variant in ["", "abc", "1 OR 1=1", "99999999999999999999", "1.0"] {
            guest.client.post_action("cart/add_line", &[("variant_id", variant), ("quantity", "1")]).await.expect(400);
        }
        assert_eq!(shop.count("cart").await, 0);
    }

    async fn a_cart_holds_fifty_different_things(shop: TestShop) {
        let sizes = (0..=MAX_LINES).map(|size| NewOptionValue::named(&size.to_string())).collect();
        let ring = NewProduct::simple("Ring", 900, 5).with_option("Size", OptionKind::Other, sizes).every_combination();
        shop.sell_product(ring).await;
        let variants: Vec<(VariantId,)> =
            select(&shop.state.db, "SELECT id FROM variant ORDER BY id").all().await.expect("variants");
        let guest = Buyer::guest(&shop);
        let (last, first) = variants.split_last().expect("variants");
        for (variant,) in first {
            guest.add(*variant, "1").await.expect(200);
        }
        assert_eq!(guest.add(last.0, "1").await.expect(422).error(), AppError::CartFull(MAX_LINES));
        guest.add(first[0].0, "1").await.expect(200);
        let cart = guest.cart().await;
        assert_eq!((cart.lines.len(), cart.items()), (50, 51));
    }

    async fn pressing_add_many_times_at_once_loses_nothing(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 90).await, shop.sell("Lamp", 4_999, 90).await);
        let guest = Buyer::guest(&shop);
        guest.add(mug, "1").await.expect(200);
        let presses = (0..20).map(|press| {
            let (tab, variant) = (guest.clone(), if press % 2 == 0 { mug } else { lamp });
            async move { tab.add(variant, "1").await.status }.boxed()
        });
        assert_eq!(at_once(presses).await, [200; 20]);
        let cart = guest.cart().await;
        assert_eq!(cart.lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [11, 10]);
    }

    async fn the_last_units_cannot_be_gathered_by_pressing_at_once(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let guest = Buyer::guest(&shop);
        guest.add(mug, "1").await.expect(200);
        let presses = (0..10).map(|_| {
            let tab = guest.clone();
            async move { tab.add(mug, "1").await.status }.boxed()
        });
        let answers = at_once(presses).await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 2);
        assert_eq!(answers.iter().filter(|status| **status == 409).count(), 8);
        assert_eq!(guest.cart().await.lines[0].quantity, 3);
    }
}
