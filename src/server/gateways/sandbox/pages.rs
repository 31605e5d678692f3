//! The sandbox gateway's hosted page: plain forms, as on any gateway's own site.

use super::{
    SLUG, cards,
    charge::{self, Charged},
    html,
};
use crate::{
    domain::forms::Problem,
    server::{
        http::pages,
        state::State,
        store::{
            self,
            sandbox::{SandboxPayment, SandboxStatus},
        },
    },
};
use axum::{
    Form, Router,
    extract::{Path, State as AxumState},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;

pub fn router() -> Router<State> {
    Router::new().route("/pay/{reference}", get(show).post(pay)).route("/pay/{reference}/challenge", post(challenge))
}

#[derive(Deserialize)]
struct Card {
    #[serde(default)]
    number: String,
    /// Whether it is kept; anything but nothing is yes.
    #[serde(default)]
    save: String,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    answer: String,
}

async fn show(AxumState(state): AxumState<State>, Path(reference): Path<String>) -> Response {
    match find(&state, &reference).await {
        Ok(payment) => page(&state, &payment, None),
        Err(response) => response,
    }
}

async fn pay(AxumState(state): AxumState<State>, Path(reference): Path<String>, Form(form): Form<Card>) -> Response {
    let payment = match find(&state, &reference).await {
        Ok(payment) => payment,
        Err(response) => return response,
    };
    let card = match cards::read(&form.number) {
        Ok(card) => card,
        Err(problem) => {
            let message = if problem == Problem::Required {
                "Please enter a card number."
            } else {
                "This is not one of the test cards."
            };
            return (StatusCode::UNPROCESSABLE_ENTITY, page(&state, &payment, Some(message))).into_response();
        }
    };
    respond(&state, &payment, charge::charge(&state, &payment, (card, !form.save.is_empty())).await).await
}

async fn challenge(
    AxumState(state): AxumState<State>,
    Path(reference): Path<String>,
    Form(form): Form<Answer>,
) -> Response {
    match find(&state, &reference).await {
        Ok(payment) => {
            let charged = charge::answer_challenge(&state, &payment, form.answer == "approve").await;
            respond(&state, &payment, charged).await
        }
        Err(response) => response,
    }
}

async fn respond(state: &State, payment: &SandboxPayment, charged: store::StoreResult<Charged>) -> Response {
    match charged {
        Ok(Charged::Paid | Charged::Processing | Charged::Closed) => Redirect::to(&payment.return_url).into_response(),
        Ok(Charged::Challenge) => Redirect::to(&format!("/{SLUG}/pay/{}", payment.reference)).into_response(),
        Ok(Charged::Declined(reason)) => {
            let open = SandboxPayment { status: SandboxStatus::Open, ..payment.clone() };
            (StatusCode::PAYMENT_REQUIRED, page(state, &open, Some(reason))).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the sandbox gateway failed");
            pages::error_page(state, StatusCode::INTERNAL_SERVER_ERROR).await
        }
    }
}

async fn find(state: &State, reference: &str) -> Result<SandboxPayment, Response> {
    if !reference.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(pages::error_page(state, StatusCode::NOT_FOUND).await);
    }
    match store::sandbox::find(&state.db, reference).await {
        Ok(Some(payment)) => Ok(payment),
        Ok(None) => Err(pages::error_page(state, StatusCode::NOT_FOUND).await),
        Err(error) => {
            tracing::error!(%error, "the sandbox gateway failed");
            Err(pages::error_page(state, StatusCode::INTERNAL_SERVER_ERROR).await)
        }
    }
}

/// The form for a card, the challenge, or the way back when nothing is left to pay.
fn page(state: &State, payment: &SandboxPayment, message: Option<&str>) -> Response {
    match payment.status {
        SandboxStatus::Open => html::card_form(state, payment, message).into_response(),
        SandboxStatus::Challenge => html::challenge(state, payment).into_response(),
        SandboxStatus::Processing
        | SandboxStatus::Authorized
        | SandboxStatus::Captured
        | SandboxStatus::Canceled
        | SandboxStatus::Refunded => Redirect::to(&payment.return_url).into_response(),
    }
}
