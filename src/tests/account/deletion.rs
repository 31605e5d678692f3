//! Deleting an account, and what is left of a person then.

use super::{account, buy_and_get, save_address, ship, unverify, version};
use crate::support::{Answer, Buyer, Client, OPENING, PASSWORD, TestShop, at_once};
use futures::FutureExt;
use tradewind::{
    domain::{access::Role, forms::Problem, order::OrderStatus},
    error::AppError,
    server::store::db::{execute, select},
};

async fn delete(client: &Client, password: &str) -> Answer {
    client.post_action("account/delete", &[("password", password)]).await
}

/// What only one customer is called, lives at, and is reached by.
const NAME: &str = "Wilhelmina Quastenbeck";
const STREET: &str = "Quittenstieg 41";
const PHONE: &str = "+49 40 5554711";

/// Every column with text, in every table.
async fn text_columns(shop: &TestShop) -> Vec<(String, String)> {
    let text = if shop.state.db.is_postgres() {
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns
         WHERE table_schema = 'public' AND data_type = 'text' AND table_name <> '_sqlx_migrations'"
    } else {
        "SELECT m.name, c.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
         WHERE m.type = 'table' AND c.type = 'TEXT' AND m.name <> '_sqlx_migrations'"
    };
    select(&shop.state.db, text).all().await.expect("the schema")
}

