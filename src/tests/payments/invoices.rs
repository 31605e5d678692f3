//! Invoices, credit notes and packing slips: numbered without gaps, frozen, and for whoever may read them.

use super::{ask_for_refund, buy_for_100, capture_at_shipment, order_for_100, payment_of, set_up};
use crate::support::{Buyer, Client, Placed, TestShop, address_with, at_once, card, ship_as, staff_order};
use futures::future::FutureExt;
use tradewind::{
    domain::{access::Permission, invoice::InvoiceKind, order::OrderDetail},
    server::{
        services::invoices,
        store::{
            self,
            db::{execute, select},
        },
    },
};

/// Kind, number and total of an order's documents, oldest first.
async fn documents(buyer: &Buyer, placed: &Placed) -> Vec<(InvoiceKind, String, i64)> {
    let OrderDetail { invoices, .. } = buyer.load(placed).await;
    invoices.into_iter().map(|document| (document.kind, document.number, document.total.minor)).collect()
}

/// The text of a PDF without its spaces, which readers guess from the distance of the signs.
async fn text_of(client: &Client, path: &str) -> String {
    let bytes = client.download(path, "application/pdf").await;
    let text = pdf_extract::extract_text_from_mem(&bytes).expect("a readable PDF");
    if let Ok(folder) = std::env::var("TRADEWIND_TEST_DOCUMENTS") {
        std::fs::write(format!("{folder}/{:08x}.pdf", bytes.len()), &bytes).expect("a copy to look at");
    }
    compact(&text)
}

fn compact(text: &str) -> String {
    text.split_whitespace().collect()
}

async fn ship(staff: &Client, placed: &Placed) {
    ship_as(staff, placed, "JD0001", &[]).await.expect(200);
}

/// Another lamp for 100.00, paid.
async fn buy_another(shop: &TestShop, title: &str) -> (Buyer, Placed) {
    let lamp = shop.sell(title, 10_000, 50).await;
    let buyer = Buyer::guest(shop);
    let placed = buyer.buy(shop, lamp, "1").await;
    (buyer, placed)
}

fn link(placed: &Placed) -> String {
    format!("/orders/{}/invoice.pdf?token={}", placed.number, placed.token)
}

