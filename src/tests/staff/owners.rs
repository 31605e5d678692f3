//! The shop always has an owner who can log in.

use crate::support::{Client, TestShop, at_once};
use futures::FutureExt;
use tradewind::{
    domain::{access::Role, ids::AccountId, staff::Position},
    error::AppError,
    server::store::{db::select, staff},
};

fn id(client: &Client) -> AccountId {
    client.account.as_ref().expect("an account").id
}

async fn owners(shop: &TestShop) -> i64 {
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM account WHERE role = 'owner' AND disabled_at IS NULL";
    let (count,): (i64,) = select(&shop.state.db, text).one().await.expect("a number");
    count
}

on_both! {
    async fn the_owner_cannot_lock_themselves_out(shop: TestShop) {
        let (owner, other) = (shop.owner().await, shop.owner().await);
        let own = id(&owner).to_string();
        for (function, fields) in [
            ("change_staff_role", [("id", own.as_str()), ("position", "customer")]),
            ("disable_staff", [("id", own.as_str()), ("disabled", "true")]),
        ] {
            let refused = owner.post_action(&format!("admin/{function}"), &fields).await.expect(409);
            assert_eq!(refused.error(), AppError::OwnAccount, "{function}");
        }
        owner.get("/admin/staff").await.expect(200);
        let page = owner.get(&format!("/admin/staff/{own}")).await.expect(200).body;
        assert!(page.contains("This is you.") && !page.contains("Disable the account"));
        other.get("/admin/staff").await.expect(200);
    }

    async fn no_statement_leaves_the_shop_without_an_owner(shop: TestShop) {
        let owner = id(&shop.owner().await);
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        assert!(!staff::set_position(&mut tx, owner, Position::Customer).await.expect("an answer"));
        assert!(!staff::set_disabled(&mut tx, owner, Some(shop.clock.now())).await.expect("an answer"));
        assert!(staff::set_position(&mut tx, owner, Position::Owner).await.expect("an answer"), "nothing changes");
        tx.commit().await.expect("committed");
        assert_eq!(owners(&shop).await, 1);
    }

    async fn a_disabled_owner_does_not_count(shop: TestShop) {
        let (owner, other) = (id(&shop.owner().await), id(&shop.owner().await));
        let mut tx = shop.state.db.begin().await.expect("a transaction");
        assert!(staff::set_disabled(&mut tx, other, Some(shop.clock.now())).await.expect("an answer"));
        assert!(!staff::set_position(&mut tx, owner, Position::Customer).await.expect("an answer"));
        tx.commit().await.expect("committed");
    }

    async fn two_owners_who_demote_each_other_at_once_leave_one(shop: TestShop) {
        for _ in 0..5 {
            let (one, other) = (shop.owner().await, shop.owner().await);
            // Owners of earlier rounds would do for the rule.
            let (first, second) = (id(&one), id(&other));
            let mut tx = shop.state.db.begin().await.expect("a transaction");
            tradewind::server::store::db::execute(&mut tx, "UPDATE account SET role = 'customer' WHERE role = 'owner' AND id NOT IN ($1, $2)")
                .bind(first).bind(second).run().await.expect("an answer");
            tx.commit().await.expect("committed");
            let demote = |owner: Client, id: AccountId| {
                async move {
                    let fields = [("id", id.to_string()), ("position", "customer".to_owned())];
                    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    owner.post_action("admin/change_staff_role", &fields).await.status
                }
                .boxed()
            };
            let mut answers = at_once([demote(one, second), demote(other, first)]).await;
            answers.sort_unstable();
            // Whoever comes second has lost the right, or the session, by then.
            assert!(answers[0] == 200 && [401, 403].contains(&answers[1]), "{answers:?}");
            assert_eq!(owners(&shop).await, 1);
        }
    }

    async fn two_owners_who_disable_each_other_at_once_leave_one(shop: TestShop) {
        let (one, other) = (shop.owner().await, shop.owner().await);
        let (first, second) = (id(&one), id(&other));
        let disable = |owner: Client, id: AccountId| {
            async move {
                owner.post_action("admin/disable_staff", &[("id", &id.to_string()), ("disabled", "true")]).await.status
            }
            .boxed()
        };
        at_once([disable(one, second), disable(other, first)]).await;
        assert_eq!(owners(&shop).await, 1);
    }

    async fn an_owner_can_make_another_one(shop: TestShop) {
        let (owner, staff) = (shop.owner().await, shop.staff().await);
        let account = staff.account.as_ref().expect("an account").clone();
        let fields = [("id", account.id.to_string()), ("position", "owner".to_owned())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        owner.post_action("admin/change_staff_role", &fields).await.expect(200);
        let promoted = shop.sign_in(&account.email).await;
        assert_eq!(promoted.account.as_ref().expect("an account").role, Role::Owner);
        promoted.get("/admin/roles").await.expect(200);
        assert_eq!(owners(&shop).await, 2);
    }
}