/// The columns in which a text is found.
async fn places_of(shop: &TestShop, columns: &[(String, String)], text: &str) -> Vec<String> {
    let mut places = Vec::new();
    for (table, column) in columns {
        let query = format!(r#"SELECT CAST(COUNT(*) AS BIGINT) FROM "{table}" WHERE LOWER("{column}") LIKE LOWER($1)"#);
        let (count,): (i64,) =
            select(&shop.state.db, query).bind(format!("%{text}%")).one().await.expect("a readable column");
        if count > 0 {
            places.push(format!("{table}.{column}"));
        }
    }
    places
}

/// A customer who left traces everywhere.
async fn known_customer(shop: &TestShop) -> (Buyer, String) {
    let mug = shop.sell("Mug", 1_900, 9).await;
    let customer = Buyer { client: shop.customer().await };
    let (id, email) = account(&customer.client);
    let address = [
        ("shipping_name", NAME),
        ("shipping_street", STREET),
        ("shipping_postcode", "20095"),
        ("shipping_city", "Hamburg"),
        ("shipping_country", "DE"),
        ("shipping_phone", PHONE),
        ("keep", "true"),
    ];
    // As a guest first, and only then with the account.
    let guest = Buyer::guest(shop);
    guest.add(mug, "1").await.expect(200);
    guest.fill_checkout_with(&email, &address).await;
    let payment: String = guest.place().await.expect(200).json();
    let placed = crate::support::Placed::behind(shop, &payment).await;
    guest.pay(&placed, crate::support::card::SUCCESS).await.expect(303);
    guest.client.follow(&placed.back).await.expect(200);
    shop.run_jobs().await;
    ship(shop, &placed).await;

    let version = version(&customer.client).await;
    let profile = [("name", NAME), ("phone", PHONE), ("version", version.as_str())];
    customer.client.post_action("account/save_profile", &profile).await.expect(200);
    let own = [
        ("name", NAME),
        ("street", STREET),
        ("postcode", "20095"),
        ("city", "Hamburg"),
        ("country", "DE"),
        ("phone", PHONE),
    ];
    save_address(&customer.client, &own).await.expect(200);
    customer.client.post_action("account/save_notifications", &[("kinds[]", "newsletter")]).await.expect(200);
    customer.add(mug, "1").await.expect(200);
    customer.fill_checkout_with(&email, &address).await;
    let payment: String = customer.place().await.expect(200).json();
    let placed = crate::support::Placed::behind(shop, &payment).await;
    customer.pay(&placed, crate::support::card::SUCCESS).await.expect(303);
    customer.client.follow(&placed.back).await.expect(200);
    shop.run_jobs().await;
    ship(shop, &placed).await;
    // A cart with an unfinished checkout.
    customer.add(mug, "1").await.expect(200);
    customer.save("contact", &[("email", &email)]).await.expect(200);
    customer.save("address", &address).await.expect(200);
    for text in [
        "INSERT INTO api_token (account_id, name, token_hash, hint, scopes, created_at) VALUES ($1, $2, 'hash', 'hint', 1, 0)",
        "INSERT INTO account_token (token_hash, account_id, purpose, email, created_at, expires_at)
         VALUES ('hash', $1, 'verify_email', $2, 0, 0)",
        // As a mail about the account leaves it behind.
        "INSERT INTO job (kind, payload, status, run_at, created_at)
         VALUES ('account_mail', '{\"kind\":\"account_mail\",\"mail\":{\"about\":\"verify_email\",\"email\":\"' || $2 || '\"}}', 'done', $1, 0)",
        "INSERT INTO outbox_mail (job_id, recipient, subject, body_text, body_html, created_at)
         SELECT id, $2, 'Verify', $2, $2, CAST($1 AS BIGINT) FROM job WHERE kind = 'account_mail'",
        "INSERT INTO audit_entry (created_at, actor, action, subject, subject_id, label, before, after)
         VALUES (0, 'staff-1@example.com', 'update', 'account', $1, $2, '{}', '{}')",
    ] {
        execute(&shop.state.db, text).bind(id).bind(&email).run().await.expect("one more trace");
    }
    (customer, email)
}

on_both! {
    async fn nothing_of_a_person_is_left_in_any_table(shop: TestShop) {
        let (customer, email) = known_customer(&shop).await;
        let columns = text_columns(&shop).await;
        assert!(columns.len() > 80, "only {} columns were found", columns.len());
        for text in [email.as_str(), NAME, STREET, PHONE] {
            let places = places_of(&shop, &columns, text).await;
            assert!(places.len() >= 3, "{text} should be found before, in more than {places:?}");
        }
        let answer = delete(&customer.client, PASSWORD).await.expect(200);
        assert_eq!(answer.json::<String>(), "/goodbye");
        shop.run_jobs().await;
        for text in [email.as_str(), NAME, STREET, PHONE] {
            let places = places_of(&shop, &columns, text).await;
            // Invoices are kept for years by law, with whom they were made out to; e-mail and phone were never on them.
            let kept: &[&str] = if [NAME, STREET].contains(&text) { &["invoice.content"] } else { &[] };
            assert_eq!(places, kept, "{text}");
        }
        shop.assert_consistent().await;
    }

    async fn the_orders_stay_without_saying_whose_they_were(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = Buyer { client: shop.customer().await };
        let placed = buy_and_get(&shop, &customer, mug).await;
        delete(&customer.client, PASSWORD).await.expect(200);
        let staff = shop.staff().await;
        let order: tradewind::domain::staff::StaffOrder =
            staff.get_action("admin/get_order", &[("number", &placed.number.to_string())]).await.expect(200).json();
        let detail = order.detail;
        assert_eq!((detail.status, detail.totals.total), (OrderStatus::Fulfilled, 1_900 + 490));
        assert_eq!((detail.email.as_str(), detail.shipping_address.name.as_str()), ("", "Deleted customer"));
        assert_eq!((detail.shipping_address.country.as_str(), detail.shipping_address.city.as_str()), ("DE", ""));
        assert_eq!(detail.lines[0].title, "Mug");
        staff.get(&format!("/admin/orders/{}", placed.number)).await.expect(200);
        let page = shop.visitor().get(&placed.page()).await.expect(200).body;
        assert!(!page.contains("Ada") && !page.contains("Hafenstraße"));
        shop.assert_consistent().await;
    }

    async fn it_takes_the_password(shop: TestShop) {
        let customer = shop.customer().await;
        for wrong in ["wrong", "correct horse", &"x".repeat(10_000)] {
            let refused = delete(&customer, wrong).await.expect(422).error();
            assert_eq!(refused, AppError::field("password", Problem::WrongPassword), "{} characters", wrong.len());
        }
        assert!(delete(&customer, "").await.expect(422).error().field_message("password").is_some());
        customer.get("/account").await.expect(200);
    }

    async fn guessing_the_password_with_a_stolen_session_comes_to_an_end(shop: TestShop) {
        let customer = shop.customer().await;
        for _ in 0..10 {
            delete(&customer, "guess").await.expect(422);
        }
        assert_eq!(delete(&customer, PASSWORD).await.expect(429).error(), AppError::TooManyTries);
        assert_eq!(shop.count("account").await, 1);
    }

    async fn afterwards_nobody_is_logged_in_and_the_email_may_register_again(shop: TestShop) {
        let customer = shop.customer().await;
        let (id, email) = account(&customer);
        let (token, phone) = (customer.cookie("session").expect("a session"), shop.visitor());
        phone.post_action("accounts/login", &[("email", &email), ("password", PASSWORD)]).await.expect(200);
        let form = [("password", PASSWORD)];
        let answer = customer.post_form_from("/account/data", "/actions/account/delete", &form).await.expect(302);
        assert_eq!(answer.location().as_deref(), Some("/goodbye"));
        customer.get("/goodbye").await.expect(200);
        assert_eq!(customer.cookie("session"), None);
        let thief = shop.visitor();
        thief.set_cookie(&format!("session={token}"));
        for client in [&thief, &phone] {
            client.get("/account").await.expect(303);
        }
        let login = [("email", email.as_str()), ("password", PASSWORD)];
        shop.visitor().post_action("accounts/login", &login).await.expect(401);
        shop.add_account(&email, Role::Customer).await;
        let again = shop.visitor();
        again.post_action("accounts/login", &login).await.expect(200);
        let history = again.get_action("account/orders", &[]).await.expect(200).body;
        assert!(history.contains(r#""orders":[]"#), "{history}");
        assert_eq!(shop.count("session").await, 1);
        assert!(id.0 > 0);
    }

    async fn an_open_order_keeps_the_account(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = Buyer { client: shop.customer().await };
        let placed = customer.order(&shop, mug, "1").await;
        assert_eq!(delete(&customer.client, PASSWORD).await.expect(409).error(), AppError::OpenOrders { count: 1 });
        assert!(customer.client.get("/account/data").await.expect(200).body.contains("still to be paid or shipped"));
        customer.pay(&placed, crate::support::card::SUCCESS).await.expect(303);
        customer.client.follow(&placed.back).await.expect(200);
        shop.run_jobs().await;
        delete(&customer.client, PASSWORD).await.expect(409);
        ship(&shop, &placed).await;
        delete(&customer.client, PASSWORD).await.expect(200);
    }

    async fn an_order_that_expired_does_not(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = Buyer { client: shop.customer().await };
        customer.order(&shop, mug, "1").await;
        shop.clock.advance_minutes(shop.state.config.payment_minutes + 1);
        shop.run_jobs().await;
        delete(&customer.client, PASSWORD).await.expect(200);
        assert!(shop.clock.now() > OPENING);
    }

    async fn the_owner_stays(shop: TestShop) {
        let owner = shop.owner().await;
        assert_eq!(delete(&owner, PASSWORD).await.expect(409).error(), AppError::OwnerStays);
        assert!(owner.get("/account/data").await.expect(200).body.contains("cannot be deleted"));
        owner.get("/admin").await.expect(200);
    }

    async fn what_staff_did_stays_without_their_email(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let staff = shop.staff().await;
        let email = account(&staff).1;
        let placed = Buyer::guest(&shop).buy(&shop, mug, "1").await;
        staff.post_action("admin/cancel_order", &[("number", &placed.number.to_string())]).await.expect(200);
        shop.run_jobs().await;
        let columns = text_columns(&shop).await;
        assert!(!places_of(&shop, &columns, &email).await.is_empty());
        delete(&staff, PASSWORD).await.expect(200);
        assert_eq!(places_of(&shop, &columns, &email).await, Vec::<String>::new());
        assert!(!places_of(&shop, &columns, "deleted account").await.is_empty());
        shop.assert_consistent().await;
    }

    async fn only_ones_own_account_and_orders_go(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (ada, eve) = (Buyer { client: shop.customer().await }, Buyer { client: shop.customer().await });
        let placed = buy_and_get(&shop, &ada, mug).await;
        let fields = [("password", PASSWORD), ("account_id", "1"), ("id", "1"), ("email", account(&ada.client).1.as_str())]
            .map(|(name, value)| (name, value.to_owned()));
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        eve.client.post_action("account/delete", &fields).await.expect(200);
        assert_eq!(ada.load(&placed).await.shipping_address.name, "Ada Byron");
        ada.client.get("/account").await.expect(200);
        assert!(!shop.mails().await.is_empty());
    }

    async fn a_guests_order_with_an_unproven_email_is_left_alone(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = shop.customer().await;
        unverify(&shop, &customer).await;
        let guest = Buyer::guest(&shop);
        guest.add(mug, "1").await.expect(200);
        guest.fill_checkout_with(&account(&customer).1, &crate::support::ADDRESS).await;
        let payment: String = guest.place().await.expect(200).json();
        let placed = crate::support::Placed::behind(&shop, &payment).await;
        delete(&customer, PASSWORD).await.expect(200);
        assert_eq!(guest.load(&placed).await.shipping_address.name, "Ada Byron");
    }

    async fn an_order_placed_at_the_same_moment_is_never_half_a_persons(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let customer = Buyer { client: shop.customer().await };
        customer.add(mug, "1").await.expect(200);
        customer.fill_checkout().await;
        let shown = customer.checkout().await;
        let (buyer, leaver) = (customer.clone(), customer.clone());
        let answers = at_once([
            async move { buyer.place_shown(&shown).await.status }.boxed(),
            async move { delete(&leaver.client, PASSWORD).await.status }.boxed(),
        ]).await;
        // Whoever came first won: the order keeps the account, or the account took its cart along.
        let (orders, accounts) = (shop.count("orders").await, shop.count("account").await);
        assert!(matches!((orders, accounts), (1, 1) | (0, 0)), "{answers:?}: {orders} orders, {accounts} accounts");
        shop.assert_consistent().await;
    }
}
