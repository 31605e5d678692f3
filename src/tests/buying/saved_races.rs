//! Saved lines while others press at the same moment: no unit is lost, doubled or sold twice.

use crate::support::{Buyer, at_once};
use futures::FutureExt;
use tradewind::{domain::cart::Cart, error::AppError};

/// Units in the cart, and saved.
fn units(cart: &Cart) -> (i64, i64) {
    let in_cart = cart.lines.iter().map(|line| line.quantity).sum();
    (in_cart, cart.saved.iter().map(|line| line.quantity).sum())
}

on_both! {
    async fn pressing_save_many_times_at_once_saves_once(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let guest = Buyer::guest(&shop);
        guest.add(mug, "2").await.expect(200);
        let line = guest.cart().await.lines[0].id;
        let presses = (0..8).map(|_| {
            let tab = guest.clone();
            async move { tab.save_for_later(line).await.status }.boxed()
        });
        assert_eq!(at_once(presses).await, [200; 8]);
        assert_eq!(units(&guest.cart().await), (0, 2));
    }

    async fn pressing_move_many_times_at_once_moves_once(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let guest = Buyer::guest(&shop);
        guest.add_for_later(mug, "2").await;
        guest.add(mug, "1").await.expect(200);
        let saved = guest.cart().await.saved[0].id;
        let presses = (0..8).map(|_| {
            let tab = guest.clone();
            async move { tab.move_saved(saved).await.status }.boxed()
        });
        assert_eq!(at_once(presses).await, [200; 8]);
        assert_eq!(units(&guest.cart().await), (3, 0));
    }

    async fn saving_and_moving_back_at_once_loses_nothing(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 9).await, shop.sell("Lamp", 4_999, 9).await);
        for _ in 0..6 {
            let guest = Buyer::guest(&shop);
            guest.add_for_later(mug, "2").await;
            guest.add(mug, "1").await.expect(200);
            guest.add(lamp, "3").await.expect(200);
            let cart = guest.cart().await;
            let (line, saved) = (cart.lines[0].id, cart.saved[0].id);
            let (saver, mover) = (guest.clone(), guest.clone());
            let answers = at_once([
                async move { saver.save_for_later(line).await.status }.boxed(),
                async move { mover.move_saved(saved).await.status }.boxed(),
            ]).await;
            assert_eq!(answers, [200; 2]);
            // Saved first, the press on "move" takes it all back; moved first, all of it is saved.
            let after = units(&guest.cart().await);
            assert!(after == (6, 0) || after == (3, 3), "{after:?}");
        }
    }

    async fn an_order_and_a_move_at_once_end_with_every_unit_in_one_place(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 90).await, shop.sell("Lamp", 4_999, 90).await);
        let mut orders = 0;
        for round in 0..8 {
            let buyer = if round % 2 == 0 { Buyer::guest(&shop) } else { Buyer { client: shop.customer().await } };
            buyer.add_for_later(mug, "2").await;
            buyer.add(lamp, "1").await.expect(200);
            buyer.fill_checkout().await;
            let (shown, saved) = (buyer.checkout().await, buyer.cart().await.saved[0].id);
            let (placer, mover) = (buyer.clone(), buyer.clone());
            let answers = at_once([
                async move {
                    let answer = placer.place_shown(&shown).await;
                    (answer.status != 200).then(|| answer.error())
                }
                .boxed(),
                async move {
                    let answer = mover.move_saved(saved).await;
                    (answer.status != 200).then(|| answer.error())
                }
                .boxed(),
            ]).await;
            assert_eq!(answers[1], None);
            let after = units(&buyer.cart().await);
            match &answers[0] {
                // The order had what was reviewed, and the mugs are in the next cart.
                None => {
                    orders += 1;
                    assert_eq!(after, (2, 0));
                }
                Some(AppError::CartChanged) => assert_eq!(after, (3, 0)),
                Some(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(shop.count("orders").await, orders);
        assert_eq!((shop.stock(mug).await, shop.stock(lamp).await), ((90, 0), (90, orders)));
        shop.assert_consistent().await;
    }

    async fn an_order_and_a_save_at_once_sell_or_save_it(shop: TestShop) {
        let (mug, lamp) = (shop.sell("Mug", 1_900, 90).await, shop.sell("Lamp", 4_999, 90).await);
        let mut sold = 0;
        for _ in 0..8 {
            let buyer = Buyer::guest(&shop);
            buyer.add(mug, "1").await.expect(200);
            buyer.add(lamp, "1").await.expect(200);
            buyer.fill_checkout().await;
            let shown = buyer.checkout().await;
            let line = shown.cart.lines[0].id;
            let (placer, saver) = (buyer.clone(), buyer.clone());
            let answers = at_once([
                async move { placer.place_shown(&shown).await.status }.boxed(),
                async move { saver.save_for_later(line).await.status }.boxed(),
            ]).await;
            let after = units(&buyer.cart().await);
            match answers[..] {
                [200, 200] => {
                    sold += 1;
                    assert_eq!(after, (0, 0));
                }
                [409, 200] => assert_eq!(after, (1, 1)),
                _ => panic!("{answers:?}"),
            }
        }
        assert_eq!(shop.stock(mug).await, (90, sold));
        shop.assert_consistent().await;
    }
}
