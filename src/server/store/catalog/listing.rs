//! One page of a category or a search.

use super::{
    cards::{self, CardBase},
    facets,
    filter::{Binds, Scope, Without, candidates, fits, variant_fits, words_in_title},
};
use crate::{
    domain::{
        catalog::{Listing, ListingQuery, PAGE_SIZE, Sort},
        timestamp::Timestamp,
    },
    server::store::{Db, StoreResult, db::select},
};

/// The products in a scope that fit a choice: five statements.
pub async fn load(db: &Db, scope: &Scope, query: &ListingQuery, now: Timestamp) -> StoreResult<Listing> {
    let (total, facets) = facets::count(db, scope, query, now).await?;
    let pages = u32::try_from((total + PAGE_SIZE - 1) / PAGE_SIZE).unwrap_or(u32::MAX).max(1);
    let page = query.page.min(pages);
    let cards = cards::load(db, page_of(db, scope, query, page, now).await?, query).await?;
    Ok(Listing { cards, total, page, pages, facets })
}

async fn page_of(
    db: &Db,
    scope: &Scope,
    query: &ListingQuery,
    page: u32,
    now: Timestamp,
) -> StoreResult<Vec<CardBase>> {
    let mut binds = Binds::default();
    let candidates = candidates(scope, now, &mut binds);
    let fits = fits(query, Without::Nothing, &mut binds);
    let order = order(scope, query, &mut binds);
    let (limit, offset) = (binds.int(PAGE_SIZE), binds.int(i64::from(page - 1) * PAGE_SIZE));
    let sql = format!(
        "{candidates}
         SELECT candidate.id, candidate.slug, candidate.title, candidate.summary, candidate.brand_name
         FROM candidate WHERE {fits} ORDER BY {order} LIMIT {limit} OFFSET {offset}"
    );
    binds.apply(select(db, sql)).all().await
}

/// The id comes last, so that equal products keep their places from page to page.
fn order(scope: &Scope, query: &ListingQuery, binds: &mut Binds) -> String {
    match query.sort {
        Sort::Featured => match scope {
            Scope::Words(words) if !words.is_empty() => {
                format!("{} DESC, candidate.sold DESC, candidate.id", words_in_title(words, binds))
            }
            _ => "candidate.id".into(),
        },
        Sort::Newest => "candidate.published_at DESC, candidate.id DESC".into(),
        Sort::PriceAsc => format!("{}, candidate.id", price(query, binds)),
        Sort::PriceDesc => format!("{} DESC, candidate.id", price(query, binds)),
        Sort::BestSelling => "candidate.sold DESC, candidate.id".into(),
    }
}

/// The price that the card will show: of the cheapest variant that fits.
fn price(query: &ListingQuery, binds: &mut Binds) -> String {
    if !query.narrows_variants() {
        return "candidate.price_minor".into();
    }
    let fits = variant_fits(query, Without::Nothing, binds);
    format!("(SELECT MIN(variant.price_minor) FROM variant WHERE variant.product_id = candidate.id AND {fits})")
}
