//! The list of products.

use super::{
    PATH, ProductBadge,
    filters::{FilterBar, Tabs, from_address, href},
};
use crate::{
    actions::{
        admin::products::{get_bulk_result, list_products},
        page_data::page_data,
    },
    admin::parts::{Loaded, PageHead, TableSkeleton, page_count},
    domain::staff::{BulkResult, ProductFilter, ProductList, ProductRow},
    ui::{ButtonKind, EmptyState, Glyph, Icon, LinkButton, Notice, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// All products.
#[component]
pub fn ProductListPage() -> impl IntoView {
    let filter = from_address();
    let products = page_data(move || filter.get(), list_products);
    let query = use_query_map();
    let value = move |name| Memo::new(move |_| query.with(|query| query.get(name).unwrap_or_default()));
    let (done, deleted) = (value("done"), value("deleted"));
    let result = page_data(
        move || done.get(),
        |done| async move { if done.is_empty() { Ok(None) } else { get_bulk_result(done).await } },
    );
    view! {
        <div class="admin-page">
            <PageHead title="Products">
                <LinkButton href=format!("{PATH}/new") kind=ButtonKind::Primary><Icon glyph=Glyph::Plus />"New product"</LinkButton>
            </PageHead>
            {move || (!deleted.with(String::is_empty)).then(|| view! { <Notice tone=Tone::Ok title="The product is deleted." /> })}
            <Transition>
                {move || Suspend::new(async move {
                    result.await.ok().flatten().map(|result| view! { <Done result /> })
                })}
            </Transition>
            <Loaded data=products fallback=|| view! { <TableSkeleton /> } what="list" back=PATH let:list>
                <Found filter=filter.get_untracked() list />
            </Loaded>
        </div>
    }
}

fn products(count: i64) -> String {
    if count == 1 { "1 product".to_owned() } else { format!("{count} products") }
}

/// What a change of many products did.
#[component]
fn Done(result: BulkResult) -> impl IntoView {
    let mut parts = vec![format!("{} changed", products(result.changed))];
    if result.archived > 0 {
        parts.push(format!("{} archived instead of deleted, because orders refer to them", result.archived));
    }
    if result.refused > 0 {
        parts.push(format!("{} left as they were, because the change does not fit them", result.refused));
    }
    let is_going_on = result.remaining > 0;
    let title = format!("{}.", parts.join(", "));
    view! {
        <Notice tone=if is_going_on { Tone::Info } else { Tone::Ok } title=title>
            {is_going_on.then(|| view! {
                <p>{format!("{} still to come, in the background. ", products(result.remaining))}<a href="" rel="external">"Look again"</a></p>
            })}
        </Notice>
    }
}

#[component]
fn Found(filter: ProductFilter, list: ProductList) -> impl IntoView {
    let is_empty = list.products.is_empty();
    view! {
        <Tabs filter=filter.clone() tabs=list.tabs.clone() />
        <FilterBar filter=filter.clone() choices=list.choices.clone() />
        {if is_empty {
            view! { <Nothing filter /> }.into_any()
        } else {
            view! { <Table filter list /> }.into_any()
        }}
    }
}

/// A box that was ticked or not.
type BoxChange = leptos::ev::Targeted<leptos::ev::Event, leptos::web_sys::HtmlInputElement>;

/// The rows, to be ticked: the form leads to the page that changes them.
#[component]
fn Table(filter: ProductFilter, list: ProductList) -> impl IntoView {
    let shown = list.products.len();
    let count = page_count(shown, "product", "products");
    let boxes: Vec<RwSignal<bool>> = list.products.iter().map(|_| RwSignal::new(false)).collect();
    let boxes = StoredValue::new(boxes);
    let ticked = Memo::new(move |_| boxes.with_value(|boxes| boxes.iter().filter(|ticked| ticked.get()).count()));
    let tick_all = move |event: BoxChange| {
        let is_ticked = event.target().checked();
        boxes.with_value(|boxes| boxes.iter().for_each(|ticked| ticked.set(is_ticked)));
    };
    let rows = list.products.into_iter().zip(boxes.get_value());
    let rows = rows.map(|(product, ticked)| view! { <Row product ticked /> }).collect_view();
    let step = |key: Option<String>, name: &'static str, is_after: bool| {
        let page = key.map(|key| match is_after {
            true => ProductFilter { after: key, ..filter.first_page() },
            false => ProductFilter { before: key, ..filter.first_page() },
        });
        match page {
            Some(page) => view! { <a class="btn btn-secondary btn-small" href=href(&page)>{name}</a> }.into_any(),
            None => view! { <span class="btn btn-secondary btn-small" aria-disabled="true">{name}</span> }.into_any(),
        }
    };
    let is_paged = list.before.is_some() || list.after.is_some();
    let (before, after) = (step(list.before, "Previous", false), step(list.after, "Next", true));
    let hidden = filter.first_page();
    let hidden = hidden
        .parameters()
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value.to_owned() /> })
        .collect_view();
    view! {
        <form method="get" action=format!("{PATH}/bulk") class="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
            {hidden}
            <div class="table-wrap" role="region" aria-label="Products" tabindex="0">
                <table class="table">
                    <caption class="sr-only">"Products"</caption>
                    <thead>
                        <tr>
                            <th scope="col" class="is-check">
                                <label class="check needs-script">
                                    <input
                                        class="check-input"
                                        type="checkbox"
                                        prop:checked=move || ticked.get() == shown
                                        on:change:target=tick_all
                                        autocomplete="off"
                                    />
                                    <span class="sr-only">"Choose all on this page"</span>
                                </label>
                                <span class="sr-only">"Choose"</span>
                            </th>
                            <th scope="col" class="is-thumb"><span class="sr-only">"Picture"</span></th>
                            <th scope="col">"Product"</th>
                            <th scope="col">"State"</th>
                            <th scope="col" class="is-num">"Variants"</th>
                            <th scope="col" class="is-num">"In stock"</th>
                            <th scope="col" class="is-num">"Price from"</th>
                            <th scope="col">"Changed"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <div class="table-foot">
                    <p>{count}</p>
                    {is_paged.then(|| view! { <nav class="flex gap-2" aria-label="Pages">{before}{after}</nav> })}
                </div>
            </div>
            <BulkBar ticked />
        </form>
    }
}

