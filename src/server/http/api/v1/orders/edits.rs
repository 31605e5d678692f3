//! Changing an order before it ships, for staff.

use super::{
    super::{types::Money, users::addresses::AddressBody},
    Number,
    body::SalesOrder,
};
use crate::{
    domain::{
        address::Address,
        forms::{FieldErrors, Problem as Reason, email, optional_line},
        ids::{OrderLineId, VariantId},
        order_edit::{
            ADDED_UNITS, EDIT_NOTE_LENGTH, LineChange, MOST_LINES, OrderChange, OrderEditPreview, Settlement,
            added_field, wanted_field,
        },
    },
    error::AppError,
    server::{
        http::api::{
            answer::versioned,
            auth::SalesWriter,
            etag::IfMatch,
            extract::JsonBody,
            idempotency::Keyed,
            problem::{ApiResult, Problem},
        },
        services::{
            edit_order::{self, Confirmed},
            orders::get_for_staff,
        },
        state::State,
    },
};
use axum::{Json, extract::State as AxumState, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is to be changed; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderEditInput {
    /// Lines with other quantities.
    #[serde(default)]
    #[schema(max_items = 200)]
    lines: Vec<EditedLineInput>,
    /// Variants that are added at today's price, without promotions.
    #[serde(default)]
    #[schema(max_items = 200)]
    added: Vec<AddedLineInput>,
    #[serde(default)]
    shipping_address: Option<AddressBody>,
    #[serde(default)]
    billing_address: Option<AddressBody>,
    #[serde(default)]
    #[schema(format = "email", max_length = 254)]
    email: Option<String>,
    /// Why, for the order's timeline; the customer does not read it.
    #[serde(default)]
    #[schema(max_length = 200)]
    note: String,
    /// Only say what it would come to. Nothing is changed.
    #[serde(default)]
    preview: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditedLineInput {
    /// Of the order.
    #[schema(minimum = 1)]
    line_id: i64,
    /// Units that are to be sent, those that have left included; 0 removes the line.
    #[schema(minimum = 0, maximum = 10_000)]
    quantity: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddedLineInput {
    #[schema(min_length = 1, max_length = 64)]
    sku: String,
    #[schema(minimum = 1, maximum = 10_000)]
    quantity: i64,
}

/// Other addresses or another e-mail; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SalesOrderPatch {
    #[serde(default)]
    shipping_address: Option<AddressBody>,
    #[serde(default)]
    billing_address: Option<AddressBody>,
    #[serde(default)]
    #[schema(format = "email", max_length = 254)]
    email: Option<String>,
    /// Why, for the order's timeline; the customer does not read it.
    #[serde(default)]
    #[schema(max_length = 200)]
    note: String,
}

/// What a change comes to.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderEdit {
    /// Whether it was only asked what it would come to.
    preview: bool,
    lines: Vec<EditedLine>,
    total_before: Money,
    total_after: Money,
    /// What becomes of the money: "nothing", "pay" (the customer pays the amount more), "ask_anew" (an unpaid order asks for
    /// the amount now), "refund" (the amount goes back), "capture_less" (the amount is captured at shipment), "settled".
    settlement: &'static str,
    #[schema(required = true)]
    amount: Option<Money>,
}

/// A line before and after.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditedLine {
    sku: String,
    title: String,
    options: String,
    unit_price: Money,
    quantity_before: i64,
    quantity_after: i64,
}

impl From<LineChange> for EditedLine {
    fn from(line: LineChange) -> Self {
        let LineChange { sku, title, options, unit_price, before, after } = line;
        let unit_price = unit_price.into();
        Self { sku, title, options, unit_price, quantity_before: before, quantity_after: after }
    }
}

impl OrderEdit {
    fn of(told: OrderEditPreview, preview: bool) -> Self {
        let (settlement, amount) = match told.settlement {
            Settlement::Nothing => ("nothing", None),
            Settlement::Pay { amount, .. } => ("pay", Some(amount)),
            Settlement::AskAnew { amount, .. } => ("ask_anew", Some(amount)),
            Settlement::Refund(amount) => ("refund", Some(amount)),
            Settlement::CaptureLess(amount) => ("capture_less", Some(amount)),
            Settlement::Settled => ("settled", None),
        };
        Self {
            preview,
            lines: told.lines.into_iter().map(EditedLine::from).collect(),
            total_before: told.total_before.into(),
            total_after: told.total_after.into(),
            settlement,
            amount: amount.map(Money::from),
        }
    }
}

/// Changes lines, addresses and e-mail of an order that has not left as a whole, or says what that would come to. Stock,
/// taxes, invoice and payments follow, and the customer is told.
#[utoipa::path(post, path = "/orders/{number}/edits", tag = "orders", operation_id = "edit_sales_order",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"),
        ("If-Match" = String, Header, description = "The version that is changed: `\"v3\"`.", pattern = "^\"v[0-9]{1,18}\"$")),
    request_body = OrderEditInput, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "What it comes to", body = OrderEdit),
        (status = 409, description = "It has shipped, or is canceled")))]
pub async fn create(
    writer: SalesWriter,
    IfMatch(version): IfMatch,
    // Once it was done, the order has another version: nothing is done twice.
    _key: Keyed,
    AxumState(state): AxumState<State>,
    number: Number,
    JsonBody(input): JsonBody<OrderEditInput>,
) -> ApiResult<Json<OrderEdit>> {
    let (change, names) = change(&state, &input, version).await?;
    let actor = writer.0.email.as_str();
    let told = if input.preview {
        edit_order::preview(&state, actor, number.0, &change).await
    } else {
        edit_order::edit_order(&state, actor, number.0, &change, Confirmed::default()).await
    };
    Ok(Json(OrderEdit::of(told.map_err(|error| named(error, &names))?, input.preview)))
}