on_both! {
    async fn a_paid_order_has_an_invoice_with_its_taxes(shop: TestShop) {
        let (buyer, placed) = buy_for_100(&shop).await;
        let issued = documents(&buyer, &placed).await;
        assert_eq!(issued, [(InvoiceKind::Invoice, "INV2026-00001".into(), 10_000)]);
        let text = text_of(&shop.visitor(), &link(&placed)).await;
        for part in ["Invoice INV2026-00001", "22 Nov 2026", "Lamp", "€100.00", "Ada Byron", "Hafenstraße 1", "Page 1 of 1"] {
            assert!(text.contains(&compact(part)), "{part} is missing: {text}");
        }
        // Told of twice, it is issued once.
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        invoices::settle(&mut tx, placed.number.0, "", shop.clock.now()).await.expect("settled");
        tx.commit().await.expect("committed");
        assert_eq!(documents(&buyer, &placed).await.len(), 1);
        let page = shop.visitor().get(&placed.page()).await.expect(200).body;
        assert!(page.contains("Invoice INV2026-00001"), "{page}");
        let mails = shop.mails().await;
        assert!(mails.iter().any(|mail| mail.body_text.contains("/invoices/INV2026-00001.pdf?token=")), "{mails:?}");
        shop.assert_consistent().await;
    }

    async fn unpaid_orders_have_none_and_canceled_ones_neither(shop: TestShop) {
        let (buyer, placed) = order_for_100(&shop).await;
        assert_eq!(documents(&buyer, &placed).await, []);
        shop.visitor().get(&link(&placed)).await.expect(404);
        let staff = shop.staff().await;
        staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.expect(200);
        assert_eq!(documents(&buyer, &placed).await, []);
        shop.assert_consistent().await;
    }

    async fn what_ships_before_it_is_paid_is_invoiced_then(shop: TestShop) {
        set_up(&shop, |settings| settings.cash_on_delivery = true).await;
        let lamp = shop.sell("Lamp", 10_000, 50).await;
        let buyer = Buyer::guest(&shop);
        buyer.add(lamp, "1").await.expect(200);
        buyer.fill_checkout_to_pay_with("cash-on-delivery", "ada@example.com", &crate::support::ADDRESS).await;
        let page: String = buyer.place().await.expect(200).json();
        let (number, token) = page.strip_prefix("/orders/").and_then(|rest| rest.split_once("?token=")).expect("a page");
        let token = token.split('&').next().expect("a token").to_owned();
        let number = number.parse().expect("a number");
        let placed = Placed { number, token, payment: String::new(), back: String::new() };
        assert_eq!(documents(&buyer, &placed).await, []);
        let staff = shop.staff().await;
        ship(&staff, &placed).await;
        assert_eq!(documents(&buyer, &placed).await.len(), 1);
        let payment = payment_of(&shop, &placed).await.id.to_string();
        let fields = [("number", number.to_string()), ("payment", payment), ("amount", "100.00".into()), ("seen", "0".into())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        staff.post_action("admin/mark_payment_paid", &fields).await.expect(200);
        assert_eq!(documents(&buyer, &placed).await.len(), 1);
        shop.assert_consistent().await;
    }

    async fn an_authorized_order_is_invoiced_when_it_ships(shop: TestShop) {
        capture_at_shipment(&shop).await;
        let (buyer, placed) = buy_for_100(&shop).await;
        assert_eq!(documents(&buyer, &placed).await, []);
        ship(&shop.staff().await, &placed).await;
        shop.run_jobs().await;
        assert_eq!(documents(&buyer, &placed).await.len(), 1);
        shop.assert_consistent().await;
    }

    async fn refunds_and_cancellations_issue_credit_notes_in_the_same_series(shop: TestShop) {
        let (buyer, placed) = buy_for_100(&shop).await;
        ask_for_refund(&shop, &placed, 2_500, "once").await;
        ask_for_refund(&shop, &placed, 2_500, "once").await;
        shop.run_jobs().await;
        let (_, other) = buy_another(&shop, "Other lamp").await;
        let staff = shop.staff().await;
        staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.expect(200);
        shop.run_jobs().await;
        let issued = documents(&buyer, &placed).await;
        let note = InvoiceKind::CreditNote;
        assert_eq!(issued[1..], [(note, "INV2026-00002".into(), 2_500), (note, "INV2026-00004".into(), 7_500)]);
        let path = format!("/admin/orders/{}/invoices/INV2026-00002.pdf", placed.number);
        let text = text_of(&staff, &path).await;
        for part in ["Credit note INV2026-00002", "INV2026-00001", "Goodwill", "€25.00"] {
            assert!(text.contains(&compact(part)), "{part} is missing: {text}");
        }
        // No order opens the documents of another.
        staff.get(&format!("/admin/orders/{}/invoices/INV2026-00002.pdf", other.number)).await.expect(404);
        shop.assert_consistent().await;
    }

    async fn parallel_payments_take_each_number_once(shop: TestShop) {
        let lamp = shop.sell("Lamp", 10_000, 50).await;
        let mut orders = Vec::new();
        for _ in 0..6 {
            let buyer = Buyer::guest(&shop);
            let placed = buyer.order(&shop, lamp, "1").await;
            buyer.pay(&placed, card::WEBHOOK_LOST).await.expect(303);
            orders.push((buyer, placed));
        }
        at_once(orders.clone().into_iter().map(|(buyer, placed)| {
            async move {
                buyer.client.follow(&placed.back).await.expect(200);
            }
            .boxed()
        }))
        .await;
        let text = "SELECT position FROM invoice ORDER BY position";
        let numbers: Vec<(i64,)> = select(&shop.state.db, text).all().await.expect("the numbers");
        assert_eq!(numbers.into_iter().map(|(number,)| number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn a_transaction_that_fails_leaves_no_gap_and_each_year_begins_anew(shop: TestShop) {
        let (_, placed) = buy_for_100(&shop).await;
        let first = store::invoices::find_newest(&shop.state.db, placed.number.0).await.expect("read").expect("issued");
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        let of = (placed.number.0, InvoiceKind::Invoice);
        store::invoices::insert(&mut tx, of, None, &first.content, shop.clock.now()).await.expect("written");
        drop(tx);
        let (buyer, placed) = buy_another(&shop, "Other lamp").await;
        assert_eq!(documents(&buyer, &placed).await[0].1, "INV2026-00002");
        shop.clock.advance_minutes(60 * 24 * 60);
        let (buyer, placed) = buy_another(&shop, "Third lamp").await;
        assert_eq!(documents(&buyer, &placed).await[0].1, "INV2027-00001");
        shop.assert_consistent().await;
    }

    async fn documents_are_for_their_customer_the_link_and_staff(shop: TestShop) {
        let lamp = shop.sell("Lamp", 10_000, 50).await;
        let customer = Buyer { client: shop.customer().await };
        let placed = customer.buy(&shop, lamp, "1").await;
        let bare = format!("/orders/{}/invoice.pdf", placed.number);
        let file = format!("/orders/{}/invoices/INV2026-00001.pdf", placed.number);
        for path in [&bare, &file] {
            customer.client.get(path).await.expect(200);
            shop.staff().await.get(path).await.expect(200);
            shop.visitor().get(path).await.expect(404);
            shop.visitor().get(&format!("{path}?token=0000")).await.expect(404);
            shop.customer().await.get(path).await.expect(404);
            shop.staff_with(&[Permission::Catalog]).await.get(path).await.expect(404);
        }
        let admin = format!("/admin{file}");
        shop.staff_with(&[Permission::Orders]).await.get(&admin).await.expect(200);
        customer.client.get(&admin).await.expect(403);
        for file in ["INV2026-00002.pdf", "INV2026-00001", "..%2f.pdf"] {
            shop.staff().await.get(&format!("/admin/orders/{}/invoices/{file}", placed.number)).await.expect(404);
        }
    }

    async fn a_packing_slip_is_a_file_too(shop: TestShop) {
        let (_, placed) = buy_for_100(&shop).await;
        let staff = shop.staff().await;
        ship(&staff, &placed).await;
        let shipment = staff_order(&staff, &placed).await.detail.shipments[0].id;
        let text = text_of(&staff, &format!("/admin/shipments/{shipment}/slip.pdf")).await;
        for part in ["Packing slip", "JD0001", "Lamp", "Ada Byron", "1 unit in this parcel"] {
            assert!(text.contains(&compact(part)), "{part} is missing: {text}");
        }
        assert!(!text.contains('€'), "no prices: {text}");
        shop.staff_with(&[Permission::Catalog]).await.get(&format!("/admin/shipments/{shipment}/slip.pdf")).await.expect(403);
    }

    async fn what_people_are_called_breaks_no_document(shop: TestShop) {
        let lamp = shop.sell("Lamp", 10_000, 50).await;
        let title = "Lamp \u{1f98a} with a very long name ".repeat(5);
        execute(&shop.state.db, "UPDATE product SET title = $1").bind(title).run().await.expect("another title");
        let long = "X".repeat(100);
        for (name, city) in [
            ("\u{202e}مريم \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}", "Αθήνα"),
            (long.as_str(), long.as_str()),
            ("Иван Петров (O'Brien) \\ %%EOF", "Łódź"),
        ] {
            let buyer = Buyer::guest(&shop);
            buyer.add(lamp, "1").await.expect(200);
            buyer.fill_checkout_with("ada@example.com", &address_with(&[("shipping_name", name), ("shipping_city", city)])).await;
            let payment: String = buyer.place().await.expect(200).json();
            let placed = Placed::behind(&shop, &payment).await;
            buyer.pay(&placed, card::SUCCESS).await.expect(303);
            buyer.client.follow(&placed.back).await.expect(200);
            let text = text_of(&shop.visitor(), &link(&placed)).await;
            assert!(text.contains("Page1of1"), "{text}");
            if name.starts_with("Иван") {
                assert!(text.contains("IvanPetrov(O'Brien)") && text.contains("Łódź"), "{text}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn documents_are_made_where_pictures_are_no_more_at_once_than_there_are_cores() {
    let shop = TestShop::sqlite().await;
    let (buyer, placed) = buy_for_100(&shop).await;
    let path = format!("/orders/{}/invoice.pdf?token={}", placed.number, placed.token);
    buyer.client.get(&path).await.expect(200);
    shop.state.rendering.close();
    buyer.client.get(&path).await.expect(500);
}
