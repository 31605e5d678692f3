//! The lines of a changed order, and the stock that it holds for them.

use super::plan::{Plan, PlannedLine};
use crate::{
    domain::{
        forms::Problem,
        ids::{OrderLineId, VariantId},
        order::OrderStatus,
        order_edit::{added_field, wanted_field},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        services::allocations::{self, LineToHold},
        store::{
            self, Tx,
            order_edits::{self, BuyableVariant},
            orders::{LockedOrder, NewOrderLine},
        },
    },
};

/// Releases what is not wanted any more, writes lines and adjustments anew, and takes what is wanted on top; all or nothing.
pub(super) async fn apply(
    tx: &mut Tx,
    order: &LockedOrder,
    plan: &Plan,
    (actor, now): (&str, Timestamp),
) -> Result<(), AppError> {
    let note = (order.id, actor, now);
    allocations::lock(tx, &moved(plan)).await?;
    let gone: Vec<(OrderLineId, i64)> = plan.lines.iter().filter_map(|planned| released(plan, planned)).collect();
    allocations::let_go(tx, &gone, note).await?;
    let added = write_lines(tx, order, plan).await?;
    let wanted: Vec<LineToHold> = plan
        .lines
        .iter()
        .filter_map(|planned| held(plan, planned))
        .chain(plan.added.iter().zip(&added).map(|((variant, units), line)| LineToHold {
            line: *line,
            variant: variant.variant,
            quantity: *units,
        }))
        .collect();
    if !wanted.is_empty() {
        let to = &plan.shipping_address.country;
        if let Err(short) = allocations::hold_at(tx, &wanted, to, order.pickup_center_id, note).await? {
            let is_new = plan.added.iter().zip(&added).find(|(_, line)| **line == short.line);
            let field = is_new.map_or_else(|| wanted_field(short.line), |((new, _), _)| added_field(new.variant));
            return Err(AppError::field(&field, Problem::NotInStock(free(plan, short.line, short.available))));
        }
    }
    // Until its money is safe an order counts for nothing; then it is counted as a whole.
    if order.status != OrderStatus::PendingPayment {
        let more = plan.lines.iter().filter(|planned| planned.change() > 0);
        let more = more.filter_map(|planned| Some((planned.line.variant?, planned.change())));
        let sold: Vec<_> = more.chain(plan.added.iter().map(|(new, units)| (new.variant, *units))).collect();
        order_edits::count_sold(tx, &sold).await?;
    }
    Ok(())
}

/// Units that can be had on top of what the line has; all of its units were let go of where the order is sent elsewhere.
fn free(plan: &Plan, line: OrderLineId, available: i64) -> i64 {
    let own = plan.lines.iter().find(|planned| planned.line.line == line);
    let released = own.and_then(|planned| released(plan, planned)).map_or(0, |(_, units)| units);
    (available - released).max(0)
}

/// Every variant whose stock moves.
fn moved(plan: &Plan) -> Vec<VariantId> {
    let touched = |planned: &&PlannedLine| plan.is_sent_elsewhere || planned.change() != 0;
    let kept = plan.lines.iter().filter(touched).filter_map(|planned| planned.line.variant);
    let mut variants: Vec<VariantId> = kept.chain(plan.added.iter().map(|(new, _)| new.variant)).collect();
    variants.sort_unstable();
    variants.dedup();
    variants
}

/// Units of a line that are let go of: those too many, or all that are open where centers are chosen anew.
fn released(plan: &Plan, planned: &PlannedLine) -> Option<(OrderLineId, i64)> {
    let line = &planned.line;
    let units = match plan.is_sent_elsewhere && line.variant.is_some() {
        true => line.quantity - line.shipped - line.canceled,
        false => -planned.change(),
    };
    (units > 0).then_some((line.line, units))
}

/// Units of a line that are to be held on top of what is left of it.
fn held(plan: &Plan, planned: &PlannedLine) -> Option<LineToHold> {
    let line = &planned.line;
    let quantity = match plan.is_sent_elsewhere {
        true => planned.quantity - line.shipped - line.canceled,
        false => planned.change(),
    };
    let variant = line.variant?;
    (quantity > 0).then_some(LineToHold { line: line.line, variant, quantity })
}

/// Writes lines and adjustments; the answer has the ids of those added.
async fn write_lines(tx: &mut Tx, order: &LockedOrder, plan: &Plan) -> Result<Vec<OrderLineId>, AppError> {
    let new: Vec<NewOrderLine> = plan.added.iter().map(new_line).collect();
    let added = match new.is_empty() {
        true => Vec::new(),
        false => store::orders::insert_lines(tx, order.id, &new).await?,
    };
    let changed = plan.lines.iter().filter(|planned| planned.change() != 0 && planned.quantity > 0);
    let changed: Vec<_> = changed.map(|planned| (planned.line.line, planned.quantity)).collect();
    order_edits::delete_adjustments(tx, order.id).await?;
    order_edits::set_quantities(tx, &changed).await?;
    order_edits::delete_lines(tx, &plan.removed()).await?;
    let ids: Vec<OrderLineId> =
        plan.lines.iter().map(|planned| planned.line.line).chain(added.iter().copied()).collect();
    store::orders::insert_adjustments(tx, order.id, &plan.amended.adjustments, &ids).await?;
    order_edits::follow_discounts(tx, order.id).await?;
    Ok(added)
}

fn new_line((variant, quantity): &(BuyableVariant, i64)) -> NewOrderLine {
    NewOrderLine {
        variant: variant.variant,
        product_slug: variant.product_slug.clone(),
        sku: variant.sku.clone(),
        title: variant.title.clone(),
        options: variant.options.clone(),
        picture: variant.picture.clone(),
        unit_price_minor: variant.price_minor,
        quantity: *quantity,
    }
}
