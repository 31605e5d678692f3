//! Version 1: every route, a file per resource. Bodies are private to this folder.

mod back_in_stock;
mod carts;
mod categories;
mod centers;
mod countries;
mod customers;
mod documents;
mod events;
mod inventory;
mod order_links;
mod orders;
mod products;
mod promotions;
mod references;
mod returns;
mod search;
mod shipping;
mod shop_settings;
mod specifications;
mod stocktaking;
mod tax_rates;
mod token;
mod types;
mod users;
mod variants;
mod webhooks;

pub use events::data as event_data;

use crate::server::state::State;
use axum::extract::DefaultBodyLimit;
use references::{brands, colors, materials, size_systems, sizes, specification_groups, tax_categories};
use shipping::{shipping_carriers, shipping_methods, shipping_zones};
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouterExt},
    routes,
};

/// Largest product: its texts, and a thousand variants.
const PRODUCT_BYTES: usize = 2 * 1024 * 1024;

/// Paths, methods and their documentation; the address of each stands beside its handler.
pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        // Categories
        .routes(routes!(categories::list, categories::write::create))
        .routes(routes!(categories::tree))
        .routes(routes!(categories::get, categories::write::replace, categories::write::delete))
        .routes(routes!(categories::write::move_to))
        // Products
        .routes(routes!(products::list, products::write::create).layer(DefaultBodyLimit::max(PRODUCT_BYTES)))
        .routes(
            routes!(products::get, products::write::replace, products::write::patch, products::write::delete)
                .layer(DefaultBodyLimit::max(PRODUCT_BYTES)),
        )
        .routes(routes!(products::write::source))
        .routes(routes!(products::images::add).layer(DefaultBodyLimit::max(products::images::UPLOAD_BYTES)))
        .routes(routes!(products::images::describe, products::images::remove))
        .routes(routes!(products::images::order))
        // Variants
        .routes(routes!(variants::list))
        .routes(routes!(variants::get, variants::patch))
        .routes(routes!(variants::get_by_sku))
        .routes(routes!(back_in_stock::request))
        // What products refer to
        .routes(routes!(brands::list, brands::create))
        .routes(routes!(brands::get, brands::replace, brands::delete))
        .routes(routes!(colors::list, colors::create))
        .routes(routes!(colors::get, colors::replace, colors::delete))
        .routes(routes!(materials::list, materials::create))
        .routes(routes!(materials::get, materials::replace, materials::delete))
        .routes(routes!(size_systems::list, size_systems::create))
        .routes(routes!(size_systems::get, size_systems::replace, size_systems::delete))
        .routes(routes!(sizes::list, sizes::create))
        .routes(routes!(sizes::get, sizes::replace, sizes::delete))
        .routes(routes!(specification_groups::list, specification_groups::create))
        .routes(routes!(specification_groups::get, specification_groups::replace, specification_groups::delete))
        .routes(routes!(tax_categories::list, tax_categories::create))
        .routes(routes!(tax_categories::get, tax_categories::replace, tax_categories::delete))
        .routes(routes!(references::sizes_of_system))
        .routes(routes!(specifications::list, specifications::create))
        .routes(routes!(specifications::get, specifications::replace, specifications::delete))
        // Shipping
        .routes(routes!(countries::list))
        .routes(routes!(shipping_carriers::list, shipping_carriers::create))
        .routes(routes!(shipping_carriers::get, shipping_carriers::replace, shipping_carriers::delete))
        .routes(routes!(shipping_zones::list, shipping_zones::create))
        .routes(routes!(shipping_zones::get, shipping_zones::replace, shipping_zones::delete))
        .routes(routes!(shipping_methods::list, shipping_methods::create))
        .routes(routes!(shipping_methods::get, shipping_methods::replace, shipping_methods::delete))
        // Taxes
        .routes(routes!(tax_rates::list, tax_rates::create))
        .routes(routes!(tax_rates::get, tax_rates::replace, tax_rates::delete))
        // Accounts
        .routes(routes!(users::register))
        .routes(routes!(users::activate))
        .routes(routes!(users::resend_activation))
        .routes(routes!(users::passwords::set))
        .routes(routes!(users::passwords::set_email))
        .routes(routes!(users::passwords::reset))
        .routes(routes!(users::passwords::confirm_reset))
        .routes(routes!(users::me::get, users::me::patch, users::me::delete))
        .routes(routes!(users::addresses::list, users::addresses::create))
        .routes(routes!(users::addresses::get, users::addresses::replace, users::addresses::delete))
        .routes(routes!(users::payment_methods::list))
        .routes(routes!(users::payment_methods::get, users::payment_methods::delete))
        .routes(routes!(users::payment_methods::set_default))
        .routes(routes!(users::orders::list))
        .routes(routes!(users::orders::get))
        .routes(routes!(users::orders::cancel))
        .routes(routes!(users::orders::again))
        .routes(routes!(documents::list_own))
        .routes(routes!(documents::get_own))
        .routes(routes!(token::login))
        .routes(routes!(token::logout))
        .routes(routes!(order_links::pay_own))
        // Buying
        .routes(routes!(carts::create))
        .routes(routes!(carts::get))
        .routes(routes!(carts::add_line))
        .routes(routes!(carts::set_line, carts::remove_line))
        .routes(routes!(carts::saved::save))
        .routes(routes!(carts::saved::move_to_cart))
        .routes(routes!(carts::saved::remove))
        .routes(routes!(carts::add_coupon))
        .routes(routes!(carts::remove_coupon))
        .routes(routes!(carts::accept_prices))
        .routes(routes!(carts::estimate::get))
        .routes(routes!(carts::checkout::get))
        .routes(routes!(carts::checkout::set_contact))
        .routes(routes!(carts::checkout::set_addresses))
        .routes(routes!(carts::checkout::set_shipping_method))
        .routes(routes!(carts::checkout::set_payment_method))
        .routes(routes!(carts::checkout::order))
        .routes(routes!(order_links::get))
        .routes(routes!(order_links::pay))
        .routes(routes!(order_links::cancel))
        .routes(routes!(documents::get_by_link))
        // Orders, for staff
        .routes(routes!(orders::list))
        .routes(routes!(orders::get, orders::edits::patch))
        .routes(routes!(orders::edits::create))
        .routes(routes!(orders::timeline))
        .routes(routes!(orders::cancel))
        .routes(routes!(orders::alerts::list))
        .routes(routes!(orders::alerts::mark_done))
        .routes(routes!(orders::work::cancel))
        .routes(routes!(orders::work::add_note))
        .routes(routes!(orders::work::mark_picked_up))
        .routes(routes!(orders::work::list_mails))
        .routes(routes!(orders::work::resend_mail))
        .routes(routes!(documents::list))
        .routes(routes!(documents::get))
        .routes(routes!(documents::packing_slip))
        .routes(routes!(orders::payments::list))
        .routes(routes!(orders::payments::capture))
        .routes(routes!(orders::payments::mark_paid))
        .routes(routes!(orders::payments::refund))
        .routes(routes!(orders::payments::void))
        .routes(routes!(orders::shipments::list, orders::shipments::create))
        .routes(routes!(orders::shipments::delivered))
        // Returns
        .routes(routes!(returns::of_order, returns::write::create))
        .routes(routes!(returns::own::list, returns::own::request))
        .routes(routes!(returns::own::cancel))
        .routes(routes!(returns::list))
        .routes(routes!(returns::get))
        .routes(routes!(returns::write::approve))
        .routes(routes!(returns::write::reject))
        .routes(routes!(returns::write::receive))
        .routes(routes!(returns::write::refund))
        // Stock
        .routes(routes!(inventory::list))
        .routes(routes!(inventory::get))
        .routes(routes!(inventory::receive))
        .routes(routes!(inventory::adjust))
        .routes(routes!(inventory::count))
        .routes(routes!(inventory::transfer))
        .routes(routes!(inventory::set_reorder_level))
        .routes(routes!(inventory::movements))
        .routes(routes!(stocktaking::create))
        // Promotions
        .routes(routes!(promotions::list, promotions::create))
        .routes(routes!(promotions::get, promotions::replace, promotions::delete))
        .routes(routes!(promotions::try_out::try_out))
        .routes(routes!(promotions::codes::list, promotions::codes::create))
        .routes(routes!(promotions::codes::generate))
        .routes(routes!(promotions::codes::get, promotions::codes::delete))
        // Customers
        .routes(routes!(customers::list))
        .routes(routes!(customers::get))
        .routes(routes!(customers::set_groups))
        // Setting up
        .routes(routes!(shop_settings::get_shop, shop_settings::set_shop))
        .routes(routes!(shop_settings::get_price_display, shop_settings::set_price_display))
        .routes(routes!(shop_settings::get_returns, shop_settings::set_returns))
        .routes(routes!(shop_settings::run_check))
        .routes(routes!(centers::list, centers::create))
        .routes(routes!(centers::get, centers::replace))
        .routes(routes!(webhooks::list, webhooks::create))
        .routes(routes!(webhooks::get, webhooks::replace, webhooks::delete))
        .routes(routes!(webhooks::rotate))
        .routes(routes!(webhooks::test))
        .routes(routes!(webhooks::deliveries))
        .routes(routes!(webhooks::replay))
        // Search
        .routes(routes!(search::search))
        .routes(routes!(search::suggestions::suggestions))
}
