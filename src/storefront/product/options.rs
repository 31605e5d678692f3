//! What is to be chosen. Every value is a link to the variant that has it, so it works without
//! scripts and can be shared; sold-out values stay visible and reachable.

use super::Shown;
use crate::{
    domain::catalog::{OptionChoice, OptionKind},
    storefront::swatch::SwatchDot,
};
use leptos::prelude::*;

#[component]
pub fn Options(shown: Shown) -> impl IntoView {
    let count = shown.product.with_value(|product| product.options.len());
    (0..count).map(|index| view! { <OptionPicker shown index /> }).collect_view()
}

#[component]
fn OptionPicker(shown: Shown, index: usize) -> impl IntoView {
    let option =
        shown.product.with_value(|product| product.options.get(index).map(|option| (option.name.clone(), option.kind)));
    let (name, kind) = option?;
    let choices = Memo::new(move |_| {
        let variant = shown.variant.get();
        variant.map(|variant| shown.product.with_value(|product| product.choices(index, &variant))).unwrap_or_default()
    });
    let chosen = move || {
        choices.with(|choices| choices.iter().find(|choice| choice.chosen).map(|choice| choice.value.name.clone()))
    };
    let id = format!("option-{index}");
    let labelled_by = id.clone();
    Some(view! {
        <div class="option" role="group" aria-labelledby=labelled_by>
            <p class="option-name" id=id>{name} " " <span class="option-chosen">{chosen}</span></p>
            <div class="option-row">
                {move || choices.get().into_iter().map(|choice| view! { <Value choice kind /> }).collect_view()}
            </div>
        </div>
    })
}

#[component]
fn Value(choice: OptionChoice, kind: OptionKind) -> impl IntoView {
    let OptionChoice { value, href, chosen, can_be_bought } = choice;
    let sold_out = (!can_be_bought).then(|| view! { <span class="sr-only">", sold out"</span> });
    let class = |base: &str| if can_be_bought { base.to_owned() } else { format!("{base} is-sold-out") };
    let current = chosen.then_some("true");
    let name = value.name;
    match (kind, value.hex) {
        (OptionKind::Color, Some(hex)) => view! {
            <a class=class("swatch") href=href aria-current=current data-noscroll="true" title=name.clone()>
                <SwatchDot hex /><span class="sr-only">{name.clone()}</span>{sold_out}
            </a>
        }
        .into_any(),
        _ => view! {
            <a class=class("size-button") href=href aria-current=current data-noscroll="true">{name}{sold_out}</a>
        }
        .into_any(),
    }
}
