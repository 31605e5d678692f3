//! The list of fulfillment centers.

use crate::{
    actions::{admin::centers::list_centers, page_data::page_data},
    admin::{
        list_table::{
            Column::{Number, Text},
            ListTable,
        },
        parts::{Loaded, PageHead, TableSkeleton},
    },
    domain::{country::country_name, staff::FulfillmentCenter},
    ui::{ButtonKind, EmptyState, Glyph, LinkButton},
};
use leptos::prelude::*;

const PATH: &str = "/admin/centers";

/// All centers.
#[component]
pub fn CenterListPage() -> impl IntoView {
    let centers = page_data(|| (), |()| list_centers());
    view! {
        <div class="admin-page">
            <PageHead title="Fulfillment centers">
                <LinkButton href="/admin/centers/new" kind=ButtonKind::Primary>"Add center"</LinkButton>
            </PageHead>
            <p class="page-hint">"Orders leave in as few parcels as possible; then the lowest priority goes first."</p>
            <Loaded data=centers fallback=|| view! { <TableSkeleton rows=3 /> } what="list" back=PATH let:centers>
                <Found centers />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(centers: Vec<FulfillmentCenter>) -> impl IntoView {
    if centers.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Box title="No centers yet" text="The first one is made with the first product, or here.">
                <LinkButton href="/admin/centers/new">"Add the first center"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let rows = centers.into_iter().map(|center| view! { <Row center /> }).collect_view();
    view! {
        <ListTable
            name="Fulfillment centers"
            caption="Fulfillment centers, the one that ships first before the others"
            columns=[Text("Name"), Text("Country"), Number("Priority"), Number("On hand"), Number("Reserved")]
            class="table table-narrow"
            rows
        />
    }
    .into_any()
}

#[component]
fn Row(center: FulfillmentCenter) -> impl IntoView {
    let country = country_name(&center.country).map_or_else(|| center.country.clone(), str::to_owned);
    view! {
        <tr>
            <th scope="row"><a class="link" href=format!("{PATH}/{}", center.id)>{center.name}</a></th>
            <td>{country}</td>
            <td class="is-num">{center.priority}</td>
            <td class="is-num">{center.on_hand}</td>
            <td class="is-num">{center.reserved}</td>
        </tr>
    }
}
