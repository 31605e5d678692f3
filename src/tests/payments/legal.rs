//! The seller's data on invoices.

use tradewind::domain::{access::Permission, invoice::LegalSettings};

const FORM: [(&str, &str); 7] = [
    ("name", "Halyard GmbH"),
    ("street", "Speicherstraße 12"),
    ("postcode", "20457"),
    ("city", "Hamburg"),
    ("country", "Germany"),
    ("vat_id", "DE123456789"),
    ("prefix", "RE-"),
];

on_both! {
    async fn the_owner_sets_who_sells(shop: TestShop) {
        let owner = shop.owner().await;
        let page = owner.get("/admin/settings/legal").await.expect(200).body;
        assert!(page.contains("Invoices are not complete yet"), "{page}");
        owner.post_action("admin/save_legal_settings", &FORM).await.expect(200);
        let kept: LegalSettings = owner.get_action("admin/get_legal_settings", &[]).await.expect(200).json();
        assert_eq!((kept.vat_id.as_str(), kept.prefix.as_str()), ("DE123456789", "RE-"));
        let page = owner.get("/admin/settings/legal").await.expect(200).body;
        assert!(page.contains("Speicherstraße 12") && !page.contains("Invoices are not complete yet"), "{page}");
        let log = owner.get("/admin/audit?subject=setting").await.expect(200).body;
        assert!(log.contains("href=\"/admin/settings/legal\"") && log.contains("DE123456789"), "{log}");
    }

    async fn a_seller_without_address_or_tax_number_is_refused(shop: TestShop) {
        let owner = shop.owner().await;
        let refused = owner.post_action("admin/save_legal_settings", &[("name", "Halyard"), ("prefix", "R2")]).await;
        let error = refused.expect(422).error();
        for field in ["street", "city", "country", "vat_id", "prefix"] {
            assert!(error.field_message(field).is_some(), "{field}");
        }
    }

    async fn the_sellers_data_are_the_owners(shop: TestShop) {
        let staff = shop.staff_with(&Permission::ALL).await;
        staff.post_action("admin/save_legal_settings", &FORM).await.expect(403);
        staff.get("/admin/settings/legal").await.expect(403);
    }
}
