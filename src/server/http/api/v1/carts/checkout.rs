//! The checkout of a cart, step by step as its pages have it, and the order that it becomes.

use super::{
    super::{
        order_links::OrderLink,
        types::Money,
        users::{addresses::AddressBody, payment_methods::SavedMethod},
    },
    body::Cart,
    require,
};
use crate::{
    domain::{
        address::Address,
        checkout::{self as model, AddressChoice, CheckoutStep, PaymentChoice},
        forms::Problem as Reason,
        ids::SavedPaymentMethodId,
        shipping::ShippingOffer,
    },
    server::{
        http::api::{
            auth::CartHolder,
            extract::JsonBody,
            idempotency::Keyed,
            problem::{ApiResult, Problem, renamed, within},
        },
        services::{
            carts, checkouts,
            orders::order_token,
            place_order::{self, Seen},
        },
        sessions::Identity,
        state::State,
    },
};
use axum::{
    Json,
    extract::State as AxumState,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A checkout: what was entered so far, and what can be chosen.
#[derive(Debug, Serialize, ToSchema)]
pub struct Checkout {
    cart: Cart,
    email: String,
    shipping_address: AddressBody,
    /// `null`: the same as the shipping address.
    #[schema(required = true)]
    billing_address: Option<AddressBody>,
    /// Methods for the shipping address; none until it is valid.
    shipping_methods: Vec<ShippingMethodOffer>,
    #[schema(required = true)]
    shipping_method_id: Option<i64>,
    payment_methods: Vec<PaymentMethod>,
    /// The chosen one's slug; empty until one is chosen.
    payment_method: String,
    /// Cards of the account that can be charged, the default first; none for guests.
    saved_payment_methods: Vec<SavedMethod>,
    /// The card that placing the order charges; `null`: the customer pays at `payment_url`.
    #[schema(required = true)]
    saved_payment_method_id: Option<i64>,
    /// The first step that still wants something; `review` when nothing is missing.
    next_step: Step,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CheckoutStep)]
pub enum Step {
    Contact,
    Address,
    Shipping,
    Payment,
    Review,
}

/// A shipping method with its price for this cart and address.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShippingMethodOffer {
    id: i64,
    slug: String,
    name: String,
    carrier: String,
    price: Money,
    /// "3–5 working days".
    estimate: String,
}

/// A way to pay.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentMethod {
    slug: String,
    name: String,
    description: String,
}

impl From<ShippingOffer> for ShippingMethodOffer {
    fn from(offer: ShippingOffer) -> Self {
        let estimate = offer.estimate();
        let ShippingOffer { id, slug, name, carrier, price, .. } = offer;
        Self { id: id.0, slug, name, carrier, price: price.into(), estimate }
    }
}

impl From<model::Checkout> for Checkout {
    fn from(checkout: model::Checkout) -> Self {
        let gateways = checkout.gateways.into_iter();
        Self {
            cart: checkout.cart.into(),
            email: checkout.email,
            shipping_address: checkout.shipping_address.into(),
            billing_address: checkout.billing_address.map(AddressBody::from),
            shipping_methods: checkout.offers.into_iter().map(ShippingMethodOffer::from).collect(),
            shipping_method_id: checkout.shipping_method.map(|id| id.0),
            payment_methods: gateways
                .map(|gateway| PaymentMethod {
                    slug: gateway.slug,
                    name: gateway.name,
                    description: gateway.description,
                })
                .collect(),
            payment_method: checkout.gateway,
            saved_payment_methods: checkout.saved_methods.into_iter().map(SavedMethod::from).collect(),
            saved_payment_method_id: checkout.saved_method.map(|id| id.0),
            next_step: match checkout.next_step {
                CheckoutStep::Contact => Step::Contact,
                CheckoutStep::Address => Step::Address,
                CheckoutStep::Shipping => Step::Shipping,
                CheckoutStep::Payment => Step::Payment,
                CheckoutStep::Review => Step::Review,
            },
        }
    }
}

async fn answer(state: &State, identity: &Identity) -> ApiResult<Json<Checkout>> {
    Ok(Json(checkouts::load(state, identity).await?.into()))
}

/// The checkout of a cart that has something in it.
#[utoipa::path(get, path = "/carts/{cart}/checkout", tag = "carts", operation_id = "get_checkout",
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$")),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The checkout", body = Checkout)))]
pub async fn get(holder: CartHolder, AxumState(state): AxumState<State>) -> ApiResult<Json<Checkout>> {
    require(&state, &holder.0).await?;
    answer(&state, &holder.0).await
}

/// Where the confirmation goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactInput {
    #[schema(format = "email", max_length = 254)]
    email: String,
}

/// Sets where the confirmation goes.
#[utoipa::path(put, path = "/carts/{cart}/checkout/contact", tag = "carts", operation_id = "set_checkout_contact", request_body = ContactInput,
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$")),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The checkout as it is now", body = Checkout)))]
pub async fn set_contact(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<ContactInput>,
) -> ApiResult<Json<Checkout>> {
    require(&state, &holder.0).await?;
    checkouts::save_contact(&state, &holder.0, &input.email).await?;
    answer(&state, &holder.0).await
}

/// Where the parcel goes, and the invoice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckoutAddresses {
    shipping: AddressBody,
    /// Left out: the same.
    #[serde(default)]
    billing: Option<AddressBody>,
}

