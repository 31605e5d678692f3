//! What is saved for later: it leaves the cart, counts nowhere, and comes back.

use crate::support::{Buyer, Placed, TestShop, card};
use tradewind::{
    domain::{
        cart::{Availability, Cart, MAX_LINES, MAX_QUANTITY, MAX_SAVED_LINES, SavedLine},
        ids::{SavedLineId, VariantId},
        money::{Currency, Money},
    },
    error::AppError,
    server::store::db::{execute, select},
};

fn euros(minor: i64) -> Money {
    Money::new(minor, Currency::Eur)
}

/// Units by SKU or title.
type Units<'a> = Vec<(&'a str, i64)>;

/// Titles and quantities of the lines, then of what is saved, latest first.
fn contents(cart: &Cart) -> (Units<'_>, Units<'_>) {
    let lines = cart.lines.iter().map(|line| (line.title.as_str(), line.quantity)).collect();
    (lines, cart.saved.iter().map(|line| (line.title.as_str(), line.quantity)).collect())
}

/// The one saved line of somebody.
async fn saved(buyer: &Buyer) -> SavedLine {
    let cart = buyer.cart().await;
    assert_eq!(cart.saved.len(), 1, "{:?}", cart.saved);
    cart.saved.into_iter().next().expect("a saved line")
}

/// Puts saved lines into a cart behind the shop's back.
async fn stuff(shop: &TestShop, titles: i64) {
    for number in 0..titles {
        let text = "INSERT INTO saved_line (cart_id, variant_id, title, quantity, seen_price_minor, saved_at)
                    SELECT id, NULL, $1, 1, 100, 0 FROM cart";
        execute(&shop.state.db, text).bind(format!("Thing {number}")).run().await.expect("a saved line");
    }
}

