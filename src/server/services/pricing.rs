//! A cart with today's prices, stock, tax and shipping.
//!
//! The cart page, the checkout and the order are all computed here, so that what is charged is
//! what was shown.

use crate::{
    domain::{
        cart::{Availability, CartLine, CartTotals, FreeShipping, SavedLine},
        ids::{AccountId, CartId, FulfillmentCenterId, ProductId, ShippingCarrierId, TaxCategoryId},
        money::{Currency, Money},
        pricing::{LineInput, Priced, Promoting, ShippingInput, price},
        promotion::{CartPromotion, CartPromotionState, Evaluated, Item, Outcome, Shopper},
        shipping::{Pickup, ShippedCart, ShippingOffer},
        tax::{TaxPlace, TaxRate, applicable},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreResult,
        checkouts::Entered,
        pricing::{self, CountryTax, MethodRate, PriceableLine},
        promotions::{self, Candidate},
        saved_lines::WaitingLine,
    },
};
use std::collections::{BTreeSet, HashMap};

/// The one currency of the shop's prices.
pub const CURRENCY: Currency = Currency::Eur;

/// What most products are taxed as, and shipping.
pub const STANDARD_TAX_CATEGORY: &str = "standard";

/// Who buys, where it goes and how.
#[derive(Clone, Copy, Debug)]
pub struct Purchase<'a> {
    /// An address without a country counts as one in the shop's own.
    pub entered: &'a Entered,
    pub home_country: &'a str,
    pub account: Option<AccountId>,
    pub now: Timestamp,
}

/// A cart, priced.
#[derive(Clone, Debug)]
pub struct PricedCart {
    pub cart_id: CartId,
    pub version: i64,
    pub lines: Vec<PricedLine>,
    /// What is saved for later beside it: shown with it, and no part of its price.
    pub saved: Vec<(SavedLine, TaxCategoryId)>,
    pub priced: Priced,
    /// The promotions that it was judged by.
    pub candidates: Vec<Candidate>,
    /// Methods that ship to the country; none when it cannot be shipped to.
    pub offers: Vec<ShippingOffer>,
    /// The chosen one of the offers.
    pub shipping: Option<ShippingOffer>,
    pub shipping_carrier: Option<ShippingCarrierId>,
    /// Where the chosen method's parcel is fetched.
    pub pickup: Option<Pickup>,
    pub free_shipping: Option<FreeShipping>,
}

/// One line, with what the server needs besides what the page shows.
#[derive(Clone, Debug)]
pub struct PricedLine {
    pub line: CartLine,
    pub seen_price_minor: i64,
    pub tax_category: TaxCategoryId,
}

impl PricedCart {
    pub fn totals(&self) -> CartTotals {
        CartTotals {
            amounts: self.priced.totals,
            currency: CURRENCY,
            discounts: self.priced.discount_summary(),
            taxes: self.priced.tax_summary(),
            shipping_method: self.shipping.as_ref().map(|offer| offer.name.clone()),
        }
    }

    /// The promotions that shoppers are told of: those that apply, those whose code they entered, and those for which they
    /// can still do something.
    pub fn promotions(&self) -> Vec<CartPromotion> {
        self.priced.promotions.iter().filter_map(told).collect()
    }
}

fn told(evaluated: &Evaluated) -> Option<CartPromotion> {
    let state = match &evaluated.outcome {
        Outcome::Applied(discount) => CartPromotionState::Applied(discount.total()),
        Outcome::WaitsForShipping => CartPromotionState::WaitsForShipping,
        Outcome::Refused(why) if evaluated.code.is_some() || why.concerns_everyone() => {
            CartPromotionState::Refused(why.clone())
        }
        Outcome::Refused(_) => return None,
    };
    Some(CartPromotion { name: evaluated.name.clone(), code: evaluated.code.clone(), state })
}

