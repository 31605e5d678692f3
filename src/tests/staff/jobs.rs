//! Jobs that wait, fail or are given up, as staff see and handle them.

use crate::support::{Buyer, Client, Placed, TestShop};
use tradewind::{
    domain::{
        access::Permission,
        order_alert::AlertReason,
        staff::{JobList, StaffOrder},
    },
    server::{
        jobs::worker,
        services::check::check,
        store::{self, db::execute},
    },
};

/// Runs what is due, whether or not it fails.
async fn work(shop: &TestShop) {
    while worker::run_due(&shop.state).await.expect("the queue answers") > 0 {}
}

/// A refund whose gateway is gone, until nobody tries it any more.
async fn give_up_a_refund(shop: &TestShop, staff: &Client) -> Placed {
    let mug = shop.sell("Mug", 10_000, 3).await;
    let placed = Buyer::guest(shop).buy(shop, mug, "1").await;
    let payments = store::payments::list(&shop.state.db, placed.number.0).await.expect("the payments");
    let (number, payment) = (placed.number.to_string(), payments[0].id.to_string());
    let fields =
        [("number", number.as_str()), ("payment", &payment), ("seen", "0"), ("amount", "30"), ("reason", "scratch")];
    staff.post_action("admin/refund_payment", &fields).await.expect(200);
    tamper(shop, "UPDATE payment SET gateway = 'gone'").await;
    for _ in 0..10 {
        work(shop).await;
        shop.clock.advance_minutes(61);
    }
    placed
}

async fn tamper(shop: &TestShop, text: &'static str) {
    execute(&shop.state.db, text).run().await.expect("tampered");
}

async fn list(staff: &Client, tab: &str) -> JobList {
    staff.get_action("admin/list_jobs", &[("tab", tab), ("older", ""), ("newer", "")]).await.expect(200).json()
}

async fn found(shop: &TestShop) -> Vec<String> {
    check(&shop.state).await.expect("a check").iter().map(ToString::to_string).collect()
}

