//! The list of promotions.

use super::PATH;
use crate::{
    actions::{admin::promotions::list_promotions, page_data::page_data},
    admin::{
        list_query::ListQuery,
        list_table::{
            Column::{Number, Text},
            ListTable,
        },
        parts::{Loaded, PageHead, SearchBar, TableFoot, TableSkeleton, page_count},
        references::parts::Done,
    },
    domain::{
        staff::{PromotionList, PromotionRow, PromotionTab},
        timestamp::Timestamp,
    },
    ui::{Badge, ButtonKind, EmptyState, Glyph, LinkButton, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// All promotions.
#[component]
pub fn PromotionListPage() -> impl IntoView {
    let query = ListQuery::from_address();
    let params = use_query_map();
    let deleted = Memo::new(move |_| params.with(|params| params.get("deleted")));
    let load = |query: ListQuery| list_promotions(query.tab, query.words, query.older, query.newer);
    let promotions = page_data(move || query.get(), load);
    view! {
        <div class="admin-page">
            <PageHead title="Promotions">
                <LinkButton href="/admin/promotions/new" kind=ButtonKind::Primary>"Add promotion"</LinkButton>
            </PageHead>
            <Done when=Signal::derive(move || deleted.with(Option::is_some)) text="The promotion is deleted." />
            <Loaded data=promotions fallback=|| view! { <TableSkeleton /> } what="list" back=PATH let:list>
                <Found query=query.get_untracked() list />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(query: ListQuery, list: PromotionList) -> impl IntoView {
    let current = PromotionTab::from_slug(&query.tab);
    let tabs = PromotionTab::ALL.into_iter().map(|tab| {
        let href = query.at_tab(tab.slug()).href(PATH);
        view! { <a class="tab" href=href aria-current=(tab == current).then_some("page")>{tab.label()}</a> }
    });
    let tabs = tabs.collect_view();
    let shown = list.promotions.len();
    let count = page_count(shown, "promotion", "promotions");
    let is_searching = !query.words.is_empty() || current != PromotionTab::All;
    let rows = list.promotions.into_iter().map(|promotion| view! { <Row promotion /> }).collect_view();
    view! {
        <nav class="tabs" aria-label="Promotions by state">{tabs}</nav>
        <SearchBar path=PATH query=query.clone() label="Search promotions" placeholder="Name or coupon code" />
        {match (shown, is_searching) {
            (0, false) => view! {
                <EmptyState glyph=Glyph::Percent title="No promotions yet" text="Percentages, amounts, free shipping or three for two: by themselves or by a code.">
                    <LinkButton href="/admin/promotions/new">"Add the first one"</LinkButton>
                </EmptyState>
            }.into_any(),
            (0, true) => view! {
                <EmptyState glyph=Glyph::Search title="No promotion fits" text="Its name or a part of a code finds one.">
                    <LinkButton href=PATH>"Show all"</LinkButton>
                </EmptyState>
            }.into_any(),
            _ => view! {
                <ListTable
                    name="Promotions"
                    caption="Promotions, newest first"
                    columns=[Text("Name"), Text("Grants"), Text("Code"), Text("State"), Text("Runs"), Number("Orders")]
                    rows
                >
                    <TableFoot path=PATH query links=list.pages count />
                </ListTable>
            }.into_any(),
        }}
    }
}

#[component]
fn Row(promotion: PromotionRow) -> impl IntoView {
    let tone = match promotion.tab {
        PromotionTab::Running => Tone::Ok,
        PromotionTab::Scheduled => Tone::Info,
        PromotionTab::Paused => Tone::Warn,
        PromotionTab::Ended | PromotionTab::All => Tone::Error,
    };
    let uses = match promotion.usage_limit {
        Some(limit) => format!("{} of {limit}", promotion.uses),
        None => promotion.uses.to_string(),
    };
    view! {
        <tr>
            <th scope="row"><a class="link" href=format!("{PATH}/{}", promotion.id)>{promotion.name}</a></th>
            <td>{promotion.reward}</td>
            <td class="num">{promotion.trigger}</td>
            <td><Badge tone text=promotion.tab.label() /></td>
            <td class="muted">{period(promotion.starts_at, promotion.ends_at)}</td>
            <td class="is-num">{uses}</td>
        </tr>
    }
}

fn period(start: Option<Timestamp>, end: Option<Timestamp>) -> String {
    match (start, end) {
        (None, None) => "Always".into(),
        (Some(start), None) => format!("From {}", start.date()),
        (None, Some(end)) => format!("Until {}", end.date()),
        (Some(start), Some(end)) => format!("{} – {}", start.date(), end.date()),
    }
}
