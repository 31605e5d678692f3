//! Orders of a guest who registers later.

use super::account;
use crate::support::{ADDRESS, Buyer, Placed, TestShop};
use tradewind::{domain::account::OwnOrders, server::services::claimed_orders::claim};

/// An order that a guest placed with an e-mail.
async fn order_as_guest(shop: &TestShop, email: &str) -> Placed {
    let mug = shop.sell("Mug", 1_900, 9).await;
    let guest = Buyer::guest(shop);
    guest.add(mug, "1").await.expect(200);
    guest.fill_checkout_with(email, &ADDRESS).await;
    let payment: String = guest.place().await.expect(200).json();
    Placed::behind(shop, &payment).await
}

on_both! {
    async fn orders_of_the_verified_email_become_the_accounts(shop: TestShop) {
        let customer = shop.customer().await;
        let (id, email) = account(&customer);
        let placed = order_as_guest(&shop, &email.to_uppercase()).await;
        let other = order_as_guest(&shop, "somebody@example.com").await;
        customer.get(&format!("/orders/{}", placed.number)).await.expect(404);
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        assert_eq!(claim(&mut tx, id, &email).await.expect("claimed"), 1);
        assert_eq!(claim(&mut tx, id, &email).await.expect("claimed"), 0, "once is enough");
        tx.commit().await.expect("committed");
        customer.get(&format!("/orders/{}", placed.number)).await.expect(200);
        customer.get(&format!("/orders/{}", other.number)).await.expect(404);
        let history: OwnOrders = customer.get_action("account/orders", &[]).await.expect(200).json();
        assert_eq!(history.orders.iter().map(|order| order.number).collect::<Vec<_>>(), [placed.number]);
        // The link that the guest got goes on working.
        shop.visitor().get(&placed.page()).await.expect(200);
    }

    async fn what_belongs_to_an_account_is_nobody_elses(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (ada, eve) = (Buyer { client: shop.customer().await }, shop.customer().await);
        let (eves, email) = account(&eve);
        ada.add(mug, "1").await.expect(200);
        // Ada sends the confirmation to Eve: it is Ada's order all the same.
        ada.fill_checkout_with(&email, &ADDRESS).await;
        ada.place().await.expect(200);
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        assert_eq!(claim(&mut tx, eves, &email).await.expect("claimed"), 0);
    }
}
