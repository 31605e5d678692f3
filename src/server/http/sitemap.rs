//! `robots.txt` and the sitemap: what search engines shall find, and what they shall leave alone.
//!
//! The sitemap is an index of parts. A part of products is a range of ids, so that it is read along the primary key,
//! sent while it is read, and stays the same when others come and go; it can hold no more addresses than the protocol
//! allows (50,000), which at some 200 bytes each stay far below the 50 MB of a part.

use super::pages;
use crate::{
    domain::{catalog::category_href, ids::ProductId, timestamp::Timestamp},
    error::AppError,
    server::{
        caches::SitemapPart,
        state::State,
        store::{StoreResult, sitemap as store},
    },
};
use axum::{
    body::Body,
    extract::{Path, State as AxumState},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::{StreamExt, TryStreamExt, stream};
use std::{fmt::Write, sync::Arc};

/// Rows read at once.
const BATCH: i64 = 2_000;
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const HEADERS: [(header::HeaderName, &str); 2] =
    [(header::CONTENT_TYPE, "application/xml; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")];

/// Narrowed and sorted listings are endless, and every product is in a listing that is not: of a category's addresses
/// only its pages are open, which `ListingQuery::query_string` begins with their place when nothing narrows them. What
/// is blocked here says `noindex` as well, see `services::seo`. A product's choices are few, and its structured data
/// names each.
pub async fn robots(AxumState(state): AxumState<State>) -> impl IntoResponse {
    let rules = format!(
        "User-agent: *\n\
         Allow: /c/*?after=\n\
         Allow: /c/*?before=\n\
         Allow: /c/*?page=\n\
         Disallow: /c/*?\n\
         Disallow: /search\n\
         Disallow: /compare\n\
         Disallow: /cart\n\
         Disallow: /checkout\n\
         Disallow: /orders\n\
         Disallow: /login\n\
         Disallow: /account\n\
         Disallow: /admin\n\
         Disallow: /actions\n\
         Disallow: /sandbox\n\
         \n\
         Sitemap: {}/sitemap.xml\n",
        state.config.public_url()
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], rules)
}

/// `/sitemap.xml`: the parts, with when something in each was last changed.
pub async fn index(AxumState(state): AxumState<State>) -> Response {
    let parts = match parts(&state).await {
        Ok(parts) => parts,
        Err(_) => return pages::error_page(&state, StatusCode::SERVICE_UNAVAILABLE).await,
    };
    let shop = state.config.public_url();
    let mut xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    xml.push_str(&format!("<sitemap><loc>{shop}/sitemaps/categories.xml</loc></sitemap>\n"));
    for part in parts.iter() {
        // Writing to a String cannot fail.
        let _ = writeln!(
            xml,
            "<sitemap><loc>{shop}/sitemaps/products-{}.xml</loc><lastmod>{}</lastmod></sitemap>",
            part.number,
            part.changed.iso()
        );
    }
    xml.push_str("</sitemapindex>\n");
    (HEADERS, xml).into_response()
}

/// The parts that hold a product, at most some minutes old: on a large catalog they are the one costly thing here.
async fn parts(state: &State) -> Result<Arc<Vec<SitemapPart>>, AppError> {
    let load = async { StoreResult::Ok(Arc::new(store::parts(&state.db, state.clock.now()).await?)) };
    state.caches.sitemap_parts.try_get_with((), load).await.map_err(|error| {
        tracing::error!(%error, "could not read the sitemap's parts");
        AppError::Internal
    })
}

/// `/sitemaps/categories.xml` and `/sitemaps/products-{number}.xml`
pub async fn part(AxumState(state): AxumState<State>, Path(file): Path<String>) -> Response {
    let number = file.strip_prefix("products-").and_then(|rest| rest.strip_suffix(".xml"));
    match number.and_then(|number| number.parse::<i64>().ok()) {
        Some(number) if (1..=store::MAX_PARTS).contains(&number) => products(state, number).await,
        _ if file == "categories.xml" => categories(&state).await,
        _ => pages::error_page(&state, StatusCode::NOT_FOUND).await,
    }
}

/// The front page and every category that shoppers may see.
async fn categories(state: &State) -> Response {
    let slugs = match store::category_slugs(&state.db).await {
        Ok(slugs) => slugs,
        Err(error) => {
            tracing::error!(%error, "could not read the categories for the sitemap");
            return pages::error_page(state, StatusCode::SERVICE_UNAVAILABLE).await;
        }
    };
    let shop = state.config.public_url();
    let mut xml = start();
    xml.push_str(&url(&format!("{shop}/"), None));
    for slug in slugs {
        xml.push_str(&url(&format!("{shop}{}", category_href(&slug)), None));
    }
    xml.push_str(FINISH);
    (HEADERS, xml).into_response()
}

/// Sent while it is read: memory holds one batch, however large the part is.
async fn products(state: State, number: i64) -> Response {
    let (first, end) = store::range(number);
    let rows = match store::products(&state.db, first, end, state.clock.now(), BATCH).await {
        Ok(rows) if rows.is_empty() => return pages::error_page(&state, StatusCode::NOT_FOUND).await,
        Ok(rows) => rows,
        Err(error) => {
            tracing::error!(%error, "could not read the sitemap");
            return pages::error_page(&state, StatusCode::SERVICE_UNAVAILABLE).await;
        }
    };
    let shop = state.config.public_url();
    let batches = stream::try_unfold(Some(rows), move |rows| {
        let (state, shop) = (state.clone(), shop.clone());
        async move {
            let Some(rows) = rows else { return StoreResult::Ok(None) };
            let xml: String =
                rows.iter().map(|row| url(&format!("{shop}/p/{}", row.slug), Some(row.changed))).collect();
            let next = match rows.last() {
                Some(last) if i64::try_from(rows.len()).is_ok_and(|read| read == BATCH) => {
                    Some(store::products(&state.db, ProductId(last.id.0 + 1), end, state.clock.now(), BATCH).await?)
                }
                _ => None,
            };
            Ok(Some((xml, next)))
        }
    });
    let logged = batches.inspect_err(|error| tracing::error!(%error, "the sitemap broke off"));
    let whole = stream::once(async { Ok(start()) }).chain(logged).chain(stream::once(async { Ok(FINISH.to_owned()) }));
    (HEADERS, Body::from_stream(whole)).into_response()
}

fn start() -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"{NAMESPACE}\">\n")
}

const FINISH: &str = "</urlset>\n";

/// Slugs and the shop's own address have no sign that XML would take for something else.
fn url(address: &str, changed: Option<Timestamp>) -> String {
    let changed = changed.map(|changed| format!("<lastmod>{}</lastmod>", changed.iso())).unwrap_or_default();
    format!("<url><loc>{address}</loc>{changed}</url>\n")
}
