//! Filling and changing the cart.

use crate::support::{Buyer, PASSWORD};
use tradewind::{
    domain::{
        cart::{Availability, Cart, CartNotice},
        money::{Currency, Money},
    },
    error::AppError,
    server::{
        random,
        store::db::{execute, select},
    },
};

fn euros(minor: i64) -> Money {
    Money::new(minor, Currency::Eur)
}

on_both! {
    async fn what_a_guest_adds_is_kept_behind_their_cookie(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 10).await;
        let guest = Buyer::guest(&shop);
        assert_eq!(guest.add(mug, "2").await.expect(200).json::<u32>(), 2);
        assert_eq!(guest.add(mug, " 1 ").await.expect(200).json::<u32>(), 3, "the same again is more of it");
        let cart = guest.cart().await;
        assert_eq!(cart.lines.len(), 1);
        let line = &cart.lines[0];
        assert_eq!(
            (line.title.as_str(), line.quantity, line.unit_price, line.total),
            ("Mug", 3, euros(1_900), euros(5_700))
        );
        assert_eq!(line.availability, Availability::Units(10));
        assert_eq!((cart.totals.amounts.item_total, cart.totals.amounts.shipping_total), (5_700, 0));
        assert_eq!(guest.client.cookie("cart_items").as_deref(), Some("3"));
        assert!(guest.client.get("/cart").await.expect(200).body.contains("Mug"));
        assert!(Buyer::guest(&shop).cart().await.lines.is_empty(), "nobody else's cart has it");
    }

    async fn only_the_cookie_opens_a_cart(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 10).await;
        let guest = Buyer::guest(&shop);
        guest.add(mug, "2").await.expect(200);
        let token = guest.client.cookie("cart").expect("a cart");
        let (kept,): (String,) = select(&shop.state.db, "SELECT token_hash FROM cart").one().await.expect("one cart");
        assert_eq!(kept, random::token_hash(&token), "the database alone opens no cart");
        let elsewhere = Buyer::guest(&shop);
        elsewhere.client.set_cookie(&format!("cart={token}"));
        assert_eq!(elsewhere.cart().await, guest.cart().await);
        for unknown in ["", "1", "' OR 1=1 --", &kept, &"a".repeat(64), &"z".repeat(64), &token[..63]] {
            let stranger = Buyer::guest(&shop);
            stranger.client.set_cookie(&format!("cart={unknown}"));
            assert_eq!(stranger.cart().await, Cart::default(), "{unknown}");
        }
        let stranger = Buyer::guest(&shop);
        stranger.client.set_cookie(&format!("cart={}", "a".repeat(64)));
        stranger.add(mug, "1").await.expect(200);
        assert_ne!(stranger.client.cookie("cart"), Some("a".repeat(64)), "a token from outside is never taken over");
    }

    async fn a_line_is_changed_and_removed(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 10).await, shop.sell("Lamp", 4_999, 10).await);
        let guest = Buyer::guest(&shop);
        guest.add(mug, "1").await.expect(200);
        guest.add(lamp, "1").await.expect(200);
        let before = guest.cart().await;
        let changed: Cart = guest.set_quantity(before.lines[0].id, "5").await.expect(200).json();
        assert_eq!(changed.lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [5, 1]);
        assert_eq!(changed.totals.amounts.total, 5 * 1_900 + 4_999);
        assert!(changed.version > before.version);
        assert_eq!(guest.client.cookie("cart_items").as_deref(), Some("6"));
        let left: Cart = guest.remove(before.lines[0].id).await.expect(200).json();
        assert_eq!(left.lines.iter().map(|line| line.title.as_str()).collect::<Vec<_>>(), ["Lamp"]);
        assert_eq!(
            guest.remove(before.lines[0].id).await.expect(200).json::<Cart>(),
            left,
            "a second press changes nothing"
        );
        guest.set_quantity(before.lines[0].id, "1").await.expect(404);
        guest.remove(before.lines[1].id).await.expect(200);
        assert_eq!(guest.client.cookie("cart_items").as_deref(), Some("0"));
        assert!(guest.client.get("/cart").await.expect(200).body.contains("Nothing in it yet"));
    }

    async fn the_cart_works_without_scripts(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await.to_string();
        let guest = Buyer::guest(&shop);
        let fields = [("variant_id", mug.as_str()), ("quantity", "2")];
        let answer = guest.client.post_form_from("/p/mug", "/actions/cart/add_line", &fields).await.expect(302);
        assert_eq!(answer.location().as_deref(), Some("/cart"));
        let line = guest.cart().await.lines[0].id.to_string();
        let wrong = [("line_id", line.as_str()), ("quantity", "0")];
        let answer = guest.client.post_form_from("/cart", "/actions/cart/set_quantity", &wrong).await.expect(302);
        let page = answer.location().expect("back to the cart");
        let page = page.strip_prefix(&shop.url).expect("to the shop");
        assert!(guest.client.get(page).await.expect(200).body.contains("A number from 1 to 99."));
        let short = [("line_id", line.as_str()), ("quantity", "4")];
        let answer = guest.client.post_form_from("/cart", "/actions/cart/set_quantity", &short).await.expect(302);
        let page = answer.location().expect("back to the cart");
        let page = page.strip_prefix(&shop.url).expect("to the shop");
        assert!(guest.client.get(page).await.expect(200).body.contains("Only 3 are left."));
        let remove = [("line_id", line.as_str())];
        let answer = guest.client.post_form_from("/cart", "/actions/cart/remove_line", &remove).await.expect(302);
        assert_eq!(answer.location().as_deref(), Some("/cart"));
        assert!(guest.cart().await.lines.is_empty());
    }

    async fn a_changed_price_is_noticed_until_it_is_accepted(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let guest = Buyer::guest(&shop);
        guest.add(mug, "1").await.expect(200);
        assert!(guest.cart().await.notices.is_empty());
        shop.reprice(mug, 2_100).await;
        let changed = CartNotice::PriceChanged { title: "Mug".into(), before: euros(1_900), now: euros(2_100) };
        let cart = guest.cart().await;
        assert_eq!((cart.notices, cart.totals.amounts.item_total), (vec![changed.clone()], 2_100));
        assert!(guest.client.get("/cart").await.expect(200).body.contains("Mug was €19.00 and is €21.00 now."));
        guest.set_quantity(cart.lines[0].id, "2").await.expect(200);
        assert_eq!(guest.cart().await.notices, [changed], "changing the quantity is not reading the notice");
        let accepted: Cart = guest.client.post_action("cart/accept_prices", &[]).await.expect(200).json();
        assert!(accepted.notices.is_empty());
        assert_eq!(accepted.totals.amounts.item_total, 4_200);
    }

    async fn what_can_no_longer_be_bought_is_noticed(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 3).await, shop.sell("Lamp", 4_999, 3).await);
        let (guest, quick) = (Buyer::guest(&shop), Buyer::guest(&shop));
        guest.add(mug, "2").await.expect(200);
        quick.order(&shop, mug, "2").await;
        let cart = guest.cart().await;
        assert_eq!(cart.notices, [CartNotice::FewerAvailable { title: "Mug".into(), available: 1 }]);
        assert!(!cart.is_buyable());
        quick.order(&shop, mug, "1").await;
        assert_eq!(guest.cart().await.notices, [CartNotice::SoldOut { title: "Mug".into() }]);
        guest.add(lamp, "1").await.expect(200);
        let text = "UPDATE product SET status = 'archived' WHERE slug = 'lamp'";
        execute(&shop.state.db, text).run().await.expect("withdrawn");
        assert!(guest.cart().await.notices.contains(&CartNotice::Withdrawn { title: "Lamp".into() }));
        guest.add(lamp, "1").await.expect(404);
    }

    /// Sylius #12372: carts were lost at login.
    async fn a_cart_joins_the_accounts_cart_at_login(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 90).await, shop.sell("Lamp", 4_999, 3).await);
        let customer = Buyer { client: shop.customer().await };
        customer.add(mug, "60").await.expect(200);
        let email = customer.client.account.clone().expect("an account").email;
        let guest = Buyer::guest(&shop);
        guest.add(mug, "60").await.expect(200);
        guest.add(lamp, "2").await.expect(200);
        let as_guest = guest.client.cookie("cart").expect("a cart");
        let login = [("email", email.as_str()), ("password", PASSWORD)];
        guest.client.post_action("accounts/login", &login).await.expect(200);
        let joined = guest.cart().await;
        assert_eq!(joined.lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [99, 2]);
        assert_eq!(customer.cart().await, joined, "the account's other browser has the same cart");
        let thief = Buyer::guest(&shop);
        thief.client.set_cookie(&format!("cart={as_guest}"));
        assert!(thief.cart().await.lines.is_empty(), "the guest's token no longer opens it");
        assert_eq!(shop.count("cart").await, 1);
        guest.client.post_action("accounts/logout", &[]).await.expect(200);
        assert!(guest.cart().await.lines.is_empty(), "the cart stays behind with the account");
    }

    async fn an_untouched_cart_is_forgotten_after_sixty_days(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let guest = Buyer::guest(&shop);
        guest.add(mug, "1").await.expect(200);
        shop.clock.advance_minutes(60 * 24 * 60 - 1);
        let line = guest.cart().await.lines[0].id;
        shop.clock.advance_minutes(1);
        assert!(guest.cart().await.lines.is_empty());
        assert_eq!(guest.set_quantity(line, "2").await.expect(404).error(), AppError::NotFound);
    }
}
