//! What staff do with orders, and what shoppers are told about it.

use crate::support::{Answer, Buyer, Client, KeptMail, Placed, TestShop, card, staff_order};
use tradewind::{
    domain::{
        ids::{JobId, VariantId},
        order::{OrderEventKind, OrderStatus},
    },
    error::AppError,
    server::{jobs::OrderMailKind, services::order_mail::send_order_mail},
};

/// Two of three mugs, paid.
async fn buy_two_mugs(shop: &TestShop) -> (Buyer, Placed, VariantId) {
    let mug = shop.sell("Mug", 1_900, 3).await;
    let buyer = Buyer::guest(shop);
    let placed = buyer.buy(shop, mug, "2").await;
    (buyer, placed, mug)
}

async fn ship(staff: &Client, placed: &Placed, carrier: &str, tracking: &str) -> Answer {
    let number = placed.number.to_string();
    let fields = [("number", number.as_str()), ("carrier", carrier), ("tracking_number", tracking)];
    staff.post_action("admin/ship_order", &fields).await
}

async fn cancel(staff: &Client, placed: &Placed) -> Answer {
    staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await
}

async fn last_mail(shop: &TestShop) -> KeptMail {
    shop.mails().await.pop().expect("a mail")
}

/// The links in a mail's text.
fn links(mail: &KeptMail) -> Vec<&str> {
    mail.body_text.split_whitespace().filter(|word| word.starts_with("http")).collect()
}

