//! Changing a product: texts, prices and stock in one transaction.

use crate::{
    domain::{
        forms::{FieldErrors, Problem, required_line},
        ids::{InventoryItemId, ProductId, ProductImageId},
        money::Currency,
        product::StockPolicy,
        staff::{ProductChange, ProductInput, StockChange, VariantChange},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        services::unused_media,
        state::State,
        store::{
            StoreError, StoreResult, Tx,
            admin::product_edit::{self as store, CurrentStock, CurrentVariant},
        },
    },
};

/// Saves the product form and answers with the product's new version.
///
/// Refuses wrong fields by name; with [`AppError::Conflict`] if the product or the stock of one of its
/// variants is no longer as the form showed it; and stock below what open orders were promised.
pub async fn edit_product(state: &State, actor: &str, input: &ProductInput) -> Result<i64, AppError> {
    let change = input.check(Currency::default())?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    if !store::update_product(&mut tx, &change, now).await.map_err(refusal)? {
        let exists = store::product_exists(&mut tx, change.id).await?;
        return Err(if exists { AppError::Conflict } else { AppError::NotFound });
    }
    save_variants(&mut tx, &change, actor, now).await?;
    tx.commit().await?;
    Ok(change.version + 1)
}

/// What the schema refuses because of what is stored is the editor's to correct.
fn refusal(error: StoreError) -> AppError {
    if error.violates("product_slug_key", "product.slug") {
        AppError::field(&ProductInput::field("slug"), Problem::AlreadyTaken)
    } else if error.is_foreign_key_violation() {
        AppError::field(&ProductInput::field("brand"), Problem::UnknownChoice)
    } else {
        error.into()
    }
}

async fn save_variants(tx: &mut Tx, change: &ProductChange, actor: &str, now: Timestamp) -> Result<(), AppError> {
    let variants = store::current_variants(tx, change.id).await?;
    let stock = store::current_stock(tx, change.id).await?;
    let mut errors = FieldErrors::default();
    let mut adjusted: Vec<(InventoryItemId, i64)> = Vec::new();
    for (row, wanted) in change.variants.iter().enumerate() {
        let Some(current) = variants.iter().find(|variant| variant.id == wanted.id) else {
            return Err(AppError::Conflict);
        };
        // Statements run only for what differs: usually a row or two of the grid.
        if differs(wanted, current) {
            store::update_variant(tx, change.id, wanted).await?;
        }
        let backorder = wanted.policy == StockPolicy::Backorder || !current.track_stock;
        for level in stock.iter().filter(|level| level.variant_id == wanted.id) {
            let level = level_change(level, wanted)?;
            let field = level.place.map(|place| ProductInput::stock_field(row, place, "on_hand"));
            let field = field.unwrap_or_else(|| ProductInput::variant_field(row, "policy"));
            if level.unchanged(backorder) {
                continue;
            }
            if !backorder && level.change.on_hand < level.reserved {
                errors.add(&field, Problem::BelowReserved(level.reserved));
            } else if !store::set_stock(tx, level.change, backorder).await? {
                return Err(AppError::Conflict);
            }
            if level.change.on_hand != level.change.seen {
                adjusted.push((level.change.item, level.change.on_hand - level.change.seen));
            }
        }
    }
    errors.into_result()?;
    store::note_adjustments(tx, &adjusted, actor, now).await?;
    store::refresh_price(tx, change.id).await?;
    Ok(())
}

fn differs(wanted: &VariantChange, current: &CurrentVariant) -> bool {
    wanted.price_minor != current.price_minor
        || wanted.compare_at_minor != current.compare_at_minor
        || wanted.policy != current.stock_policy
}

/// A stock level and what becomes of it.
struct LevelChange {
    change: StockChange,
    reserved: i64,
    backorder: bool,
    /// Its place in the form's row; `None` if the form does not show it.
    place: Option<usize>,
}

impl LevelChange {
    fn unchanged(&self, backorder: bool) -> bool {
        self.change.on_hand == self.change.seen && self.backorder == backorder
    }
}

/// What the form makes of a level; refused if the level moved since the form was shown.
fn level_change(level: &CurrentStock, wanted: &VariantChange) -> Result<LevelChange, AppError> {
    let place = wanted.stock.iter().position(|change| change.item == level.item);
    let change = match place.and_then(|place| wanted.stock.get(place)) {
        Some(change) if change.on_hand != change.seen && change.seen != level.on_hand => {
            return Err(AppError::Conflict);
        }
        Some(change) if change.on_hand != change.seen => *change,
        // Not edited: sales may have moved it in the meantime, and it stays as they left it.
        _ => StockChange { item: level.item, seen: level.on_hand, on_hand: level.on_hand },
    };
    Ok(LevelChange { change, reserved: level.reserved, backorder: level.backorder, place })
}

/// Describes a picture for those who cannot see it.
pub async fn describe_picture(
    state: &State,
    product: ProductId,
    image: ProductImageId,
    alt: &str,
) -> Result<(), AppError> {
    let alt = required_line(alt, 300).map_err(|problem| AppError::field("alt", problem))?;
    found(store::set_alt(&state.db, product, image, &alt).await)
}

/// Takes a picture off a product; its files go with it unless something else shows it.
pub async fn delete_picture(state: &State, product: ProductId, image: ProductImageId) -> Result<(), AppError> {
    let mut tx = state.db.begin().await?;
    let hash = store::delete_picture(&mut tx, product, image).await?.ok_or(AppError::NotFound)?;
    unused_media::release(&mut tx, vec![hash], state.clock.now()).await?;
    tx.commit().await?;
    state.wake.notify_waiters();
    Ok(())
}

/// Makes a picture the product's first.
pub async fn show_picture_first(state: &State, product: ProductId, image: ProductImageId) -> Result<(), AppError> {
    found(store::move_to_front(&state.db, product, image).await)
}

fn found(changed: StoreResult<bool>) -> Result<(), AppError> {
    if changed? { Ok(()) } else { Err(AppError::NotFound) }
}
