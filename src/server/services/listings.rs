//! Listings and suggestions, by the search index, or by the database while the index is not there.

use crate::{
    domain::catalog::{Listing, ListingQuery, MAX_SUGGESTED_PRODUCTS, Suggestions},
    server::{
        search::{self, Page, Within},
        state::State,
        store::{
            StoreResult,
            catalog::{Scope, cards, listing},
            search::suggestions,
        },
    },
};

/// One page of a category or a search.
pub async fn load(state: &State, scope: &Scope, query: &ListingQuery) -> StoreResult<Listing> {
    let now = state.clock.now();
    match page(state, scope, query).await {
        Some(Page { products, listing }) => {
            let bases = listing::bases(&state.db, &products, now).await?;
            Ok(Listing { cards: cards::load(&state.db, bases, query).await?, ..listing })
        }
        None => listing::load(&state.db, scope, query, now).await,
    }
}

async fn page(state: &State, scope: &Scope, query: &ListingQuery) -> Option<Page> {
    let within = match scope {
        // A category that was added just now.
        Scope::Subtree { id, .. } if !state.search.snapshot()?.knows(*id) => return None,
        Scope::Subtree { id, .. } => Within::Category(*id),
        Scope::Words(_) => Within::Words,
        Scope::Everything => Within::Everything,
    };
    let (query, now) = (query.clone(), state.clock.now());
    state.search.read(move |snapshot| snapshot.page(within, &query, now)).await
}

/// What begins with what was typed, or comes close.
pub async fn suggest(state: &State, typed: &str) -> StoreResult<Suggestions> {
    let now = state.clock.now();
    let words = typed.to_owned();
    match state.search.read(move |snapshot| search::suggest(snapshot, &words, now)).await {
        Some(found) => {
            let products = suggestions::of(&state.db, &found.products, now).await?;
            Ok(Suggestions { categories: found.categories, brands: found.brands, products })
        }
        None => {
            let products = suggestions::by_title(&state.db, typed, MAX_SUGGESTED_PRODUCTS, now).await?;
            Ok(Suggestions { products, ..Suggestions::default() })
        }
    }
}
