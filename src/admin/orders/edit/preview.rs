//! What a change comes to, before it is saved.

use crate::{
    actions::admin::order_edits::ApplyOrderEdit,
    domain::{
        money::Money,
        order::OrderNumber,
        order_edit::{ContactChange, LineChange, OrderEditPreview, Settlement},
        payment::GatewayKind,
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, LinkButton, Notice, Tone},
};
use leptos::prelude::*;

#[component]
pub fn Preview(
    number: OrderNumber,
    draft: String,
    preview: OrderEditPreview,
    action: ServerAction<ApplyOrderEdit>,
) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let back = format!("/admin/orders/{number}/edit?draft={draft}");
    let contact = preview.contact.clone();
    view! {
        <div class="edit-layout">
            <div>
                <FormProblems errors labels=&[] />
                <Lines lines=preview.lines.clone() />
                {(!contact.is_empty()).then(|| view! { <Contact contact /> })}
            </div>
            <div>
                <section class="card" aria-labelledby="order-edit-money">
                    <h2 id="order-edit-money">"What it comes to"</h2>
                    <Totals preview=preview.clone() />
                    <Notice tone=Tone::Info title=consequence(preview.settlement) />
                    <p class="small muted">"The customer is told by mail."</p>
                    <ActionForm action attr:class="grid gap-3">
                        <input type="hidden" name="number" value=number.to_string() />
                        <input type="hidden" name="draft" value=draft />
                        <input type="hidden" name="seen_total" value=preview.total_after.minor.to_string() />
                        <Button kind=ButtonKind::Primary class="btn-block" busy=action.pending()>"Save the change"</Button>
                    </ActionForm>
                    <LinkButton href=back kind=ButtonKind::Quiet class="btn-block">"Go on editing"</LinkButton>
                </section>
            </div>
        </div>
    }
}

#[component]
fn Lines(lines: Vec<LineChange>) -> impl IntoView {
    let rows = lines
        .into_iter()
        .filter(|line| line.before > 0 || line.after > 0)
        .map(|line| {
            let changes = line.before != line.after;
            let what = match (line.before, line.after) {
                (before, after) if before == after => "Stays",
                (0, _) => "Added",
                (_, 0) => "Removed",
                (before, after) if after > before => "More",
                _ => "Fewer",
            };
            let total = Money::new(line.unit_price.minor * line.after, line.unit_price.currency);
            view! {
                <tr class=if changes { "" } else { "muted" }>
                    <th scope="row">
                        {line.title} <br />
                        <span class="muted tiny font-normal">
                            {(!line.options.is_empty()).then(|| format!("{} · ", line.options))}<span class="mono">{line.sku}</span>
                        </span>
                    </th>
                    <td>{what}</td>
                    <td class="is-num">{line.unit_price.to_string()}</td>
                    <td class="is-num">{if changes { format!("{} → {}", line.before, line.after) } else { line.after.to_string() }}</td>
                    <td class="is-num">{total.to_string()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="order-edit-lines">
            <h2 id="order-edit-lines">"Items"</h2>
            <div class="table-wrap" role="group" aria-labelledby="order-edit-lines" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Product"</th>
                            <th scope="col">"Change"</th>
                            <th scope="col" class="is-num">"Price"</th>
                            <th scope="col" class="is-num">"Units"</th>
                            <th scope="col" class="is-num">"Total"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Contact(contact: Vec<ContactChange>) -> impl IntoView {
    let lines = |lines: Vec<String>| lines.into_iter().map(|line| view! { {line}<br /> }).collect_view();
    let rows = contact
        .into_iter()
        .map(|change| {
            view! {
                <div>
                    <h3 class="field-label font-sans">{change.what}</h3>
                    <p class="muted break-words"><del>{lines(change.before)}</del></p>
                    <p class="break-words"><ins class="no-underline">{lines(change.after)}</ins></p>
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="order-edit-contact">
            <h2 id="order-edit-contact">"Addresses and contact"</h2>
            {rows}
        </section>
    }
}

#[component]
fn Totals(preview: OrderEditPreview) -> impl IntoView {
    let currency = preview.total_after.currency;
    let money = move |minor: i64| Money::new(minor, currency).to_string();
    let after = preview.after;
    let mut rows = vec![("Items".to_owned(), after.item_total)];
    rows.extend(preview.discounts.iter().map(|discount| (discount.label.clone(), -discount.amount_minor)));
    rows.push(("Shipping".into(), after.shipping_total));
    rows.extend(preview.taxes.iter().map(|tax| {
        let label = if tax.included { format!("{} (included)", tax.label) } else { tax.label.clone() };
        (label, tax.amount_minor)
    }));
    let rows = rows
        .into_iter()
        .map(|(label, minor)| view! { <div class="leader"><dt>{label}</dt><dd>{money(minor)}</dd></div> })
        .collect_view();
    let difference = preview.difference();
    let sign = if difference.minor > 0 { "+" } else { "" };
    view! {
        <dl class="grid gap-1">
            {rows}
            <div class="leader"><dt>"Total before"</dt><dd>{preview.total_before.to_string()}</dd></div>
            <div class="leader font-semibold"><dt>"Total after"</dt><dd>{preview.total_after.to_string()}</dd></div>
            <div class="leader font-semibold"><dt>"Difference"</dt><dd>{format!("{sign}{difference}")}</dd></div>
        </dl>
    }
}

/// What becomes of the money, as a sentence.
fn consequence(settlement: Settlement) -> String {
    match settlement {
        Settlement::Nothing => "No money has to move.".into(),
        Settlement::Pay { amount, by: GatewayKind::Online } => {
            format!("{amount} are to be paid. The customer gets a link to the order\u{2019}s page and pays there.")
        }
        Settlement::Pay { amount, by: GatewayKind::BankTransfer } => {
            format!("{amount} are to be transferred. Mark them as paid when they have come.")
        }
        Settlement::Pay { amount, by: GatewayKind::CashOnDelivery }
        | Settlement::AskAnew { amount, by: GatewayKind::CashOnDelivery } => {
            format!("The carrier collects {amount}.")
        }
        Settlement::AskAnew { amount, by: GatewayKind::Online } => {
            format!("The order is not paid yet: {amount} are asked for now, and nobody pays the former total.")
        }
        Settlement::AskAnew { amount, by: GatewayKind::BankTransfer } => {
            format!("The order is not paid yet: {amount} are to be transferred now.")
        }
        Settlement::Refund(amount) => format!("{amount} go back to where they came from."),
        Settlement::CaptureLess(amount) => {
            format!("Of what is authorized, {amount} are captured when the order ships. The rest is let go of.")
        }
        Settlement::Settled => "Nothing is left to pay.".into(),
    }
}
