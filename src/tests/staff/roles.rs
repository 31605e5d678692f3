//! Roles, and what they let in.

use crate::support::Client;
use tradewind::{
    domain::{
        access::{Permission, Permissions},
        audit::{AuditAction, AuditFilter, AuditSubject},
        staff::{PageRequest, StaffRole},
    },
    error::AppError,
    server::services::audit,
};

/// Saves a role by its form without scripts and answers with the path of its page.
async fn save(owner: &Client, fields: &[(&str, &str)]) -> String {
    let answer = owner.post_form("/actions/admin/save_staff_role", fields).await.expect(302);
    let location = answer.location().expect("a page");
    assert!(location.starts_with("/admin/roles/"), "{location}");
    location
}

async fn find(owner: &Client, name: &str) -> StaffRole {
    let roles: Vec<StaffRole> = owner.get_action("admin/list_staff_roles", &[]).await.expect(200).json();
    roles.into_iter().find(|role| role.name == name).unwrap_or_else(|| panic!("no role {name}"))
}

async fn change(owner: &Client, role: &StaffRole, permissions: &[&str]) {
    let (id, version) = (role.id.to_string(), role.version.to_string());
    let mut fields = vec![("id", id.as_str()), ("version", version.as_str()), ("role[name]", role.name.as_str())];
    fields.extend(permissions.iter().map(|permission| ("role[permissions][]", *permission)));
    save(owner, &fields).await;
}