/// Changes where an order goes, where its invoice goes, and who is told of it. Taxes follow the shipping address.
#[utoipa::path(patch, path = "/orders/{number}", tag = "orders", operation_id = "patch_sales_order",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"),
        ("If-Match" = String, Header, description = "The version that is changed: `\"v3\"`.", pattern = "^\"v[0-9]{1,18}\"$")),
    request_body = SalesOrderPatch, security(("token" = ["sales:write"]), ("session" = [])),
    responses((status = 200, description = "The order as it is now", body = SalesOrder),
        (status = 409, description = "It has shipped, or is canceled")))]
pub async fn patch(
    writer: SalesWriter,
    IfMatch(version): IfMatch,
    AxumState(state): AxumState<State>,
    number: Number,
    JsonBody(input): JsonBody<SalesOrderPatch>,
) -> ApiResult<Response> {
    let SalesOrderPatch { shipping_address, billing_address, email, note } = input;
    let input = OrderEditInput { shipping_address, billing_address, email, note, ..OrderEditInput::default() };
    let (change, names) = change(&state, &input, version).await?;
    let edited = edit_order::edit_order(&state, &writer.0.email, number.0, &change, Confirmed::default()).await;
    edited.map_err(|error| named(error, &names))?;
    answer(&state, number).await
}

/// The order with the tag of its version.
pub(super) async fn answer(state: &State, number: Number) -> ApiResult<Response> {
    let detail = get_for_staff(state, number.0).await?;
    Ok(versioned(detail.version, SalesOrder::from(detail)))
}

/// Names of the form's fields, and what they are called here.
type Names = Vec<(String, String)>;

async fn change(state: &State, input: &OrderEditInput, version: i64) -> ApiResult<(OrderChange, Names)> {
    let mut errors = FieldErrors::default();
    let mut names: Names = vec![("shipping_country".into(), "shipping_address.country".into())];
    for (field, count) in [("lines", input.lines.len()), ("added", input.added.len())] {
        if count > MOST_LINES {
            errors.add(field, Reason::TooMany(u32::try_from(MOST_LINES).unwrap_or(u32::MAX)));
        }
    }
    errors.clone().into_result()?;
    let mut wanted: Vec<(OrderLineId, i64)> = Vec::new();
    for (index, line) in input.lines.iter().enumerate() {
        let (id, field) = (OrderLineId(line.line_id), format!("lines.{index}.quantity"));
        check_units(&mut errors, &field, (line.quantity, 0), wanted.iter().any(|(known, _)| *known == id));
        names.push((wanted_field(id), field));
        wanted.push((id, line.quantity));
    }
    let skus: Vec<String> = input.added.iter().map(|line| line.sku.clone()).collect();
    let known = edit_order::variants_by_sku(state, &skus).await?;
    let mut added: Vec<(VariantId, i64)> = Vec::new();
    for (index, line) in input.added.iter().enumerate() {
        let field = format!("added.{index}.quantity");
        let Some((id, _)) = known.iter().find(|(_, sku)| *sku == line.sku) else {
            errors.add(&format!("added.{index}.sku"), Reason::UnknownChoice);
            continue;
        };
        check_units(&mut errors, &field, (line.quantity, 1), added.iter().any(|(known, _)| known == id));
        names.push((added_field(*id), field));
        added.push((*id, line.quantity));
    }
    let mut address = |body: &Option<AddressBody>, field: &str| {
        let checked = body.as_ref().map(|body| address_of(body).check(&format!("{field}.")));
        match checked {
            Some(Err(wrong)) => {
                errors.0.extend(wrong.0);
                None
            }
            Some(Ok(address)) => Some(address),
            None => None,
        }
    };
    let shipping_address = address(&input.shipping_address, "shipping_address");
    let billing_address = address(&input.billing_address, "billing_address");
    let email = input.email.as_deref().and_then(|text| errors.take("email", email(text)));
    let note = errors.take("note", optional_line(&input.note, EDIT_NOTE_LENGTH)).unwrap_or_default();
    errors.into_result()?;
    let version = Some(version);
    Ok((OrderChange { version, wanted, added, email, shipping_address, billing_address, note }, names))
}

fn check_units(errors: &mut FieldErrors, field: &str, (units, least): (i64, i64), is_twice: bool) {
    if is_twice {
        errors.add(field, Reason::AlreadyTaken);
    } else if !(least..=ADDED_UNITS).contains(&units) {
        errors.add(field, Reason::OutOfRange(least, ADDED_UNITS));
    }
}

fn address_of(body: &AddressBody) -> Address {
    Address {
        name: body.name.clone(),
        company: body.company.clone(),
        street: body.street.clone(),
        extra: body.extra.clone(),
        postcode: body.postcode.clone(),
        city: body.city.clone(),
        region: body.region.clone(),
        country: body.country.clone(),
        phone: body.phone.clone(),
    }
}

fn named(error: AppError, names: &Names) -> Problem {
    let mut problem = Problem::from(error);
    for error in &mut problem.errors {
        if let Some((_, ours)) = names.iter().find(|(theirs, _)| *theirs == error.field) {
            error.field.clone_from(ours);
        }
    }
    problem
}
