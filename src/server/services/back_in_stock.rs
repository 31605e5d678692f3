//! Asking to be told when something can be bought again.

use super::{
    stock_watch,
    throttle::{self, Subject},
};
use crate::{
    domain::{
        forms::email,
        ids::{InventoryItemId, VariantId},
    },
    error::AppError,
    server::{
        query::encode,
        state::State,
        store::{inventory, stock_watch as store},
    },
};
use std::net::IpAddr;

/// Keeps an e-mail for the variant, once; the answer, the variant's page, says nothing about who asked before.
///
/// What came back in the meantime is told of at once. The levels are locked, so that no change of them is missed.
pub async fn request(
    state: &State,
    variant: VariantId,
    address: &str,
    from: Option<IpAddr>,
) -> Result<String, AppError> {
    let email = email(address).map_err(|problem| AppError::field("email", problem))?;
    let (slug, sku) = store::find_variant(&state.db, variant).await?.ok_or(AppError::NotFound)?;
    let subjects: Vec<Subject> = from.map(Subject::mails_from).into_iter().collect();
    if !throttle::count(state, &subjects).await? {
        return Err(AppError::TooManyTries);
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let (levels, _) = inventory::lock_levels(&mut tx, &[variant]).await?;
    store::request(&mut tx, variant, &email, now).await?;
    let items: Vec<InventoryItemId> = levels.into_iter().map(|level| level.item).collect();
    stock_watch::levels_changed(&mut tx, &items, now).await?;
    tx.commit().await?;
    state.wake.notify_one();
    Ok(format!("/p/{slug}?variant={}", encode(&sku)))
}
