//! The address book.

use super::{HOME, addresses, home_with, save_address};
use crate::support::at_once;
use futures::FutureExt;
use tradewind::{domain::account::ADDRESSES, error::AppError};

on_both! {
    async fn the_first_address_is_the_default_and_others_take_its_place_when_told(shop: TestShop) {
        let customer = shop.customer().await;
        save_address(&customer, &HOME).await.expect(200);
        save_address(&customer, &home_with(&[("street", "Kai 2"), ("default_billing", "true")])).await.expect(200);
        let book = addresses(&customer).await;
        assert_eq!(book.len(), 2);
        assert_eq!((book[0].address.street.as_str(), book[0].default_shipping, book[0].default_billing), ("Hafenstraße 1", true, false));
        assert_eq!((book[1].address.street.as_str(), book[1].default_shipping, book[1].default_billing), ("Kai 2", false, true));
        let id = book[1].id.to_string();
        customer.post_action("account/set_default_address", &[("id", &id), ("usage", "shipping")]).await.expect(200);
        let book = addresses(&customer).await;
        assert_eq!((book[0].address.street.as_str(), book[0].default_shipping), ("Kai 2", true));
        assert!(!book[1].default_shipping && !book[1].default_billing);
    }

    async fn an_address_is_changed_and_deleted(shop: TestShop) {
        let customer = shop.customer().await;
        save_address(&customer, &HOME).await.expect(200);
        let id = addresses(&customer).await[0].id.to_string();
        let page = customer.get(&format!("/account/addresses/{id}")).await.expect(200).body;
        assert!(page.contains(r#"value="Hafenstraße 1""#));
        save_address(&customer, &home_with(&[("id", &id), ("street", "Kai 2")])).await.expect(200);
        let book = addresses(&customer).await;
        assert_eq!((book.len(), book[0].address.street.as_str(), book[0].default_shipping), (1, "Kai 2", false));
        let deleted = customer.post_form("/actions/account/delete_address", &[("id", &id)]).await.expect(302);
        assert_eq!(deleted.location().as_deref(), Some("/account/addresses?done=deleted"));
        assert!(addresses(&customer).await.is_empty());
        customer.post_action("account/delete_address", &[("id", &id)]).await.expect(404);
    }

    async fn addresses_follow_the_rules_of_their_country(shop: TestShop) {
        let customer = shop.customer().await;
        for (changes, field) in [
            (&[("name", "")][..], "name"),
            (&[("postcode", "2009")], "postcode"),
            (&[("country", "US"), ("postcode", "97201")], "region"),
            (&[("country", "CA"), ("postcode", "K1A 0B1")], "region"),
            (&[("country", "XX")], "country"),
            (&[("phone", "call me")], "phone"),
        ] {
            let refused = save_address(&customer, &home_with(changes)).await.expect(422).error();
            assert!(refused.field_message(field).is_some(), "{changes:?}: {refused:?}");
        }
        assert!(addresses(&customer).await.is_empty());
        let american = home_with(&[("country", "US"), ("postcode", "97201"), ("region", "Oregon")]);
        save_address(&customer, &american).await.expect(200);
    }

    async fn labels_are_the_countrys(shop: TestShop) {
        let customer = shop.customer().await;
        save_address(&customer, &home_with(&[("country", "US"), ("postcode", "97201"), ("region", "Oregon")])).await.expect(200);
        let id = addresses(&customer).await[0].id;
        let page = customer.get(&format!("/account/addresses/{id}")).await.expect(200).body;
        assert!(page.contains("ZIP code") && page.contains("State"), "{page}");
        assert!(customer.get("/account/addresses/new").await.expect(200).body.contains("Postcode"));
    }

    async fn an_address_book_is_bounded_also_for_those_who_hurry(shop: TestShop) {
        let customer = shop.customer().await;
        for number in 1..i64::from(ADDRESSES) {
            save_address(&customer, &home_with(&[("street", &format!("Kai {number}"))])).await.expect(200);
        }
        let tries = (0..4).map(|_| {
            let customer = customer.clone();
            async move { save_address(&customer, &HOME).await }.boxed()
        });
        let answers = at_once(tries).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        let refused = answers.into_iter().find(|answer| answer.status != 200).expect("a refusal").expect(422);
        assert_eq!(refused.error(), AppError::AddressBookFull(ADDRESSES));
        assert_eq!(addresses(&customer).await.len(), ADDRESSES as usize);
    }

    async fn two_defaults_at_once_leave_one(shop: TestShop) {
        let customer = shop.customer().await;
        for street in ["Kai 1", "Kai 2", "Kai 3"] {
            save_address(&customer, &home_with(&[("street", street)])).await.expect(200);
        }
        let ids: Vec<String> = addresses(&customer).await.iter().map(|saved| saved.id.to_string()).collect();
        let tries = ids.into_iter().map(|id| {
            let customer = customer.clone();
            async move {
                customer.post_action("account/set_default_address", &[("id", &id), ("usage", "billing")]).await
            }.boxed()
        });
        for answer in at_once(tries).await {
            answer.expect(200);
        }
        assert_eq!(addresses(&customer).await.iter().filter(|saved| saved.default_billing).count(), 1);
    }

    async fn another_customers_address_does_not_exist(shop: TestShop) {
        let (ada, eve) = (shop.customer().await, shop.customer().await);
        save_address(&ada, &HOME).await.expect(200);
        let id = addresses(&ada).await[0].id.to_string();
        assert!(addresses(&eve).await.is_empty());
        eve.get_action("account/address", &[("id", &id)]).await.expect(404);
        let page = eve.get(&format!("/account/addresses/{id}")).await.expect(404).body;
        assert!(!page.contains("Hafenstraße"));
        save_address(&eve, &home_with(&[("id", &id), ("street", "Elsewhere 1")])).await.expect(404);
        eve.post_action("account/delete_address", &[("id", &id)]).await.expect(404);
        for usage in ["shipping", "billing"] {
            eve.post_action("account/set_default_address", &[("id", &id), ("usage", usage)]).await.expect(404);
        }
        let staff = shop.staff().await;
        staff.get_action("account/address", &[("id", &id)]).await.expect(404);
        let book = addresses(&ada).await;
        assert_eq!((book.len(), book[0].address.street.as_str(), book[0].default_shipping), (1, "Hafenstraße 1", true));
    }

    async fn what_is_no_id_is_not_found(shop: TestShop) {
        let customer = shop.customer().await;
        for id in ["0", "-1", "x", "1 OR 1=1", "99999999999999999999", "\0"] {
            customer.get_action("account/address", &[("id", id)]).await.expect(404);
            customer.post_action("account/delete_address", &[("id", id)]).await.expect(404);
            save_address(&customer, &home_with(&[("id", id)])).await.expect(404);
        }
        customer.post_action("account/set_default_address", &[("id", "1"), ("usage", "id")]).await.expect(404);
        customer.get("/account/addresses/0").await.expect(404);
    }
}
