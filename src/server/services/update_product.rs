//! Changing a product into what it shall be, whatever it was: for the editor, for imports and for programs.
//!
//! Only what differs is written and noted in the audit log; where nothing differs nothing happens, so that an
//! import can run twice.

mod log;
mod plan;
mod write;

use crate::{
    domain::{
        audit::AuditSubject,
        forms::{FieldErrors, Problem},
        ids::ProductId,
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        services::{
            add_product::{AddProductError, NewProduct, refusal},
            audit::{self, Subject},
            stock_watch,
            stored_product::{self, StoredProduct},
            unused_media,
        },
        store::{
            StoreError, Tx,
            catalog_write::{stored, update},
        },
    },
};

/// What a product shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductUpdate {
    pub id: ProductId,
    /// The version that whoever asks has seen; an update of an older one is refused. `None`: whatever it is.
    pub version: Option<i64>,
    /// Everything of it. Variants are the stored ones by their id, else by their SKU; those that are not named go.
    /// Without a publish date an active product keeps the one it has.
    pub product: NewProduct,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Updated {
    pub version: i64,
    /// Whether anything differed.
    pub changed: bool,
}

/// Why a product was not changed. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum UpdateProductError {
    #[error("there is no such product")]
    NotFound,
    /// The product, or stock that was to be set, is no longer as it was seen.
    #[error("it was changed in the meantime")]
    Conflict,
    /// What is wrong with it; fields of parts are named by their index: "variants.0.sku".
    #[error("the product has wrong fields: {0:?}")]
    Invalid(FieldErrors),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AddProductError> for UpdateProductError {
    fn from(error: AddProductError) -> Self {
        match refusal(error) {
            AddProductError::Invalid(errors) => Self::Invalid(errors),
            AddProductError::Store(error) => Self::Store(error),
        }
    }
}

impl From<UpdateProductError> for AppError {
    fn from(error: UpdateProductError) -> Self {
        match error {
            UpdateProductError::NotFound => Self::NotFound,
            UpdateProductError::Conflict => Self::Conflict,
            UpdateProductError::Invalid(errors) => Self::Invalid(errors),
            UpdateProductError::Store(error) => error.into(),
        }
    }
}

/// Locks a product and its stock until the transaction ends and loads it, so that what is changed is what was read.
pub async fn lock(tx: &mut Tx, id: ProductId) -> Result<StoredProduct, UpdateProductError> {
    stored::lock_product(tx, id).await?.ok_or(UpdateProductError::NotFound)?;
    stored::lock_stock(tx, id).await?;
    stored_product::load_one(tx, id).await?.ok_or(UpdateProductError::NotFound)
}

/// Makes a product what it shall be.
pub async fn update_product(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    update: ProductUpdate,
) -> Result<Updated, UpdateProductError> {
    let stored = lock(tx, update.id).await?;
    if update.version.is_some_and(|seen| seen != stored.version) {
        return Err(UpdateProductError::Conflict);
    }
    save(tx, now, actor, &stored, update.product).await
}

/// Makes a product that [`lock`] answered with what it shall be.
pub async fn save(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    stored: &StoredProduct,
    wanted: NewProduct,
) -> Result<Updated, UpdateProductError> {
    let wanted = plan::complete(stored, wanted, now)?;
    let plan = plan::plan(stored, &wanted)?;
    if plan.is_nothing() {
        return Ok(Updated { version: stored.version, changed: false });
    }
    write::write(tx, now, actor, stored, &wanted, &plan).await?;
    log::note(tx, now, actor, stored, &wanted).await?;
    stock_watch::product_changed(tx, stored.id, now).await?;
    Ok(Updated { version: stored.version + 1, changed: true })
}

/// Deletes a product; orders keep what they say of it. Refused while open orders wait for units of it.
pub async fn delete_product(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    id: ProductId,
    version: Option<i64>,
) -> Result<(), UpdateProductError> {
    let stored = lock(tx, id).await?;
    if version.is_some_and(|seen| seen != stored.version) {
        return Err(UpdateProductError::Conflict);
    }
    let reserved: i64 = stored.stock.iter().flatten().map(|stock| stock.reserved).sum();
    if reserved > 0 {
        return Err(UpdateProductError::Invalid(FieldErrors::one("stock", Problem::BelowReserved(reserved))));
    }
    unused_media::release_pictures_of(tx, &[id], now).await?;
    update::delete_product(tx, id).await?;
    let subject = Subject::new(AuditSubject::Product, id.0, stored.product.title.clone());
    audit::note(tx, now, actor, subject, Some(&log::summary(&stored.product)), None).await?;
    Ok(())
}

/// Notes that a product was added.
pub async fn note_added(
    tx: &mut Tx,
    now: Timestamp,
    actor: &str,
    added: &[(ProductId, &NewProduct)],
) -> Result<(), StoreError> {
    let entry = |(id, product): &(ProductId, &NewProduct)| {
        let subject = Subject::new(AuditSubject::Product, id.0, product.title.clone());
        audit::entry(subject, None, Some(&log::summary(product)))
    };
    let entries = added.iter().filter_map(|added| entry(added).transpose()).collect::<Result<Vec<_>, _>>()?;
    audit::note_all(tx, now, actor, &entries).await
}