on_both! {
    async fn a_shipped_order_shows_its_tracking_number_and_tells_it_by_mail(shop: TestShop) {
        let (buyer, placed, mug) = buy_two_mugs(&shop).await;
        let staff = shop.staff().await;
        let opened = staff_order(&staff, &placed).await;
        assert!(opened.can_ship() && opened.can_cancel());
        let carrier = opened.carrier.expect("the carrier of the chosen method").to_string();
        let answer = ship(&staff, &placed, &carrier, " JD0146-0000 ").await.expect(200);
        assert_eq!(answer.location(), Some(format!("/admin/orders/{}?done=shipped", placed.number)));
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.open_units()), (OrderStatus::Fulfilled, 0));
        let parcel = &order.shipments[0];
        assert_eq!((parcel.carrier.as_str(), parcel.tracking_number.as_str(), parcel.units), ("DHL", "JD0146-0000", 2));
        assert!(parcel.tracking_url.ends_with("piececode=JD0146-0000"), "{}", parcel.tracking_url);
        assert_eq!(order.events.last().map(|event| event.kind), Some(OrderEventKind::Shipped));
        let page = shop.visitor().get(&placed.page()).await.expect(200).body;
        assert!(page.contains("JD0146-0000") && page.contains("is on its way"));
        assert_eq!(shop.stock(mug).await, (1, 0));
        shop.run_jobs().await;
        let mail = last_mail(&shop).await;
        assert_eq!(
            (mail.recipient.as_str(), mail.subject),
            ("ada@example.com", format!("Your order {} is on its way", placed.number))
        );
        assert!(mail.body_text.contains("JD0146-0000") && mail.body_html.contains("JD0146-0000"));
        assert!(mail.body_text.contains(&parcel.tracking_url));
        let opened = staff_order(&staff, &placed).await;
        assert!(!opened.can_ship() && !opened.can_cancel());
        assert_eq!(
            opened.detail.events.last().map(|event| &event.actor),
            staff.account.as_ref().map(|account| &account.email)
        );
        shop.assert_consistent().await;
    }

    async fn an_order_that_is_not_paid_is_not_shipped(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let (buyer, staff) = (Buyer::guest(&shop), shop.staff().await);
        let placed = buyer.order(&shop, mug, "1").await;
        let carrier = staff_order(&staff, &placed).await.carriers[0].0.to_string();
        assert_eq!(ship(&staff, &placed, &carrier, "X1").await.expect(409).error(), AppError::OrderMovedOn);
        cancel(&staff, &placed).await.expect(200);
        assert_eq!(ship(&staff, &placed, &carrier, "X1").await.expect(409).error(), AppError::OrderMovedOn);
        assert_eq!((shop.count("shipment").await, shop.stock(mug).await), (0, (3, 0)));
    }

    async fn wrong_entries_of_staff_are_named_and_nothing_ships(shop: TestShop) {
        let (_, placed, _) = buy_two_mugs(&shop).await;
        let staff = shop.staff().await;
        let carrier = staff_order(&staff, &placed).await.carriers[0].0.to_string();
        for unknown in ["", "0", "-1", "4711", "dhl", "1 OR 1=1", "99999999999999999999"] {
            let refused = ship(&staff, &placed, unknown, "X1").await.expect(422).error();
            assert!(refused.field_message("carrier").is_some(), "{unknown}");
        }
        for tracking in ["", "  ", "\0", &"x".repeat(61)] {
            let refused = ship(&staff, &placed, &carrier, tracking).await.expect(422).error();
            assert!(refused.field_message("tracking_number").is_some(), "{tracking:?}");
        }
        let unknown = [("number", "T999999"), ("carrier", carrier.as_str()), ("tracking_number", "X1")];
        staff.post_action("admin/ship_order", &unknown).await.expect(404);
        assert_eq!((shop.count("shipment").await, staff_order(&staff, &placed).await.detail.status), (0, OrderStatus::Paid));
    }

    async fn a_tracking_number_is_text_wherever_it_is_shown(shop: TestShop) {
        let (buyer, placed, _) = buy_two_mugs(&shop).await;
        let staff = shop.staff().await;
        let carrier = staff_order(&staff, &placed).await.carriers[0].0.to_string();
        let hostile = r#""><script>alert(1)</script>"#;
        ship(&staff, &placed, &carrier, hostile).await.expect(200);
        shop.run_jobs().await;
        assert_eq!(buyer.load(&placed).await.shipments[0].tracking_number, hostile);
        for page in
            [buyer.client.get(&placed.page()).await, staff.get(&format!("/admin/orders/{}", placed.number)).await]
        {
            assert!(!page.expect(200).body.contains("<script>alert"));
        }
        assert!(!last_mail(&shop).await.body_html.contains("<script"));
    }

    async fn a_canceled_order_releases_its_stock_and_gives_the_money_back(shop: TestShop) {
        let (buyer, placed, mug) = buy_two_mugs(&shop).await;
        let staff = shop.staff().await;
        let answer = cancel(&staff, &placed).await.expect(200);
        assert_eq!(answer.location(), Some(format!("/admin/orders/{}?done=canceled", placed.number)));
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.refunded.minor), (OrderStatus::Canceled, 0), "the worker gives the money back");
        assert_eq!(shop.stock(mug).await, (3, 0));
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.refunded.minor), (OrderStatus::Refunded, order.totals.total));
        let kinds: Vec<_> = order.events.iter().map(|event| event.kind).collect();
        assert_eq!(
            kinds,
            [OrderEventKind::Placed, OrderEventKind::Paid, OrderEventKind::Canceled, OrderEventKind::Refunded]
        );
        let number = placed.number;
        let subjects = [
            format!("Your order {number}"),
            format!("Your order {number} was canceled"),
            format!("Refund for your order {number}"),
        ];
        assert_eq!(shop.subjects().await, subjects);
        assert_eq!(cancel(&staff, &placed).await.expect(409).error(), AppError::OrderMovedOn);
        let payments = staff_order(&staff, &placed).await.payments;
        let kinds: Vec<_> = payments[0].transactions.iter().map(|transaction| transaction.kind.as_str()).collect();
        assert_eq!(kinds, ["capture", "refund"]);
        shop.assert_consistent().await;
    }

    async fn an_unpaid_order_that_was_canceled_cannot_be_paid_any_more(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 3).await;
        let (buyer, staff) = (Buyer::guest(&shop), shop.staff().await);
        let placed = buyer.order(&shop, mug, "1").await;
        cancel(&staff, &placed).await.expect(200);
        shop.run_jobs().await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.status, order.captured.minor), (OrderStatus::Canceled, 0));
        shop.assert_consistent().await;
    }

    async fn the_links_in_every_mail_open_the_order_and_its_documents(shop: TestShop) {
        let (_, placed, _) = buy_two_mugs(&shop).await;
        let staff = shop.staff().await;
        cancel(&staff, &placed).await.expect(200);
        shop.run_jobs().await;
        let mails = shop.mails().await;
        assert_eq!(mails.len(), 3);
        for mail in &mails {
            assert_eq!(mail.recipient, "ada@example.com");
            let link = format!("{}{}", shop.state.config.public_url(), placed.page());
            let links = links(mail);
            let (first, documents) = links.split_first().expect("a link");
            assert_eq!(*first, link.as_str(), "{}", mail.subject);
            for document in documents {
                let path = document.strip_prefix(&shop.url).expect("an absolute link to the shop");
                shop.visitor().download(path, "application/pdf").await;
            }
            assert!(mail.body_html.replace("&#x2f;", "/").contains(&format!("href=\"{link}\"")), "{}", mail.body_html);
            let path = link.strip_prefix(&shop.url).expect("an absolute link to the shop");
            assert!(shop.visitor().get(path).await.expect(200).body.contains(&placed.number.to_string()));
        }
        for shown in ["2 x Mug", "€38.00", "Standard", "€4.90", "VAT 19 %", "€42.90", "Hafenstraße 1"] {
            assert!(mails[0].body_text.contains(shown), "{shown} is not in {}", mails[0].body_text);
        }
    }

    async fn a_mail_is_written_once_however_often_its_job_runs(shop: TestShop) {
        let (_, placed, _) = buy_two_mugs(&shop).await;
        let before = shop.mails().await.len();
        for _ in 0..3 {
            let job = JobId(4_711);
            send_order_mail(&shop.state, job, placed.number.0, OrderMailKind::Shipped).await.expect("written");
        }
        assert_eq!(shop.mails().await.len(), before + 1);
    }
}