on_both! {
    async fn a_job_that_is_given_up_is_in_sight_and_does_its_work_once_it_is_retried(shop: TestShop) {
        let owner = shop.owner().await;
        let placed = give_up_a_refund(&shop, &owner).await;
        let given_up = list(&owner, "").await;
        assert_eq!((given_up.jobs.len(), given_up.jobs[0].kind.as_str(), given_up.jobs[0].attempts), (1, "send_refund", 10));
        assert_eq!((given_up.jobs[0].order, given_up.jobs[0].is_grave), (Some(placed.number), true));
        assert!(given_up.jobs[0].last_error.contains("gone"), "{}", given_up.jobs[0].last_error);
        let page = owner.get("/admin/jobs").await.expect(200).body;
        assert!(page.contains("Send refund") && page.contains(&placed.number.to_string()), "{page}");
        let told = found(&shop).await;
        assert!(told.iter().any(|line| line.starts_with("Jobs: job ") && line.contains("send refund")), "{told:?}");
        let number = placed.number.to_string();
        let order: StaffOrder = owner.get_action("admin/get_order", &[("number", &number)]).await.expect(200).json();
        assert_eq!(order.alerts.iter().map(|alert| alert.reason).collect::<Vec<_>>(), [AlertReason::RefundFailed]);

        tamper(&shop, "UPDATE payment SET gateway = 'sandbox'").await;
        owner.post_action("admin/retry_job", &[("id", &given_up.jobs[0].id.to_string())]).await.expect(200);
        work(&shop).await;
        assert!(list(&owner, "").await.jobs.is_empty());
        let order: StaffOrder = owner.get_action("admin/get_order", &[("number", &number)]).await.expect(200).json();
        assert_eq!(order.detail.refunded.minor, 3_000);
        let log = owner.get("/admin/audit?subject=job").await.expect(200).body;
        assert!(log.contains("Send refund: refund") && log.contains("tried again"), "{log}");
        shop.assert_consistent().await;
    }

    async fn all_jobs_of_a_kind_are_retried_and_no_others(shop: TestShop) {
        let (mug, staff) = (shop.sell("Mug", 1_900, 9).await, shop.staff_with(&[Permission::Settings]).await);
        Buyer::guest(&shop).buy(&shop, mug, "1").await;
        for _ in 0..3 {
            Buyer::guest(&shop).order(&shop, mug, "1").await;
        }
        tamper(&shop, "UPDATE job SET status = 'dead', attempts = 10, last_error = 'no', finished_at = 1 WHERE kind = 'expire_order'").await;
        tamper(&shop, "UPDATE job SET status = 'dead', attempts = 10, last_error = 'no', finished_at = 1 WHERE kind = 'order_mail'").await;
        assert_eq!(list(&staff, "").await.given_up, [("expire_order".to_owned(), 4), ("order_mail".to_owned(), 1)]);
        staff.post_action("admin/retry_jobs", &[("kind", "expire_order")]).await.expect(200);
        let left = list(&staff, "").await;
        assert_eq!(left.given_up, [("order_mail".to_owned(), 1)]);
        assert!(list(&staff, "failing").await.jobs.iter().filter(|job| job.kind == "expire_order").count() == 4);
        staff.post_action("admin/discard_job", &[("id", &left.jobs[0].id.to_string())]).await.expect(200);
        staff.post_action("admin/discard_job", &[("id", &left.jobs[0].id.to_string())]).await.expect(404);
        assert!(list(&staff, "").await.jobs.is_empty());
        let log = shop.owner().await.get("/admin/audit?subject=job").await.expect(200).body;
        assert!(log.contains("Expire order: all 4") && log.contains("discarded"), "{log}");
    }

    async fn what_waits_can_not_be_discarded(shop: TestShop) {
        let (mug, owner) = (shop.sell("Mug", 1_900, 9).await, shop.owner().await);
        Buyer::guest(&shop).order(&shop, mug, "1").await;
        let waiting = list(&owner, "waiting").await;
        let expiry = waiting.jobs.iter().find(|job| job.kind == "expire_order").expect("its expiry waits");
        owner.post_action("admin/discard_job", &[("id", &expiry.id.to_string())]).await.expect(409);
        assert_eq!(list(&owner, "waiting").await.jobs.len(), waiting.jobs.len());
    }

    async fn the_list_names_nobody(shop: TestShop) {
        let (owner, visitor) = (shop.owner().await, shop.visitor());
        visitor.post_action("accounts/request_password_reset", &[("email", "ada@example.com")]).await.expect(200);
        tamper(&shop, "UPDATE job SET status = 'dead', attempts = 10, finished_at = 1, last_error = '550 <ada@example.com>: no such user' WHERE kind = 'account_mail'").await;
        let page = owner.get("/admin/jobs").await.expect(200).body;
        assert!(page.contains("Account mail") && page.contains("to set another password") && page.contains("no such user"), "{page}");
        assert!(!page.contains("ada@example.com"));
    }

    async fn jobs_are_for_those_who_set_up_the_shop(shop: TestShop) {
        let others = shop.staff_with(&[Permission::Orders, Permission::Reports]).await;
        others.get("/admin/jobs").await.expect(403);
        others.get_action("admin/list_jobs", &[("tab", ""), ("older", ""), ("newer", "")]).await.expect(403);
        for (action, fields) in [("retry_job", ("id", "1")), ("retry_jobs", ("kind", "sweep")), ("discard_job", ("id", "1"))] {
            others.post_action(&format!("admin/{action}"), &[fields]).await.expect(403);
        }
    }

    async fn a_long_queue_is_paged(shop: TestShop) {
        let (mug, owner) = (shop.sell("Mug", 1_900, 90).await, shop.owner().await);
        for _ in 0..30 {
            Buyer::guest(&shop).order(&shop, mug, "1").await;
        }
        let first = list(&owner, "waiting").await;
        assert_eq!(first.jobs.len(), 25);
        let older = first.pages.older.expect("more").to_string();
        let rest: JobList = owner.get_action("admin/list_jobs", &[("tab", "waiting"), ("older", &older), ("newer", "")]).await.expect(200).json();
        assert!(!rest.jobs.is_empty() && rest.jobs.iter().all(|job| job.id < first.jobs[24].id));
    }
}