fn entered(address: AddressBody) -> AddressChoice {
    let AddressBody { name, company, street, extra, postcode, city, region, country, phone } = address;
    let address = Address { name, company, street, extra, postcode, city, region, country, phone };
    AddressChoice::Entered(Box::new(address))
}

/// Sets where the parcel goes, and the invoice.
#[utoipa::path(put, path = "/carts/{cart}/checkout/addresses", tag = "carts", operation_id = "set_checkout_addresses", request_body = CheckoutAddresses,
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$")),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The checkout as it is now", body = Checkout)))]
pub async fn set_addresses(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<CheckoutAddresses>,
) -> ApiResult<Json<Checkout>> {
    require(&state, &holder.0).await?;
    let (shipping, billing) = (entered(input.shipping), input.billing.map(entered));
    checkouts::save_addresses(&state, &holder.0, shipping, billing, false).await.map_err(|error| {
        let mut problem = Problem::from(error);
        for error in &mut problem.errors {
            // "shipping_street" of the form is "shipping.street" of the body.
            error.field = error.field.replacen('_', ".", 1);
        }
        problem
    })?;
    answer(&state, &holder.0).await
}

/// One of the methods that the checkout offers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShippingMethodChoice {
    #[schema(minimum = 1)]
    shipping_method_id: i64,
}

/// Sets how the parcel travels.
#[utoipa::path(put, path = "/carts/{cart}/checkout/shipping-method", tag = "carts", operation_id = "set_checkout_shipping_method",
    request_body = ShippingMethodChoice,
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$")),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The checkout as it is now", body = Checkout)))]
pub async fn set_shipping_method(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<ShippingMethodChoice>,
) -> ApiResult<Json<Checkout>> {
    require(&state, &holder.0).await?;
    let method = input.shipping_method_id.to_string();
    let saved = checkouts::save_shipping(&state, &holder.0, &method).await;
    saved.map_err(|error| renamed(error, &[("shipping_method", "shipping_method_id")]))?;
    answer(&state, &holder.0).await
}

/// One of the ways to pay that the checkout offers, or a card of the account that asks: one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentMethodChoice {
    #[serde(default)]
    #[schema(min_length = 1, max_length = 60)]
    payment_method: Option<String>,
    #[serde(default)]
    #[schema(minimum = 1)]
    saved_payment_method_id: Option<i64>,
}

/// Sets whom it is paid with.
#[utoipa::path(put, path = "/carts/{cart}/checkout/payment-method", tag = "carts", operation_id = "set_checkout_payment_method",
    request_body = PaymentMethodChoice,
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$")),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 200, description = "The checkout as it is now", body = Checkout),
        (status = 404, description = "The account has no such card")))]
pub async fn set_payment_method(
    holder: CartHolder,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<PaymentMethodChoice>,
) -> ApiResult<Json<Checkout>> {
    require(&state, &holder.0).await?;
    let PaymentMethodChoice { payment_method, saved_payment_method_id } = input;
    let (choice, field) = match (payment_method, saved_payment_method_id) {
        (None, Some(id)) => (PaymentChoice::value_of(SavedPaymentMethodId(id)), "saved_payment_method_id"),
        (Some(slug), None) => (slug, "payment_method"),
        (None, None) => (String::new(), "payment_method"),
        (Some(_), Some(_)) => return Err(Problem::field("payment_method", Reason::UnknownChoice)),
    };
    let saved = checkouts::save_payment(&state, &holder.0, &choice).await;
    saved.map_err(|error| renamed(error, &[("gateway", field)]))?;
    answer(&state, &holder.0).await
}

/// What whoever orders has seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderInput {
    /// The cart's total: at another one nothing is ordered.
    expected_total: Money,
    /// The cart's version: with another one nothing is ordered. Left out: whatever it has.
    #[serde(default)]
    cart_version: Option<i64>,
}

/// Orders what is in the cart. The same key again is the same order.
#[utoipa::path(post, path = "/carts/{cart}/order", tag = "carts", operation_id = "place_order", request_body = OrderInput,
    params(("cart" = String, Path, description = "The cart's token, or `mine`", pattern = "^([0-9a-f]{64}|mine)$")),
    security((), ("token" = ["orders:write"]), ("session" = [])),
    responses((status = 201, description = "The order and where to pay it; `Location` leads to it", body = OrderLink),
        (status = 409, description = "A price, the stock or the cart changed, or the total is another one")))]
pub async fn order(
    holder: CartHolder,
    key: Keyed,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<OrderInput>,
) -> ApiResult<Response> {
    let identity = &holder.0;
    require(&state, identity).await?;
    let expected = input.expected_total;
    let cart_version = match input.cart_version {
        Some(version) => version,
        None => carts::view(&state, identity).await?.version,
    };
    if expected.currency != crate::server::services::pricing::CURRENCY {
        return Err(within("expected_total", Problem::field("currency", Reason::UnknownChoice)));
    }
    let seen = Seen { cart_version, total_minor: Some(expected.amount) };
    let placed = place_order::place_order(&state, identity, seen, &key.0.key).await?;
    let link = order_token(&state, placed.number.0);
    let body = OrderLink::load(&state, placed.number, &link, Some(placed.redirect_url)).await?;
    let location = HeaderValue::try_from(body.address()).map_err(|_| Problem::not_found())?;
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(body)).into_response())
}