/// What becomes of the ticked rows, or of everything that fits. Each button leads to a page that shows it first.
#[component]
fn BulkBar(ticked: Memo<usize>) -> impl IntoView {
    let text = move || match ticked.get() {
        0 => "Tick products to change them together".to_owned(),
        1 => "1 product ticked".to_owned(),
        count => format!("{count} products ticked"),
    };
    let actions = [("publish", "Publish"), ("archive", "Archive"), ("price", "Prices"), ("", "More…")];
    let buttons = actions
        .map(|(action, label)| view! { <button class="btn btn-secondary btn-small" type="submit" name="action" value=action>{label}</button> })
        .into_iter()
        .collect_view();
    view! {
        <div class="bulk-bar" role="group" aria-label="Change several products">
            <p role="status">{text}</p>
            {buttons}
            <button class="btn btn-quiet btn-small" type="submit" name="all" value="1">"All that fit the filter…"</button>
        </div>
    }
}

#[component]
fn Row(product: ProductRow, ticked: RwSignal<bool>) -> impl IntoView {
    let picture = product.picture.map(|picture| {
        view! {
            <img class="table-thumb" src=picture.url(160) alt="" width="40" height="50" loading="lazy" />
        }
    });
    let title = product.title.clone();
    let tick = move |event: BoxChange| ticked.set(event.target().checked());
    view! {
        <tr>
            <td class="is-check">
                <label class="check">
                    <input class="check-input" type="checkbox" name="ids" value=product.id.to_string() prop:checked=ticked on:change:target=tick autocomplete="off" />
                    <span class="sr-only">{format!("Choose {title}")}</span>
                </label>
            </td>
            <td class="is-thumb">{picture}</td>
            <th scope="row">
                <a class="link" href=format!("{PATH}/{}", product.id)>{product.title}</a>
                {(!product.brand.is_empty()).then(|| view! { <br /><span class="muted tiny font-normal">{product.brand}</span> })}
            </th>
            <td><ProductBadge status=product.status is_scheduled=product.is_scheduled /></td>
            <td class="is-num">{product.variants}</td>
            <td class="is-num">
                {(product.available <= 0).then(|| view! { <span class="sr-only">"Sold out: "</span> })}
                <span class=if product.available <= 5 { "stock-low" } else { "" }>{product.available}</span>
            </td>
            <td class="is-num">{product.price.to_string()}</td>
            <td class="tiny muted"><time datetime=product.updated_at.iso()>{product.updated_at.date()}</time></td>
        </tr>
    }
}

#[component]
fn Nothing(filter: ProductFilter) -> impl IntoView {
    if !filter.is_narrowed() && filter.status().is_none() {
        return view! {
            <EmptyState glyph=Glyph::Tag title="No products here" text="The first one takes a title, a price and a picture.">
                <LinkButton href=format!("{PATH}/new")>"New product"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let all = href(&ProductFilter { tab: filter.tab.clone(), ..ProductFilter::default() });
    view! {
        <EmptyState glyph=Glyph::Search title="No product fits" text="Fewer or other words and filters find more.">
            <LinkButton href=all>"Clear filters"</LinkButton>
        </EmptyState>
    }
    .into_any()
}
