//! A form of filters as an address, without loading the page.

use crate::domain::catalog::ListingQuery;
use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{FormData, HtmlFormElement, UrlSearchParams},
};

/// Submits a form as pressing its button would, through its own handler.
pub fn form_by_id(id: &str) {
    if let Some(form) = document().get_element_by_id(id).and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) {
        let _ = form.request_submit();
    }
}

/// The choice that a submitted form stands for.
pub fn choice(event: &ev::SubmitEvent) -> Option<ListingQuery> {
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    let fields = FormData::new_with_form(&form).ok()?;
    let parameters = UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
    Some(ListingQuery::parse(&String::from(parameters.to_string())))
}
