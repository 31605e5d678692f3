//! What happens to orders after they were placed.

mod again;
mod alerts;
mod backorders;
mod bulk;
mod cancel_lines;
mod completing;
mod edit;
mod export;
mod lock_order;
mod notes;
mod own_cancel;
mod packing;

use crate::support::{Answer, Buyer, Client, Placed, TestShop, card};
use tradewind::{
    domain::{ids::VariantId, payment::PaymentSettings, staff::StaffOrder},
    server::store::{self, db::select},
};

/// Places an order of several lines and pays it.
async fn buy(shop: &TestShop, lines: &[(VariantId, i64)]) -> (Buyer, Placed) {
    let (buyer, placed) = order(shop, lines).await;
    buyer.pay(&placed, card::SUCCESS).await.expect(303);
    shop.run_jobs().await;
    (buyer, placed)
}

/// The same, up to the gateway's page.
async fn order(shop: &TestShop, lines: &[(VariantId, i64)]) -> (Buyer, Placed) {
    let buyer = Buyer::guest(shop);
    for (variant, quantity) in lines {
        buyer.add(*variant, &quantity.to_string()).await.expect(200);
    }
    buyer.fill_checkout().await;
    let payment: String = buyer.place().await.expect(200).json();
    let placed = Placed::behind(shop, &payment).await;
    (buyer, placed)
}

/// Changes the owner's settings.
async fn set_up(shop: &TestShop, change: impl FnOnce(&mut PaymentSettings)) {
    let mut settings = PaymentSettings::default();
    change(&mut settings);
    let text = serde_json::to_string(&settings).expect("settings");
    store::settings::set(&shop.state.db, "payments", &text).await.expect("kept");
}

/// The order as staff see it.
async fn staff_order(staff: &Client, placed: &Placed) -> StaffOrder {
    staff.get_action("admin/get_order", &[("number", &placed.number.to_string())]).await.expect(200).json()
}

/// Sends the form of a parcel with everything that is open.
async fn ship(staff: &Client, placed: &Placed, fields: &[(&str, &str)]) -> Answer {
    let carrier = staff_order(staff, placed).await.carriers[0].0.to_string();
    let number = placed.number.to_string();
    let mut all = vec![("number", number.as_str()), ("carrier", carrier.as_str()), ("tracking_number", "PARCEL")];
    all.extend_from_slice(fields);
    staff.post_action("admin/ship_order", &all).await
}

/// Adds a unit of something to an order, which makes it dearer.
async fn edit_to_more(staff: &Client, placed: &Placed, variant: VariantId) {
    edit::add_one(staff, placed, variant).await;
}

/// What an account of the books holds; of what gateways hold, their fees are a part.
async fn balance(shop: &TestShop, account: &str) -> i64 {
    let text = "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM journal_posting
                WHERE account = $1 OR ($1 = 'gateway' AND account = 'fee')";
    let (sum,): (i64,) = select(&shop.state.db, text).bind(account.to_owned()).one().await.expect("a balance");
    sum
}

/// A pseudo-random sequence, the same at every run.
fn dice(seed: u64) -> impl FnMut(i64) -> i64 {
    let mut state = seed;
    move |sides| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(state >> 33).expect("31 bits") % sides
    }
}
