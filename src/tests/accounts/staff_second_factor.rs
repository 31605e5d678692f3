//! The owner can ask staff for a second factor.

use super::{log_in, security, set_up_second_factor};
use crate::support::PASSWORD;
use tradewind::{domain::access::Role, error::AppError};

on_both! {
    async fn staff_without_one_are_led_to_set_it_up_and_into_nothing_else(shop: TestShop) {
        let (owner, staff) = (shop.owner().await, shop.staff().await);
        set_up_second_factor(&shop, &owner).await;
        staff.get("/admin").await.expect(200);
        owner.post_action("admin/save_security_settings", &[("second_factor", "true")]).await.expect(200);
        assert_eq!(staff.get("/admin/orders").await.location().as_deref(), Some("/account/security"));
        let refused = staff.get_action("admin/dashboard", &[]).await.expect(403);
        assert_eq!(refused.error(), AppError::SecondFactorRequired);
        let refused = staff.post_json("/api/v1/brands", &serde_json::json!({ "name": "Tarn" })).await;
        assert_eq!(refused.status, 403, "{}", refused.body);
        assert!(security(&staff).await.second_factor_required);
        assert!(staff.get("/account/security").await.expect(200).body.contains("Please set up two-factor login"));
        set_up_second_factor(&shop, &staff).await;
        staff.get("/admin/orders").await.expect(200);
        owner.get("/admin/settings/security").await.expect(200);
    }

    async fn it_is_asked_of_staff_and_not_of_customers(shop: TestShop) {
        let owner = shop.owner().await;
        set_up_second_factor(&shop, &owner).await;
        owner.post_action("admin/save_security_settings", &[("second_factor", "true")]).await.expect(200);
        shop.add_account("ada@example.com", Role::Customer).await;
        shop.add_account("robin@example.com", Role::Staff).await;
        let lead = |email: &'static str| {
            let shop = &shop;
            async move {
                let form = [("email", email), ("password", PASSWORD)];
                shop.visitor().post_form("/actions/accounts/login", &form).await.expect(302).location()
            }
        };
        assert_eq!(lead("ada@example.com").await.as_deref(), Some("/"));
        assert_eq!(lead("robin@example.com").await.as_deref(), Some("/account/security"));
        owner.post_action("admin/save_security_settings", &[]).await.expect(200);
        assert_eq!(lead("robin@example.com").await.as_deref(), Some("/admin"));
    }

    async fn an_owner_without_one_cannot_ask_others_for_it(shop: TestShop) {
        let owner = shop.owner().await;
        let refused = owner.post_action("admin/save_security_settings", &[("second_factor", "true")]).await.expect(403);
        assert_eq!(refused.error(), AppError::SecondFactorRequired);
        owner.get("/admin").await.expect(200);
    }

    async fn nobody_but_the_owner_decides_it(shop: TestShop) {
        let staff = shop.staff().await;
        let refused = staff.post_action("admin/save_security_settings", &[("second_factor", "true")]).await.expect(403);
        assert_eq!(refused.error(), AppError::Forbidden);
        staff.get_action("admin/get_security_settings", &[]).await.expect(403);
        log_in(&shop.visitor(), "nobody@example.com", PASSWORD).await.expect(401);
    }
}
