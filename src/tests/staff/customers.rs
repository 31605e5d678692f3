//! Customers, as staff see and treat them.

use crate::{
    accounts::{OTHER_PASSWORD, log_in, reset, reset_token},
    support::{Buyer, Client, TestShop},
};
use tradewind::{
    domain::{
        access::Permission,
        audit::{AuditFilter, AuditSubject},
        money::{Currency, Money},
        staff::{CustomerDetail, CustomerList, PageRequest},
    },
    server::{services::audit, store::db::execute},
};

fn id(client: &Client) -> String {
    client.account.as_ref().expect("an account").id.to_string()
}

async fn open(staff: &Client, id: &str) -> CustomerDetail {
    staff.get_action("admin/get_customer", &[("id", id)]).await.expect(200).json()
}

async fn sent(staff: &Client, function: &str, fields: &[(&str, &str)]) -> String {
    let answer = staff.post_form(&format!("/actions/admin/{function}"), fields).await.expect(302);
    answer.location().expect("a way on")
}

async fn staff(shop: &TestShop) -> Client {
    shop.staff_with(&[Permission::Customers]).await
}

on_both! {
    async fn a_customers_page_has_profile_addresses_and_orders(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = Buyer { client: shop.customer().await };
        let placed = customer.buy(&shop, mug, "2").await;
        let account = customer.client.account.as_ref().expect("an account").id;
        let address = r#"{"name":"Ada Byron","street":"Hafenstraße 1","postcode":"20095","city":"Hamburg","country":"DE"}"#;
        let text = "INSERT INTO account_address (account_id, address, default_shipping, created_at, updated_at)
                    VALUES ($1, $2, TRUE, 1, 1)";
        execute(&shop.state.db, text).bind(account).bind(address).run().await.expect("an address");
        let staff = staff(&shop).await;
        let detail = open(&staff, &account.to_string()).await;
        assert_eq!((detail.row.purchases.orders, detail.sessions, detail.addresses.len()), (1, 1, 1));
        // Two mugs and the way to Hamburg.
        assert_eq!(detail.row.purchases.spent, [Money::new(2 * 1_900 + 490, Currency::Eur)]);
        assert_eq!(detail.orders[0].number, placed.number);
        let body = staff.get(&format!("/admin/customers/{account}")).await.expect(200).body;
        assert!(body.contains("Hafenstraße 1") && body.contains(&placed.number.to_string()));
        assert!(!body.contains("href=\"/admin/orders/"), "orders are opened by those who work on them");
        let both = shop.staff_with(&[Permission::Customers, Permission::Orders]).await;
        assert!(both.get(&format!("/admin/customers/{account}")).await.expect(200).body.contains("href=\"/admin/orders/"));
    }

    async fn a_page_of_customers_takes_few_statements(shop: TestShop) {
        let staff = staff(&shop).await;
        let arguments = [("query", ""), ("sort", ""), ("older", ""), ("newer", "")];
        let statements = async |customers: usize| {
            let before = shop.state.db.queries();
            let list: CustomerList = staff.get_action("admin/list_customers", &arguments).await.expect(200).json();
            assert_eq!(list.customers.len(), customers);
            shop.state.db.queries() - before
        };
        shop.customer().await;
        let few = statements(1).await;
        for _ in 0..4 {
            shop.customer().await;
        }
        // The session, the customers, what they bought.
        assert_eq!((few, statements(5).await), (3, 3));
    }

    async fn whoever_is_disabled_is_out_and_comes_back_when_enabled(shop: TestShop) {
        let (staff, customer) = (staff(&shop).await, shop.customer().await);
        let (id, email) = (id(&customer), customer.account.as_ref().expect("an account").email.clone());
        let page = sent(&staff, "disable_customer", &[("id", &id), ("disabled", "true")]).await;
        assert!(staff.get(&page).await.expect(200).body.contains("Disabled, and logged out everywhere."));
        assert!(open(&staff, &id).await.row.disabled_at.is_some());
        assert!(!customer.get("/login").await.expect(200).body.contains("You are logged in as"));
        assert!(!shop.sign_in(&email).await.get("/login").await.expect(200).body.contains("You are logged in as"));
        sent(&staff, "disable_customer", &[("id", &id), ("disabled", "false")]).await;
        assert!(open(&staff, &id).await.row.disabled_at.is_none());
        assert!(shop.sign_in(&email).await.get("/login").await.expect(200).body.contains("You are logged in as"));
    }

    async fn a_customer_is_logged_out_everywhere(shop: TestShop) {
        let (staff, customer) = (staff(&shop).await, shop.customer().await);
        sent(&staff, "end_customer_sessions", &[("id", &id(&customer))]).await;
        assert_eq!(open(&staff, &id(&customer)).await.sessions, 0);
        assert!(!customer.get("/login").await.expect(200).body.contains("You are logged in as"));
    }

    async fn a_customer_is_sent_a_link_that_staff_never_see(shop: TestShop) {
        let (staff, customer) = (shop.staff_with(&Permission::ALL).await, shop.customer().await);
        let page = sent(&staff, "send_customer_reset", &[("id", &id(&customer))]).await;
        assert!(staff.get(&page).await.expect(200).body.contains("on its way"));
        let email = customer.account.as_ref().expect("an account").email.clone();
        let token = reset_token(&shop, &email).await;
        assert!(!staff.get("/admin/mail").await.expect(200).body.contains(&email));
        reset(&shop.visitor(), &token, OTHER_PASSWORD).await.expect(200);
        log_in(&shop.visitor(), &email, OTHER_PASSWORD).await.expect(200);
    }

    async fn staff_for_customers_cannot_touch_staff_or_owners(shop: TestShop) {
        let (staff, colleague, owner) = (staff(&shop).await, shop.staff().await, shop.owner().await);
        for other in [&colleague, &owner, &staff] {
            let id = id(other);
            staff.get_action("admin/get_customer", &[("id", &id)]).await.expect(404);
            staff.post_action("admin/disable_customer", &[("id", &id), ("disabled", "true")]).await.expect(404);
            staff.post_action("admin/end_customer_sessions", &[("id", &id)]).await.expect(404);
            staff.post_action("admin/send_customer_reset", &[("id", &id)]).await.expect(404);
            other.get("/admin").await.expect(200);
        }
        for id in ["0", "-1", "x", "9223372036854775808", "' OR 1=1 --"] {
            let status = staff.get_action("admin/get_customer", &[("id", id)]).await.status;
            assert_eq!(status, 404, "{id}");
        }
    }

    async fn what_happens_to_a_customer_is_told_without_telling_who_it_is(shop: TestShop) {
        let (staff, customer) = (staff(&shop).await, shop.customer().await);
        let id = id(&customer);
        sent(&staff, "disable_customer", &[("id", &id), ("disabled", "true")]).await;
        let filter = AuditFilter { subject: Some(AuditSubject::Account), ..AuditFilter::default() };
        let page = audit::list(&shop.state, &AuditSubject::ALL, &filter, PageRequest::Newest).await.expect("the log");
        assert_eq!(page.entries.len(), 1);
        let entry = &page.entries[0];
        assert_eq!((entry.label.clone(), entry.href()), (format!("Customer {id}"), Some(format!("/admin/customers/{id}"))));
        assert_eq!(entry.changes[0].after.as_deref(), Some("true"));
        let email = &customer.account.as_ref().expect("an account").email;
        let log = staff.get("/admin/audit").await.expect(200).body;
        assert!(log.contains(&format!("Customer {id}")) && !log.contains(email.as_str()), "{log}");
        let others = shop.staff_with(&[Permission::Catalog]).await.get("/admin/audit").await.expect(200).body;
        assert!(!others.contains(&format!("Customer {id}")), "customers are read of by those who look after them");
    }
}
