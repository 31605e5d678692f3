//! What shipping and taxes come to, before the checkout.

use crate::{
    actions::{
        cart::estimate_cart,
        page_data::{PageData, page_data},
    },
    domain::{
        cart::{Cart, CartEstimate},
        country::country_choices,
        shipping::{EstimatePlace, ShippingOffer},
        shop_settings::Shop,
    },
    error::AppError,
    storefront::form_errors::FormErrors,
    ui::{Button, Field, Notice, Select, SkeletonLines, Tone},
};
use leptos::prelude::*;
use leptos_router::{components::Form, hooks::use_query_map};

/// What the form in the address asked for, and the answer.
pub(super) type Estimated = PageData<(EstimatePlace, Result<CartEstimate, AppError>)>;

/// The cart that an estimate is of: its version and its total. Whatever changes them changes what it costs.
pub(super) type Estimating = RwSignal<Option<(i64, i64)>>;

/// Asks for what the address says; call it in the page.
pub(super) fn estimate(estimating: Estimating) -> Estimated {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let value = |name: &str| query.get(name).unwrap_or_default();
            EstimatePlace { country: value("country"), region: value("region"), postcode: value("postcode") }
        })
    });
    page_data(
        move || (asked.get(), estimating.get()),
        |(asked, _)| async move {
            let result = estimate_cart(asked.country.clone(), asked.region.clone(), asked.postcode.clone()).await;
            (asked, result)
        },
    )
}

/// A form whose entries stand in the address, and what they lead to.
#[component]
pub(super) fn Estimate(cart: RwSignal<Cart>, estimate: Estimated, estimating: Estimating) -> impl IntoView {
    let state = move || cart.with(|cart| (cart.version, cart.totals.amounts.total));
    let first = cart.with_untracked(|cart| (cart.version, cart.totals.amounts.total));
    Effect::new(move |_| {
        let now = state();
        if estimating.get_untracked().unwrap_or(first) != now {
            estimating.set(Some(now));
        }
    });
    view! {
        <Transition fallback=|| view! { <SkeletonLines count=3 /> }>
            {move || Suspend::new(async move {
                let (asked, result) = estimate.await;
                view! { <Shown asked result /> }
            })}
        </Transition>
    }
}

#[component]
fn Shown(asked: EstimatePlace, result: Result<CartEstimate, AppError>) -> impl IntoView {
    let errors = StoredValue::new(result.as_ref().err().cloned());
    let errors = FormErrors::of(move || errors.get_value().map(Err::<(), _>));
    let place = result.as_ref().map_or(asked, |estimate| estimate.place.clone());
    let open = result.is_err() || !place.is_empty();
    let country =
        if place.is_empty() { use_context::<Shop>().unwrap_or_default().home_country } else { place.country.clone() };
    let countries = country_choices();
    let answer = match result {
        Ok(estimate) if !estimate.place.is_empty() => view! { <Answer estimate /> }.into_any(),
        Ok(_) => ().into_any(),
        Err(AppError::Invalid(_)) => ().into_any(),
        Err(error) => view! { <Notice tone=Tone::Error title=error.to_string() /> }.into_any(),
    };
    view! {
        <details class="card" id="estimate" open=open>
            <summary class="font-semibold">"Shipping and taxes to…"</summary>
            <div class="grid gap-4 pt-4">
                <Form method="GET" action="/cart" attr:class="address-fields grid gap-4">
                    <Select label="Country" name="country" id="estimate-country" options=countries value=country error=errors.field("country") />
                    <Field class="address-region" label="State or province" name="region" id="estimate-region" value=place.region error=errors.field("region") autocomplete="off" />
                    <Field class="address-postcode" label="Postcode" name="postcode" id="estimate-postcode" value=place.postcode error=errors.field("postcode") autocomplete="off" />
                    <Button>"Show"</Button>
                </Form>
                <div role="status">{answer}</div>
            </div>
        </details>
    }
}

#[component]
fn Answer(estimate: CartEstimate) -> impl IntoView {
    let CartEstimate { place, offers, totals } = estimate;
    if offers.is_empty() {
        return view! { <p class="small">{format!("Nothing of this ships to {} yet.", place.label())}</p> }.into_any();
    }
    let with = totals.shipping_method.clone().unwrap_or_default();
    let taxes = totals.taxes.iter().map(|tax| {
        let label = if tax.included { format!("Includes {}", tax.label) } else { tax.label.clone() };
        view! { <p class="leader small"><span>{label}</span><span class="money">{totals.money(tax.amount_minor).to_string()}</span></p> }
    });
    let taxes = taxes.collect_view();
    let rows = offers.into_iter().map(|offer| view! { <Offer offer /> }).collect_view();
    view! {
        <h3 class="text-sm font-semibold">{place.label()}</h3>
        <ul class="grid gap-2 py-3">{rows}</ul>
        {taxes}
        <p class="leader small">
            <span>{format!("Total with {with}")}</span>
            <strong class="money">{totals.money(totals.amounts.total).to_string()}</strong>
        </p>
    }
    .into_any()
}

#[component]
fn Offer(offer: ShippingOffer) -> impl IntoView {
    let (price, description) = (offer.price_text(), offer.description());
    view! {
        <li>
            <p class="leader small"><strong>{offer.name}</strong><span class="money">{price}</span></p>
            <p class="tiny muted">{description}</p>
        </li>
    }
}
