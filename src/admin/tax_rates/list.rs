//! The list of tax rates.

use super::{PATH, display::DisplayCard};
use crate::{
    actions::{admin::tax_rates::list_tax_rates, page_data::page_data},
    admin::{
        list_table::{Column::Text, ListTable},
        parts::{Loaded, PageHead, TableSkeleton},
        references::parts::Done,
    },
    domain::staff::TaxRateRow,
    ui::{ButtonKind, EmptyState, Glyph, LinkButton},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// All tax rates.
#[component]
pub fn TaxRateListPage() -> impl IntoView {
    let params = use_query_map();
    let deleted = Memo::new(move |_| params.with(|params| params.get("deleted")));
    let shown = Signal::derive(move || params.with(|params| params.get("done").as_deref() == Some("shown")));
    let rates = page_data(move || deleted.get(), |_| list_tax_rates());
    view! {
        <div class="admin-page">
            <PageHead title="Tax rates"><LinkButton href="/admin/tax-rates/new" kind=ButtonKind::Primary>"Add tax rate"</LinkButton></PageHead>
            <p class="page-hint">
                "Taxes of different names add up. Of those with one name, the most particular place wins: postcodes before a region before the country."
            </p>
            <Done when=Signal::derive(move || deleted.with(Option::is_some)) text="The tax rate is deleted." />
            <Done when=shown text="Saved. Pages of other nodes follow within half a minute." />
            <Loaded data=rates fallback=|| view! { <TableSkeleton /> } what="list" back=PATH let:rates>
                <Found rates />
            </Loaded>
            <DisplayCard />
        </div>
    }
}

#[component]
fn Found(rates: Vec<TaxRateRow>) -> impl IntoView {
    if rates.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Percent title="No taxes yet" text="Without a rate for its country, nothing is taxed.">
                <LinkButton href="/admin/tax-rates/new">"Add the first rate"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let rows = rates.into_iter().map(|rate| view! { <Row rate /> }).collect_view();
    view! {
        <ListTable
            name="Tax rates"
            caption="Tax rates by place"
            columns=[Text("Place"), Text("Tax"), Text("Category"), Text("In prices"), Text("Applies")]
            rows
        />
    }
    .into_any()
}

#[component]
fn Row(rate: TaxRateRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row"><a class="link" href=format!("{PATH}/{}", rate.id)>{rate.place()}</a></th>
            <td class="num">{rate.rule.rate.label()}</td>
            <td>{rate.category.clone()}</td>
            <td>{if rate.rule.rate.included { "Included" } else { "Added" }}</td>
            <td class="muted">{rate.period()}</td>
        </tr>
    }
}
