//! Products: the form, its conflicts and drafts, pictures, the list, changes of many.

mod bulk;
mod copies;
mod drafts;
mod list;
mod pictures;
mod saving;

use crate::support::{Answer, Client, TestShop};
use tradewind::{
    domain::{
        ids::ProductId,
        product::OptionKind,
        staff::{ProductEditor, ProductInput},
    },
    server::services::{
        add_category::NewCategory,
        add_product::{NewOptionValue, NewProduct, add_product},
    },
};

/// A product with two variants of 5 units each.
async fn add_tote(shop: &TestShop) -> ProductId {
    let sizes = vec![NewOptionValue::named("Small"), NewOptionValue::named("Large")];
    add(
        shop,
        NewProduct::simple("Harbor Tote", 4_900, 5).with_option("Size", OptionKind::Other, sizes).every_combination(),
    )
    .await
}

/// A category at the top.
fn category(name: &str) -> NewCategory {
    NewCategory { slug: name.to_lowercase(), name: name.into(), ..NewCategory::default() }
}

async fn add(shop: &TestShop, product: NewProduct) -> ProductId {
    add_product(&shop.state, "test", product).await.expect("a product")
}

/// The editor as the page has it.
async fn open(staff: &Client, id: impl ToString) -> ProductEditor {
    open_draft(staff, id, "").await
}

async fn open_draft(staff: &Client, id: impl ToString, draft: &str) -> ProductEditor {
    staff.get_action("admin/get_product", &[("id", &id.to_string()), ("draft", draft)]).await.expect(200).json()
}

/// The fields that a form sends.
fn fields(form: &ProductInput) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let value = serde_json::to_value(form).expect("a form");
    flatten("product".into(), &value, &mut fields);
    fields
}

fn flatten(name: String, value: &serde_json::Value, fields: &mut Vec<(String, String)>) {
    use serde_json::Value;
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| flatten(format!("{name}[{key}]"), value, fields))
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(place, value)| flatten(format!("{name}[{place}]"), value, fields))
        }
        // A box that is not ticked sends nothing.
        Value::Bool(false) => {}
        Value::String(text) => fields.push((name, text.clone())),
        other => fields.push((name, other.to_string())),
    }
}

/// Presses a button of the form as the hydrated page does.
async fn press(staff: &Client, form: &ProductInput, step: &str) -> Answer {
    let mut fields = fields(form);
    fields.push(("step".into(), step.into()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    staff.post_action("admin/save_product", &fields).await
}

/// The same without scripts; the answer is the address that it leads to.
async fn press_plainly(staff: &Client, form: &ProductInput, step: &str) -> String {
    let mut fields = fields(form);
    fields.push(("step".into(), step.into()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = staff.post_form("/actions/admin/save_product", &fields).await;
    answer.location().unwrap_or_else(|| panic!("no way on: {} {}", answer.status, answer.body))
}

async fn save(staff: &Client, form: &ProductInput) -> Answer {
    press(staff, form, "save").await
}

/// The number of the draft that an address shows.
fn draft_of(address: &str) -> String {
    let (_, draft) = address.split_once("draft=").unwrap_or_else(|| panic!("no draft in {address}"));
    draft.split('#').next().expect("a number").to_owned()
}
