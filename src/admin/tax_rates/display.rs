//! Whether the catalog shows its prices with tax.

use crate::{
    actions::{
        admin::tax_rates::{SavePriceDisplay, get_price_display},
        page_data::page_data,
    },
    domain::tax::PriceDisplay,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Notice, Select, Tone},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[("show", "Prices are shown")];

#[component]
pub(super) fn DisplayCard() -> impl IntoView {
    let display = page_data(|| (), |()| get_price_display());
    let action = ServerAction::<SavePriceDisplay>::new();
    view! {
        <Transition fallback=|| view! { <p class="skeleton skeleton-line"></p> }>
            {move || Suspend::new(async move {
                match display.await {
                    Ok(display) => view! { <DisplayForm display action /> }.into_any(),
                    Err(error) => view! { <Notice tone=Tone::Error title=error.to_string() /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn DisplayForm(display: PriceDisplay, action: ServerAction<SavePriceDisplay>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let options = PriceDisplay::ALL.map(|display| (display.slug().to_owned(), display.label().to_owned())).to_vec();
    view! {
        <section class="card grid gap-3 max-w-xl" aria-labelledby="price-display">
            <h2 class="text-base" id="price-display">"In the shop"</h2>
            <FormProblems errors labels=LABELS />
            <ActionForm action attr:class="flex flex-wrap items-end gap-3" attr:novalidate=true>
                <Select label="Prices are shown" name="show" options value=display.slug() error=errors.field("show") />
                <Button kind=ButtonKind::Secondary busy=action.pending()>"Save"</Button>
            </ActionForm>
            <p class="small muted">"By the taxes of the shop's own country. What is charged does not change."</p>
        </section>
    }
}
