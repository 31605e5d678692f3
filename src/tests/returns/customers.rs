//! What customers can ask for.

use super::{
    approve, ask, asked, cancel, center, field, newest, open, post, receive, receive_order, refund, reject, wanted,
};
use crate::support::{Buyer, Placed};
use tradewind::{
    domain::{
        forms::{FieldErrors, Problem},
        order::{OrderEventKind, OrderStatus},
        returns::{ReturnStatus, note_field, quantity_field, reason_field},
    },
    error::AppError,
    server::store::db::execute,
};

on_both! {
    async fn a_return_goes_from_the_request_to_the_refund(shop: TestShop) {
        let (mug, tea) = (shop.sell("Mug", 1_999, 5).await, shop.sell("Tea", 500, 5).await);
        let staff = shop.staff().await;
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 3), (tea, 1)]).await;
        let number = asked(&buyer, &placed, &[2, 0]).await;
        shop.assert_consistent().await;
        assert_eq!(newest(&buyer, &placed).await.status, ReturnStatus::Requested);
        approve(&staff, number).await.expect(200);
        let approved = newest(&buyer, &placed).await;
        assert_eq!((approved.status, approved.instructions.as_str()), (ReturnStatus::Approved, "Send it to\nHafenstraße 1"));
        assert_eq!(shop.stock(mug).await, (2, 0));
        receive(&staff, number, &[2], &center(&shop).await).await.expect(200);
        assert_eq!(shop.stock(mug).await, (4, 0));
        shop.assert_consistent().await;
        assert_eq!(open(&staff, number).await.worth.minor, 3_998);
        refund(&staff, number, "39.98", &[]).await.expect(200);
        shop.assert_consistent().await;
        shop.run_jobs().await;
        let order = buyer.load(&placed).await;
        assert_eq!((order.credited.minor, order.refunded.minor, order.due().minor), (3_998, 3_998, 0));
        assert_eq!(order.status, OrderStatus::PartlyRefunded);
        let settled = &order.returns[0];
        assert_eq!((settled.status, settled.refunded.minor, settled.lines[0].received), (ReturnStatus::Refunded, 3_998, 2));
        let steps: Vec<_> = settled.events.iter().map(|event| event.status).collect();
        use ReturnStatus::{Approved, Received, Refunded, Requested};
        assert_eq!(steps, [Requested, Approved, Received, Refunded]);
        for kind in [OrderEventKind::ReturnRequested, OrderEventKind::ReturnApproved, OrderEventKind::ReturnReceived, OrderEventKind::ReturnRefunded] {
            assert_eq!(order.events.iter().filter(|event| event.kind == kind).count(), 1, "{kind:?}");
        }
        // The customer is told of each answer, and sees nothing of the crew.
        let mails = shop.mails().await;
        let mail = |subject: &str| mails.iter().find(|mail| mail.subject == subject).unwrap_or_else(|| panic!("{subject}"));
        let first = mail(&format!("Your return {number} of order {}", placed.number));
        assert!(first.body_text.contains("2 x Mug") && !first.body_text.contains("Tea"), "{}", first.body_text);
        assert!(mail(&format!("Please send us your return {number}")).body_text.contains("Hafenstraße 1"));
        assert!(mail(&format!("Your return {number} has arrived")).body_text.contains("€39.98"));
        assert!(order.returns[0].events.iter().all(|event| event.actor.is_empty()));
        assert_eq!(order.returns[0].lines[0].restocked_at, "");
        let sent = super::staff_order(&staff, &placed).await.mails;
        let sent = sent.iter().find(|mail| mail.subject.starts_with("Please send us")).expect("a mail").id;
        let again = vec![field("number", placed.number), field("mail", sent)];
        post(&staff, "admin/resend_order_mail", &again).await.expect(200);
        shop.run_jobs().await;
        assert_eq!(shop.subjects().await.iter().filter(|subject| subject.starts_with("Please send us")).count(), 2);
        assert!(order.invoices.iter().any(|document| document.total.minor == 3_998), "{:?}", order.invoices);
        shop.assert_consistent().await;
    }

    async fn only_what_has_shipped_can_be_sent_back_and_each_unit_once(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 9).await, shop.staff().await);
        let (buyer, placed) = super::buy(&shop, &[(mug, 3)]).await;
        assert_eq!(ask(&buyer, &placed, &[1]).await.expect(409).error(), AppError::NotReturnable);
        let line = buyer.load(&placed).await.lines[0].id;
        super::ship(&staff, &placed, &[(line, 2)]).await.expect(200);
        let too_many = |most| AppError::field(&quantity_field(line), Problem::OutOfRange(0, most));
        assert_eq!(ask(&buyer, &placed, &[3]).await.expect(422).error(), too_many(2));
        assert_eq!(ask(&buyer, &placed, &[0]).await.error(), AppError::field(&quantity_field(line), Problem::Required));
        let number = asked(&buyer, &placed, &[2]).await;
        assert_eq!(ask(&buyer, &placed, &[1]).await.expect(409).error(), AppError::NotReturnable);
        cancel(&buyer, &placed, number).await.expect(200);
        assert_eq!(newest(&buyer, &placed).await.status, ReturnStatus::Canceled);
        asked(&buyer, &placed, &[1]).await;
        assert_eq!(ask(&buyer, &placed, &[2]).await.expect(422).error(), too_many(1));
        shop.run_jobs().await;
        shop.assert_consistent().await;
    }

    async fn a_request_is_taken_back_until_it_is_answered(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 2)]).await;
        let number = asked(&buyer, &placed, &[1]).await;
        approve(&staff, number).await.expect(200);
        assert_eq!(cancel(&buyer, &placed, number).await.expect(409).error(), AppError::OrderMovedOn);
        assert_eq!(approve(&staff, number).await.expect(409).error(), AppError::OrderMovedOn);
        // One that never came counts as not sent back.
        assert_eq!(reject(&staff, number, " ").await.error(), AppError::field("rejection", Problem::Required));
        reject(&staff, number, "It never came.").await.expect(200);
        assert_eq!(newest(&buyer, &placed).await.rejection, "It never came.");
        assert_eq!(receive(&staff, number, &[1], "").await.expect(409).error(), AppError::OrderMovedOn);
        asked(&buyer, &placed, &[2]).await;
        shop.run_jobs().await;
        assert!(shop.subjects().await.contains(&format!("About your return {number}")));
        shop.assert_consistent().await;
    }

    async fn a_reason_is_one_of_the_list_or_told_in_words(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 2)]).await;
        let line = buyer.load(&placed).await.lines[0].id;
        let send = async |reason: &str, note: &str| {
            let fields = vec![
                field("number", placed.number), field("token", &placed.token), field(&quantity_field(line), 1),
                field(&reason_field(line), reason), field(&note_field(line), note),
            ];
            post(&buyer.client, "orders/request_return", &fields).await
        };
        for (reason, note, refused, problem) in [
            ("", "", reason_field(line), Problem::Required),
            ("stolen", "", reason_field(line), Problem::UnknownChoice),
            ("other", " ", note_field(line), Problem::Required),
            ("damaged", &"x".repeat(301), note_field(line), Problem::TooLong(300)),
        ] {
            let error = send(reason, note).await.expect(422).error();
            assert_eq!(error, AppError::Invalid(FieldErrors::one(&refused, problem)), "{reason}");
        }
        send("other", "It hums.").await.expect(200);
        let told = newest(&buyer, &placed).await;
        assert_eq!(told.lines[0].note, "It hums.");
    }

    async fn the_window_ends_for_customers_and_not_for_staff(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 2)]).await;
        let owner = shop.owner().await;
        let settings = [("window_days", "14"), ("return_instructions", "To the shop")];
        owner.post_action("admin/save_return_settings", &settings).await.expect(200);
        shop.clock.advance_minutes(14 * 24 * 60);
        assert!(buyer.load(&placed).await.returnable_until.is_some());
        shop.clock.advance_minutes(1);
        assert_eq!(buyer.load(&placed).await.returnable_until, None);
        assert_eq!(ask(&buyer, &placed, &[1]).await.expect(409).error(), AppError::NotReturnable);
        let staff = shop.sign_in(&staff.account.as_ref().expect("somebody").email).await;
        let mut fields = vec![field("number", placed.number), field("return_instructions", "Bring it")];
        fields.extend(wanted(&super::lines_of(&staff, &placed).await, &[1]));
        post(&staff, "admin/open_return", &fields).await.expect(200);
        let opened = newest(&buyer, &placed).await;
        assert_eq!((opened.status, opened.instructions.as_str()), (ReturnStatus::Approved, "Bring it"));
        assert_eq!(open(&staff, opened.number).await.instructions, "To the shop");
        shop.run_jobs().await;
        assert_eq!(shop.subjects().await.last(), Some(&format!("Please send us your return {}", opened.number)));
        shop.assert_consistent().await;
    }

    async fn a_return_is_for_whoever_has_the_order_and_a_form_sent_twice_asks_once(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_999, 9).await, shop.staff().await);
        let (buyer, placed) = receive_order(&shop, &staff, &[(mug, 2)]).await;
        let stranger = Buyer::guest(&shop);
        let lines = buyer.load(&placed).await.lines;
        let mut fields = vec![field("number", placed.number), field("seen", 0)];
        fields.extend(wanted(&lines, &[1]));
        post(&stranger.client, "orders/request_return", &fields).await.expect(404);
        fields.push(field("token", &placed.token));
        post(&buyer.client, "orders/request_return", &fields).await.expect(200);
        assert_eq!(post(&buyer.client, "orders/request_return", &fields).await.expect(409).error(), AppError::Conflict);
        let number = newest(&buyer, &placed).await.number;
        // Neither without the link, nor by the link of another order.
        cancel(&stranger, &Placed { token: String::new(), ..placed.clone() }, number).await.expect(404);
        let (other, others) = receive_order(&shop, &staff, &[(mug, 1)]).await;
        cancel(&other, &others, number).await.expect(404);
        let count = "UPDATE order_line SET returned = 3";
        assert!(execute(&shop.state.db, count).run().await.is_err(), "the schema refuses more than has shipped");
        shop.assert_consistent().await;
    }
}
