//! What the products can be narrowed by: beside them, or on a phone in a sheet. Both are the same
//! form, and the sheet opens without scripts.

use super::{FORM, PANEL, bar::count_label, submit};
use crate::{
    domain::{
        catalog::{FacetKind, FacetValue, Facets, ListingQuery},
        money::Money,
    },
    storefront::swatch::SwatchDot,
    ui::{Glyph, Icon},
};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

#[component]
pub fn FacetPanel(path: String, query: ListingQuery, facets: Facets, total: i64) -> impl IntoView {
    let navigate = use_navigate();
    let target = path.clone();
    let submit = move |event: ev::SubmitEvent| {
        if let Some(choice) = submit::choice(&event) {
            event.prevent_default();
            navigate(&choice.href(&target), NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    };
    let groups = FacetKind::ALL
        .into_iter()
        .map(|kind| view! { <Facet kind values=facets.values(kind).to_vec() chosen=query.values(kind).to_vec() /> })
        .collect_view();
    view! {
        <div class="sheet" id=PANEL popover="auto" role="group" aria-label="Filters">
            <div class="panel-head">
                <p class="panel-title">"Filter"</p>
                <button class="icon-link" type="button" popovertarget=PANEL popovertargetaction="hide" aria-label="Close">
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
            <form class="facets" id=FORM method="get" action=path on:submit=submit on:change=move |_| submit::form_by_id(FORM)>
                {(!query.words.is_empty()).then(|| view! { <input type="hidden" name="q" value=query.words.clone() /> })}
                {groups}
                <PriceFacet facets query />
                <div class="facets-foot">
                    <button class="btn btn-strong btn-block without-script" type="submit">"Apply"</button>
                    <button class="btn btn-strong btn-block needs-script phone-only" type="button" popovertarget=PANEL popovertargetaction="hide">
                        {format!("Show {}", count_label(total))}
                    </button>
                </div>
            </form>
        </div>
    }
}

#[component]
fn Facet(kind: FacetKind, values: Vec<FacetValue>, chosen: Vec<String>) -> impl IntoView {
    let empty = values.is_empty();
    let boxes = values
        .into_iter()
        .map(|value| {
            let checked = chosen.contains(&value.slug);
            view! {
                <li>
                    <label class="check">
                        <input class="check-input" type="checkbox" name=kind.key() value=value.slug checked=checked prop:checked=checked />
                        {value.hex.map(|hex| view! { <SwatchDot hex /> })}
                        <span>{value.name}</span>
                        <span class="count">{value.products}</span>
                    </label>
                </li>
            }
        })
        .collect_view();
    (!empty).then(|| {
        view! {
            <details class="facet" open=true>
                <summary>{kind.title()}<Icon glyph=Glyph::ChevronDown /></summary>
                <ul class="facet-list">{boxes}</ul>
            </details>
        }
    })
}

#[component]
fn PriceFacet(facets: Facets, query: ListingQuery) -> impl IntoView {
    let given = |bound: Option<Money>| bound.map(Money::decimal).unwrap_or_default();
    let (min, max) = (given(query.min), given(query.max));
    facets.price.map(|range| {
        view! {
            <details class="facet" open=true>
                <summary>"Price"<Icon glyph=Glyph::ChevronDown /></summary>
                <div class="facet-range">
                    <PriceField name="min" label="From" value=min placeholder=range.least />
                    <PriceField name="max" label="Up to" value=max placeholder=range.most />
                </div>
            </details>
        }
    })
}

#[component]
fn PriceField(name: &'static str, label: &'static str, value: String, placeholder: Money) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field-hint">{label}</span>
            <input
                class="input num"
                type="text"
                inputmode="decimal"
                name=name
                value=value.clone()
                prop:value=value
                placeholder=placeholder.decimal()
                autocomplete="off"
                maxlength="12"
            />
        </label>
    }
}