/// Prices a cart.
///
/// Seven queries, whatever is in the cart; four more where promotions run that look at categories and customers, one more
/// where shipping has tables, and one where things can be fetched.
pub async fn load(on: impl Into<Conn<'_>>, cart_id: CartId, purchase: Purchase<'_>) -> StoreResult<PricedCart> {
    let mut on = on.into();
    let address = &purchase.entered.shipping_address;
    let country = if address.country.is_empty() { purchase.home_country } else { &address.country };
    let version = pricing::cart_version(on.again(), cart_id).await?;
    let (rows, saved) = pricing::cart_lines(on.again(), cart_id).await?;
    let taxes = pricing::taxes(on.again(), country).await?;
    let methods = pricing::methods(on.again(), country, &address.region).await?;
    let mut candidates = promotions::of_cart(on.again(), cart_id, purchase.now).await?;
    let categories = categories(on.again(), &candidates, &rows).await?;
    let shopper = shopper(on.again(), &mut candidates, purchase).await?;
    let methods = without_bare_centers(on, cart_id, methods).await?;

    let place = TaxPlace { region: &address.region, postcode: &address.postcode };
    let here = TaxesHere { taxes: &taxes, place, now: purchase.now };
    let inputs: Vec<LineInput> = rows.iter().map(|row| line_input(row, &categories, &here)).collect();
    let running: Vec<_> = candidates.iter().map(|candidate| candidate.promotion.clone()).collect();
    let promoting = Promoting { promotions: &running, shopper, now: purchase.now };
    // What shipping looks at does not depend on shipping: the discounts that apply without it.
    let without = price(&inputs, None, &promoting).totals;
    let shipped = ShippedCart {
        weight_grams: ShippedCart::weigh(rows.iter().map(|row| (row.weight_grams, row.quantity))),
        item_total: without.item_total,
        value: without.item_total - without.discount_total,
    };
    let methods: Vec<PricedMethod> =
        methods.into_iter().filter_map(|method| PricedMethod::of(method, &shipped)).collect();
    let chosen = methods.iter().find(|priced| Some(priced.method.method_id) == purchase.entered.shipping_method);
    let shipping_input = chosen.map(|priced| ShippingInput {
        label: priced.method.name.clone(),
        price_minor: priced.price_minor,
        tax_rates: here.rates(|tax| tax.category_slug == STANDARD_TAX_CATEGORY),
    });
    Ok(PricedCart {
        cart_id,
        version,
        lines: rows.into_iter().map(priced_line).collect(),
        saved: saved.into_iter().map(saved_line).collect(),
        priced: price(&inputs, shipping_input.as_ref(), &promoting),
        candidates,
        free_shipping: free_shipping(&methods, shipped.item_total),
        shipping: chosen.map(PricedMethod::offer),
        shipping_carrier: chosen.map(|priced| priced.method.carrier_id),
        pickup: chosen.and_then(|priced| priced.method.pickup.clone()),
        offers: methods.iter().map(PricedMethod::offer).collect(),
    })
}

/// The taxes of where the parcel goes.
struct TaxesHere<'a> {
    /// Of the country.
    taxes: &'a [CountryTax],
    place: TaxPlace<'a>,
    now: Timestamp,
}

impl TaxesHere<'_> {
    /// The rates of some category that apply now.
    fn rates(&self, is_meant: impl Fn(&CountryTax) -> bool) -> Vec<TaxRate> {
        let rules = self.taxes.iter().filter(|tax| is_meant(tax)).map(|tax| &tax.rule);
        applicable(rules, self.place, self.now)
    }
}

type Categories = HashMap<ProductId, BTreeSet<crate::domain::ids::CategoryId>>;

/// The categories of what is in the cart, if a promotion asks for any.
async fn categories(on: Conn<'_>, candidates: &[Candidate], rows: &[PriceableLine]) -> StoreResult<Categories> {
    if candidates.iter().any(|candidate| candidate.promotion.terms.asks_for_categories()) {
        let products: BTreeSet<ProductId> = rows.iter().map(|row| row.product_id).collect();
        promotions::categories(on, &products.into_iter().collect::<Vec<_>>()).await
    } else {
        Ok(Categories::new())
    }
}

/// What the promotions ask of whoever buys; notes with each how often this customer has used it.
async fn shopper(mut on: Conn<'_>, candidates: &mut [Candidate], purchase: Purchase<'_>) -> StoreResult<Shopper> {
    let asks = |candidate: &Candidate| candidate.promotion.terms.asks_for_the_customer();
    if !candidates.iter().any(asks) {
        return Ok(Shopper::default());
    }
    let email = &purchase.entered.email;
    let uses = promotions::uses(on.again(), &promotions::customer_keys(purchase.account, email)).await?;
    for candidate in candidates {
        candidate.promotion.customer_uses = uses.get(&candidate.promotion.id).copied().unwrap_or_default();
    }
    promotions::shopper(on, purchase.account, email).await
}

