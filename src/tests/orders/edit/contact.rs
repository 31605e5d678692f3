//! Addresses and e-mail, and what a deleted customer leaves.

use super::{buy, edit, staff_order};

on_both! {
    async fn mails_go_to_the_new_address_and_the_timeline_names_no_addresses(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 5_000, 9).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, 1)]).await;
        let mut fields = crate::support::address_with(&[("shipping_street", "Elbchaussee 7")]);
        fields.extend([("email", "ada@byron.example"), ("billing", "different"), ("billing_name", "Byron Ltd")]);
        fields.extend([("billing_street", "Kai 1"), ("billing_postcode", "20457"), ("billing_city", "Hamburg"), ("billing_country", "DE")]);
        let told = edit(&staff, &placed, &fields).await;
        let what: Vec<_> = told.contact.iter().map(|change| change.what.as_str()).collect();
        assert_eq!((what, told.difference().minor), (vec!["Shipping address", "Billing address", "E-mail"], 0));
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.shipping_address.street.as_str(), order.billing_address.name.as_str()), ("Elbchaussee 7", "Byron Ltd"));
        let mail = shop.mails().await.pop().expect("a mail");
        assert_eq!((mail.recipient.as_str(), mail.subject.as_str()), ("ada@byron.example", format!("Your order {} was changed", placed.number).as_str()));
        assert!(mail.body_text.contains("Its total of €54.90 stays.") && mail.body_text.contains("Elbchaussee 7"), "{}", mail.body_text);
        let event = staff_order(&staff, &placed).await.detail.events.pop().expect("an event");
        assert!(event.message.contains("shipping address") && !event.message.contains("Elbchaussee"), "{}", event.message);
        let invoice = order.invoices.last().expect("another invoice");
        assert_eq!((order.invoices.len(), invoice.total.minor), (3, 5_490));
        let mail = staff_order(&staff, &placed).await.mails.pop().expect("a mail").id.to_string();
        let resend = [("number", placed.number.to_string()), ("mail", mail)];
        let resend: Vec<_> = resend.iter().map(|(name, value)| (*name, value.as_str())).collect();
        staff.post_action("admin/resend_order_mail", &resend).await.expect(200);
        shop.run_jobs().await;
        assert_eq!(shop.subjects().await.iter().filter(|subject| subject.ends_with("was changed")).count(), 2);
        shop.assert_consistent().await;
    }
}
