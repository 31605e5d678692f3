//! Whether books, payments, orders and stock agree.

use super::{
    list_table::{Column::Text, ListTable},
    parts::{CardSkeleton, Loaded, PageHead},
};
use crate::{
    actions::{admin::payments::run_check, page_data::page_data},
    domain::check::{CheckReport, Disagreement},
    ui::{EmptyState, Glyph, LinkButton},
};
use leptos::prelude::*;

/// The page `/admin/check`: opening it runs the check.
#[component]
pub fn CheckPage() -> impl IntoView {
    let report = page_data(|| (), |()| run_check());
    view! {
        <div class="admin-page">
            <PageHead title="Check" />
            <Loaded data=report fallback=|| view! { <CardSkeleton cards=1 /> } what="page" back="/admin" let:report>
                <Found report />
            </Loaded>
        </div>
    }
    .into_any()
}

#[component]
fn Found(report: CheckReport) -> impl IntoView {
    let CheckReport { at, found, gateway_days, gateway_payments } = report;
    let again = || view! { <a class="btn btn-secondary" href="/admin/check" rel="external">"Run it again"</a> };
    let scope = format!(
        "Compared: books, payments, refunds, orders and stock, and the payment services\u{2019} own records of the last \
         {gateway_days} days, as far as the newest {gateway_payments} payments. The command \u{201c}tradewind check\u{201d} \
         asks about all of them."
    );
    let when = view! {
        <p class="small muted">{scope} " " <time datetime=at.iso()>{at.to_string()}</time> " UTC"</p>
    };
    if found.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Check title="Everything agrees" text="Every cent and every unit is where the records say.">
                <LinkButton href="/admin">"Back to the dashboard"</LinkButton>
            </EmptyState>
            {when}
        }
        .into_any();
    }
    let count = match found.len() {
        1 => "1 disagreement".to_owned(),
        count => format!("{count} disagreements"),
    };
    let rows = found.into_iter().map(|row| view! { <Row row /> }).collect_view();
    view! {
        <div class="flex flex-wrap items-center justify-between gap-3">{when}{again()}</div>
        <ListTable
            name="Disagreements"
            caption=count
            columns=[Text("Records"), Text("Of"), Text("What does not agree")]
            rows
        />
    }
    .into_any()
}

#[component]
fn Row(row: Disagreement) -> impl IntoView {
    view! {
        <tr>
            <td>{row.area.label()}</td>
            <th scope="row">{row.subject}</th>
            <td class="break-words">{row.problem}</td>
        </tr>
    }
}