fn line_input(row: &PriceableLine, categories: &Categories, here: &TaxesHere<'_>) -> LineInput {
    LineInput {
        variant: row.variant_id,
        item: Item {
            product: row.product_id,
            brand: row.brand_id,
            categories: categories.get(&row.product_id).cloned().unwrap_or_default(),
        },
        unit_price_minor: row.price_minor,
        quantity: row.quantity,
        tax_rates: here.rates(|tax| tax.category_id == row.tax_category_id),
    }
}

fn priced_line(row: PriceableLine) -> PricedLine {
    let money = |minor| Money::new(minor, CURRENCY);
    PricedLine {
        seen_price_minor: row.seen_price_minor,
        tax_category: row.tax_category_id,
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
            shown_unit_price: money(row.price_minor),
            shown_total: money(row.price_minor.saturating_mul(row.quantity)),
            availability: availability(row.for_sale, (row.backorder, row.tracked), row.available),
        },
    }
}

fn saved_line(row: WaitingLine) -> (SavedLine, TaxCategoryId) {
    let money = |minor| Money::new(minor, CURRENCY);
    let line = SavedLine {
        id: row.id,
        variant_id: row.variant_id,
        product_slug: row.product_slug,
        title: row.title,
        sku: row.sku,
        options: row.options,
        picture: row.picture,
        unit_price: money(row.price_minor),
        shown_unit_price: money(row.price_minor),
        compare_at: row.compare_at_minor.map(money),
        seen_price: money(row.seen_price_minor),
        shown_seen_price: money(row.seen_price_minor),
        quantity: row.quantity,
        availability: availability(row.for_sale, (row.backorder, row.tracked), row.available),
    };
    (line, row.tax_category_id)
}

fn availability(for_sale: bool, (backorder, tracked): (bool, bool), available: i64) -> Availability {
    if for_sale { Availability::of(backorder, tracked, available) } else { Availability::Withdrawn }
}

/// A method that takes the cart, with its price.
struct PricedMethod {
    method: MethodRate,
    price_minor: i64,
    /// As if nothing were free.
    full_price_minor: i64,
}

impl PricedMethod {
    /// `None` if the method does not take the cart.
    fn of(method: MethodRate, cart: &ShippedCart) -> Option<Self> {
        let (price_minor, full_price_minor) = (method.rate.price(cart)?, method.rate.full_price(cart)?);
        method.limits.fit(cart).then_some(Self { method, price_minor, full_price_minor })
    }

    fn offer(&self) -> ShippingOffer {
        let method = &self.method;
        ShippingOffer {
            id: method.method_id,
            slug: method.slug.clone(),
            name: method.name.clone(),
            carrier: method.carrier.clone(),
            price: Money::new(self.price_minor, CURRENCY),
            days_min: method.days.0,
            days_max: method.days.1,
            pickup_place: method.pickup.as_ref().map(|pickup| pickup.place.clone()).unwrap_or_default(),
        }
    }
}

/// All methods but pickups at centers that could not serve the whole cart.
async fn without_bare_centers(
    on: Conn<'_>,
    cart: CartId,
    mut methods: Vec<MethodRate>,
) -> StoreResult<Vec<MethodRate>> {
    let center = |method: &MethodRate| method.pickup.as_ref().map(|pickup| pickup.center);
    let centers: Vec<FulfillmentCenterId> = methods.iter().filter_map(center).collect();
    if !centers.is_empty() {
        let able = pricing::centers_with_all(on, cart, &centers).await?;
        methods.retain(|method| center(method).is_none_or(|center| able.contains(&center)));
    }
    Ok(methods)
}

/// From when the cheapest delivery is free, if ever.
fn free_shipping(methods: &[PricedMethod], item_total: i64) -> Option<FreeShipping> {
    let deliveries = methods.iter().filter(|priced| priced.method.pickup.is_none());
    let cheapest = deliveries.min_by_key(|priced| priced.full_price_minor)?;
    let threshold = cheapest.method.rate.free_from_minor.filter(|from| *from > 0)?;
    let missing = (threshold - item_total).max(0);
    Some(FreeShipping { threshold: Money::new(threshold, CURRENCY), missing: Money::new(missing, CURRENCY) })
}
