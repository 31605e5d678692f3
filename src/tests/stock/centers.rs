//! Setting up fulfillment centers.

use tradewind::{
    domain::{access::Permission, forms::Problem, staff::FulfillmentCenter},
    error::AppError,
};

on_both! {
    async fn centers_are_added_and_changed_and_noted(shop: TestShop) {
        shop.sell("Mug", 1_900, 3).await;
        let staff = shop.staff_with(&[Permission::Settings]).await;
        let fields = [("fulfillment_center[name]", "Rotterdam"), ("fulfillment_center[country]", "NL"), ("fulfillment_center[priority]", "2")];
        let answer = staff.post_form_from("/admin/centers/new", "/actions/admin/save_center", &fields).await;
        assert!(answer.location().expect("a page").contains("saved=1"));
        let centers: Vec<FulfillmentCenter> = staff.get_action("admin/list_centers", &[]).await.expect(200).json();
        let names: Vec<_> = centers.iter().map(|center| (center.name.as_str(), center.on_hand)).collect();
        assert_eq!(names, [("Main", 3), ("Rotterdam", 0)]);
        let id = centers[1].id.to_string();
        let changed = [
            ("id", id.as_str()),
            ("version", "1"),
            ("fulfillment_center[name]", "Rotterdam"),
            ("fulfillment_center[country]", "NL"),
            ("fulfillment_center[priority]", "0"),
        ];
        staff.post_action("admin/save_center", &changed).await.expect(200);
        assert_eq!(staff.post_action("admin/save_center", &changed).await.error(), AppError::Conflict);
        assert_eq!(
            staff.post_action("admin/save_center", &fields).await.error(),
            AppError::field("fulfillment_center[name]", Problem::AlreadyTaken)
        );
        let page = staff.get(&format!("/admin/centers/{id}")).await.expect(200).body;
        assert!(page.contains("Rotterdam"));
        assert!(staff.get("/admin/audit").await.expect(200).body.contains("Rotterdam"));
        assert!(staff.get("/admin/centers").await.expect(200).body.contains("Rotterdam"));
    }
}
