//! A cart as programs read it.

use super::super::{
    types::{Money, Picture},
    variants::Availability as Available,
};
use crate::domain::{
    cart::{self, Availability, CartNotice, CartTotals},
    money::Currency,
    promotion::{CartPromotion, CartPromotionState},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A cart, priced.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cart {
    /// Grows with every change.
    version: i64,
    lines: Vec<CartLine>,
    /// What is saved for later, the latest first: no part of the totals, nor of an order.
    saved: Vec<SavedLine>,
    totals: CartAmounts,
    /// What changed since its prices were accepted.
    notices: Vec<Notice>,
    /// Promotions that apply, and those that do not with the reason.
    promotions: Vec<PromotionOfCart>,
    /// What is missing to free shipping, where that is offered.
    #[schema(required = true)]
    free_shipping: Option<FreeShipping>,
    /// Whether every line can be bought as it stands.
    buyable: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CartLine {
    id: i64,
    variant_id: i64,
    product_slug: String,
    title: String,
    sku: String,
    /// "Navy / M"; empty for a product without options.
    options: String,
    #[schema(required = true)]
    picture: Option<Picture>,
    unit_price: Money,
    /// The former price, above the present one.
    #[schema(required = true)]
    compare_at: Option<Money>,
    quantity: i64,
    total: Money,
    /// No longer for sale: the line has to be taken out.
    withdrawn: bool,
    availability: Available,
}

/// What is saved for later, at the price of today.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedLine {
    id: i64,
    /// `null` when the variant was deleted; then there are no SKU, slug, options and picture either.
    #[schema(required = true)]
    variant_id: Option<i64>,
    product_slug: String,
    title: String,
    sku: String,
    /// "Navy / M"; empty for a product without options.
    options: String,
    #[schema(required = true)]
    picture: Option<Picture>,
    unit_price: Money,
    /// What it cost when it was last in the cart, if it costs something else now.
    #[schema(required = true)]
    price_before: Option<Money>,
    /// The former price, above the present one.
    #[schema(required = true)]
    compare_at: Option<Money>,
    quantity: i64,
    /// No longer for sale: it cannot be moved to the cart.
    withdrawn: bool,
    availability: Available,
}

/// What it all comes to: `items - discount + shipping + added_tax = total`.
#[derive(Debug, Serialize, ToSchema)]
pub struct CartAmounts {
    items: Money,
    discount: Money,
    shipping: Money,
    /// In the prices already.
    included_tax: Money,
    /// On top of the prices.
    added_tax: Money,
    total: Money,
    /// The discount, by promotion.
    discounts: Vec<Discount>,
    /// The taxes, by rate.
    taxes: Vec<Tax>,
    #[schema(required = true)]
    shipping_method: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CartDiscount)]
pub struct Discount {
    label: String,
    /// What is saved.
    amount: Money,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CartTax)]
