//! The list of webhook endpoints.

use super::PATH;
use crate::{
    actions::{admin::webhooks::list_webhooks, page_data::page_data},
    admin::{
        list_table::{
            Column::{Number, Text},
            ListTable,
        },
        parts::{Loaded, PageHead, TableSkeleton},
        references::parts::Done,
    },
    domain::staff::WebhookRow,
    ui::{Badge, ButtonKind, EmptyState, Glyph, LinkButton, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// All endpoints.
#[component]
pub fn WebhookListPage() -> impl IntoView {
    let endpoints = page_data(|| (), |()| list_webhooks());
    let query = use_query_map();
    let deleted = Signal::derive(move || query.with(|query| query.get("done").as_deref() == Some("deleted")));
    view! {
        <div class="admin-page">
            <PageHead title="Webhooks">
                <LinkButton href="/admin/webhooks/new" kind=ButtonKind::Primary>"Add endpoint"</LinkButton>
            </PageHead>
            <p class="page-hint">"The shop tells these programs what happens: orders, payments, stock and products."</p>
            <Done when=deleted text="The endpoint was deleted." />
            <Loaded data=endpoints fallback=|| view! { <TableSkeleton rows=3 /> } what="list" back=PATH let:endpoints>
                <Found endpoints />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(endpoints: Vec<WebhookRow>) -> impl IntoView {
    if endpoints.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Globe title="No endpoints yet" text="Add the address of the first program that wants to know.">
                <LinkButton href="/admin/webhooks/new">"Add the first endpoint"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let rows = endpoints.into_iter().map(|endpoint| view! { <Row endpoint /> }).collect_view();
    view! {
        <ListTable
            name="Webhooks"
            caption="Programs that are told what happens"
            columns=[Text("Address"), Text("For"), Number("Events"), Text("State")]
            class="table table-narrow"
            rows
        />
    }
    .into_any()
}

#[component]
fn Row(endpoint: WebhookRow) -> impl IntoView {
    let (tone, text) = match (endpoint.active, endpoint.failing_since) {
        (false, _) => (Tone::Warn, "Off"),
        (true, Some(_)) => (Tone::Error, "Failing"),
        (true, None) => (Tone::Ok, "On"),
    };
    view! {
        <tr>
            <th scope="row"><a class="link" href=format!("{PATH}/{}", endpoint.id)>{endpoint.url}</a></th>
            <td>{endpoint.description}</td>
            <td class="is-num">{endpoint.events}</td>
            <td><Badge tone text /></td>
        </tr>
    }
}
