//! Who belongs to the staff.

use crate::{
    accounts::{OTHER_PASSWORD, log_in, mail, reset, reset_token},
    support::{Client, PASSWORD},
};
use tradewind::{
    domain::{
        access::{Permission, Role},
        audit::{AuditAction, AuditFilter, AuditSubject},
        staff::{PageRequest, StaffEditor, StaffList, StaffMember},
    },
    error::AppError,
    server::{services::audit, store::db::execute},
};

async fn members(owner: &Client, query: &str) -> Vec<StaffMember> {
    let arguments = [("query", query), ("older", ""), ("newer", "")];
    let list: StaffList = owner.get_action("admin/list_staff", &arguments).await.expect(200).json();
    list.members
}

fn id(client: &Client) -> String {
    client.account.as_ref().expect("an account").id.to_string()
}

/// Sends a plain form and answers with where it leads.
async fn sent(owner: &Client, function: &str, fields: &[(&str, &str)]) -> String {
    let answer = owner.post_form(&format!("/actions/admin/{function}"), fields).await.expect(302);
    answer.location().expect("a way on")
}

/// The first role there is.
async fn role(owner: &Client) -> String {
    let editor: StaffEditor = owner.get_action("admin/get_staff_member", &[("id", "new")]).await.expect(200).json();
    editor.roles[0].0.to_string()
}

