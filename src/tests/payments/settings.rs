//! What the owner sets about payments.

use tradewind::domain::{
    access::Permission,
    payment::{CaptureTime, PaymentSettings},
};

const FORM: [(&str, &str); 6] = [
    ("capture", "at_shipment"),
    ("bank_transfer", "true"),
    ("bank_holder", "Halyard GmbH"),
    ("bank_iban", "DE89 3704 0044 0532 0130 00"),
    ("bank_days", "10"),
    ("cash_days", "14"),
];

on_both! {
    async fn the_owner_sets_when_to_capture_and_where_to_transfer(shop: TestShop) {
        let owner = shop.owner().await;
        owner.post_action("admin/save_payment_settings", &FORM).await.expect(200);
        let kept: PaymentSettings = owner.get_action("admin/get_payment_settings", &[]).await.expect(200).json();
        assert_eq!((kept.capture, kept.bank_iban.as_str()), (CaptureTime::AtShipment, "DE89370400440532013000"));
        assert_eq!((kept.bank_days, kept.sandbox), (10, false));
        let page = owner.get("/admin/settings/payments").await.expect(200).body;
        assert!(page.contains("DE89 3704 0044 0532 0130 00") && page.contains("Halyard GmbH"), "{page}");
        let log = owner.get("/admin/audit?subject=setting").await.expect(200).body;
        assert!(log.contains("href=\"/admin/settings/payments\"") && log.contains("DE89370400440532013000"), "{log}");
    }

    async fn an_account_whose_check_digits_do_not_fit_is_refused(shop: TestShop) {
        let owner = shop.owner().await;
        let mut form = FORM;
        form[3].1 = "DE88 3704 0044 0532 0130 00";
        let refused = owner.post_action("admin/save_payment_settings", &form).await.expect(422);
        assert!(refused.body.contains("bank_iban"), "{}", refused.body);
        let kept: PaymentSettings = owner.get_action("admin/get_payment_settings", &[]).await.expect(200).json();
        assert_eq!(kept, PaymentSettings::default());
    }

    async fn settings_of_payments_are_the_owners(shop: TestShop) {
        let staff = shop.staff_with(&Permission::ALL).await;
        staff.post_action("admin/save_payment_settings", &FORM).await.expect(403);
        staff.get("/admin/settings/payments").await.expect(403);
    }
}
