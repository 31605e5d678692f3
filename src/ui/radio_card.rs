use leptos::prelude::*;

/// A named group of [`RadioCard`]s in one frame.
#[component]
pub fn RadioCards(#[prop(into)] legend: String, children: Children) -> impl IntoView {
    view! {
        <fieldset class="checkout-part">
            <legend>{legend}</legend>
            <div class="radio-cards">{children()}</div>
        </fieldset>
    }
}

/// One choice with a second line and something on the right, such as a price. `on:change` on it hears the choice.
#[component]
pub fn RadioCard(
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: String,
    #[prop(optional, into)] aside: String,
    #[prop(optional)] checked: bool,
    #[prop(optional)] disabled: bool,
) -> impl IntoView {
    view! {
        <label class="radio-card">
            <input class="check-input" type="radio" name=name value=value checked=checked disabled=disabled required=true />
            <span>
                <span class="radio-card-title">{title}</span>
                {(!text.is_empty()).then(|| view! { <span class="radio-card-text">{text}</span> })}
            </span>
            <span class="radio-card-aside">{aside}</span>
        </label>
    }
}
