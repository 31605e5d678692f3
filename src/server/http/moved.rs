//! Addresses that something had before: a permanent redirect to the one it has now.

use crate::{
    domain::catalog::category_href,
    server::{
        state::State,
        store::{StoreResult, slugs},
    },
};
use axum::{
    extract::{Request, State as AxumState},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Looks for a present address only where a page was not found: others cost nothing.
pub async fn redirect(AxumState(state): AxumState<State>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let uri = request.uri().clone();
    // The app's router does not mind a slash too many, but a page has one address.
    let trimmed = uri.path().trim_end_matches('/');
    if reads
        && trimmed != uri.path()
        && is_plain(trimmed)
        && ["/p/", "/c/"].iter().any(|page| trimmed.starts_with(page))
        && let Some(response) = moved(trimmed, &uri)
    {
        return response;
    }
    let response = next.run(request).await;
    if !reads || response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    match present(&state, uri.path()).await {
        Ok(Some(path)) => moved(&path, &uri).unwrap_or(response),
        Ok(None) => response,
        Err(error) => {
            tracing::error!(%error, "could not look for a former address");
            response
        }
    }
}

/// Where an address leads now. A slash too many at the end is a former address, too.
async fn present(state: &State, path: &str) -> StoreResult<Option<String>> {
    let trimmed = path.trim_end_matches('/');
    let slug = |prefix| trimmed.strip_prefix(prefix).filter(|slug| is_slug(slug));
    let present = if let Some(slug) = slug("/p/") {
        slugs::present_of_product(&state.db, slug, state.clock.now()).await?.map(|slug| format!("/p/{slug}"))
    } else if let Some(slug) = slug("/c/") {
        slugs::present_of_category(&state.db, slug).await?.map(|slug| category_href(&slug))
    } else {
        None
    };
    // Never an address that a browser would take for another site's.
    let without_slash = (trimmed != path && is_plain(trimmed)).then(|| trimmed.to_owned());
    Ok(present.or(without_slash))
}

fn is_slug(text: &str) -> bool {
    crate::domain::slug::slug(text).as_deref() == Ok(text)
}

fn is_plain(path: &str) -> bool {
    path.len() > 1 && path.split('/').skip(1).all(|part| !part.is_empty()) && !path.contains('\\')
}

fn moved(path: &str, uri: &Uri) -> Option<Response> {
    let target = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let target = HeaderValue::from_str(&target).ok()?;
    let caching = HeaderValue::from_static("public, max-age=3600");
    Some(
        (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, target), (header::CACHE_CONTROL, caching)]).into_response(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_less_never_leads_to_another_site() {
        for (path, plain) in [
            ("/search", true),
            ("/a/b", true),
            ("", false),
            ("/", false),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("/a//b", false),
        ] {
            assert_eq!(is_plain(path), plain, "{path}");
        }
    }
}
