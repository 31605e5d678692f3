//! The steps from the cart to the review.

use crate::support::{ADDRESS, Buyer, TestShop, address_with};
use tradewind::{
    domain::{address::Address, checkout::CheckoutStep, forms::Problem},
    error::AppError,
};

async fn buyer_with_a_mug(shop: &TestShop) -> Buyer {
    let mug = shop.sell("Mug", 1_900, 9).await;
    let buyer = Buyer::guest(shop);
    buyer.add(mug, "1").await.expect(200);
    buyer
}

on_both! {
    async fn every_step_leads_to_the_next(shop: TestShop) {
        let buyer = buyer_with_a_mug(&shop).await;
        assert_eq!(buyer.checkout().await.next_step, CheckoutStep::Contact);
        let answer = buyer.save("contact", &[("email", " Ada@Example.com ")]).await.expect(200);
        assert_eq!(answer.location().as_deref(), Some("/checkout/address"));
        let answer = buyer.save("address", &ADDRESS).await.expect(200);
        assert_eq!(answer.location().as_deref(), Some("/checkout/shipping"));
        let shown = buyer.checkout().await;
        let offered: Vec<_> = shown.offers.iter().map(|offer| (offer.slug.as_str(), offer.price.minor)).collect();
        assert_eq!(offered, [("standard", 490), ("express", 990), ("overnight", 1_690)]);
        assert_eq!(shown.cart.totals.amounts.shipping_total, 0, "nothing is chosen for the shopper");
        let answer = buyer.choose_shipping("express").await.expect(200);
        assert_eq!(answer.location().as_deref(), Some("/checkout/payment"));
        let answer = buyer.save("payment", &[("gateway", "sandbox")]).await.expect(200);
        assert_eq!(answer.location().as_deref(), Some("/checkout/review"));
        let shown = buyer.checkout().await;
        assert_eq!((shown.next_step, shown.email.as_str()), (CheckoutStep::Review, "ada@example.com"));
        assert_eq!(shown.cart.totals.amounts.total, 1_900 + 990);
        let review = buyer.client.get("/checkout/review").await.expect(200).body;
        for shown in ["ada@example.com", "Ada Byron", "Hafenstraße 1", "20095 Hamburg", "Express", "€28.90"] {
            assert!(review.contains(shown), "the review does not show {shown}");
        }
    }

    async fn steps_cannot_be_skipped(shop: TestShop) {
        let nobody = shop.visitor();
        for page in ["/checkout", "/checkout/contact", "/checkout/review"] {
            assert_eq!(
                nobody.get(page).await.expect(302).location().as_deref(),
                Some("/cart"),
                "{page} with an empty cart"
            );
        }
        let buyer = buyer_with_a_mug(&shop).await;
        for page in [
            "/checkout",
            "/checkout/address",
            "/checkout/shipping",
            "/checkout/payment",
            "/checkout/review",
            "/checkout/no",
        ] {
            let answer = buyer.client.get(page).await.expect(302);
            assert_eq!(answer.location().as_deref(), Some("/checkout/contact"), "{page}");
        }
        buyer.client.get("/checkout/contact").await.expect(200);
        buyer.save("contact", &[("email", "ada@example.com")]).await.expect(200);
        buyer.save("address", &ADDRESS).await.expect(200);
        for page in ["/checkout", "/checkout/payment", "/checkout/review"] {
            let answer = buyer.client.get(page).await.expect(302);
            assert_eq!(answer.location().as_deref(), Some("/checkout/shipping"), "{page}");
        }
        buyer.client.get("/checkout/contact").await.expect(200);
        buyer.client.get("/checkout/shipping").await.expect(200);
    }

    async fn a_checkout_needs_a_cart(shop: TestShop) {
        let nobody = Buyer::guest(&shop);
        assert_eq!(nobody.client.get_action("checkout/load", &[]).await.expect(422).error(), AppError::CartEmpty);
        for (step, fields) in [
            ("contact", &[("email", "ada@example.com")][..]),
            ("address", &ADDRESS),
            ("shipping", &[("shipping_method", "1")]),
            ("payment", &[("gateway", "sandbox")]),
        ] {
            assert_eq!(nobody.save(step, fields).await.expect(422).error(), AppError::CartEmpty, "{step}");
        }
        assert_eq!((shop.count("cart").await, shop.count("checkout").await), (0, 0));
    }

    async fn every_wrong_field_is_named_and_what_was_typed_is_kept(shop: TestShop) {
        let buyer = buyer_with_a_mug(&shop).await;
        let refused = buyer.save("contact", &[("email", "ada at home")]).await.expect(422).error();
        assert!(refused.field_message("email").is_some());
        assert_eq!(buyer.checkout().await.email, "ada at home");
        let typed = [
            ("shipping_name", ""),
            ("shipping_street", " "),
            ("shipping_postcode", "2009"),
            ("shipping_city", "Hamburg"),
            ("shipping_country", "DE"),
            ("shipping_phone", "call me"),
            ("billing", "different"),
            ("billing_name", "Charles"),
            ("billing_country", "US"),
        ];
        let refused = buyer.save("address", &typed).await.expect(422).error();
        for field in [
            "shipping_name",
            "shipping_street",
            "shipping_postcode",
            "shipping_phone",
            "billing_street",
            "billing_postcode",
            "billing_city",
            "billing_region",
        ] {
            assert!(refused.field_message(field).is_some(), "{field} is not among {refused:?}");
        }
        for field in ["shipping_city", "shipping_country", "shipping_region", "billing_name", "billing_country"] {
            assert_eq!(refused.field_message(field), None, "{field}");
        }
        let kept = buyer.checkout().await;
        assert_eq!(
            (kept.shipping_address.postcode.as_str(), kept.shipping_address.phone.as_str()),
            ("2009", "call me")
        );
        assert_eq!(kept.billing_address.map(|billing| billing.name).as_deref(), Some("Charles"));
        assert_eq!(kept.next_step, CheckoutStep::Contact);
    }

    async fn going_back_finds_everything_filled_in(shop: TestShop) {
        let buyer = buyer_with_a_mug(&shop).await;
        buyer
            .fill_checkout_with(
                "ada@example.com",
                &address_with(&[("shipping_extra", "3rd floor"), ("shipping_phone", "+49 40 1")]),
            )
            .await;
        let contact = buyer.client.get("/checkout/contact").await.expect(200).body;
        assert!(contact.contains(r#"value="ada@example.com""#));
        let address = buyer.client.get("/checkout/address").await.expect(200).body;
        for typed in ["Ada Byron", "Hafenstraße 1", "3rd floor", "20095", "Hamburg", "+49 40 1"] {
            assert!(address.contains(&format!(r#"value="{typed}""#)), "{typed} is not filled in");
        }
        buyer.save("contact", &[("email", "new@example.com")]).await.expect(200);
        let shown = buyer.checkout().await;
        assert_eq!((shown.next_step, shown.email.as_str()), (CheckoutStep::Review, "new@example.com"));
        assert_eq!(shown.shipping_address.extra, "3rd floor");
    }

    async fn the_steps_work_without_scripts(shop: TestShop) {
        let buyer = buyer_with_a_mug(&shop).await;
        let post = async |step: &str, fields: &[(&str, &str)]| {
            let (page, action) = (format!("/checkout/{step}"), format!("/actions/checkout/save_{step}"));
            let answer = buyer.client.post_form_from(&page, &action, fields).await.expect(302);
            let location = answer.location().expect("somewhere to go");
            location.strip_prefix(&shop.url).unwrap_or(&location).to_owned()
        };
        let back = post("contact", &[("email", "x@")]).await;
        let page = buyer.client.get(&back).await.expect(200).body;
        assert!(page.contains("This is not an e-mail address") && page.contains(r#"value="x@""#), "{page}");
        assert_eq!(post("contact", &[("email", "ada@example.com")]).await, "/checkout/address");
        let back = post("address", &address_with(&[("shipping_postcode", "1")])).await;
        let page = buyer.client.get(&back).await.expect(200).body;
        assert!(page.contains("This postcode does not fit the country.") && page.contains("Ada Byron"), "{page}");
        assert_eq!(post("address", &ADDRESS).await, "/checkout/shipping");
        let method = buyer.checkout().await.offers[0].id.to_string();
        assert_eq!(post("shipping", &[("shipping_method", &method)]).await, "/checkout/payment");
        assert_eq!(post("payment", &[("gateway", "sandbox")]).await, "/checkout/review");
    }

    async fn a_country_that_is_not_shipped_to_is_refused(shop: TestShop) {
        let buyer = buyer_with_a_mug(&shop).await;
        buyer.save("contact", &[("email", "ada@example.com")]).await.expect(200);
        shop.stop_shipping_to("US").await;
        let american =
            address_with(&[("shipping_country", "US"), ("shipping_region", "Oregon"), ("shipping_postcode", "97201")]);
        let refused = buyer.save("address", &american).await.expect(422).error();
        assert_eq!(refused.field_message("shipping_country").as_deref(), Some("We do not ship to this country yet."));
        assert_eq!(buyer.checkout().await.next_step, CheckoutStep::Address);
        for unknown in ["XX", "de", "Germany", "", "' OR 1=1 --"] {
            let refused =
                buyer.save("address", &address_with(&[("shipping_country", unknown)])).await.expect(422).error();
            assert!(refused.field_message("shipping_country").is_some(), "{unknown}");
        }
        let invoice_abroad = address_with(&[
            ("billing", "different"),
            ("billing_name", "Charles"),
            ("billing_street", "1 Main St"),
            ("billing_city", "Portland"),
            ("billing_region", "Oregon"),
            ("billing_postcode", "97201"),
            ("billing_country", "US"),
        ]);
        buyer.save("address", &invoice_abroad).await.expect(200);
    }

    async fn a_shipping_method_that_is_not_offered_is_refused(shop: TestShop) {
        let buyer = buyer_with_a_mug(&shop).await;
        let unchosen = AppError::field("shipping_method", Problem::UnknownChoice);
        let choose = async |id: &str| buyer.save("shipping", &[("shipping_method", id)]).await.expect(422).error();
        assert_eq!(choose("1").await, unchosen, "before there is an address, nothing is offered");
        buyer.save("contact", &[("email", "ada@example.com")]).await.expect(200);
        buyer.save("address", &ADDRESS).await.expect(200);
        for id in ["0", "-1", "4711", "abc", "1 OR 1=1", "99999999999999999999", "1.0", "\0"] {
            assert_eq!(choose(id).await, unchosen, "{id}");
        }
        assert!(choose("").await.field_message("shipping_method").is_some());
        let overnight = buyer.checkout().await.offers[2].id.to_string();
        let swiss = address_with(&[("shipping_country", "CH"), ("shipping_postcode", "8001")]);
        buyer.save("address", &swiss).await.expect(200);
        assert_eq!(choose(&overnight).await, unchosen, "overnight does not reach Switzerland");
        assert_eq!(buyer.checkout().await.shipping_method, None);
    }

    async fn another_address_may_take_the_chosen_method_away(shop: TestShop) {
        let buyer = buyer_with_a_mug(&shop).await;
        buyer.fill_checkout().await;
        buyer.choose_shipping("overnight").await.expect(200);
        let swiss = address_with(&[("shipping_country", "CH"), ("shipping_postcode", "8001")]);
        let answer = buyer.save("address", &swiss).await.expect(200);
        assert_eq!(answer.location().as_deref(), Some("/checkout/shipping"));
        let shown = buyer.checkout().await;
        assert_eq!((shown.next_step, shown.cart.totals.amounts.shipping_total), (CheckoutStep::Shipping, 0));
        let refused = buyer.place().await.expect(422).error();
        assert!(refused.field_message("shipping_method").is_some(), "{refused:?}");
        assert_eq!(shop.count("orders").await, 0);
    }

    async fn an_unknown_way_to_pay_is_refused(shop: TestShop) {
        let buyer = buyer_with_a_mug(&shop).await;
        for gateway in ["", " ", "stripe", "Sandbox", "sandbox'--", "../sandbox", "\0"] {
            let refused = buyer.save("payment", &[("gateway", gateway)]).await.expect(422).error();
            assert!(refused.field_message("gateway").is_some(), "{gateway:?}");
        }
        assert_eq!(buyer.checkout().await.gateway, "");
    }

    async fn a_customer_finds_what_they_entered_last_time(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = Buyer { client: shop.customer().await };
        let email = customer.client.account.clone().expect("an account").email;
        customer.add(mug, "1").await.expect(200);
        let first = customer.checkout().await;
        let only_the_name = Address { name: "Robin Test".into(), ..Address::default() };
        assert_eq!((first.email, first.shipping_address), (email.clone(), only_the_name.clone()));
        customer.fill_checkout_with(&email, &ADDRESS).await;
        customer.place().await.expect(200);
        customer.add(mug, "1").await.expect(200);
        let second = customer.checkout().await;
        assert_eq!((second.email, second.shipping_address.street.as_str()), (email, "Hafenstraße 1"));
        let stranger = Buyer { client: shop.customer().await };
        stranger.add(mug, "1").await.expect(200);
        assert_eq!(stranger.checkout().await.shipping_address, only_the_name);
    }

    async fn checkouts_of_two_visitors_never_mix(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (one, other) = (Buyer::guest(&shop), Buyer::guest(&shop));
        one.add(mug, "1").await.expect(200);
        other.add(mug, "2").await.expect(200);
        one.fill_checkout().await;
        let shown = other.checkout().await;
        assert_eq!(
            (shown.email.as_str(), shown.shipping_address, shown.next_step),
            ("", Address::default(), CheckoutStep::Contact)
        );
        assert_ne!(shown.idempotency_key, one.checkout().await.idempotency_key);
    }
}
