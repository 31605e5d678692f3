//! The interactive page: Swagger UI from the binary itself, so that it works offline.
//!
//! Its scripts and styles are files, as the shop's policy wants them; nothing inline is allowed here either. Our own
//! files stand in for its page, its settings and its page-wide styles; they also choose the dark colors that it has.

use super::problem::{ApiResult, Problem};
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use std::sync::Arc;
use utoipa_swagger_ui::Config;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// `/api/docs`
pub async fn page() -> Response {
    let mut response = Html(include_str!("docs/index.html")).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// `/api/docs/{file}`
pub async fn file(Path(name): Path<String>) -> ApiResult<Response> {
    let own = match name.as_str() {
        "start.js" => Some(("text/javascript", include_str!("docs/start.js"))),
        "page.css" => Some(("text/css", include_str!("docs/page.css"))),
        _ => None,
    };
    if let Some((kind, text)) = own {
        return Ok(([(header::CONTENT_TYPE, kind)], text).into_response());
    }
    // Only what the page asks for, not everything that the library packs.
    if !matches!(name.as_str(), "swagger-ui-bundle.js" | "swagger-ui.css") {
        return Err(Problem::not_found());
    }
    match utoipa_swagger_ui::serve(&name, Arc::new(Config::default())) {
        Ok(Some(file)) => Ok(([(header::CONTENT_TYPE, file.content_type)], file.bytes.into_owned()).into_response()),
        _ => Err(Problem::not_found()),
    }
}
