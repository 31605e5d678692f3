//! The sizes of a system, in their order.

use super::{edit::ReferenceActions, form::LABELS, parts::MoveButtons};
use crate::{
    admin::parts::FormOf,
    domain::references::{Entry, ReferenceInput, ReferenceKind},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Field},
};
use leptos::prelude::*;

#[component]
pub fn Sizes(system: i64, sizes: Vec<Entry<ReferenceInput>>, actions: ReferenceActions) -> impl IntoView {
    let count = sizes.len();
    let last = count.saturating_sub(1);
    let moved = FormErrors::of(move || actions.shift.value().get());
    let rows = sizes
        .into_iter()
        .enumerate()
        .map(|(index, size)| {
            let name = size.value.name.clone();
            view! {
                <li class="order-row">
                    <a class="link" href=ReferenceKind::Size.page(size.id)>{size.value.name}</a>
                    <span class="muted tiny">{products(size.uses)}</span>
                    <ActionForm action=actions.shift attr:class="move-form">
                        <input type="hidden" name="kind" value=ReferenceKind::Size.slug() />
                        <input type="hidden" name="id" value=size.id.to_string() />
                        <input type="hidden" name="page" value=ReferenceKind::SizeSystem.page(system) />
                        <MoveButtons name key=format!("size-{}", size.id) is_first=index == 0 is_last=index == last />
                    </ActionForm>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="system-sizes">
            <h2 id="system-sizes">"Sizes"</h2>
            <FormProblems errors=moved labels=&[] />
            {(count == 0).then(|| view! { <p class="small muted">"No sizes yet. Shoppers will see them in the order in which you add them."</p> })}
            <ol class="order-list">{rows}</ol>
            <FormOf state=(system, count)><AddSize system actions /></FormOf>
        </section>
    }
}

#[component]
fn AddSize(system: i64, actions: ReferenceActions) -> impl IntoView {
    let errors = FormErrors::of(move || actions.add_size.value().get());
    let name = Signal::derive(move || errors.field("reference[name]").get().or(errors.field("reference[slug]").get()));
    view! {
        <ActionForm action=actions.add_size attr:class="grid gap-3 border-t border-line pt-4" attr:novalidate=true>
            <h3 class="font-sans text-sm font-semibold">"Add a size"</h3>
            <FormProblems errors labels=LABELS />
            <input type="hidden" name="kind" value=ReferenceKind::Size.slug() />
            <input type="hidden" name="reference[size_system]" value=system.to_string() />
            <div class="form-grid">
                <Field label="Size" name="reference[name]" error=name autocomplete="off" required=true maxlength=60 class="span-3" id="new-size" />
                <Field
                    label="Address of the size"
                    name="reference[slug]"
                    hint="Empty: made of the size"
                    autocomplete="off"
                    maxlength=120
                    class="span-3"
                    id="new-size-slug"
                />
            </div>
            <div class="form-actions"><Button kind=ButtonKind::Secondary busy=actions.add_size.pending()>"Add size"</Button></div>
        </ActionForm>
    }
}

fn products(count: i64) -> String {
    if count == 1 { "1 product".into() } else { format!("{count} products") }
}
