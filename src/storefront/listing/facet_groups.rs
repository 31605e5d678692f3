//! The groups of the filter form, one for each thing that products are narrowed by.

use crate::{
    domain::{
        catalog::{ChosenSpecification, FacetKind, FacetValue, Micro, NumberRange, PriceRange, SpecificationFacet},
        money::Money,
    },
    storefront::swatch::SwatchDot,
    ui::{Glyph, Icon, Rating},
};
use leptos::prelude::*;

/// A group that folds; it is open from the start if it is used often or anything in it is chosen.
#[component]
fn Group(#[prop(into)] title: String, open: bool, children: Children) -> impl IntoView {
    view! {
        <details class="facet" open=open>
            <summary>{title}<Icon glyph=Glyph::ChevronDown /></summary>
            {children()}
        </details>
    }
}

/// A choice of values with their counts. The rare ones of a long choice are folded away, unless one of them is chosen.
#[component]
fn Values(#[prop(into)] name: String, values: Vec<FacetValue>, chosen: Vec<String>) -> impl IntoView {
    let all = format!("All {}", values.len());
    let (first, others) = FacetValue::foremost(values);
    let open = others.iter().any(|value| chosen.contains(&value.slug));
    let any = !others.is_empty();
    let (list, others) = (boxes(&name, first, &chosen), boxes(&name, others, &chosen));
    view! {
        <ul class="facet-list">{list}</ul>
        {any.then(|| view! {
            <details class="facet-more" open=open>
                <summary>{all}<Icon glyph=Glyph::ChevronDown /></summary>
                <ul class="facet-list">{others}</ul>
            </details>
        })}
    }
}

fn boxes(name: &str, values: Vec<FacetValue>, chosen: &[String]) -> Vec<AnyView> {
    values
        .into_iter()
        .map(|value| {
            let checked = chosen.contains(&value.slug);
            view! {
                <li>
                    <label class="check">
                        <input class="check-input" type="checkbox" name=name.to_owned() value=value.slug checked=checked prop:checked=checked />
                        {value.hex.map(|hex| view! { <SwatchDot hex /> })}
                        <span>{value.name}</span>
                        <span class="count">{value.products}</span>
                    </label>
                </li>
            }
            .into_any()
        })
        .collect()
}

#[component]
pub fn Facet(kind: FacetKind, values: Vec<FacetValue>, chosen: Vec<String>) -> impl IntoView {
    let open = kind != FacetKind::Material || !chosen.is_empty();
    (!values.is_empty()).then(|| {
        view! { <Group title=kind.title() open><Values name=kind.key() values chosen /></Group> }
    })
}

#[component]
pub fn StockFacet(products: i64, chosen: bool) -> impl IntoView {
    (products > 0 || chosen).then(|| {
        view! {
            <label class="check facet-single">
                <input class="check-input" type="checkbox" name="stock" value="in" checked=chosen prop:checked=chosen />
                <span>"In stock"</span>
                <span class="count">{products}</span>
            </label>
        }
    })
}

#[component]
pub fn PriceFacet(price: Option<PriceRange>, min: Option<Money>, max: Option<Money>) -> impl IntoView {
    let given = |bound: Option<Money>| bound.map(Money::decimal).unwrap_or_default();
    price.map(|PriceRange { least, most }| {
        view! {
            <Group title="Price" open=true>
                <div class="facet-range">
                    <RangeField name="min" label="From" value=given(min) placeholder=least.decimal() />
                    <RangeField name="max" label="Up to" value=given(max) placeholder=most.decimal() />
                </div>
            </Group>
        }
    })
}

#[component]
pub fn RatingFacet(ratings: Vec<(u8, i64)>, chosen: Option<u8>) -> impl IntoView {
    let any = !ratings.is_empty();
    let choices = ratings
        .into_iter()
        .map(|(stars, products)| {
            let checked = chosen == Some(stars);
            view! {
                <li>
                    <label class="check">
                        <input class="check-input" type="radio" name="rating" value=stars.to_string() checked=checked prop:checked=checked />
                        <Rating tenths={u32::from(stars) * 10} />
                        <span>"and up"</span>
                        <span class="count">{products}</span>
                    </label>
                </li>
            }
        })
        .collect_view();
    any.then(|| view! { <Group title="Rating" open=true><ul class="facet-list">{choices}</ul></Group> })
}

/// Values to choose, or a range of numbers if there is more than one.
#[component]
pub fn SpecificationGroup(facet: SpecificationFacet, chosen: ChosenSpecification) -> impl IntoView {
    let SpecificationFacet { slug, name, unit, values, range } = facet;
    let open = !chosen.is_empty();
    let title = if unit.is_empty() { name.clone() } else { format!("{name} ({unit})") };
    let given = |bound: Option<Micro>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    match range {
        Some(NumberRange { least, most }) if least != most || open => {
            let (min, max) = (given(chosen.min), given(chosen.max));
            view! {
                <Group title open>
                    <div class="facet-range">
                        <RangeField name=format!("spec-{slug}-min") label="From" value=min placeholder=least.to_string() />
                        <RangeField name=format!("spec-{slug}-max") label="Up to" value=max placeholder=most.to_string() />
                    </div>
                </Group>
            }
            .into_any()
        }
        _ if values.is_empty() => ().into_any(),
        _ => view! { <Group title open><Values name=format!("spec-{slug}") values chosen=chosen.values /></Group> }
            .into_any(),
    }
}

#[component]
fn RangeField(#[prop(into)] name: String, label: &'static str, value: String, placeholder: String) -> impl IntoView {
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
                placeholder=placeholder
                autocomplete="off"
                maxlength="20"
            />
        </label>
    }
}
