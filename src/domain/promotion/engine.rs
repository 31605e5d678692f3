//! Which promotions apply to a basket.

use super::{
    Promotion, Reward, Terms, WhyNot,
    reward::{Left, discount, missing_units},
};
use crate::domain::{
    ids::{CustomerGroupId, PromotionId},
    pricing::LineInput,
    timestamp::Timestamp,
};

/// What is being bought.
#[derive(Clone, Copy, Debug)]
pub struct Basket<'a> {
    pub lines: &'a [LineInput],
    /// Before discounts; `None` until a method is chosen.
    pub shipping_minor: Option<i64>,
}

/// Who is buying.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shopper {
    pub groups: Vec<CustomerGroupId>,
    /// Somebody who has told neither account nor e-mail counts as new; the order itself is judged by its e-mail.
    pub has_ordered: bool,
}

/// One promotion, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluated {
    pub promotion: PromotionId,
    pub name: String,
    pub code: Option<String>,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Applied(Discount),
    /// Free shipping, while no method is chosen.
    WaitsForShipping,
    Refused(WhyNot),
}

/// What is taken off, in minor units; nothing is negative.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discount {
    /// In the order of the basket's lines.
    pub lines: Vec<i64>,
    pub shipping: i64,
}

impl Discount {
    pub fn total(&self) -> i64 {
        self.lines.iter().sum::<i64>() + self.shipping
    }
}

/// Judges promotions one after the other, in the order in which they apply.
pub fn apply(promotions: &[Promotion], basket: Basket<'_>, shopper: &Shopper, now: Timestamp) -> Vec<Evaluated> {
    let mut order: Vec<&Promotion> = promotions.iter().collect();
    order.sort_by_key(|promotion| (promotion.terms.priority, promotion.id));
    let mut left = Left {
        lines: basket.lines.iter().map(LineInput::total).collect(),
        shipping: basket.shipping_minor.unwrap_or(0),
    };
    let mut applied: Vec<&Terms> = Vec::new();
    let mut evaluated = Vec::with_capacity(order.len());
    for promotion in order {
        let outcome = judge(promotion, basket, shopper, now, &applied, &left);
        match &outcome {
            Outcome::Applied(discount) => {
                left.lines.iter_mut().zip(&discount.lines).for_each(|(left, taken)| *left -= taken);
                left.shipping -= discount.shipping;
                applied.push(&promotion.terms);
            }
            Outcome::WaitsForShipping => applied.push(&promotion.terms),
            Outcome::Refused(_) => {}
        }
        let Promotion { id, code, terms, .. } = promotion;
        evaluated.push(Evaluated { promotion: *id, name: terms.name.clone(), code: code.clone(), outcome });
    }
    evaluated
}

fn judge(
    promotion: &Promotion,
    basket: Basket<'_>,
    shopper: &Shopper,
    now: Timestamp,
    applied: &[&Terms],
    left: &Left,
) -> Outcome {
    let terms = &promotion.terms;
    let refusal = of_time(terms, now)
        .or_else(|| of_shopper(promotion, shopper))
        .or_else(|| of_basket(terms, basket))
        .or_else(|| of_others(terms, applied));
    if let Some(why) = refusal {
        return Outcome::Refused(why);
    }
    if terms.reward == Reward::FreeShipping && basket.shipping_minor.is_none() {
        return Outcome::WaitsForShipping;
    }
    let discount = discount(&terms.reward, &terms.selection, basket.lines, left);
    if discount.total() == 0 { Outcome::Refused(WhyNot::NothingLeft) } else { Outcome::Applied(discount) }
}

fn of_time(terms: &Terms, now: Timestamp) -> Option<WhyNot> {
    match terms.conditions.starts_at {
        _ if !terms.active => Some(WhyNot::Paused),
        Some(start) if start > now => Some(WhyNot::NotYet(start)),
        _ if terms.conditions.ends_at.is_some_and(|end| end <= now) => Some(WhyNot::Over),
        _ => None,
    }
}

fn of_shopper(promotion: &Promotion, shopper: &Shopper) -> Option<WhyNot> {
    let terms = &promotion.terms;
    let is_member = |group: CustomerGroupId| shopper.groups.contains(&group);
    if promotion.used_up {
        Some(WhyNot::UsedUp)
    } else if terms.customer_limit.is_some_and(|limit| promotion.customer_uses >= limit) {
        Some(WhyNot::UsedByCustomer)
    } else if !terms.conditions.customer_group.is_none_or(is_member) {
        Some(WhyNot::OtherCustomers)
    } else if terms.conditions.first_order && shopper.has_ordered {
        Some(WhyNot::NotFirstOrder)
    } else {
        None
    }
}

fn of_basket(terms: &Terms, basket: Basket<'_>) -> Option<WhyNot> {
    let matching: Vec<&LineInput> = basket.lines.iter().filter(|line| terms.selection.contains(&line.item)).collect();
    if matching.is_empty() {
        return Some(WhyNot::NothingMatches);
    }
    let value: i64 = matching.iter().map(|line| line.total()).sum();
    let units: i64 = matching.iter().map(|line| line.quantity).sum();
    let short_of =
        |minimum: Option<i64>, actual: i64| minimum.map(|minimum| minimum - actual).filter(|short| *short > 0);
    if let Some(missing_minor) = short_of(terms.conditions.minimum_minor, value) {
        return Some(WhyNot::BelowMinimum { missing_minor });
    }
    if let Some(missing) = short_of(terms.conditions.minimum_quantity, units) {
        return Some(WhyNot::TooFewItems { missing });
    }
    match &terms.reward {
        Reward::BuyGet { buy, get, gets, .. } => {
            let missing = missing_units((*buy, *get), &terms.selection, gets, basket.lines);
            (missing > 0).then_some(WhyNot::TooFewItems { missing })
        }
        _ => None,
    }
}

fn of_others(terms: &Terms, applied: &[&Terms]) -> Option<WhyNot> {
    let conflict = applied.iter().find(|other| terms.exclusive || other.exclusive);
    conflict.map(|other| WhyNot::NotWith(other.name.clone()))
}

#[cfg(test)]
mod tests;
