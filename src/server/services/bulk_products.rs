//! Changing many products at once, slice by slice: a slice is a transaction, and the record of the change moves on in
//! it, so that whoever goes on, a job or the same request, makes no slice twice.

mod slice;

use crate::{
    domain::{
        ids::ProductId,
        money::{Currency, Money},
        staff::{BulkAction, BulkInput, BulkPreview, BulkResult, PricePreview, ProductFilter, Selection},
    },
    error::AppError,
    server::{
        jobs::Job,
        state::State,
        store::{
            Conn, StoreError, StoreResult,
            admin::{
                product_bulk::{self as store, BulkRow, OneOf},
                product_editor, products,
            },
        },
    },
};

/// Products in one transaction.
const SLICE: usize = 500;
/// Slices that a request makes itself; a job makes the others.
const INLINE: usize = 4;
/// Products that a preview names.
const SHOWN: i64 = 12;

/// What a change would do: how many products are meant, the first of them and, for prices, what becomes of them.
pub async fn preview(state: &State, selection: &Selection, input: &BulkInput) -> Result<BulkPreview, AppError> {
    let chosen = Chosen::read(selection)?;
    let count = chosen.count(Conn::from(&state.db)).await?;
    let ids = chosen.below(Conn::from(&state.db), i64::MAX, SHOWN).await?;
    let numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let mut named = product_editor::products_named(&state.db, &numbers).await?;
    named.sort_by_key(|product| -product.id);
    let prices = match input.check() {
        Ok(BulkAction::Price(change)) => {
            let money = |minor| Money::new(minor, Currency::default());
            let title =
                |id: ProductId| named.iter().find(|product| product.id == id.0).map(|product| product.title.clone());
            let rows = store::prices(&state.db, &ids).await?.into_iter().take(SHOWN as usize);
            let row = |row: store::PriceRow| PricePreview {
                title: title(row.product_id).unwrap_or_default(),
                before: money(row.price_minor),
                after: change.apply(row.price_minor).map(money),
                sku: row.sku,
            };
            rows.map(row).collect()
        }
        _ => Vec::new(),
    };
    let titles = named.into_iter().map(|product| product.title).collect();
    Ok(BulkPreview {
        count,
        titles,
        prices,
        categories: products::categories(&state.db).await?,
        brands: products::brands(&state.db).await?,
        tax_categories: product_editor::tax_categories(&state.db).await?,
    })
}

/// Begins a change and makes its first slices; a job makes the rest. The answer is the number of its record.
pub async fn change(state: &State, actor: &str, selection: &Selection, input: &BulkInput) -> Result<i64, AppError> {
    let action = input.check()?;
    let chosen = Chosen::read(selection)?;
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    if let BulkAction::AddCategory(category) | BulkAction::RemoveCategory(category) | BulkAction::MoveCategory(category) =
        &action
        && store::category_name(&mut tx, *category).await?.is_none()
    {
        return Err(AppError::field("change[category]", crate::domain::forms::Problem::UnknownChoice));
    }
    let referred = match &action {
        BulkAction::Brand(Some(brand)) => Some((OneOf::Brand, brand.0, "change[brand]")),
        BulkAction::TaxCategory(category) => Some((OneOf::TaxCategory, category.0, "change[tax_category]")),
        _ => None,
    };
    if let Some((one, id, field)) = referred
        && store::name_of(&mut tx, one, id).await?.is_none()
    {
        return Err(AppError::field(field, crate::domain::forms::Problem::UnknownChoice));
    }
    let total = chosen.count(Conn::from(&mut tx)).await?;
    let texts = (json(selection)?, json(&action)?);
    let id = store::begin(&mut tx, actor, (&texts.0, &texts.1), total, now).await?;
    tx.commit().await?;
    for _ in 0..INLINE {
        if !advance(state, id).await? {
            return Ok(id);
        }
    }
    let mut tx = state.db.begin().await?;
    Job::ChangeProducts { change: id }.enqueue(&mut tx, now).await?;
    tx.commit().await?;
    state.wake.notify_one();
    Ok(id)
}

/// Makes what is left of a change.
pub async fn finish(state: &State, id: i64) -> StoreResult<()> {
    while advance(state, id).await? {}
    Ok(())
}

/// What a change did so far; `None` if it is not known any more.
pub async fn result(state: &State, id: i64) -> Result<Option<BulkResult>, AppError> {
    let result = |row: BulkRow| BulkResult {
        changed: row.changed,
        archived: row.archived,
        refused: row.refused,
        remaining: if row.finished_at.is_some() {
            0
        } else {
            (row.total - row.changed - row.archived - row.refused).max(1)
        },
    };
    Ok(store::find(&state.db, id).await?.map(result))
}

/// Makes the next slice; tells whether there is more.
async fn advance(state: &State, id: i64) -> StoreResult<bool> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let Some(row) = store::lock(&mut tx, id).await?.filter(|row| row.finished_at.is_none()) else { return Ok(false) };
    let selection: Selection = read(&row.selection)?;
    let action: BulkAction = read(&row.action)?;
    let chosen = Chosen::read(&selection).map_err(|_| StoreError::Inconsistent("an unreadable selection".into()))?;
    let ids = chosen.below(Conn::from(&mut tx), row.below, SLICE as i64).await?;
    let Some(lowest) = ids.last().copied() else {
        store::advance(&mut tx, id, row.below, (0, 0, 0), Some(now)).await?;
        tx.commit().await?;
        return Ok(false);
    };
    let done = slice::change(&mut tx, now, &row.actor, &ids, &action).await?;
    let is_last = ids.len() < SLICE;
    let counts = (done.changed, done.archived, done.refused);
    store::advance(&mut tx, id, lowest.0, counts, is_last.then_some(now)).await?;
    tx.commit().await?;
    Ok(!is_last)
}

/// A selection that can be read.
enum Chosen<'a> {
    /// Falling.
    Ticked(Vec<ProductId>),
    Fitting(&'a ProductFilter),
}

impl<'a> Chosen<'a> {
    fn read(selection: &'a Selection) -> Result<Self, AppError> {
        let ids = selection.ids().map_err(|problem| AppError::field("selection[ids]", problem))?;
        Ok(match ids {
            None => Self::Fitting(&selection.filter),
            Some(mut ids) => {
                ids.sort_unstable_by(|a, b| b.cmp(a));
                ids.dedup();
                Self::Ticked(ids.into_iter().map(ProductId).collect())
            }
        })
    }

    async fn count(&self, on: Conn<'_>) -> StoreResult<i64> {
        match self {
            Self::Ticked(ids) => Ok(i64::try_from(ids.len()).unwrap_or(i64::MAX)),
            Self::Fitting(filter) => products::count(on, filter).await,
        }
    }

    /// The next ids, falling.
    async fn below(&self, on: Conn<'_>, below: i64, limit: i64) -> StoreResult<Vec<ProductId>> {
        match self {
            Self::Ticked(ids) => {
                let limit = usize::try_from(limit).unwrap_or_default();
                Ok(ids.iter().copied().filter(|id| id.0 < below).take(limit).collect())
            }
            Self::Fitting(filter) => products::ids_below(on, filter, below, limit).await,
        }
    }
}

fn json(value: &impl serde::Serialize) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Inconsistent(error.to_string()))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> StoreResult<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Inconsistent(error.to_string()))
}
