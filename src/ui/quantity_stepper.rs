use super::{Glyph, Icon, words};
use leptos::{html, prelude::*};

/// A number field with buttons beside it; without scripts the field alone remains. `on_change` hears settled values only:
/// a press of a button, or leaving the field. `label` names what is counted, for a page with several steppers.
#[component]
pub fn QuantityStepper(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    value: u32,
    #[prop(default = 1)] min: u32,
    #[prop(default = 99)] max: u32,
    #[prop(optional, into)] label: String,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] on_change: Option<Callback<u32>>,
) -> impl IntoView {
    let words = words();
    let field = NodeRef::<html::Input>::new();
    let quantity = RwSignal::new(value);
    let settle = move |wanted: u32| {
        let settled = wanted.max(min).min(max);
        quantity.set(settled);
        if let Some(field) = field.get_untracked() {
            field.set_value(&settled.to_string());
        }
        if let Some(on_change) = on_change {
            on_change.run(settled);
        }
    };
    let label = if label.is_empty() { words.quantity.to_owned() } else { label };
    view! {
        <div class=format!("stepper {class}")>
            <button
                class="stepper-button"
                type="button"
                aria-label=words.one_less
                disabled={move || quantity.get() <= min}
                on:click=move |_| settle(quantity.get_untracked().saturating_sub(1))
            >
                <Icon glyph=Glyph::Minus />
            </button>
            <label class="sr-only" for=id.clone()>{label}</label>
            <input
                class="stepper-input"
                id=id
                name=name
                type="number"
                inputmode="numeric"
                min=min
                max=max
                value=value
                node_ref=field
                on:change=move |event| settle(event_target_value(&event).parse().unwrap_or(min))
            />
            <button
                class="stepper-button"
                type="button"
                aria-label=words.one_more
                disabled={move || quantity.get() >= max}
                on:click=move |_| settle(quantity.get_untracked().saturating_add(1))
            >
                <Icon glyph=Glyph::Plus />
            </button>
        </div>
    }
}
