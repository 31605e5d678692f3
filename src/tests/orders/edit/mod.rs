//! Orders that are changed before they ship.

mod contact;
mod guards;
mod lines;
mod money;
mod pages;
mod races;
mod taxes;

use super::{balance, buy, order, set_up, ship, staff_order};
use crate::support::{Answer, Buyer, Client, Placed, TestShop};
use tradewind::{
    domain::{
        ids::VariantId,
        order_edit::{OrderEditPreview, added_field, wanted_field},
    },
    error::AppError,
    server::store::{self, payments::Payment},
};

/// Types into the form and presses "Preview the change"; the draft's id.
async fn draft(staff: &Client, placed: &Placed, fields: &[(&str, &str)]) -> String {
    let number = placed.number.to_string();
    let mut all = vec![("number", number.as_str()), ("step", "preview")];
    all.extend_from_slice(fields);
    let answer = staff.post_action("admin/draft_order_edit", &all).await.expect(200);
    let page = answer.location().expect("the preview's page");
    let id = page.split_once("?draft=").and_then(|(_, rest)| rest.strip_suffix("&step=preview"));
    id.unwrap_or_else(|| panic!("{page} is no preview")).to_owned()
}

/// What a draft comes to.
async fn preview(staff: &Client, placed: &Placed, draft: &str) -> Result<OrderEditPreview, AppError> {
    let number = placed.number.to_string();
    let answer = staff.get_action("admin/preview_order_edit", &[("number", &number), ("draft", draft)]).await;
    if answer.status == 200 { Ok(answer.json()) } else { Err(answer.error()) }
}

/// Presses "Save the change".
async fn apply(staff: &Client, placed: &Placed, draft: &str) -> Answer {
    let number = placed.number.to_string();
    staff.post_action("admin/apply_order_edit", &[("number", &number), ("draft", draft)]).await
}

/// All of it: the preview, which is then what happens.
async fn edit(staff: &Client, placed: &Placed, fields: &[(&str, &str)]) -> OrderEditPreview {
    let draft = draft(staff, placed, fields).await;
    let told = preview(staff, placed, &draft).await.expect("a preview");
    apply(staff, placed, &draft).await.expect(200);
    let order = staff_order(staff, placed).await.detail;
    assert_eq!((order.totals, order.totals.total), (told.after, told.total_after.minor), "as it was shown");
    told
}

/// Adds a unit of something.
pub(super) async fn add_one(staff: &Client, placed: &Placed, variant: VariantId) {
    edit(staff, placed, &[(&added_field(variant), "1")]).await;
}

/// Why a change is refused.
async fn refused(staff: &Client, placed: &Placed, fields: &[(&str, &str)]) -> AppError {
    let draft = draft(staff, placed, fields).await;
    let told = preview(staff, placed, &draft).await.expect_err("refused");
    assert_eq!(apply(staff, placed, &draft).await.error(), told, "the same when it is saved");
    told
}

/// The name of the field with the units of a line, by the line's place.
async fn units_of(staff: &Client, placed: &Placed, line: usize) -> String {
    wanted_field(staff_order(staff, placed).await.detail.lines[line].id)
}

/// What the customer's page asks to pay: the gateway's page behind "Pay now".
async fn pay_now(buyer: &Buyer, placed: &Placed) -> Placed {
    let fields = [("number", placed.number.to_string()), ("token", placed.token.clone())];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let payment: String = buyer.client.post_action("orders/retry_payment", &fields).await.expect(200).json();
    Placed { payment, ..placed.clone() }
}

/// An order's payments, the newest first.
async fn payments(shop: &TestShop, placed: &Placed) -> Vec<Payment> {
    store::payments::list(&shop.state.db, placed.number.0).await.expect("the payments")
}