on_both! {
    async fn what_is_saved_leaves_the_cart_and_counts_nowhere(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 10).await, shop.sell("Lamp", 4_999, 10).await);
        let guest = Buyer::guest(&shop);
        guest.add(mug, "2").await.expect(200);
        guest.add(lamp, "1").await.expect(200);
        let before = guest.cart().await;
        let cart: Cart = guest.save_for_later(before.lines[0].id).await.expect(200).json();
        assert_eq!(contents(&cart), (vec![("Lamp", 1)], vec![("Mug", 2)]));
        assert_eq!((cart.totals.amounts.item_total, cart.items()), (4_999, 1));
        assert!(cart.version > before.version);
        assert_eq!(guest.client.cookie("cart_items").as_deref(), Some("1"));
        assert_eq!(cart, guest.cart().await);
        let line = &cart.saved[0];
        assert_eq!(
            (line.variant_id, line.unit_price, line.price_before(), line.availability, line.product_slug.as_str()),
            (Some(mug), euros(1_900), None, Availability::Units(10), "mug")
        );
        let page = guest.client.get("/cart").await.expect(200).body;
        for text in ["Saved for later", "Move to cart: Mug", "Remove Mug from what is saved", "2 pieces", "Save for later: Lamp"] {
            assert!(page.contains(text), "{text}");
        }
        assert!(Buyer::guest(&shop).cart().await.saved.is_empty(), "nobody else has it");
        shop.assert_consistent().await;
    }

    async fn what_is_saved_is_not_in_the_way_of_buying(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 3).await, shop.sell("Lamp", 4_999, 3).await);
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "2").await;
        guest.add(lamp, "1").await.expect(200);
        shop.reprice(mug, 2_500).await;
        Buyer::guest(&shop).order(&shop, mug, "3").await;
        let cart = guest.cart().await;
        assert!(cart.notices.is_empty() && cart.is_buyable(), "{:?}", cart.notices);
        assert_eq!(cart.free_shipping.map(|free| free.missing), Some(euros(5_001)));
        guest.fill_checkout().await;
        let shown = guest.checkout().await;
        assert_eq!((shown.cart.saved.len(), shown.cart.totals.amounts.total), (0, 4_999 + 490));
        let page = guest.client.get("/checkout/review").await.expect(200).body;
        assert!(!page.contains("Mug"), "{page}");
    }

    async fn it_comes_back_with_its_units(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 10).await;
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "3").await;
        assert_eq!(guest.client.cookie("cart_items").as_deref(), Some("0"));
        let page = guest.client.get("/cart").await.expect(200).body;
        assert!(page.contains("Nothing in it yet") && page.contains("Saved for later"), "{page}");
        let back: Cart = guest.move_saved(saved(&guest).await.id).await.expect(200).json();
        assert_eq!(contents(&back), (vec![("Mug", 3)], vec![]));
        assert_eq!(guest.client.cookie("cart_items").as_deref(), Some("3"));
        assert!(!guest.client.get("/cart").await.expect(200).body.contains("Saved for later</h2>"));
    }

    async fn the_same_thing_in_the_cart_and_saved_joins(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 500).await;
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "2").await;
        guest.add_for_later(mug, "3").await;
        assert_eq!(contents(&guest.cart().await), (vec![], vec![("Mug", 5)]), "saved twice, it is one line");
        guest.add(mug, "4").await.expect(200);
        let cart: Cart = guest.move_saved(saved(&guest).await.id).await.expect(200).json();
        assert_eq!(contents(&cart), (vec![("Mug", 9)], vec![]));
        guest.add_for_later(mug, "60").await;
        guest.add(mug, "60").await.expect(200);
        let full: Cart = guest.move_saved(saved(&guest).await.id).await.expect(200).json();
        assert_eq!(contents(&full), (vec![("Mug", MAX_QUANTITY)], vec![]));
    }

    async fn a_removed_one_is_gone_and_a_second_press_changes_nothing(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 10).await, shop.sell("Lamp", 4_999, 10).await);
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "1").await;
        guest.add(lamp, "1").await.expect(200);
        let line = guest.cart().await.lines[0].id;
        let after_saving: Cart = guest.save_for_later(line).await.expect(200).json();
        assert_eq!(guest.save_for_later(line).await.expect(200).json::<Cart>(), after_saving);
        assert_eq!(contents(&after_saving), (vec![], vec![("Lamp", 1), ("Mug", 1)]));
        let (lamp, mug) = (after_saving.saved[0].id, after_saving.saved[1].id);
        let after_moving: Cart = guest.move_saved(lamp).await.expect(200).json();
        assert_eq!(guest.move_saved(lamp).await.expect(200).json::<Cart>(), after_moving);
        let after_removing: Cart = guest.remove_saved(mug).await.expect(200).json();
        assert_eq!(guest.remove_saved(mug).await.expect(200).json::<Cart>(), after_removing);
        assert_eq!(contents(&after_removing), (vec![("Lamp", 1)], vec![]));
        assert_eq!(shop.count("saved_line").await, 0);
    }

    async fn todays_price_is_shown_and_what_it_was(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 10).await;
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "1").await;
        for (price, words) in [(1_500, "Now cheaper: it was €19.00."), (2_100, "The price went up: it was €19.00.")] {
            shop.reprice(mug, price).await;
            let line = saved(&guest).await;
            assert_eq!((line.unit_price, line.price_before()), (euros(price), Some(euros(1_900))));
            assert!(guest.client.get("/cart").await.expect(200).body.contains(words), "{words}");
        }
        guest.client.post_action("cart/accept_prices", &[]).await.expect(200);
        assert_eq!(saved(&guest).await.price_before(), Some(euros(1_900)), "going to the checkout is not looking at it");
        let back: Cart = guest.move_saved(saved(&guest).await.id).await.expect(200).json();
        assert_eq!((back.lines[0].unit_price, back.notices), (euros(2_100), vec![]), "the price was shown beside it");
    }

    async fn a_price_that_changed_unseen_in_the_cart_is_still_told(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 10).await;
        let guest = Buyer::guest(&shop);
        guest.add(mug, "1").await.expect(200);
        let line = guest.cart().await.lines[0].id;
        shop.reprice(mug, 2_100).await;
        guest.save_for_later(line).await.expect(200);
        assert_eq!(saved(&guest).await.price_before(), Some(euros(1_900)));
    }

    async fn as_many_come_back_as_there_are(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 5).await;
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "4").await;
        Buyer::guest(&shop).order(&shop, mug, "3").await;
        assert!(guest.client.get("/cart").await.expect(200).body.contains("Only 2 left: that many move to the cart."));
        let some: Cart = guest.move_saved(saved(&guest).await.id).await.expect(200).json();
        assert_eq!(contents(&some), (vec![("Mug", 2)], vec![]));
        guest.save_for_later(some.lines[0].id).await.expect(200);
        guest.add(mug, "2").await.expect(200);
        let before = guest.cart().await;
        let short = AppError::OutOfStock { sku: "MUG".into(), available: 2 };
        assert_eq!(guest.move_saved(before.saved[0].id).await.expect(409).error(), short, "the cart has them all");
        assert_eq!(guest.cart().await, before);
    }

    async fn what_is_sold_out_waits_without_a_way_back(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "1").await;
        Buyer::guest(&shop).order(&shop, mug, "3").await;
        let page = guest.client.get("/cart").await.expect(200).body;
        assert!(page.contains("Sold out") && !page.contains("Move to cart"), "{page}");
        let before = guest.cart().await;
        let sold_out = AppError::OutOfStock { sku: "MUG".into(), available: 0 };
        assert_eq!(guest.move_saved(before.saved[0].id).await.expect(409).error(), sold_out);
        assert_eq!(guest.cart().await, before);
        let text = "UPDATE inventory_item SET on_hand = 9 WHERE variant_id = $1";
        execute(&shop.state.db, text).bind(mug).run().await.expect("more of it");
        guest.move_saved(before.saved[0].id).await.expect(200);
    }

    async fn what_is_no_longer_for_sale_says_so(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 3).await, shop.sell("Lamp", 4_999, 3).await);
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "1").await;
        guest.add_for_later(lamp, "2").await;
        execute(&shop.state.db, "UPDATE product SET status = 'archived' WHERE slug = 'mug'").run().await.expect("withdrawn");
        execute(&shop.state.db, "DELETE FROM variant WHERE id = $1").bind(lamp).run().await.expect("deleted");
        let cart = guest.cart().await;
        let left: Vec<_> = cart.saved.iter().map(|line| (line.title.as_str(), line.variant_id, line.availability)).collect();
        assert_eq!(left, [("Lamp", None, Availability::Withdrawn), ("Mug", Some(mug), Availability::Withdrawn)]);
        let page = guest.client.get("/cart").await.expect(200).body;
        assert_eq!(page.matches("No longer for sale").count(), 2, "{page}");
        assert!(!page.contains("Move to cart") && !page.contains("href=\"/p/"), "{page}");
        for line in &cart.saved {
            assert_eq!(guest.move_saved(line.id).await.expect(404).error(), AppError::NotFound);
        }
        assert_eq!(guest.cart().await, cart);
        for line in &cart.saved {
            guest.remove_saved(line.id).await.expect(200);
        }
        assert!(guest.cart().await.saved.is_empty());
    }

    async fn a_withdrawn_line_of_the_cart_can_be_saved(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let guest = Buyer::guest(&shop);
        guest.add(mug, "1").await.expect(200);
        let line = guest.cart().await.lines[0].id;
        execute(&shop.state.db, "UPDATE product SET status = 'archived'").run().await.expect("withdrawn");
        let cart: Cart = guest.save_for_later(line).await.expect(200).json();
        assert_eq!(contents(&cart), (vec![], vec![("Mug", 1)]));
    }

    async fn fifty_things_can_be_saved(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 30).await, shop.sell("Lamp", 4_999, 30).await);
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "1").await;
        stuff(&shop, MAX_SAVED_LINES - 1).await;
        guest.add(lamp, "1").await.expect(200);
        let before = guest.cart().await;
        assert_eq!(before.saved.len(), 50);
        let refused = guest.save_for_later(before.lines[0].id).await.expect(422).error();
        assert_eq!(refused, AppError::SavedFull(MAX_SAVED_LINES));
        assert_eq!(guest.cart().await, before);
        guest.add_for_later(mug, "1").await;
        let fields = [("line_id", before.lines[0].id.to_string())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = guest.client.post_form_from("/cart", "/actions/cart/save_line", &fields).await.expect(302);
        let page = answer.location().expect("back to the cart");
        let page = guest.client.get(page.strip_prefix(&shop.url).expect("to the shop")).await.expect(200).body;
        assert!(page.contains("At most 50 different things can be saved for later."), "{page}");
    }

    async fn a_full_cart_takes_nothing_back_but_what_joins(shop: TestShop) {
        let guest = Buyer::guest(&shop);
        let mug = shop.sell("Mug", 1_900, 30).await;
        guest.add_for_later(mug, "1").await;
        let mut things: Vec<VariantId> = Vec::new();
        for number in 0..MAX_LINES {
            things.push(shop.sell(&format!("Thing {number}"), 100, 9).await);
        }
        guest.add_for_later(things[0], "1").await;
        for thing in &things {
            guest.add(*thing, "1").await.expect(200);
        }
        let before = guest.cart().await;
        assert_eq!(contents(&before).1, [("Thing 0", 1), ("Mug", 1)]);
        assert_eq!(guest.move_saved(before.saved[1].id).await.expect(422).error(), AppError::CartFull(MAX_LINES));
        assert_eq!(guest.cart().await, before);
        let joined: Cart = guest.move_saved(before.saved[0].id).await.expect(200).json();
        assert_eq!((joined.lines.len(), joined.items()), (50, 51));
    }

    async fn another_visitors_saved_lines_are_out_of_reach(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (victim, stranger) = (Buyer::guest(&shop), Buyer::guest(&shop));
        victim.add_for_later(mug, "2").await;
        victim.add(mug, "1").await.expect(200);
        let theirs = victim.cart().await;
        let signed_in = Buyer { client: shop.customer().await };
        stranger.add(mug, "1").await.expect(200);
        for other in [&stranger, &signed_in, &Buyer::guest(&shop)] {
            let own = other.cart().await;
            assert_eq!(other.save_for_later(theirs.lines[0].id).await.expect(200).json::<Cart>(), own);
            assert_eq!(other.move_saved(theirs.saved[0].id).await.expect(200).json::<Cart>(), own);
            assert_eq!(other.remove_saved(theirs.saved[0].id).await.expect(200).json::<Cart>(), own);
        }
        for unknown in [0, -1, i64::MAX, i64::MIN] {
            assert_eq!(victim.move_saved(SavedLineId(unknown)).await.expect(200).json::<Cart>(), theirs);
        }
        for broken in ["", "abc", "1 OR 1=1", "99999999999999999999", "1.0"] {
            victim.client.post_action("cart/move_saved_line", &[("saved_line_id", broken)]).await.expect(400);
            victim.client.post_action("cart/save_line", &[("line_id", broken)]).await.expect(400);
        }
        assert_eq!(victim.cart().await, theirs);
    }

    async fn saving_works_without_scripts(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let guest = Buyer::guest(&shop);
        guest.add(mug, "2").await.expect(200);
        let line = guest.cart().await.lines[0].id.to_string();
        let press = async |endpoint: &str, field: &str, id: &str| {
            let path = format!("/actions/cart/{endpoint}");
            guest.client.post_form_from("/cart", &path, &[(field, id)]).await.expect(302).location()
        };
        assert_eq!(press("save_line", "line_id", &line).await.as_deref(), Some("/cart"));
        let id = saved(&guest).await.id.to_string();
        // Somebody else buys them while the page is open.
        let quick = Buyer::guest(&shop);
        quick.order(&shop, mug, "3").await;
        let page = press("move_saved_line", "saved_line_id", &id).await.expect("back to the cart");
        let page = guest.client.get(page.strip_prefix(&shop.url).expect("to the shop")).await.expect(200).body;
        assert!(page.contains("Sold out."), "{page}");
        assert_eq!(press("remove_saved_line", "saved_line_id", &id).await.as_deref(), Some("/cart"));
        assert!(guest.cart().await.saved.is_empty());
    }

    async fn an_order_leaves_what_is_saved_in_the_next_cart(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 9).await, shop.sell("Lamp", 4_999, 9).await);
        for buyer in [Buyer::guest(&shop), Buyer { client: shop.customer().await }] {
            buyer.add_for_later(mug, "2").await;
            buyer.add(lamp, "1").await.expect(200);
            buyer.fill_checkout().await;
            let shown = buyer.checkout().await;
            let payment: String = buyer.place_shown(&shown).await.expect(200).json();
            let placed = Placed::behind(&shop, &payment).await;
            let order = buyer.load(&placed).await;
            assert_eq!(order.lines.iter().map(|line| line.title.as_str()).collect::<Vec<_>>(), ["Lamp"]);
            assert_eq!(contents(&buyer.cart().await), (vec![], vec![("Mug", 2)]));
            assert_eq!(buyer.place_shown(&shown).await.expect(200).json::<String>(), payment, "a retry is the same order");
            buyer.pay(&placed, card::SUCCESS).await.expect(303);
            buyer.client.follow(&placed.back).await.expect(200);
            shop.run_jobs().await;
            let next: Cart = buyer.move_saved(saved(&buyer).await.id).await.expect(200).json();
            assert_eq!(contents(&next), (vec![("Mug", 2)], vec![]));
            buyer.fill_checkout().await;
            buyer.place().await.expect(200);
        }
        assert_eq!(shop.count("orders").await, 4);
        assert_eq!(shop.stock(mug).await, (9, 4));
        shop.assert_consistent().await;
    }

    async fn only_what_is_in_the_cart_can_be_ordered(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(mug, "1").await.expect(200);
        buyer.fill_checkout().await;
        let shown = buyer.checkout().await;
        buyer.save_for_later(shown.cart.lines[0].id).await.expect(200);
        assert_eq!(buyer.place_shown(&shown).await.expect(409).error(), AppError::CartChanged, "the review is out of date");
        let version = buyer.cart().await.version.to_string();
        assert_eq!(buyer.place_with(&version, "key").await.expect(422).error(), AppError::CartEmpty);
        assert_eq!(buyer.client.get("/checkout/review").await.expect(302).location().as_deref(), Some("/cart"));
        assert_eq!(shop.count("orders").await, 0);
    }

    async fn it_is_forgotten_with_the_cart_and_not_before(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "1").await;
        shop.clock.advance_minutes(60 * 24 * 60 - 1);
        assert_eq!(guest.cart().await.saved.len(), 1);
        shop.clock.advance_minutes(1);
        assert!(guest.cart().await.saved.is_empty());
        tradewind::server::store::carts::delete_expired(&shop.state.db, shop.clock.now()).await.expect("swept");
        assert_eq!(shop.count("saved_line").await, 0);
    }

    async fn the_schema_holds_a_variant_once_and_a_quantity_that_fits(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "1").await;
        let text = "INSERT INTO saved_line (cart_id, variant_id, title, quantity, seen_price_minor, saved_at)
                    SELECT cart_id, variant_id, title, quantity, seen_price_minor, saved_at FROM saved_line";
        assert!(execute(&shop.state.db, text).run().await.is_err());
        for change in ["quantity = 0", "quantity = 100", "seen_price_minor = -1"] {
            let refused = execute(&shop.state.db, format!("UPDATE saved_line SET {change}")).run().await;
            assert!(refused.is_err_and(|error| error.is_check_violation()), "{change}");
        }
        let kept: Vec<(i64,)> = select(&shop.state.db, "SELECT quantity FROM saved_line").all().await.expect("rows");
        assert_eq!(kept, [(1,)]);
    }

    async fn a_cart_costs_as_many_queries_with_saved_lines_as_without(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 3).await, shop.sell("Lamp", 4_999, 3).await);
        let guest = Buyer::guest(&shop);
        guest.add(mug, "1").await.expect(200);
        guest.client.get("/cart").await.expect(200);
        let cost = async || {
            let before = shop.state.db.queries();
            guest.client.get("/cart").await.expect(200);
            shop.state.db.queries() - before
        };
        let plain = cost().await;
        guest.add_for_later(lamp, "1").await;
        stuff(&shop, 20).await;
        assert_eq!(cost().await, plain);
    }
}
