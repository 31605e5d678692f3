//! Name and phone.

use tradewind::{domain::account::Profile, error::AppError};

on_both! {
    async fn name_and_phone_are_saved(shop: TestShop) {
        let customer = shop.customer().await;
        let before: Profile = customer.get_action("account/profile", &[]).await.expect(200).json();
        let version = before.version.to_string();
        let fields = [("name", " Ada Byron "), ("phone", "+49 40 123"), ("version", version.as_str())];
        customer.post_action("account/save_profile", &fields).await.expect(200);
        let after: Profile = customer.get_action("account/profile", &[]).await.expect(200).json();
        assert_eq!((after.name.as_str(), after.phone.as_str()), ("Ada Byron", "+49 40 123"));
        assert_eq!((after.email, after.version), (before.email, before.version + 1));
    }

    async fn a_form_that_is_out_of_date_changes_nothing(shop: TestShop) {
        let customer = shop.customer().await;
        let save = async |name: &str, version: &str| {
            customer.post_action("account/save_profile", &[("name", name), ("version", version)]).await
        };
        save("First", "1").await.expect(200);
        assert_eq!(save("Second", "1").await.expect(409).error(), AppError::Conflict);
        let profile: Profile = customer.get_action("account/profile", &[]).await.expect(200).json();
        assert_eq!(profile.name, "First");
    }

    async fn wrong_fields_are_named_also_without_scripts(shop: TestShop) {
        let customer = shop.customer().await;
        let fields = [("name", " "), ("phone", "call me"), ("version", "1")];
        let refused = customer.post_action("account/save_profile", &fields).await.expect(422).error();
        assert!(refused.field_message("name").is_some() && refused.field_message("phone").is_some());
        let answer =
            customer.post_form_from("/account/profile", "/actions/account/save_profile", &fields).await.expect(302);
        let page = answer.location().expect("back to the page");
        let body = customer.get(page.strip_prefix(&shop.url).unwrap_or(&page)).await.expect(200).body;
        assert!(body.contains("Digits, spaces and a leading + only."), "{body}");
    }

    async fn nothing_else_of_an_account_can_be_changed_that_way(shop: TestShop) {
        let customer = shop.customer().await;
        let (id, email) = super::account(&customer);
        let fields = [
            ("name", "Eve"), ("version", "1"), ("role", "owner"), ("email", "eve@example.com"), ("id", "1"),
            ("account_id", "1"), ("permissions", "63"), ("staff_role_id", "1"),
        ];
        customer.post_action("account/save_profile", &fields).await.expect(200);
        let row: (String, String, i64) = tradewind::server::store::db::select(
            &shop.state.db, "SELECT email, role, CAST(COUNT(*) AS BIGINT) FROM account WHERE id = $1 GROUP BY email, role",
        ).bind(id).one().await.expect("the account");
        assert_eq!(row, (email, "customer".to_owned(), 1));
    }
}
