//! The outer door: lets in whom the table of `server::access` names, and nobody where it names nobody.

use super::pages;
use crate::{
    error::AppError,
    server::{
        access::{self, Declared},
        query,
        sessions::Identity,
        state::State,
    },
};
use axum::{
    Json,
    extract::{MatchedPath, Request, State as AxumState},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

pub async fn enforce(AxumState(state): AxumState<State>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let needed = match access::of(request.method(), request.uri().path(), route) {
        Declared::Needs(access) => access,
        Declared::OtherMethods(methods) => return other_methods(&methods),
        Declared::Nothing => return undeclared(&state, request.uri().path()).await,
    };
    let identity = request.extensions().get::<Identity>();
    let Err(refusal) = needed.admit(identity.and_then(|identity| identity.account.as_ref())) else {
        return next.run(request).await;
    };
    match refuse(&request, &refusal) {
        Some(answer) => answer,
        None => pages::error_page(&state, status(&refusal)).await,
    }
}

/// As the router answers a method that a route does not have.
fn other_methods(methods: &[&str]) -> Response {
    let allowed: Vec<&str> = methods
        .iter()
        .flat_map(|method| if *method == "GET" { &["GET", "HEAD"][..] } else { std::slice::from_ref(method) })
        .copied()
        .collect();
    let mut response = StatusCode::METHOD_NOT_ALLOWED.into_response();
    if let Ok(allowed) = HeaderValue::from_str(&allowed.join(",")) {
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    response
}

async fn undeclared(state: &State, path: &str) -> Response {
    if path.starts_with("/actions/") {
        return answer(&AppError::Transport);
    }
    pages::error_page(state, StatusCode::NOT_FOUND).await
}

/// Leads people to the login where that helps; programs are told what is missing. `None`: a page says so.
fn refuse(request: &Request, refusal: &AppError) -> Option<Response> {
    let (path, headers) = (request.uri().path(), request.headers());
    let status = status(refusal);
    if path == "/api" || path.starts_with("/api/") {
        return Some(status.into_response());
    }
    if path.starts_with("/actions/") && !wants_page(headers) {
        return Some(answer(refusal));
    }
    if *refusal == AppError::SecondFactorRequired {
        return Some(Redirect::to("/account/security").into_response());
    }
    if status == StatusCode::UNAUTHORIZED {
        // Whoever sent a form wants to be back on the page where it stands.
        let is_page = matches!(*request.method(), Method::GET | Method::HEAD) && !path.starts_with("/actions/");
        let page =
            if is_page { request.uri().path_and_query().map(ToString::to_string) } else { page_of_form(headers) };
        let login = format!("/login?next={}", query::encode(&page.unwrap_or_default()));
        return Some(Redirect::to(&login).into_response());
    }
    None
}

/// An error as server functions answer it.
fn answer(error: &AppError) -> Response {
    (status(error), Json(error)).into_response()
}

fn status(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|types| types.as_bytes().windows(9).any(|types| types == b"text/html"))
}

/// The page that a form was sent from. Where that is elsewhere, the login does not lead there.
fn page_of_form(headers: &HeaderMap) -> Option<String> {
    let page: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    page.path_and_query().map(ToString::to_string)
}
