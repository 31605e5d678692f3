//! The form: units of lines, what is added, where it goes, and why.

use crate::{
    actions::admin::order_edits::DraftOrderEdit,
    domain::{
        address::Address,
        order::OrderLine,
        order_edit::{AddableVariant, EDIT_NOTE_LENGTH, OrderEditForm, OrderEditor, added_field, wanted_field},
    },
    error::AppError,
    storefront::{
        address_fields::AddressFields,
        form_errors::{FormErrors, FormProblems},
    },
    ui::{Button, ButtonKind, Field, Glyph, Icon, LinkButton, RadioCard, RadioCards, TextArea},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[
    ("email", "E-mail"),
    ("edit_note", "Reason"),
    ("shipping_name", "Name"),
    ("shipping_street", "Street and number"),
    ("shipping_postcode", "Postcode"),
    ("shipping_city", "City"),
    ("shipping_country", "Country"),
    ("shipping_region", "State or province"),
    ("shipping_phone", "Phone"),
    ("billing_name", "Name of the invoice"),
    ("billing_street", "Street and number of the invoice"),
    ("billing_postcode", "Postcode of the invoice"),
    ("billing_city", "City of the invoice"),
    ("billing_country", "Country of the invoice"),
];

#[component]
pub fn EditForm(editor: OrderEditor, refused: Option<AppError>, action: ServerAction<DraftOrderEdit>) -> impl IntoView {
    // What was typed was for another version: it would be refused again.
    let is_stale = refused == Some(AppError::Conflict);
    let errors = FormErrors::of(move || match action.value().get() {
        Some(Err(error)) => Some(Err::<(), _>(error)),
        _ => refused.clone().map(Err),
    });
    let number = editor.number;
    let form = editor.form.clone();
    view! {
        <ActionForm action attr:class="edit-layout" attr:id="order-edit" attr:novalidate=true>
            <div>
                // Enter in a field presses the first button of a form.
                <button class="sr-only" type="submit" name="step" value="preview" tabindex="-1" aria-hidden="true">"Preview"</button>
                <input type="hidden" name="number" value=number.to_string() />
                <input type="hidden" name="version" value=form.version.clone() />
                <FormProblems errors labels=LABELS />
                {is_stale.then(|| view! {
                    <p><a class="link" href=format!("/admin/orders/{number}/edit")>"Begin anew with the order as it is now"</a></p>
                })}
                <Lines editor=editor.clone() errors />
                <AddLines editor=editor.clone() errors />
                <section class="card" aria-labelledby="order-edit-shipping">
                    <h2 id="order-edit-shipping">"Ships to"</h2>
                    <AddressFields prefix="shipping_" address=editor.shipping_address errors />
                </section>
                <Billing billing=editor.billing_address errors />
            </div>
            <div>
                <section class="card" aria-labelledby="order-edit-contact">
                    <h2 id="order-edit-contact">"Contact"</h2>
                    <Field
                        label="E-mail"
                        name="email"
                        kind="email"
                        value=form.email
                        error=errors.field("email")
                        hint="Where mails about this order go"
                        autocomplete="off"
                        required=true
                    />
                </section>
                <section class="card" aria-labelledby="order-edit-save">
                    <h2 id="order-edit-save">"Save"</h2>
                    <TextArea
                        label="Reason"
                        name="edit_note"
                        rows=2
                        value=form.edit_note
                        hint="For the timeline, which the crew sees"
                        error=errors.field("edit_note")
                        maxlength=EDIT_NOTE_LENGTH
                    />
                    <p class="small muted">"Nothing is changed before you have seen what it comes to."</p>
                    <Button kind=ButtonKind::Primary class="btn-block" name="step" value="preview" busy=action.pending()>
                        "Preview the change"
                    </Button>
                    <LinkButton href=format!("/admin/orders/{number}") kind=ButtonKind::Quiet class="btn-block">"Back to the order"</LinkButton>
                </section>
            </div>
        </ActionForm>
    }
}

/// The lines with their units: what has shipped stays, zero removes a line.
#[component]
fn Lines(editor: OrderEditor, errors: FormErrors) -> impl IntoView {
    let form = editor.form;
    let rows = editor
        .detail
        .lines
        .into_iter()
        .filter(|line| line.quantity > line.canceled)
        .map(|line| {
            let now = (line.quantity - line.canceled).to_string();
            let value = form.wanted.get(&line.id.to_string()).cloned().unwrap_or(now);
            view! { <Line line value errors /> }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="order-edit-lines">
            <h2 id="order-edit-lines">"Items"</h2>
            <p class="small muted">"0 removes a line. More units of a line cost what the line costs."</p>
            <ul class="related-list">{rows}</ul>
        </section>
    }
}

#[component]
fn Line(line: OrderLine, value: String, errors: FormErrors) -> impl IntoView {
    let name = wanted_field(line.id);
    let error = errors.field(name.clone());
    let shipped = (line.shipped > 0).then(|| format!(" · {} shipped", line.shipped));
    let label = format!("Units of {}", line.sku);
    view! {
        <li>
            <Named title=line.title options=line.options sku=line.sku aside=format!("{}{}", line.unit_price, shipped.unwrap_or_default()) />
            <Field label name value error inputmode="numeric" autocomplete="off" required=true maxlength=6 class="w-36" />
        </li>
    }
}

#[component]
fn Named(title: String, options: String, sku: String, aside: String) -> impl IntoView {
    view! {
        <span class="related-title">
            <strong>{title}</strong>
            <br />
            <span class="muted tiny">
                {(!options.is_empty()).then(|| format!("{options} · "))}<span class="mono">{sku}</span>{format!(" · {aside}")}
            </span>
        </span>
    }
}

/// Variants that are added, and a search for more.
#[component]
fn AddLines(editor: OrderEditor, errors: FormErrors) -> impl IntoView {
    let form = editor.form;
    let is_searched = !form.variant_search.trim().is_empty();
    let nothing = is_searched && editor.found.is_empty();
    let units = move |form: &OrderEditForm, variant: &AddableVariant| {
        form.added.get(&variant.variant.to_string()).cloned().unwrap_or_default()
    };
    let rows = editor
        .added
        .into_iter()
        .chain(editor.found)
        .map(|variant| {
            let value = units(&form, &variant);
            view! { <Addable variant value errors /> }
        })
        .collect_view();
    view! {
        <section class="card" id="order-edit-add" aria-labelledby="order-edit-add-title">
            <h2 id="order-edit-add-title">"Add items"</h2>
            <p class="small muted">"At today\u{2019}s price, without promotions."</p>
            <div class="related-search">
                <Field label="Find a product" name="variant_search" value=form.variant_search.clone() hint="Title or SKU" autocomplete="off" maxlength=100 />
                <Button name="step" value="find"><Icon glyph=Glyph::Search />"Find"</Button>
            </div>
            {nothing.then(|| view! { <p class="small muted" role="status">"Nothing else fits."</p> })}
            <ul class="related-list">{rows}</ul>
        </section>
    }
}

#[component]
fn Addable(variant: AddableVariant, value: String, errors: FormErrors) -> impl IntoView {
    let name = added_field(variant.variant);
    let error = errors.field(name.clone());
    let stock = match variant.available {
        Some(0) => "sold out".into(),
        Some(units) => format!("{units} in stock"),
        None => "can be backordered".into(),
    };
    let label = format!("Units of {}", variant.sku);
    view! {
        <li>
            <Named title=variant.title options=variant.options sku=variant.sku aside=format!("{} · {stock}", variant.price) />
            <Field label name value error inputmode="numeric" autocomplete="off" maxlength=6 class="w-36" />
        </li>
    }
}

/// Where the invoice goes.
#[component]
fn Billing(billing: Option<Address>, errors: FormErrors) -> impl IntoView {
    let elsewhere = billing.is_some();
    view! {
        <section class="card" aria-labelledby="order-edit-billing">
            <h2 id="order-edit-billing">"Invoice to"</h2>
            <div class="group/invoice grid gap-6">
                <RadioCards legend="Address of the invoice">
                    <RadioCard name="billing" value="same" title="The same address" checked=!elsewhere />
                    <RadioCard name="billing" value=OrderEditForm::ELSEWHERE title="Another address" checked=elsewhere />
                </RadioCards>
                // Shown by the choice above, also without scripts.
                <div class="hidden group-has-[[value=different]:checked]/invoice:block">
                    <AddressFields prefix="billing_" address=billing.unwrap_or_default() errors />
                </div>
            </div>
        </section>
    }
}
