//! The checkout of somebody with an address book.

use super::{HOME, account, addresses, home_with, save_address};
use crate::support::{ADDRESS, Buyer, TestShop, address_with};
use tradewind::{domain::forms::Problem, error::AppError};

/// A customer with something in the cart.
async fn customer(shop: &TestShop) -> Buyer {
    let mug = shop.sell("Mug", 1_900, 9).await;
    let buyer = Buyer { client: shop.customer().await };
    buyer.add(mug, "1").await.expect(200);
    buyer
}

on_both! {
    async fn it_begins_with_the_default_addresses(shop: TestShop) {
        let buyer = customer(&shop).await;
        save_address(&buyer.client, &HOME).await.expect(200);
        save_address(&buyer.client, &home_with(&[("street", "Kontor 5"), ("default_billing", "true")])).await.expect(200);
        let shown = buyer.checkout().await;
        assert_eq!(shown.email, account(&buyer.client).1);
        assert_eq!(shown.shipping_address.street, "Hafenstraße 1");
        assert_eq!(shown.billing_address.map(|billing| billing.street).as_deref(), Some("Kontor 5"));
        assert_eq!(shown.addresses.len(), 2);
    }

    async fn a_saved_address_is_chosen_without_typing(shop: TestShop) {
        let buyer = customer(&shop).await;
        save_address(&buyer.client, &HOME).await.expect(200);
        save_address(&buyer.client, &home_with(&[("street", "Kontor 5")])).await.expect(200);
        let ids: Vec<String> = addresses(&buyer.client).await.iter().map(|saved| saved.id.to_string()).collect();
        let email = account(&buyer.client).1;
        buyer.save("contact", &[("email", &email)]).await.expect(200);
        let page = buyer.client.get("/checkout/address").await.expect(200).body;
        assert!(page.contains(&format!(r#"value="{}""#, ids[1])) && page.contains("Kontor 5"), "{page}");
        // Without scripts the fields are sent along, empty.
        let fields = [("shipping", ids[1].as_str()), ("billing", ids[0].as_str()), ("shipping_name", ""), ("shipping_country", "DE")];
        let answer = buyer.client.post_form_from("/checkout/address", "/actions/checkout/save_address", &fields).await.expect(302);
        assert_eq!(answer.location().as_deref(), Some("/checkout/shipping"));
        let shown = buyer.checkout().await;
        assert_eq!(shown.shipping_address.street, "Kontor 5");
        assert_eq!(shown.billing_address.map(|billing| billing.street).as_deref(), Some("Hafenstraße 1"));
        buyer.choose_shipping("standard").await.expect(200);
        buyer.save("payment", &[("gateway", "sandbox")]).await.expect(200);
        buyer.place().await.expect(200);
    }

    async fn another_customers_address_cannot_be_chosen(shop: TestShop) {
        let buyer = customer(&shop).await;
        let ada = shop.customer().await;
        save_address(&ada, &HOME).await.expect(200);
        let id = addresses(&ada).await[0].id.to_string();
        let (unknown, guest) = (AppError::field("shipping", Problem::UnknownChoice), Buyer::guest(&shop));
        let mug = shop.sell("Cup", 1_900, 9).await;
        guest.add(mug, "1").await.expect(200);
        for stranger in [&buyer, &guest] {
            for choice in [id.as_str(), "0", "x", "-1", "1 OR 1=1"] {
                let refused = stranger.save("address", &[("shipping", choice)]).await.expect(422).error();
                assert_eq!(refused, unknown, "{choice}");
                let fields = address_with(&[("billing", choice)]);
                let refused = stranger.save("address", &fields).await.expect(422).error();
                assert_eq!(refused, AppError::field("billing", Problem::UnknownChoice), "{choice}");
            }
            assert_ne!(stranger.checkout().await.shipping_address.street, "Hafenstraße 1");
        }
    }

    async fn an_entered_address_is_kept_when_asked_for_and_once(shop: TestShop) {
        let buyer = customer(&shop).await;
        buyer.save("address", &ADDRESS).await.expect(200);
        assert!(addresses(&buyer.client).await.is_empty(), "nothing is kept unasked");
        for _ in 0..2 {
            buyer.save("address", &address_with(&[("shipping", "different"), ("keep", "true")])).await.expect(200);
        }
        let book = addresses(&buyer.client).await;
        assert_eq!((book.len(), book[0].address.street.as_str()), (1, "Hafenstraße 1"));
        buyer.save("address", &address_with(&[("shipping_postcode", "1"), ("keep", "true")])).await.expect(422);
        assert_eq!(addresses(&buyer.client).await.len(), 1, "a wrong address is not kept");
        let guest = Buyer::guest(&shop);
        let mug = shop.sell("Cup", 1_900, 9).await;
        guest.add(mug, "1").await.expect(200);
        guest.save("address", &address_with(&[("keep", "true")])).await.expect(200);
        assert_eq!(shop.count("account_address").await, 1);
    }

    async fn changing_the_address_book_changes_no_checkout(shop: TestShop) {
        let buyer = customer(&shop).await;
        save_address(&buyer.client, &HOME).await.expect(200);
        let id = addresses(&buyer.client).await[0].id.to_string();
        buyer.save("address", &[("shipping", &id)]).await.expect(200);
        buyer.client.post_action("account/delete_address", &[("id", &id)]).await.expect(200);
        assert_eq!(buyer.checkout().await.shipping_address.street, "Hafenstraße 1");
    }

    async fn a_saved_address_that_is_not_shipped_to_says_so(shop: TestShop) {
        let buyer = customer(&shop).await;
        let american = home_with(&[("country", "US"), ("postcode", "97201"), ("region", "Oregon")]);
        save_address(&buyer.client, &american).await.expect(200);
        let id = addresses(&buyer.client).await[0].id.to_string();
        let refused = buyer.save("address", &[("shipping", &id)]).await.expect(422).error();
        assert_eq!(refused, AppError::field("shipping", Problem::NotShippedTo));
    }
}