on_both! {
    async fn the_owner_makes_changes_and_deletes_a_role_by_forms(shop: TestShop) {
        let owner = shop.owner().await;
        let fields = [("id", ""), ("role[name]", " Packing <b>"), ("role[permissions][]", "orders"), ("role[permissions][]", "catalog")];
        let page = save(&owner, &fields).await;
        let body = owner.get(&page).await.expect(200).body;
        assert!(body.contains("Saved.") && !body.contains("Packing <b>"), "text is never markup");
        let role = find(&owner, "Packing <b>").await;
        let expected: Permissions = [Permission::Orders, Permission::Catalog].into_iter().collect();
        assert_eq!((role.permissions, role.members), (expected, 0));
        change(&owner, &role, &[]).await;
        let role = find(&owner, "Packing <b>").await;
        assert!(role.permissions.is_none() && role.version == 2);
        let (id, version) = (role.id.to_string(), role.version.to_string());
        let stale = owner.post_action("admin/delete_staff_role", &[("id", &id), ("version", "1")]).await.expect(409);
        assert_eq!(stale.error(), AppError::Conflict);
        owner.post_action("admin/delete_staff_role", &[("id", &id), ("version", &version)]).await.expect(200);
        assert!(owner.get("/admin/roles?deleted=1").await.expect(200).body.contains("The role is deleted."));
        owner.get(&format!("/admin/roles/{id}")).await.expect(404);
    }

    async fn wrong_fields_of_a_role_are_named(shop: TestShop) {
        let owner = shop.owner().await;
        for (name, permission, wrong) in [
            ("", "orders", "role[name]"),
            (&"x".repeat(61), "orders", "role[name]"),
            ("Shop team", "orders", "role[name]"),
            ("Packing", "everything", "role[permissions]"),
        ] {
            let fields = [("role[name]", name), ("role[permissions][]", permission)];
            let error = owner.post_action("admin/save_staff_role", &fields).await.expect(422).error();
            assert!(error.field_message(wrong).is_some(), "{name}: {error:?}");
        }
        let unknown = [("id", "99"), ("version", "1"), ("role[name]", "Packing")];
        owner.post_action("admin/save_staff_role", &unknown).await.expect(404);
    }

    async fn a_role_that_somebody_has_stays(shop: TestShop) {
        let (owner, _) = (shop.owner().await, shop.staff().await);
        let role = find(&owner, "Shop team").await;
        let fields = [("id", role.id.to_string()), ("version", role.version.to_string())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = owner.post_action("admin/delete_staff_role", &fields).await.expect(409);
        assert_eq!(refused.error(), AppError::InUse { uses: 1 });
    }

    async fn whoever_loses_a_permission_is_refused_at_the_next_request(shop: TestShop) {
        let (owner, staff) = (shop.owner().await, shop.staff_with(&[Permission::Catalog, Permission::Orders]).await);
        let email = staff.account.as_ref().expect("an account").email.clone();
        staff.get("/admin/orders").await.expect(200);
        let role = find(&owner, &format!("Role of {email}")).await;
        change(&owner, &role, &["catalog"]).await;
        staff.get("/admin/orders").await.expect(303);
        staff.get_action("admin/list_orders", &[("tab", ""), ("query", ""), ("older", ""), ("newer", "")]).await.expect(401);
        // The session ended with the rights it was opened with; a new one has the new rights.
        let again = shop.sign_in(&email).await;
        again.get("/admin/orders").await.expect(403);
        again.get("/admin/products").await.expect(200);
    }

    async fn a_new_name_logs_nobody_out(shop: TestShop) {
        let (owner, staff) = (shop.owner().await, shop.staff().await);
        let role = find(&owner, "Shop team").await;
        let renamed = StaffRole { name: "Crew".into(), ..role };
        change(&owner, &renamed, &["catalog", "orders", "customers", "marketing"]).await;
        staff.get("/admin/orders").await.expect(200);
    }

    async fn the_navigation_shows_what_is_open(shop: TestShop) {
        let staff = shop.staff_with(&[Permission::Customers]).await;
        let body = staff.get("/admin").await.expect(200).body;
        assert!(body.contains("href=\"/admin/customers\"") && body.contains("Open to you"));
        for hidden in ["/admin/orders", "/admin/products", "/admin/mail", "/admin/staff", "/admin/roles"] {
            assert!(!body.contains(&format!("href=\"{hidden}\"")), "{hidden} is shown");
        }
        let nobody = shop.staff_with(&[]).await.get("/admin").await.expect(200).body;
        assert!(nobody.contains("Nothing is open to you yet"));
        let owner = shop.owner().await.get("/admin").await.expect(200).body;
        for shown in ["/admin/orders", "/admin/products", "/admin/mail", "/admin/staff", "/admin/roles", "/admin/customers"] {
            assert!(owner.contains(&format!("href=\"{shown}\"")), "{shown} is missing");
        }
    }

    async fn changes_of_roles_are_the_owners_to_read(shop: TestShop) {
        let owner = shop.owner().await;
        save(&owner, &[("role[name]", "Packing"), ("role[permissions][]", "orders")]).await;
        let role = find(&owner, "Packing").await;
        change(&owner, &role, &["orders", "customers"]).await;
        let filter = AuditFilter { subject: Some(AuditSubject::StaffRole), ..AuditFilter::default() };
        let page = audit::list(&shop.state, &AuditSubject::ALL, &filter, PageRequest::Newest).await.expect("the log");
        let told: Vec<_> = page.entries.iter().map(|entry| (entry.action, entry.label.as_str())).collect();
        assert_eq!(told, [(AuditAction::Update, "Packing"), (AuditAction::Create, "Packing")]);
        let change = &page.entries[0].changes[0];
        assert_eq!(change.before.as_deref(), Some(r#"["Orders"]"#));
        assert_eq!(change.after.as_deref(), Some(r#"["Orders","Customers"]"#));
        let log = owner.get("/admin/audit?subject=staff_role").await.expect(200).body;
        assert!(log.contains("Orders, Customers") && log.contains("/admin/roles/"), "{log}");
        let staff = shop.staff_with(&Permission::ALL).await.get("/admin/audit").await.expect(200).body;
        assert!(!staff.contains("Packing") && !staff.contains("staff_role"), "{staff}");
    }
}
