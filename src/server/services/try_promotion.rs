//! The try-it box: what the running promotions and the one at hand do to a sample cart. Nothing is stored.

use super::pricing::CURRENCY;
use crate::{
    domain::{
        forms::{FieldErrors, Problem, number, optional_text},
        ids::{CustomerGroupId, ProductId, PromotionId},
        money::Money,
        pricing::{LineInput, Promoting, ShippingInput, price},
        promotion::{CartPromotion, CartPromotionState, Evaluated, Item, Outcome, Promotion, Shopper, Terms},
        staff::{SampleCart, Tried},
    },
    error::AppError,
    server::{
        state::State,
        store::promotions::{self as store, SampleVariant},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// Most lines of a sample cart.
const MAX_LINES: usize = 50;

/// Judges a sample cart by a promotion among all automatic ones that run.
///
/// The promotion is judged as if it were active and nobody had used it: paused ones are tried before they start.
pub async fn try_out(state: &State, id: PromotionId, sample: &SampleCart) -> Result<Tried, AppError> {
    let now = state.clock.now();
    let kept = store::find(&state.db, id).await?.ok_or(AppError::NotFound)?;
    let code = if kept.by_code { store::codes(&state.db, id).await?.into_iter().next() } else { None };
    let wanted = Wanted::read(sample)?;
    let skus: Vec<String> = wanted.units.keys().cloned().collect();
    let variants = store::variants(&state.db, &skus).await?;
    let unknown = skus.iter().position(|sku| !variants.iter().any(|variant| variant.sku == *sku));
    if let Some(index) = unknown {
        let problem = Problem::UnknownSku(u32::try_from(index + 1).unwrap_or(u32::MAX));
        return Err(AppError::field("lines", problem));
    }
    let products: BTreeSet<ProductId> = variants.iter().map(|variant| variant.product_id).collect();
    let categories = store::categories(&state.db, &products.into_iter().collect::<Vec<_>>()).await?;
    let line = |variant: &SampleVariant| LineInput {
        variant: variant.variant_id,
        item: Item {
            product: variant.product_id,
            brand: variant.brand_id,
            categories: categories.get(&variant.product_id).cloned().unwrap_or_default(),
        },
        unit_price_minor: variant.price_minor,
        quantity: wanted.units.get(&variant.sku).copied().unwrap_or(1),
        tax_rates: Vec::new(),
    };
    let lines: Vec<LineInput> = variants.iter().map(line).collect();
    let mut promotions = store::running(&state.db, now).await?;
    promotions.retain(|running| running.id != id);
    let terms = Terms { active: true, ..kept.terms };
    let code = code.map(|each| each.code);
    promotions.push(Promotion { id, terms, code, used_up: false, customer_uses: 0 });
    let shopper = Shopper { groups: wanted.groups, has_ordered: sample.has_ordered };
    let promoting = Promoting { promotions: &promotions, shopper, now };
    let shipping =
        wanted.shipping.map(|price_minor| ShippingInput { label: String::new(), price_minor, tax_rates: Vec::new() });
    let priced = price(&lines, shipping.as_ref(), &promoting);
    let money = |minor| Money::new(minor, CURRENCY);
    Ok(Tried {
        lines: variants
            .iter()
            .zip(&lines)
            .map(|(variant, line)| {
                (line.quantity, format!("{} ({})", variant.title, variant.sku), money(line.total()).to_string())
            })
            .collect(),
        items: money(priced.totals.item_total),
        shipping: money(priced.totals.shipping_total),
        discount: money(-priced.totals.discount_total),
        total: money(priced.totals.total),
        promotions: priced.promotions.into_iter().map(told).collect(),
    })
}

fn told(evaluated: Evaluated) -> CartPromotion {
    let state = match evaluated.outcome {
        Outcome::Applied(discount) => CartPromotionState::Applied(discount.total()),
        Outcome::WaitsForShipping => CartPromotionState::WaitsForShipping,
        Outcome::Refused(why) => CartPromotionState::Refused(why),
    };
    CartPromotion { name: evaluated.name, code: evaluated.code, state }
}

/// A sample cart, read.
struct Wanted {
    /// Units by SKU.
    units: BTreeMap<String, i64>,
    shipping: Option<i64>,
    groups: Vec<CustomerGroupId>,
}

impl Wanted {
    fn read(sample: &SampleCart) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let units = errors.take("lines", units(&sample.lines)).unwrap_or_default();
        let shipping = match sample.shipping.trim() {
            "" => None,
            text => {
                errors.take("shipping", Money::parse(text, CURRENCY).map(|money| money.minor).ok_or(Problem::NotAPrice))
            }
        };
        let group = match sample.customer_group.trim() {
            "" => None,
            id => errors.take("customer_group", id.parse().map(CustomerGroupId).map_err(|_| Problem::UnknownChoice)),
        };
        errors.into_result()?;
        Ok(Self { units, shipping, groups: group.into_iter().collect() })
    }
}

/// "SKU" or "3 SKU" a line.
fn units(text: &str) -> Result<BTreeMap<String, i64>, Problem> {
    let text = optional_text(text, 5_000)?;
    let mut units = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (count, sku) = match line.split_once(char::is_whitespace) {
            Some((count, sku)) => (number(count.trim_end_matches(['x', '×']), 1, 99)?, sku.trim()),
            None => (1, line),
        };
        *units.entry(sku.to_owned()).or_default() += count;
    }
    match units.len() {
        0 => Err(Problem::Required),
        count if count > MAX_LINES => Err(Problem::TooMany(MAX_LINES as u32)),
        _ => Ok(units),
    }
}
