//! What the crew writes beside orders, and what was written to their customers.

use super::{buy, staff_order};
use crate::support::at_once;
use futures::future::FutureExt;
use tradewind::{
    domain::{access::Permission, forms::Problem, order::OrderEventKind},
    error::AppError,
};

on_both! {
    async fn a_note_is_for_the_crew_and_a_message_for_the_customer(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 5).await, shop.staff().await);
        let (buyer, placed) = buy(&shop, &[(mug, 1)]).await;
        let number = placed.number.to_string();
        let add = async |note: &str, for_customer: &str| {
            let fields = [("number", number.as_str()), ("note", note), ("for_customer", for_customer)];
            staff.post_action("admin/add_order_note", &fields).await
        };
        add("Called twice,\nnobody answers", "").await.expect(200);
        add("We pack it on Monday", "true").await.expect(200);
        assert_eq!(add("  ", "").await.expect(422).error(), AppError::field("note", Problem::Required));
        let events = staff_order(&staff, &placed).await.detail.events;
        let notes: Vec<_> = events.iter().filter(|event| event.kind == OrderEventKind::Note).collect();
        assert!(notes.len() == 1 && notes[0].actor.starts_with("staff-") && notes[0].message.contains("nobody"));
        let page = buyer.client.get(&placed.page()).await.expect(200).body;
        assert!(page.contains("We pack it on Monday") && !page.contains("nobody answers"), "{page}");
        assert!(buyer.load(&placed).await.events.iter().all(|event| event.actor.is_empty()));
        let page = staff.get(&format!("/admin/orders/{number}")).await.expect(200).body;
        assert!(page.contains("nobody answers") && page.contains("We pack it on Monday"));
        // Staff who look at the customer's page see what the customer sees.
        assert!(!staff.get(&placed.page()).await.expect(200).body.contains("nobody answers"));
        let others = shop.staff_with(&[Permission::Catalog]).await;
        others.post_action("admin/add_order_note", &[("number", number.as_str()), ("note", "x")]).await.expect(403);
    }

    async fn a_mail_is_sent_once_more_as_it_was(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 5).await, shop.staff().await);
        let (_, placed) = buy(&shop, &[(mug, 1)]).await;
        let (_, other) = buy(&shop, &[(mug, 1)]).await;
        let mail = staff_order(&staff, &placed).await.mails.remove(0).id.to_string();
        let (number, foreign) = (placed.number.to_string(), other.number.to_string());
        staff.post_action("admin/resend_order_mail", &[("number", &foreign), ("mail", &mail)]).await.expect(404);
        staff.post_action("admin/resend_order_mail", &[("number", &number), ("mail", &mail)]).await.expect(200);
        shop.run_jobs().await;
        let mails = staff_order(&staff, &placed).await.mails;
        assert_eq!((mails.len(), &mails[0].subject, &mails[0].recipient), (2, &mails[1].subject, &mails[1].recipient));
        let kept = shop.mails().await;
        let texts: Vec<_> = kept.iter().filter(|mail| mail.subject.contains(&number)).map(|mail| &mail.body_html).collect();
        assert!(texts.len() == 2 && texts[0] == texts[1]);
        // Pressed twice it comes once; later it comes again.
        let press = || {
            let (staff, number, mail) = (staff.clone(), number.clone(), mail.clone());
            async move { staff.post_action("admin/resend_order_mail", &[("number", &number), ("mail", &mail)]).await.status }.boxed()
        };
        shop.clock.advance_minutes(2);
        assert_eq!(at_once([press(), press(), press()]).await, [200, 200, 200]);
        shop.run_jobs().await;
        assert_eq!(staff_order(&staff, &placed).await.mails.len(), 3);
        let others = shop.staff_with(&[Permission::Catalog]).await;
        others.post_action("admin/resend_order_mail", &[("number", &number), ("mail", &mail)]).await.expect(403);
    }
}
