//! Stock, quantity and the button.

use super::{Shown, tell_when_back::TellWhenBack};
use crate::{
    actions::cart::AddCartLine,
    domain::{
        cart::{Availability, BACKORDER_NOTE, MAX_QUANTITY},
        catalog::ProductVariant,
    },
    storefront::{cart::CartDrawer, layout::CartBadge},
    ui::{Button, ButtonKind, Glyph, Icon, Notice, QuantityStepper, Tone},
};
use leptos::prelude::*;

#[component]
pub fn BuyForm(shown: Shown) -> impl IntoView {
    let add = ServerAction::<AddCartLine>::new();
    let (badge, opened) = (use_context::<CartBadge>(), RwSignal::new(0_u32));
    Effect::new(move |_| {
        if let Some(Ok(units)) = add.value().get() {
            if let Some(badge) = badge {
                badge.set(units);
            }
            opened.update(|times| *times += 1);
        }
    });
    let refusal = move || {
        let error = add.value().get().and_then(Result::err)?;
        Some(error.field_message("quantity").unwrap_or_else(|| error.to_string()))
    };
    let id = move || shown.variant.with(|variant| variant.as_ref().map(|variant| variant.id.0).unwrap_or_default());
    let buyable = Signal::derive(move || {
        shown.variant.with(|variant| variant.as_ref().is_some_and(|variant| variant.availability.can_be_bought()))
    });
    view! {
        <div class="grid gap-3">
            {move || shown.variant.get().map(|variant| view! { <StockNote variant has_others=shown.product.with_value(|product| product.variants.len() > 1) /> })}
            {move || refusal().map(|refusal| view! { <Notice tone=Tone::Error title=refusal /> })}
            <ActionForm action=add attr:class="buy-row" attr:novalidate=true>
                <input type="hidden" name="variant_id" value=id prop:value=id />
                <QuantityStepper id="quantity" name="quantity" value=1 max=u32::try_from(MAX_QUANTITY).unwrap_or(99) />
                <Button kind=ButtonKind::Primary busy=add.pending() disabled=Signal::derive(move || !buyable.get())>
                    {move || if buyable.get() { "Add to cart" } else { "Sold out" }}
                </Button>
            </ActionForm>
            {move || (!buyable.get() && id() != 0).then(|| view! { <TellWhenBack variant=id() /> })}
            <CartDrawer opened />
        </div>
    }
}

#[component]
fn StockNote(variant: ProductVariant, has_others: bool) -> impl IntoView {
    let few = variant.availability.few_left();
    let (class, glyph, text) = match (variant.availability, few) {
        (_, Some(left)) => ("stock stock-low", Glyph::Alert, format!("Only {left} left")),
        (Availability::Units(0) | Availability::Withdrawn, _) => (
            "stock stock-out",
            Glyph::Close,
            if has_others { "Sold out in this choice" } else { "Sold out" }.to_owned(),
        ),
        (Availability::Backorder(0), _) => ("stock stock-low", Glyph::Alert, BACKORDER_NOTE.to_owned()),
        _ => ("stock", Glyph::Check, "In stock, leaves within two working days".to_owned()),
    };
    view! {
        <p class=class role="status"><Icon glyph />{text}</p>
        <p class="tiny muted">"SKU " <span class="mono">{variant.sku}</span></p>
    }
}