on_both! {
    async fn the_owner_invites_somebody_who_cannot_log_in_before_they_set_a_password(shop: TestShop) {
        let owner = shop.owner().await;
        let role = role(&owner).await;
        let fields = [("invitation[name]", "Ines"), ("invitation[email]", "Ines@Example.com"), ("invitation[role]", role.as_str())];
        let page = sent(&owner, "invite_staff", &fields).await;
        assert!(owner.get(&page).await.expect(200).body.contains("Invited."));
        let found = members(&owner, "ines").await;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].email.as_str(), found[0].role, found[0].staff_role.as_str()), ("ines@example.com", Role::Staff, "Shop team"));
        assert!(!found[0].email_verified);
        for password in ["", PASSWORD, "ines@example.com"] {
            let form = [("email", "ines@example.com"), ("password", password)];
            let status = shop.visitor().post_action("accounts/login", &form).await.status;
            assert!(status == 401 || status == 422, "{password} opens the account: {status}");
        }
    }

    async fn the_mailed_link_of_an_invitation_sets_the_first_password_once(shop: TestShop) {
        let owner = shop.owner().await;
        let role = role(&owner).await;
        let fields = [("invitation[name]", "Ines"), ("invitation[email]", "ines@example.com"), ("invitation[role]", role.as_str())];
        sent(&owner, "invite_staff", &fields).await;
        let mail = mail(&shop, "ines@example.com", "You are invited to the staff").await;
        assert!(mail.body_text.contains(&shop.url), "{}", mail.body_text);
        let token = reset_token(&shop, "ines@example.com").await;
        shop.clock.advance_minutes(2 * 24 * 60);
        reset(&shop.visitor(), &token, OTHER_PASSWORD).await.expect(200);
        reset(&shop.visitor(), &token, PASSWORD).await.expect(410);
        let ines = shop.visitor();
        log_in(&ines, "ines@example.com", OTHER_PASSWORD).await.expect(200);
        ines.get("/admin/orders").await.expect(200);
        ines.get("/admin/staff").await.expect(403);
    }

    async fn a_link_is_sent_again_and_a_disabled_account_gets_none(shop: TestShop) {
        let (owner, staff) = (shop.owner().await, shop.staff().await);
        let (id, email) = (id(&staff), staff.account.as_ref().expect("an account").email.clone());
        sent(&owner, "send_staff_link", &[("id", &id)]).await;
        let token = reset_token(&shop, &email).await;
        sent(&owner, "disable_staff", &[("id", &id), ("disabled", "true")]).await;
        reset(&shop.visitor(), &token, OTHER_PASSWORD).await.expect(410);
        sent(&owner, "disable_staff", &[("id", &id), ("disabled", "false")]).await;
        reset(&shop.visitor(), &token, OTHER_PASSWORD).await.expect(410);
    }

    async fn the_staff_are_changed_by_whoever_gave_the_password_just_now(shop: TestShop) {
        let (owner, staff) = (shop.owner().await, shop.staff().await);
        let id = id(&staff);
        shop.clock.advance_minutes(16);
        for (function, fields) in [
            ("change_staff_role", [("id", id.as_str()), ("position", "owner")]),
            ("disable_staff", [("id", id.as_str()), ("disabled", "true")]),
            ("send_staff_link", [("id", id.as_str()), ("unused", "")]),
            ("save_staff_role", [("role[name]", "Packing"), ("role[permissions][]", "orders")]),
        ] {
            let refused = owner.post_action(&format!("admin/{function}"), &fields).await.expect(403);
            assert_eq!(refused.error(), AppError::ConfirmationRequired, "{function}");
        }
        owner.post_action("security/confirm", &[("password", PASSWORD)]).await.expect(200);
        owner.post_action("admin/disable_staff", &[("id", &id), ("disabled", "true")]).await.expect(200);
    }

    async fn an_invitation_names_what_is_wrong_with_it(shop: TestShop) {
        let owner = shop.owner().await;
        shop.customer().await;
        let role = role(&owner).await;
        for (name, email, role, wrong) in [
            ("", "ines@example.com", role.as_str(), "invitation[name]"),
            ("Ines", "ines", role.as_str(), "invitation[email]"),
            ("Ines", "customer-2@example.com", role.as_str(), "invitation[email]"),
            ("Ines", "ines@example.com", "customer", "invitation[role]"),
            ("Ines", "ines@example.com", "999", "invitation[role]"),
        ] {
            let fields = [("invitation[name]", name), ("invitation[email]", email), ("invitation[role]", role)];
            let error = owner.post_action("admin/invite_staff", &fields).await.expect(422).error();
            assert!(error.field_message(wrong).is_some(), "{email} {role}: {error:?}");
        }
        assert!(members(&owner, "ines").await.is_empty());
    }

    async fn a_customer_becomes_staff_and_a_customer_again(shop: TestShop) {
        let (owner, customer) = (shop.owner().await, shop.customer().await);
        let (id, role, email) = (id(&customer), role(&owner).await, customer.account.as_ref().expect("an account").email.clone());
        let text = "UPDATE account SET email_verified_at = NULL WHERE id = $1";
        execute(&shop.state.db, text).bind(customer.account.as_ref().expect("an account").id).run().await.expect("an answer");
        let unverified = [("id", id.as_str()), ("position", role.as_str())];
        let refused = owner.post_action("admin/change_staff_role", &unverified).await.expect(409);
        assert_eq!(refused.error(), AppError::UnverifiedEmail);
        let text = "UPDATE account SET email_verified_at = created_at WHERE id = $1";
        execute(&shop.state.db, text).bind(customer.account.as_ref().expect("an account").id).run().await.expect("an answer");
        let page = sent(&owner, "change_staff_role", &unverified).await;
        assert!(owner.get(&page).await.expect(200).body.contains("The role is changed"));
        customer.get("/admin").await.expect(303);
        let staff = shop.sign_in(&email).await;
        staff.get("/admin/orders").await.expect(200);
        let page = sent(&owner, "change_staff_role", &[("id", &id), ("position", "customer")]).await;
        assert!(owner.get(&page).await.expect(200).body.contains("No longer of the staff"));
        staff.get("/admin/orders").await.expect(303);
        shop.sign_in(&email).await.get("/admin/orders").await.expect(403);
    }

    async fn whoever_is_disabled_is_out_at_once_and_stays_out(shop: TestShop) {
        let (owner, staff) = (shop.owner().await, shop.staff().await);
        let (id, email) = (id(&staff), staff.account.as_ref().expect("an account").email.clone());
        staff.get("/admin/orders").await.expect(200);
        sent(&owner, "disable_staff", &[("id", &id), ("disabled", "true")]).await;
        staff.get("/admin/orders").await.expect(303);
        assert!(members(&owner, &email).await[0].disabled_at.is_some());
        // Not even a session that comes from somewhere opens a closed account.
        shop.sign_in(&email).await.get("/admin/orders").await.expect(303);
        sent(&owner, "disable_staff", &[("id", &id), ("disabled", "false")]).await;
        shop.sign_in(&email).await.get("/admin/orders").await.expect(200);
    }

    async fn somebody_is_logged_out_everywhere(shop: TestShop) {
        let (owner, staff) = (shop.owner().await, shop.staff().await);
        let elsewhere = shop.sign_in(&staff.account.as_ref().expect("an account").email).await;
        let page = sent(&owner, "end_staff_sessions", &[("id", &id(&staff))]).await;
        for browser in [&staff, &elsewhere] {
            browser.get("/admin").await.expect(303);
        }
        assert!(owner.get(&page).await.expect(200).body.contains("Logged out everywhere."));
    }

    async fn customers_are_neither_disabled_nor_logged_out_as_staff(shop: TestShop) {
        let (owner, customer) = (shop.owner().await, shop.customer().await);
        let id = id(&customer);
        owner.post_action("admin/disable_staff", &[("id", &id), ("disabled", "true")]).await.expect(404);
        owner.post_action("admin/end_staff_sessions", &[("id", &id)]).await.expect(404);
        customer.get("/cart").await.expect(200);
    }

    async fn the_staff_are_found_by_name_and_email_and_customers_are_not(shop: TestShop) {
        let (owner, _, _) = (shop.owner().await, shop.staff().await, shop.customer().await);
        assert_eq!(members(&owner, "").await.len(), 2);
        assert_eq!(members(&owner, "OWNER-1").await.len(), 1);
        assert_eq!(members(&owner, "robin").await.len(), 2);
        assert!(members(&owner, "%").await.is_empty());
        let body = owner.get("/admin/staff?q=owner").await.expect(200).body;
        assert!(body.contains("owner-1@example.com") && !body.contains("staff-2@example.com"));
    }

    async fn what_happens_to_the_staff_is_told_with_before_and_after_and_no_secrets(shop: TestShop) {
        let (owner, staff) = (shop.owner().await, shop.staff().await);
        let id = id(&staff);
        sent(&owner, "disable_staff", &[("id", &id), ("disabled", "true")]).await;
        sent(&owner, "change_staff_role", &[("id", &id), ("position", "owner")]).await;
        let role = role(&owner).await;
        let fields = [("invitation[name]", "Ines"), ("invitation[email]", "ines@example.com"), ("invitation[role]", role.as_str())];
        sent(&owner, "invite_staff", &fields).await;
        let filter = AuditFilter { subject: Some(AuditSubject::StaffMember), ..AuditFilter::default() };
        let page = audit::list(&shop.state, &AuditSubject::ALL, &filter, PageRequest::Newest).await.expect("the log");
        let told: Vec<_> = page.entries.iter().map(|entry| (entry.actor.as_str(), entry.action, entry.label.as_str())).collect();
        assert_eq!(told, [
            ("owner-1@example.com", AuditAction::Create, "ines@example.com"),
            ("owner-1@example.com", AuditAction::Update, "staff-2@example.com"),
            ("owner-1@example.com", AuditAction::Update, "staff-2@example.com"),
        ]);
        let changes = |entry: usize| -> Vec<_> {
            page.entries[entry].changes.iter().map(|change| (change.field.clone(), change.before.clone(), change.after.clone())).collect()
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(changes(1), [("role".into(), text("\"Shop team\""), text("\"Owner\""))]);
        assert_eq!(changes(2), [
            ("disabled".into(), text("false"), text("true")),
            ("logged_in_at".into(), text("1"), text("0")),
        ]);
        let body = owner.get("/admin/audit?subject=staff_member").await.expect(200).body;
        assert!(!body.contains("argon2") && body.contains("Shop team"), "{body}");
        let staff = shop.staff_with(&Permission::ALL).await.get("/admin/audit").await.expect(200).body;
        assert!(!staff.contains("ines@example.com"), "only the owner reads of the staff");
    }
}
