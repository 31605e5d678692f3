//! What went to a webhook endpoint.

use super::PATH;
use crate::{
    actions::admin::webhooks::ReplayWebhookDelivery,
    domain::staff::{AttemptRow, DeliveryRow, PageLinks},
    ui::{Badge, Tone},
};
use leptos::prelude::*;

/// A page of deliveries, each with its tries, to be sent again.
#[component]
pub fn Deliveries(
    endpoint: i64,
    deliveries: Vec<DeliveryRow>,
    links: PageLinks,
    replay: ServerAction<ReplayWebhookDelivery>,
) -> impl IntoView {
    let is_empty = deliveries.is_empty();
    let rows = deliveries.into_iter().map(|delivery| view! { <Row endpoint delivery replay /> }).collect_view();
    view! {
        <h2 class="text-lg" id="deliveries">"Deliveries"</h2>
        {is_empty.then(|| view! { <p class="muted">"Nothing was sent there within 30 days."</p> })}
        {(!is_empty).then(|| view! {
            <div class="table-wrap" role="region" aria-labelledby="deliveries" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Event"</th>
                            <th scope="col">"State"</th>
                            <th scope="col">"Tries"</th>
                            <th scope="col"><span class="sr-only">"Send again"</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        })}
        <Pages endpoint links />
    }
}

#[component]
fn Pages(endpoint: i64, links: PageLinks) -> impl IntoView {
    let step = |id: Option<i64>, name: &'static str, label: &'static str| {
        id.map(|id| {
            let href = format!("{PATH}/{endpoint}?{name}={id}#deliveries");
            view! { <a class="btn btn-secondary btn-small" href=href>{label}</a> }
        })
    };
    let is_paged = links.newer.is_some() || links.older.is_some();
    let (newer, older) = (step(links.newer, "newer", "Newer"), step(links.older, "older", "Older"));
    is_paged.then(|| view! { <nav class="flex gap-2" aria-label="Pages of deliveries">{newer}{older}</nav> })
}

#[component]
fn Row(endpoint: i64, delivery: DeliveryRow, replay: ServerAction<ReplayWebhookDelivery>) -> impl IntoView {
    let (tone, state) = match delivery.status.as_str() {
        "delivered" => (Tone::Ok, "Delivered"),
        "failed" => (Tone::Error, "Failed"),
        _ => (Tone::Warn, "On its way"),
    };
    let tries = delivery.attempts.into_iter().map(|attempt| view! { <Try attempt /> }).collect_view();
    let again = (delivery.status != "pending").then(|| {
        let label = format!("Send {} again", delivery.event);
        view! {
            <ActionForm action=replay>
                <input type="hidden" name="id" value=endpoint.to_string() />
                <input type="hidden" name="delivery" value=delivery.id.to_string() />
                <button class="btn btn-secondary btn-small" type="submit" aria-label=label>"Send again"</button>
            </ActionForm>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <code class="mono">{delivery.event}</code> <br />
                <time class="muted" datetime=delivery.created_at.iso()>{delivery.created_at.to_string()}</time>
                <details class="small">
                    <summary class="link">"What is sent"</summary>
                    <code class="mono whitespace-pre-wrap wrap-anywhere">{delivery.body}</code>
                </details>
            </th>
            <td><Badge tone text=state /></td>
            <td><ol class="grid gap-1">{tries}</ol></td>
            <td>{again}</td>
        </tr>
    }
}

#[component]
fn Try(attempt: AttemptRow) -> impl IntoView {
    let answer = attempt.status.map_or_else(|| "No answer".to_owned(), |status| status.to_string());
    view! {
        <li class="small">
            {answer} ", " {attempt.milliseconds} " ms, "
            <time datetime=attempt.at.iso()>{attempt.at.to_string()}</time> " "
            <span class="muted wrap-anywhere">{attempt.excerpt}</span>
        </li>
    }
}
