//! What staff do with orders, and what the owner sets.

use super::{Answer, Client, Placed, TestShop};
use tradewind::{
    domain::{payment::PaymentSettings, staff::StaffOrder},
    server::store::settings,
};

/// The order as staff see it.
pub async fn staff_order(staff: &Client, placed: &Placed) -> StaffOrder {
    staff.get_action("admin/get_order", &[("number", &placed.number.to_string())]).await.expect(200).json()
}

/// Sends the form of a parcel with everything that is open; more fields may be added.
pub async fn ship(staff: &Client, placed: &Placed, fields: &[(&str, &str)]) -> Answer {
    ship_as(staff, placed, "PARCEL", fields).await
}

/// The same under another tracking number.
pub async fn ship_as(staff: &Client, placed: &Placed, tracking: &str, fields: &[(&str, &str)]) -> Answer {
    let carrier = staff_order(staff, placed).await.carriers[0].0.to_string();
    let number = placed.number.to_string();
    let mut all = vec![("number", number.as_str()), ("carrier", carrier.as_str()), ("tracking_number", tracking)];
    all.extend_from_slice(fields);
    staff.post_action("admin/ship_order", &all).await
}

/// Changes what the owner set about payments.
pub async fn set_up(shop: &TestShop, change: impl FnOnce(&mut PaymentSettings)) {
    let mut kept = PaymentSettings::default();
    change(&mut kept);
    let text = serde_json::to_string(&kept).expect("settings");
    settings::set(&shop.state.db, "payments", &text).await.expect("kept");
}

/// Offers what no payment service collects: bank transfers, and cash on delivery.
pub async fn offer_unassisted_payments(shop: &TestShop) {
    set_up(shop, |settings| {
        settings.bank_transfer = true;
        settings.bank_holder = "Halyard GmbH".into();
        settings.bank_iban = "DE89370400440532013000".into();
        settings.cash_on_delivery = true;
    })
    .await;
}
