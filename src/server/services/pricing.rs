//! A cart with today's prices, stock, tax and shipping.
//!
//! The cart page, the checkout and the order are all computed here, so that what is charged is
//! what was shown.

use crate::{
    domain::{
        cart::{Availability, CartLine, CartTotals, FreeShipping},
        ids::{CartId, ShippingCarrierId, ShippingMethodId},
        money::{Currency, Money},
        pricing::{LineInput, Priced, ShippingInput, price},
        shipping::ShippingOffer,
        tax::TaxRate,
    },
    server::store::{
        Conn, StoreResult,
        pricing::{self, CountryTax, MethodRate, PriceableLine},
    },
};

/// The one currency of the shop's prices.
pub const CURRENCY: Currency = Currency::Eur;

/// Where prices are shown for until the shopper has told an address.
pub const HOME_COUNTRY: &str = "DE";

/// Tax category that shipping is taxed as.
const SHIPPING_TAX_CATEGORY: &str = "standard";

/// A cart, priced.
#[derive(Clone, Debug)]
pub struct PricedCart {
    pub cart_id: CartId,
    pub version: i64,
    pub lines: Vec<PricedLine>,
    pub priced: Priced,
    /// Methods that ship to the country; none when it cannot be shipped to.
    pub offers: Vec<ShippingOffer>,
    /// The chosen one of the offers.
    pub shipping: Option<ShippingOffer>,
    pub shipping_carrier: Option<ShippingCarrierId>,
    pub free_shipping: Option<FreeShipping>,
}

/// One line, with what the server needs besides what the page shows.
#[derive(Clone, Debug)]
pub struct PricedLine {
    pub line: CartLine,
    pub seen_price_minor: i64,
}

impl PricedCart {
    pub fn totals(&self) -> CartTotals {
        CartTotals {
            amounts: self.priced.totals,
            currency: CURRENCY,
            taxes: self.priced.tax_summary(),
            shipping_method: self.shipping.as_ref().map(|offer| offer.name.clone()),
        }
    }
}

/// Prices a cart for a country, and for a shipping method if it ships there.
///
/// Five queries, whatever is in the cart.
pub async fn load(
    on: impl Into<Conn<'_>>,
    cart_id: CartId,
    country: Option<&str>,
    method: Option<ShippingMethodId>,
) -> StoreResult<PricedCart> {
    let mut on = on.into();
    let country = country.unwrap_or(HOME_COUNTRY);
    let version = pricing::cart_version(on.again(), cart_id).await?;
    let rows = pricing::cart_lines(on.again(), cart_id).await?;
    let taxes = pricing::taxes(on.again(), country).await?;
    let methods = pricing::methods(on, country).await?;

    let inputs: Vec<LineInput> = rows.iter().map(|row| line_input(row, &taxes)).collect();
    let item_total = price(&inputs, None).totals.item_total;
    let chosen = methods.iter().find(|rate| Some(rate.method_id) == method);
    let shipping_input = chosen.map(|rate| ShippingInput {
        label: rate.name.clone(),
        price_minor: rate.price_minor,
        free_from_minor: rate.free_from_minor,
        tax_rates: rates(&taxes, |tax| tax.category_slug == SHIPPING_TAX_CATEGORY),
    });
    Ok(PricedCart {
        cart_id,
        version,
        lines: rows.into_iter().map(priced_line).collect(),
        priced: price(&inputs, shipping_input.as_ref()),
        free_shipping: free_shipping(&methods, item_total),
        shipping: chosen.map(|rate| offer(rate, item_total)),
        shipping_carrier: chosen.map(|rate| rate.carrier_id),
        offers: methods.iter().map(|rate| offer(rate, item_total)).collect(),
    })
}

fn line_input(row: &PriceableLine, taxes: &[CountryTax]) -> LineInput {
    LineInput {
        unit_price_minor: row.price_minor,
        quantity: row.quantity,
        tax_rates: rates(taxes, |tax| tax.category_id == row.tax_category_id),
    }
}

fn rates(taxes: &[CountryTax], applies: impl Fn(&CountryTax) -> bool) -> Vec<TaxRate> {
    taxes.iter().filter(|tax| applies(tax)).map(|tax| tax.rate.clone()).collect()
}

fn priced_line(row: PriceableLine) -> PricedLine {
    let money = |minor| Money::new(minor, CURRENCY);
    let availability = match (row.for_sale, row.unlimited) {
        (false, _) => Availability::Withdrawn,
        (true, true) => Availability::Unlimited,
        (true, false) => Availability::Units(row.available.max(0)),
    };
    PricedLine {
        seen_price_minor: row.seen_price_minor,
        line: CartLine {
            id: row.id,
            variant_id: row.variant_id,
            product_slug: row.product_slug,
            title: row.title,
            sku: row.sku,
            options: row.options,
            picture: row.picture,
            unit_price: money(row.price_minor),
            compare_at: row.compare_at_minor.map(money),
            quantity: row.quantity,
            total: money(row.price_minor.saturating_mul(row.quantity)),
            availability,
        },
    }
}

fn offer(rate: &MethodRate, item_total: i64) -> ShippingOffer {
    let free = rate.free_from_minor.is_some_and(|from| item_total >= from);
    ShippingOffer {
        id: rate.method_id,
        slug: rate.slug.clone(),
        name: rate.name.clone(),
        carrier: rate.carrier.clone(),
        price: Money::new(if free { 0 } else { rate.price_minor }, CURRENCY),
        days_min: rate.days_min,
        days_max: rate.days_max,
    }
}

/// The lowest threshold from which some method is free.
fn free_shipping(methods: &[MethodRate], item_total: i64) -> Option<FreeShipping> {
    let threshold = methods.iter().filter_map(|rate| rate.free_from_minor).min()?;
    let missing = (threshold - item_total).max(0);
    Some(FreeShipping { threshold: Money::new(threshold, CURRENCY), missing: Money::new(missing, CURRENCY) })
}
