//! The cart.

use crate::{
    domain::cart::{Cart, CartEstimate},
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The visitor's cart with today's prices and stock.
#[server(prefix = "/actions", endpoint = "cart/load", input = GetUrl)]
pub async fn load_cart() -> Result<Cart, AppError> {
    use crate::server::{permissions, services::carts};
    let caller = permissions::anyone()?;
    carts::view(&caller.state, &caller.identity).await
}

/// What shipping and taxes come to in a place; without a country, in the one that is known of the visitor.
#[server(prefix = "/actions", endpoint = "cart/estimate", input = GetUrl)]
pub async fn estimate_cart(
    #[server(default)] country: String,
    #[server(default)] region: String,
    #[server(default)] postcode: String,
) -> Result<CartEstimate, AppError> {
    use crate::{
        domain::shipping::EstimatePlace,
        server::{permissions, services::carts},
    };
    let caller = permissions::anyone()?;
    carts::estimate(&caller.state, &caller.identity, &EstimatePlace { country, region, postcode }).await
}

/// Puts units of a variant into the cart and tells how many units are in it now.
#[server(prefix = "/actions", endpoint = "cart/add_line")]
pub async fn add_cart_line(variant_id: i64, quantity: String) -> Result<u32, AppError> {
    use crate::{
        domain::{cart::Quantity, ids::VariantId},
        server::{permissions, services::carts},
    };
    let caller = permissions::anyone()?;
    let quantity = Quantity::parse(&quantity).map_err(|problem| AppError::field("quantity", problem))?;
    let added = carts::add_line(&caller.state, &caller.identity, VariantId(variant_id), quantity).await?;
    caller.remember_cart(added.new_token.as_deref(), added.units);
    permissions::lead_plain_form_to("/cart");
    Ok(added.units)
}

/// Sets how many units a line has; errors are about the field "quantity_{line_id}".
#[server(prefix = "/actions", endpoint = "cart/set_quantity")]
pub async fn set_cart_quantity(line_id: i64, quantity: String) -> Result<Cart, AppError> {
    use crate::{
        domain::{cart::Quantity, ids::CartLineId},
        server::{permissions, services::carts},
    };
    let caller = permissions::anyone()?;
    let quantity =
        Quantity::parse(&quantity).map_err(|problem| AppError::field(&format!("quantity_{line_id}"), problem))?;
    let cart = carts::set_quantity(&caller.state, &caller.identity, CartLineId(line_id), quantity).await?;
    caller.remember_cart(None, cart.items());
    permissions::lead_plain_form_to("/cart");
    Ok(cart)
}

/// Takes a line out of the cart.
#[server(prefix = "/actions", endpoint = "cart/remove_line")]
pub async fn remove_cart_line(line_id: i64) -> Result<Cart, AppError> {
    use crate::{
        domain::ids::CartLineId,
        server::{permissions, services::carts},
    };
    let caller = permissions::anyone()?;
    let cart = carts::remove_line(&caller.state, &caller.identity, CartLineId(line_id)).await?;
    caller.remember_cart(None, cart.items());
    permissions::lead_plain_form_to("/cart");
    Ok(cart)
}

/// Takes a line out of the cart and saves it for later.
#[server(prefix = "/actions", endpoint = "cart/save_line")]
pub async fn save_cart_line(line_id: i64) -> Result<Cart, AppError> {
    use crate::{
        domain::ids::CartLineId,
        server::{permissions, services::saved_lines},
    };
    let caller = permissions::anyone()?;
    let cart = saved_lines::save(&caller.state, &caller.identity, CartLineId(line_id)).await?;
    caller.remember_cart(None, cart.items());
    permissions::lead_plain_form_to("/cart");
    Ok(cart)
}

/// Puts what was saved for later into the cart again.
#[server(prefix = "/actions", endpoint = "cart/move_saved_line")]
pub async fn move_saved_line(saved_line_id: i64) -> Result<Cart, AppError> {
    use crate::{
        domain::ids::SavedLineId,
        server::{permissions, services::saved_lines},
    };
    let caller = permissions::anyone()?;
    let cart = saved_lines::move_to_cart(&caller.state, &caller.identity, SavedLineId(saved_line_id)).await?;
    caller.remember_cart(None, cart.items());
    permissions::lead_plain_form_to("/cart");
    Ok(cart)
}

/// Forgets what was saved for later.
#[server(prefix = "/actions", endpoint = "cart/remove_saved_line")]
pub async fn remove_saved_line(saved_line_id: i64) -> Result<Cart, AppError> {
    use crate::{
        domain::ids::SavedLineId,
        server::{permissions, services::saved_lines},
    };
    let caller = permissions::anyone()?;
    let cart = saved_lines::remove(&caller.state, &caller.identity, SavedLineId(saved_line_id)).await?;
    caller.remember_cart(None, cart.items());
    permissions::lead_plain_form_to("/cart");
    Ok(cart)
}

/// Puts a coupon code into the cart; errors are about the field "code".
#[server(prefix = "/actions", endpoint = "cart/add_coupon")]
pub async fn add_coupon(#[server(default)] code: String) -> Result<Cart, AppError> {
    use crate::server::{permissions, services::carts};
    let caller = permissions::anyone()?;
    let cart = carts::add_coupon(&caller.state, &caller.identity, &code, caller.address()).await?;
    permissions::lead_plain_form_to("/cart");
    Ok(cart)
}

/// Takes a coupon code out of the cart.
#[server(prefix = "/actions", endpoint = "cart/remove_coupon")]
pub async fn remove_coupon(code: String) -> Result<Cart, AppError> {
    use crate::server::{permissions, services::carts};
    let caller = permissions::anyone()?;
    let cart = carts::remove_coupon(&caller.state, &caller.identity, &code).await?;
    permissions::lead_plain_form_to("/cart");
    Ok(cart)
}

/// Notes that the shopper has read what changed.
#[server(prefix = "/actions", endpoint = "cart/accept_prices")]
pub async fn accept_prices() -> Result<Cart, AppError> {
    use crate::server::{permissions, services::carts};
    let caller = permissions::anyone()?;
    let cart = carts::accept_prices(&caller.state, &caller.identity).await?;
    caller.remember_cart(None, cart.items());
    Ok(cart)
}

/// Goes on to the checkout, past notices that the cart page has shown.
#[server(prefix = "/actions", endpoint = "cart/check_out")]
pub async fn check_out() -> Result<(), AppError> {
    use crate::server::{permissions, services::carts};
    let caller = permissions::anyone()?;
    carts::accept_prices(&caller.state, &caller.identity).await?;
    leptos_axum::redirect("/checkout");
    Ok(())
}
