//! One page of a category or a search, found by SQL alone: what a node answers while its search index is not there.

use super::{
    cards::{self, CardBase},
    facets,
    filter::{Binds, Narrowed, Scope, Without, candidates, fits},
    filterable,
    order::Order,
};
use crate::{
    domain::{
        catalog::{Cursor, Listing, ListingQuery, PAGE_SIZE},
        ids::ProductId,
        timestamp::Timestamp,
    },
    server::store::{Db, StoreResult, db::select, sql},
};
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
struct Placed {
    key: i64,
    tie: i64,
    #[sqlx(flatten)]
    product: CardBase,
}

/// The products in a scope that fit a choice: six statements.
pub async fn load(db: &Db, scope: &Scope, query: &ListingQuery, now: Timestamp) -> StoreResult<Listing> {
    let filterable = filterable::filterable(db).await?;
    let narrowed = Narrowed::new(query, &filterable);
    let counted = facets::count(db, scope, &narrowed, &filterable, now).await?;
    let total = counted.total;
    let pages = Listing::pages_of(total);
    let turn = Turn::of(query, counted.before, pages);
    let placed = page_of(db, scope, &narrowed, turn, now).await?;
    let place = |placed: &Placed| Cursor { key: placed.key, tie: placed.tie };
    let offset = turn.offset(counted.before);
    let more = offset + i64::try_from(placed.len()).unwrap_or(i64::MAX) < total;
    let (start, end) = (placed.first().map(place), placed.last().map(place).filter(|_| more));
    let cards = cards::load(db, placed.into_iter().map(|placed| placed.product).collect(), query).await?;
    Ok(Listing {
        cards,
        total,
        page: Listing::page_at(offset).min(pages),
        pages,
        offset,
        start,
        end,
        close: false,
        facets: counted.facets,
    })
}

/// Which page is shown.
#[derive(Clone, Copy)]
enum Turn {
    After(Cursor),
    Before(Cursor),
    Offset(i64),
}

impl Turn {
    /// `before`: products before the place that the query names.
    fn of(query: &ListingQuery, before: i64, pages: u32) -> Self {
        match (query.after, query.before) {
            (Some(after), _) => Self::After(after),
            (None, Some(place)) if before > PAGE_SIZE => Self::Before(place),
            (None, Some(_)) => Self::Offset(0),
            (None, None) => Self::Offset(i64::from(query.page.min(pages) - 1) * PAGE_SIZE),
        }
    }

    fn offset(self, before: i64) -> i64 {
        match self {
            Self::After(_) => before,
            Self::Before(_) => before - PAGE_SIZE,
            Self::Offset(offset) => offset,
        }
    }
}

async fn page_of(
    db: &Db,
    scope: &Scope,
    narrowed: &Narrowed<'_>,
    turn: Turn,
    now: Timestamp,
) -> StoreResult<Vec<Placed>> {
    let mut binds = Binds::default();
    let candidates = candidates(scope, now, &mut binds);
    let order = Order::of(scope, narrowed, &mut binds);
    let fits = fits(narrowed, Without::Nothing, &mut binds);
    let (within, direction, offset) = match turn {
        Turn::After(place) => (format!("NOT {}", order.is_before(place, true, &mut binds)), "", 0),
        Turn::Before(place) => (order.is_before(place, false, &mut binds), " DESC", 0),
        Turn::Offset(offset) => ("1 = 1".into(), "", offset),
    };
    let (limit, offset) = (binds.int(PAGE_SIZE), binds.int(offset));
    let Order { key, tie } = &order;
    let sql = format!(
        "{candidates}
         SELECT {key} AS key, {tie} AS tie, candidate.id, candidate.slug, candidate.title, candidate.summary,
                candidate.brand_name, candidate.rating_count, candidate.rating_sum
         FROM candidate WHERE {fits} AND {within}
         ORDER BY 1{direction}, 2{direction} LIMIT {limit} OFFSET {offset}"
    );
    let mut placed: Vec<Placed> = binds.apply(select(db, sql)).all().await?;
    if matches!(turn, Turn::Before(_)) {
        placed.reverse();
    }
    Ok(placed)
}

/// Those of the products that can be shown now, in the given order: one statement.
pub async fn bases(db: &Db, ids: &[ProductId], now: Timestamp) -> StoreResult<Vec<CardBase>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // What nearly every product is, is written such that SQLite takes no index for it: the few ids lead. By the index on
    // status and publication it would read the whole catalog.
    let sql = format!(
        "SELECT product.id, product.slug, product.title, product.summary, brand.name AS brand_name,
                product.rating_count, product.rating_sum
         FROM product LEFT JOIN brand ON brand.id = product.brand_id
         WHERE (product.status = 'active') IS TRUE AND product.published_at + 0 <= $1 AND product.id IN ({})",
        sql::list(2, ids.len())
    );
    let rows: Vec<CardBase> = select(db, sql).bind(now).bind_all(ids.iter().copied()).all().await?;
    let mut by_id: HashMap<ProductId, CardBase> = rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}
