//! Finding customers by how their name or e-mail begins, in either order.

use crate::support::{Client, TestShop};
use tradewind::{
    domain::{
        access::{Permission, Role},
        staff::CustomerList,
    },
    server::store::{accounts, db::select},
};

async fn add(shop: &TestShop, people: &[(&str, &str)]) {
    let mut tx = shop.state.db.begin().await.expect("a transaction");
    for (email, name) in people {
        accounts::insert(&mut tx, (email, name, "no hash"), Role::Customer, shop.clock.now())
            .await
            .expect("an account");
    }
    tx.commit().await.expect("committed");
}

async fn list(staff: &Client, arguments: &[(&str, &str)]) -> CustomerList {
    let value = |name| arguments.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
    let all = ["query", "sort", "older", "newer"].map(|name| (name, value(name)));
    staff.get_action("admin/list_customers", &all).await.expect(200).json()
}

async fn names(staff: &Client, query: &str) -> Vec<String> {
    list(staff, &[("query", query), ("sort", "name")])
        .await
        .customers
        .into_iter()
        .map(|customer| customer.name)
        .collect()
}

on_both! {
    async fn a_customer_is_found_by_how_a_name_or_an_email_begins(shop: TestShop) {
        add(&shop, &[
            ("ada@example.com", "Ada Lindqvist"),
            ("jb@example.com", "Jonas Brandt"),
            ("x@example.com", "Zoë von der Linde"),
            ("%odd@example.com", "O'Neil"),
        ]).await;
        let staff = shop.staff_with(&[Permission::Customers]).await;
        for (query, expected) in [
            ("ada", vec!["Ada Lindqvist"]),
            ("ADA L", vec!["Ada Lindqvist"]),
            ("lind", vec!["Ada Lindqvist", "Zoë von der Linde"]),
            ("JB@", vec!["Jonas Brandt"]),
            ("zoë", vec!["Zoë von der Linde"]),
            ("o'neil", vec!["O'Neil"]),
            ("%", vec!["O'Neil"]),
            ("_", vec![]),
            ("' OR 1=1 --", vec![]),
            ("\0", vec!["Ada Lindqvist", "Jonas Brandt", "O'Neil", "Zoë von der Linde"]),
            (&"x".repeat(5_000), vec![]),
        ] {
            assert_eq!(names(&staff, query).await, expected, "{query:?}");
        }
        let page = staff.get("/admin/customers?q=lind&tab=name").await.expect(200).body;
        assert!(page.contains("Ada Lindqvist") && !page.contains("Jonas Brandt"));
    }

    async fn staff_are_no_customers(shop: TestShop) {
        let staff = shop.staff_with(&[Permission::Customers]).await;
        shop.owner().await;
        assert!(names(&staff, "robin").await.is_empty() && names(&staff, "").await.is_empty());
    }

    async fn both_orders_are_paged_to_the_end_and_back(shop: TestShop) {
        let people: Vec<_> = (0..60).map(|number| (format!("c{number}@example.com"), format!("Person {}", number * 37 % 60 / 2))).collect();
        let people: Vec<_> = people.iter().map(|(email, name)| (email.as_str(), name.as_str())).collect();
        add(&shop, &people).await;
        let staff = shop.staff_with(&[Permission::Customers]).await;
        for sort in ["", "name"] {
            let (mut seen, mut older, mut first) = (Vec::new(), String::new(), None);
            loop {
                let page = list(&staff, &[("sort", sort), ("older", &older)]).await;
                first.get_or_insert_with(|| page.customers.clone());
                seen.extend(page.customers.iter().map(|customer| customer.id));
                match page.pages.older {
                    Some(id) => older = id.to_string(),
                    None => break,
                }
            }
            assert_eq!(seen.len(), 60, "{sort}");
            let newer = seen[25].0.to_string();
            let back = list(&staff, &[("sort", sort), ("newer", &newer)]).await;
            assert_eq!(Some(back.customers), first, "{sort}");
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), 60, "{sort}: nobody twice");
        }
    }

    async fn a_search_goes_by_the_indexes(shop: TestShop) {
        // PostgreSQL plans by statistics, of which a table without rows has none.
        if shop.state.db.is_postgres() {
            return;
        }
        let text = "EXPLAIN QUERY PLAN SELECT id FROM account WHERE role || '' = 'customer' AND (
            (email >= LOWER('a') AND email < LOWER('b')) OR (LOWER(name) >= LOWER('a') AND LOWER(name) < LOWER('b'))
            OR (LOWER(replace(name, rtrim(name, replace(name, ' ', '')), '')) >= LOWER('a')
                AND LOWER(replace(name, rtrim(name, replace(name, ' ', '')), '')) < LOWER('b'))) ORDER BY id DESC LIMIT 26";
        let plan: Vec<(i64, i64, i64, String)> = select(&shop.state.db, text).all().await.expect("a plan");
        let plan: Vec<String> = plan.into_iter().map(|(.., step)| step).collect();
        for index in ["account_email_idx", "account_name_idx", "account_last_name_idx"] {
            assert!(plan.iter().any(|step| step.contains(index)), "{index} is not in {plan:?}");
        }
    }
}
