//! The looks of the sandbox gateway's page.

use super::cards::TEST_CARDS;
use crate::{
    domain::money::{Currency, Money},
    server::{state::State, store::sandbox::SandboxPayment},
};
use axum::response::Html;
use minijinja::{Environment, context};

const PAGE: &str = include_str!("page.html");

pub fn card_form(state: &State, payment: &SandboxPayment, message: Option<&str>) -> Html<String> {
    let cards: Vec<_> = TEST_CARDS.iter().map(|card| context! { number => card.number, note => card.note }).collect();
    let may_save = !payment.customer.is_empty();
    render(state, payment, context! { message, cards, may_save })
}

pub fn challenge(state: &State, payment: &SandboxPayment) -> Html<String> {
    render(state, payment, context! { challenge => true })
}

fn render(state: &State, payment: &SandboxPayment, values: minijinja::Value) -> Html<String> {
    let currency = Currency::from_code(&payment.currency).unwrap_or_default();
    let values = context! {
        stylesheet => state.stylesheet.as_deref(),
        amount => Money::new(payment.amount_minor, currency).to_string(),
        description => &payment.description,
        action => format!("/sandbox/pay/{}", payment.reference),
        back => &payment.return_url,
        ..values
    };
    let mut environment = Environment::new();
    let page = environment
        .add_template("page.html", PAGE)
        .and_then(|()| environment.get_template("page.html")?.render(values));
    Html(page.unwrap_or_else(|error| {
        tracing::error!(%error, "the payment page's template failed");
        "The payment page is not available.".to_owned()
    }))
}
