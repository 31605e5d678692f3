//! What there is to know: description, specifications, shipping.

use super::Shown;
use crate::{
    domain::{catalog::SpecificationGroup, shipping::ShippingTerms},
    ui::{Glyph, Icon},
};
use leptos::prelude::*;

#[component]
pub fn Story(shown: Shown) -> impl IntoView {
    let (description, specifications) =
        shown.product.with_value(|product| (product.description_html.clone(), product.specifications.clone()));
    let shipping = use_context::<ShippingTerms>().unwrap_or_default().zones;
    let shipping: Vec<_> = shipping.into_iter().map(|zone| view! { <li>{zone}</li> }).collect();
    view! {
        <div class="product-story folds">
            {(!description.is_empty()).then(|| view! {
                <Fold title="About it" open=true><div class="prose" inner_html=description.clone()></div></Fold>
            })}
            {(!specifications.is_empty()).then(|| view! {
                <Fold title="Specifications" open=true><Specifications groups=specifications.clone() /></Fold>
            })}
            {(!shipping.is_empty()).then(|| view! {
                <Fold title="Shipping"><ul class="grid gap-2">{shipping}</ul></Fold>
            })}
        </div>
    }
}

#[component]
fn Fold(title: &'static str, #[prop(optional)] open: bool, children: Children) -> impl IntoView {
    view! {
        <details class="fold" open=open>
            <summary>{title}<Icon glyph=Glyph::ChevronDown /></summary>
            <div class="fold-body">{children()}</div>
        </details>
    }
}

#[component]
fn Specifications(groups: Vec<SpecificationGroup>) -> impl IntoView {
    groups
        .into_iter()
        .map(|group| {
            let rows = group
                .specifications
                .into_iter()
                .map(|specification| {
                    view! { <tr><th scope="row">{specification.name}</th><td>{specification.value}</td></tr> }
                })
                .collect_view();
            view! { <table class="spec-table"><caption>{group.name}</caption><tbody>{rows}</tbody></table> }
        })
        .collect_view()
}
