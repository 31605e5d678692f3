//! Sales, transfers and cancellations of the same units at one moment, over HTTP.

use super::buyer_with;
use crate::support::{Client, Placed, TestShop, at_once};
use futures::future::{BoxFuture, FutureExt};
use tradewind::domain::ids::{FulfillmentCenterId, InventoryItemId, VariantId};

/// What a request came to: which kind, and its status.
type Answers = Vec<(&'static str, u16)>;

/// Units of each variant at the start, spread over both centers.
const UNITS: [(i64, i64); 3] = [(5, 3), (2, 6), (4, 0)];

struct Stock {
    variants: Vec<VariantId>,
    main: FulfillmentCenterId,
    south: FulfillmentCenterId,
}

async fn stocked(shop: &TestShop) -> Stock {
    let mut variants = Vec::new();
    for (number, (here, _)) in UNITS.iter().enumerate() {
        variants.push(shop.sell(&format!("Thing {number}"), 1_900, *here).await);
    }
    let (main, south) = (shop.center("Main").await, shop.add_center("South", "NL", 5).await);
    for (variant, (_, there)) in variants.iter().zip(UNITS) {
        // An item at the other center, also where it has nothing.
        shop.put(*variant, south, there + 1).await;
        shop.put(*variant, main, 1).await;
    }
    Stock { variants, main, south }
}

fn total(number: usize) -> i64 {
    UNITS[number].0 + UNITS[number].1 + 2
}

fn transfer(
    staff: &Client,
    from: InventoryItemId,
    to: FulfillmentCenterId,
    units: i64,
) -> BoxFuture<'static, (&'static str, u16)> {
    let staff = staff.clone();
    async move {
        let fields =
            [("id", from.to_string()), ("transfer_to", to.to_string()), ("transfer_quantity", units.to_string())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        ("transfer", staff.post_action("admin/transfer_stock", &fields).await.status)
    }
    .boxed()
}

fn cancel(staff: &Client, placed: &Placed) -> BoxFuture<'static, (&'static str, u16)> {
    let (staff, number) = (staff.clone(), placed.number.to_string());
    async move { ("cancel", staff.post_action("admin/cancel_order", &[("number", &number)]).await.status) }.boxed()
}

on_both! {
    async fn sales_transfers_and_cancellations_lose_no_unit_and_sell_none_twice(shop: TestShop) {
        let (stock, staff) = (stocked(&shop).await, shop.staff().await);
        let [first, second, third] = [stock.variants[0], stock.variants[1], stock.variants[2]];
        // Orders of before, which are canceled meanwhile.
        let mut canceled = Vec::new();
        for _ in 0..3 {
            let buyer = buyer_with(&shop, &[(first, "1"), (second, "1")]).await;
            let payment: String = buyer.place().await.expect(200).json();
            canceled.push(Placed::behind(&shop, &payment).await);
        }
        let mut happening: Vec<BoxFuture<'static, (&'static str, u16)>> = Vec::new();
        let carts = [
            vec![(first, "2"), (second, "1")],
            vec![(second, "2"), (first, "1")],
            vec![(third, "2"), (second, "1"), (first, "1")],
            vec![(third, "3")],
        ];
        for number in 0..12 {
            let buyer = buyer_with(&shop, &carts[number % carts.len()]).await;
            let shown = buyer.checkout().await;
            happening.push(async move { ("sale", buyer.place_shown(&shown).await.status) }.boxed());
        }
        for round in 0..4 {
            for variant in &stock.variants {
                let (here, there) = (shop.item_at(*variant, stock.main).await, shop.item_at(*variant, stock.south).await);
                let (from, to) = if round % 2 == 0 { (here, stock.south) } else { (there, stock.main) };
                happening.push(transfer(&staff, from, to, 1 + round / 2));
            }
        }
        happening.extend(canceled.iter().map(|placed| cancel(&staff, placed)));
        let answers: Answers = at_once(happening).await;
        let allowed = |(what, status): &(&str, u16)| match *what {
            "sale" => [200, 409].contains(status),
            "transfer" => [200, 422].contains(status),
            _ => *status == 200,
        };
        assert!(answers.iter().all(allowed), "{answers:?}");
        assert!(answers.contains(&("sale", 200)), "{answers:?}");
        for (number, variant) in stock.variants.iter().enumerate() {
            let (main, south) = (shop.stock_at(*variant, stock.main).await, shop.stock_at(*variant, stock.south).await);
            assert_eq!(main.0 + south.0, total(number), "no unit of {number} is lost: {answers:?}");
            assert!(main.1 <= main.0 && south.1 <= south.0, "{number} is oversold: {main:?} {south:?}");
        }
        shop.assert_consistent().await;
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }
}