pub struct Tax {
    label: String,
    amount: Money,
    /// Whether the prices contain it.
    included: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FreeShipping {
    threshold: Money,
    /// Zero when it is reached.
    missing: Money,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    PriceChanged,
    FewerAvailable,
    SoldOut,
    Withdrawn,
}

/// Something that changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CartNotice)]
pub struct Notice {
    kind: NoticeKind,
    /// Of the product.
    title: String,
    /// With `price_changed`.
    #[schema(required = true)]
    before: Option<Money>,
    #[schema(required = true)]
    now: Option<Money>,
    /// With `fewer_available`.
    #[schema(required = true)]
    available: Option<i64>,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromotionState {
    Applied,
    /// It pays for shipping once a method is chosen.
    WaitsForShipping,
    Refused,
}

/// What a promotion does to a cart.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CartPromotion)]
pub struct PromotionOfCart {
    name: String,
    /// The coupon code that it came by; `null` for an automatic one.
    #[schema(required = true)]
    code: Option<String>,
    state: PromotionState,
    /// What it takes off, where it applies.
    #[schema(required = true)]
    amount: Option<Money>,
    /// Why it does not apply, for people.
    #[schema(required = true)]
    reason: Option<String>,
}

impl From<cart::Cart> for Cart {
    fn from(cart: cart::Cart) -> Self {
        let buyable = cart.is_buyable();
        let totals = &cart.totals;
        Self {
            version: cart.version,
            promotions: cart.promotions.into_iter().map(|each| PromotionOfCart::of(each, totals.currency)).collect(),
            totals: CartAmounts::from(&cart.totals),
            lines: cart.lines.into_iter().map(CartLine::from).collect(),
            saved: cart.saved.into_iter().map(SavedLine::from).collect(),
            notices: cart.notices.into_iter().map(Notice::from).collect(),
            free_shipping: cart
                .free_shipping
                .map(|free| FreeShipping { threshold: free.threshold.into(), missing: free.missing.into() }),
            buyable,
        }
    }
}

impl From<&CartTotals> for CartAmounts {
    fn from(totals: &CartTotals) -> Self {
        let money = |minor| Money::from(totals.money(minor));
        let amounts = &totals.amounts;
        let discounts = totals.discounts.iter().map(|each| (each.label.clone(), money(each.amount_minor)));
        let taxes = totals.taxes.iter().map(|tax| (tax.label.clone(), money(tax.amount_minor), tax.included));
        Self {
            items: money(amounts.item_total),
            discount: money(amounts.discount_total.abs()),
            shipping: money(amounts.shipping_total),
            included_tax: money(amounts.included_tax_total),
            added_tax: money(amounts.additional_tax_total),
            total: money(amounts.total),
            discounts: discounts.map(|(label, amount)| Discount { label, amount }).collect(),
            taxes: taxes.map(|(label, amount, included)| Tax { label, amount, included }).collect(),
            shipping_method: totals.shipping_method.clone(),
        }
    }
}

impl From<cart::CartLine> for CartLine {
    fn from(line: cart::CartLine) -> Self {
        Self {
            id: line.id.0,
            variant_id: line.variant_id.0,
            product_slug: line.product_slug,
            title: line.title,
            sku: line.sku,
            options: line.options,
            picture: line.picture.map(Picture::from),
            unit_price: line.unit_price.into(),
            compare_at: line.compare_at.map(Money::from),
            quantity: line.quantity,
            total: line.total.into(),
            withdrawn: line.availability == Availability::Withdrawn,
            availability: line.availability.into(),
        }
    }
}

impl From<cart::SavedLine> for SavedLine {
    fn from(line: cart::SavedLine) -> Self {
        Self {
            id: line.id.0,
            price_before: line.price_before().map(Money::from),
            variant_id: line.variant_id.map(|variant| variant.0),
            product_slug: line.product_slug,
            title: line.title,
            sku: line.sku,
            options: line.options,
            picture: line.picture.map(Picture::from),
            unit_price: line.unit_price.into(),
            compare_at: line.compare_at.map(Money::from),
            quantity: line.quantity,
            withdrawn: line.availability == Availability::Withdrawn,
            availability: line.availability.into(),
        }
    }
}

impl From<CartNotice> for Notice {
    fn from(notice: CartNotice) -> Self {
        let plain = |kind, title| Self { kind, title, before: None, now: None, available: None };
        match notice {
            CartNotice::PriceChanged { title, before, now } => {
                Self { before: Some(before.into()), now: Some(now.into()), ..plain(NoticeKind::PriceChanged, title) }
            }
            CartNotice::FewerAvailable { title, available } => {
                Self { available: Some(available), ..plain(NoticeKind::FewerAvailable, title) }
            }
            CartNotice::SoldOut { title } => plain(NoticeKind::SoldOut, title),
            CartNotice::Withdrawn { title } => plain(NoticeKind::Withdrawn, title),
        }
    }
}

impl PromotionOfCart {
    pub(in super::super) fn of(promotion: CartPromotion, currency: Currency) -> Self {
        let CartPromotion { name, code, state } = promotion;
        let (state, amount, reason) = match state {
            CartPromotionState::Applied(minor) => {
                (PromotionState::Applied, Some(Money { amount: minor, currency }), None)
            }
            CartPromotionState::WaitsForShipping => (PromotionState::WaitsForShipping, None, None),
            CartPromotionState::Refused(why) => (PromotionState::Refused, None, Some(why.sentence(currency))),
        };
        Self { name, code, state, amount, reason }
    }
}
