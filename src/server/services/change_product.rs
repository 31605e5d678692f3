//! Adding, changing and deleting products for programs: each a transaction of its own.

use super::{
    add_product::{NewProduct, add_products},
    stored_product::{self, StoredProduct},
    update_product::{self, UpdateProductError, Updated},
};
use crate::{
    domain::ids::ProductId,
    error::AppError,
    server::{
        state::State,
        store::{StoreError, Tx},
    },
};

/// Adds a product and notes it in the audit log.
pub async fn create_product(state: &State, actor: &str, product: NewProduct) -> Result<ProductId, AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let added = add_products(&mut tx, now, actor, vec![product.clone()]).await?;
    let missing = || StoreError::Inconsistent("a product was added without an id".into());
    let id = added.first().copied().ok_or_else(missing)?;
    update_product::note_added(&mut tx, now, actor, &[(id, &product)]).await?;
    tx.commit().await?;
    Ok(id)
}

/// The product as its next change starts with it.
pub async fn open_product(state: &State, id: ProductId) -> Result<StoredProduct, AppError> {
    stored_product::load_one(&state.db, id).await?.ok_or(AppError::NotFound)
}

/// Makes a product what `change` makes of the stored one, which nobody else changes meanwhile.
///
/// Refused with [`AppError::Conflict`] if it no longer has the version, where one is given.
pub async fn change_product<E: From<AppError>>(
    state: &State,
    actor: &str,
    id: ProductId,
    version: Option<i64>,
    change: impl FnOnce(&StoredProduct) -> Result<NewProduct, E>,
) -> Result<Updated, E> {
    let mut tx = state.db.begin().await.map_err(AppError::from)?;
    let stored = lock(&mut tx, id, version).await?;
    let wanted = change(&stored)?;
    let saved = update_product::save(&mut tx, state.clock.now(), actor, &stored, wanted).await;
    let updated = saved.map_err(AppError::from)?;
    tx.commit().await.map_err(AppError::from)?;
    Ok(updated)
}

async fn lock(tx: &mut Tx, id: ProductId, version: Option<i64>) -> Result<StoredProduct, AppError> {
    let stored = update_product::lock(tx, id).await?;
    if version.is_none_or(|seen| seen == stored.version) {
        Ok(stored)
    } else {
        Err(UpdateProductError::Conflict.into())
    }
}

/// Deletes a product that still has the version.
pub async fn delete_product(state: &State, actor: &str, id: ProductId, version: i64) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    update_product::delete_product(&mut tx, state.clock.now(), actor, id, Some(version)).await?;
    Ok(tx.commit().await?)
}
