//! The catalog's pages.

use crate::{
    domain::{
        catalog::{CategoryView, CompareQuery, Comparison, Home, Listing, ListingQuery, ProductDetail, Suggestions},
        ids::ProductId,
        slug,
    },
    error::AppError,
    server::{
        markdown,
        services::listings,
        state::State,
        store::{
            StoreResult,
            catalog::{self, Scope, categories::TopCategories},
        },
    },
};
use std::sync::Arc;

/// Products in each row of the front page.
const HIGHLIGHTS: i64 = 4;
/// What was typed counts up to here when something is suggested for it.
const MAX_TYPED_CHARS: usize = 100;
/// Further words of a search are not looked for.
const MAX_SEARCH_WORDS: usize = 8;

/// The menu and the front page's categories, at most half a minute old.
pub async fn top_categories(state: &State) -> Result<Arc<TopCategories>, AppError> {
    let load = async { StoreResult::Ok(Arc::new(catalog::categories::top(&state.db, state.clock.now()).await?)) };
    state.caches.top_categories.try_get_with((), load).await.map_err(|error| {
        tracing::error!(%error, "could not read the categories");
        AppError::Internal
    })
}

/// The front page.
pub async fn get_home(state: &State) -> Result<Home, AppError> {
    let top = top_categories(state).await?;
    let (hero_light, hero_dark) = catalog::home::hero(&state.db).await?;
    let (newest, best_sellers) = catalog::home::highlights(&state.db, HIGHLIGHTS, state.clock.now()).await?;
    Ok(Home { hero_light, hero_dark, categories: top.tiles.clone(), newest, best_sellers })
}

/// A category with one page of what is in it and below it.
pub async fn get_category(state: &State, slug: &str, query: &ListingQuery) -> Result<CategoryView, AppError> {
    let found = catalog::categories::find(&state.db, known_form(slug)?).await?.ok_or(AppError::NotFound)?;
    let listing = listings::load(state, &found.scope, query).await?;
    Ok(CategoryView {
        category: found.category,
        description: found.description,
        picture: found.picture,
        ancestors: found.ancestors,
        children: found.children,
        listing,
    })
}

/// A product with its description rendered.
///
/// `seen` is what the visitor looked at before, newest first.
pub async fn get_product(
    state: &State,
    slug: &str,
    seen: &[ProductId],
) -> Result<(ProductId, ProductDetail), AppError> {
    let found = catalog::product::find(&state.db, known_form(slug)?, seen, state.clock.now()).await?;
    let found = found.ok_or(AppError::NotFound)?;
    let product = ProductDetail {
        description_html: markdown::to_html(&found.description),
        public_url: state.config.public_url(),
        ..found.product
    };
    Ok((found.id, product))
}

/// A product as its page will be, whether shoppers may see it yet or not.
pub async fn preview_product(state: &State, slug: &str) -> Result<ProductDetail, AppError> {
    let found = catalog::product::find_any(&state.db, known_form(slug)?, state.clock.now()).await?;
    let found = found.ok_or(AppError::NotFound)?;
    Ok(ProductDetail {
        description_html: markdown::to_html(&found.description),
        public_url: state.config.public_url(),
        preview: true,
        ..found.product
    })
}

/// Products side by side; those that shoppers may not see are left out.
pub async fn compare(state: &State, query: &CompareQuery) -> Result<Comparison, AppError> {
    Ok(catalog::compare::load(&state.db, &query.slugs, state.clock.now()).await?)
}

/// What is no slug names nothing; PostgreSQL could not even be asked for all of it.
fn known_form(text: &str) -> Result<&str, AppError> {
    if slug::slug(text).as_deref() == Ok(text) { Ok(text) } else { Err(AppError::NotFound) }
}

/// Products that contain all words of the query; without words, everything that is narrowed otherwise; none for a query
/// that asks for nothing.
pub async fn search(state: &State, query: &ListingQuery) -> Result<Listing, AppError> {
    let words: Vec<String> = query.words.split_whitespace().take(MAX_SEARCH_WORDS).map(str::to_owned).collect();
    let scope = match (words.is_empty(), query.chosen()) {
        (false, _) => Scope::Words(words),
        (true, 0) => return Ok(Listing { page: 1, pages: 1, ..Listing::default() }),
        (true, _) => Scope::Everything,
    };
    Ok(listings::load(state, &scope, query).await?)
}

/// The catalog for programs: what has the query's words, or what is in a category and below it, or without either all
/// that is for sale; narrowed as in a search.
pub async fn browse(state: &State, within: Option<&str>, query: &ListingQuery) -> Result<Listing, AppError> {
    match within {
        Some(slug) => {
            let found = catalog::categories::find(&state.db, known_form(slug)?).await?.ok_or(AppError::NotFound)?;
            Ok(listings::load(state, &found.scope, query).await?)
        }
        None if query.words.is_empty() => Ok(listings::load(state, &Scope::Everything, query).await?),
        None => search(state, query).await,
    }
}

/// What a search field suggests for what was typed so far.
pub async fn suggest(state: &State, typed: &str) -> Result<Suggestions, AppError> {
    let words: String = typed.chars().filter(|char| !char.is_control()).take(MAX_TYPED_CHARS).collect();
    if words.trim().is_empty() {
        return Ok(Suggestions::default());
    }
    Ok(listings::suggest(state, words.trim()).await?)
}
