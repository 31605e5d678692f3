//! The form by which staff change an order: drafts keep what was typed from page to page, also without scripts.

use super::{
    edit_order::{self, Confirmed},
    orders::get_for_staff,
    pricing::CURRENCY,
};
use crate::{
    domain::{
        ids::OrderId,
        money::Money,
        order::OrderNumber,
        order_edit::{AddableVariant, AppliedEdit, OrderEditForm, OrderEditPreview, OrderEditor},
    },
    error::AppError,
    server::{
        state::State,
        store::{
            StoreError,
            order_edits::{self, BuyableVariant, KeptEdit},
        },
    },
};

/// Most variants that a search shows.
const FOUND: i64 = 8;

/// The form of an order, with what a draft of this member of staff has in it, and the variants that fit its search.
pub async fn open(
    state: &State,
    actor: &str,
    number: OrderNumber,
    draft: Option<i64>,
) -> Result<OrderEditor, AppError> {
    let detail = get_for_staff(state, number).await?;
    if !detail.can_edit() {
        return Err(AppError::OrderMovedOn);
    }
    let form = match draft {
        Some(draft) => read(&find(state, actor, number, draft).await?)?,
        None => OrderEditForm::of(&detail),
    };
    let added = order_edits::variants(&state.db, &form.variants()).await?;
    let found = order_edits::search_variants(&state.db, &form.variant_search, FOUND).await?;
    Ok(OrderEditor {
        number,
        shipping_address: form.shipping(),
        billing_address: form.billing(),
        added: added.into_iter().map(addable).collect(),
        found: found
            .into_iter()
            .filter(|found| !form.added.contains_key(&found.variant.to_string()))
            .map(addable)
            .collect(),
        detail,
        form,
    })
}

/// What a draft comes to, or why it cannot be.
pub async fn preview(
    state: &State,
    actor: &str,
    number: OrderNumber,
    draft: i64,
) -> Result<OrderEditPreview, AppError> {
    let change = read(&find(state, actor, number, draft).await?)?.check()?;
    edit_order::preview(state, actor, number, &change).await
}

fn addable(variant: BuyableVariant) -> AddableVariant {
    AddableVariant {
        variant: variant.variant,
        sku: variant.sku,
        title: variant.title,
        options: variant.options,
        price: Money::new(variant.price_minor, CURRENCY),
        available: (!variant.backorder).then_some(variant.available.max(0)),
    }
}

/// Keeps what was typed; the answer names the draft.
pub async fn keep(state: &State, actor: &str, number: OrderNumber, form: &OrderEditForm) -> Result<i64, AppError> {
    let json = serde_json::to_string(form).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
    let detail = get_for_staff(state, number).await?;
    if !detail.can_edit() {
        return Err(AppError::OrderMovedOn);
    }
    let mut tx = state.db.begin().await?;
    let draft = order_edits::keep_draft(&mut tx, number.0, (actor, &json), state.clock.now()).await?;
    tx.commit().await?;
    Ok(draft)
}

/// Where a draft is shown: the form with what a search finds, or what it comes to.
pub fn page_of(number: OrderNumber, draft: i64, step: &str) -> String {
    let page = format!("/admin/orders/{number}/edit?draft={draft}");
    if step == "find" { format!("{page}#order-edit-add") } else { format!("{page}&step=preview") }
}

/// Carries a draft out, at the total that its preview showed. Once more changes nothing.
pub async fn apply(
    state: &State,
    actor: &str,
    number: OrderNumber,
    draft: i64,
    total: Option<i64>,
) -> Result<(), AppError> {
    let kept = find(state, actor, number, draft).await?;
    if kept.applied_at.is_some() {
        return Ok(());
    }
    let change = read(&kept)?.check()?;
    let confirmed = Confirmed { draft: Some(draft), total };
    match edit_order::edit_order(state, actor, number, &change, confirmed).await {
        // Whoever was faster may be the other half of a double click.
        Err(AppError::Conflict) if find(state, actor, number, draft).await?.applied_at.is_some() => Ok(()),
        done => done.map(drop),
    }
}

/// A draft of this order and this member of staff.
async fn find(state: &State, actor: &str, number: OrderNumber, draft: i64) -> Result<KeptEdit, AppError> {
    let kept = order_edits::find(&state.db, draft).await?;
    kept.filter(|kept| kept.order_id == number.0 && kept.actor == actor).ok_or(AppError::NotFound)
}

fn read(kept: &KeptEdit) -> Result<OrderEditForm, AppError> {
    if kept.applied_at.is_some() {
        return Err(AppError::OrderMovedOn);
    }
    let form = serde_json::from_str(&kept.form);
    Ok(form.map_err(|error| StoreError::Inconsistent(format!("draft {}: {error}", kept.id)))?)
}

/// The changes that were made to an order, oldest first.
pub async fn history(state: &State, order: OrderId) -> Result<Vec<AppliedEdit>, AppError> {
    let edits = order_edits::list_applied(&state.db, order).await?;
    let applied = |edit: KeptEdit| AppliedEdit {
        changes: serde_json::from_str(&edit.changes).unwrap_or_default(),
        actor: edit.actor,
        note: edit.note,
        total_before: Money::new(edit.total_before_minor, CURRENCY),
        total_after: Money::new(edit.total_after_minor, CURRENCY),
        at: edit.applied_at.unwrap_or_default(),
    };
    Ok(edits.into_iter().map(applied).collect())
}
