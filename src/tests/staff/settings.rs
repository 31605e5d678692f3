//! What the owner sets is told, to owners.

use crate::accounts::set_up_second_factor;
use tradewind::domain::access::Permission;

on_both! {
    async fn a_changed_setting_is_told_with_before_and_after(shop: TestShop) {
        let owner = shop.owner().await;
        set_up_second_factor(&shop, &owner).await;
        for _ in 0..2 {
            owner.post_action("admin/save_security_settings", &[("second_factor", "true")]).await.expect(200);
        }
        let log = owner.get("/admin/audit?subject=setting").await.expect(200).body;
        assert_eq!(log.matches("log-entry").count(), 1, "saved twice, changed once: {log}");
        assert!(log.contains("Two-factor login of the staff") && log.contains("href=\"/admin/settings/security\""));
        owner.post_action("admin/save_security_settings", &[]).await.expect(200);
        let staff = shop.staff_with(&Permission::ALL).await.get("/admin/audit").await.expect(200).body;
        assert!(!staff.contains("Two-factor login of the staff"));
    }
}
