//! Up to four products side by side.

use crate::{
    actions::{catalog::compare_products, page_data::page_data},
    domain::catalog::{CompareQuery, ComparedGroup, ComparedProduct, Comparison, MAX_COMPARED, ProductCard},
    storefront::{
        failure::FailurePage,
        picture_view::{Loading, PictureView},
        product_card::Price,
    },
    ui::{Badge, ButtonKind, EmptyState, Glyph, Icon, LinkButton, Rating, SkeletonCards, Tone},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_location;

/// The products that the address names, side by side.
#[component]
pub fn ComparePage() -> impl IntoView {
    let search = use_location().search;
    let found = page_data(
        move || search.get(),
        |search| async move { (CompareQuery::parse(&search), compare_products(search).await) },
    );
    view! {
        <Title text="Compare" />
        <Meta name="robots" content="noindex" />
        <Transition fallback=|| view! { <div class="wrap py-8"><SkeletonCards count=4 /></div> }>
            {move || Suspend::new(async move {
                match found.await {
                    (query, Ok(comparison)) => view! { <Found query comparison /> }.into_any(),
                    (_, Err(error)) => view! { <FailurePage error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Found(query: CompareQuery, comparison: Comparison) -> impl IntoView {
    // What could not be found is not in the addresses that lead on.
    let slugs = comparison.products.iter().map(|product| product.card.slug.clone()).collect::<Vec<_>>();
    let missing = query.slugs.iter().any(|slug| !slugs.contains(slug));
    let query = CompareQuery { slugs, ..query };
    let count = comparison.products.len();
    let suggestions = comparison.suggestions.clone();
    let body = if count == 0 {
        view! {
            <EmptyState glyph=Glyph::Copy title="Nothing to compare yet" text="Press “Compare” on a product, then on another one: they come to stand here side by side.">
                <LinkButton kind=ButtonKind::Strong href="/">"Look around"</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <Table query=query.clone() comparison /> }.into_any()
    };
    view! {
        <div class="wrap">
            <header class="page-head">
                <h1>"Compare"</h1>
                {missing.then(|| view! { <p role="status">"Something that was compared here is no longer for sale."</p> })}
                {(count == 1).then(|| view! { <p>"Choose something to put beside it: one of these, or “Compare” on any other product."</p> })}
            </header>
            {body}
            {(count > 0 && count < MAX_COMPARED && !suggestions.is_empty()).then(|| view! { <Suggestions query suggestions /> })}
        </div>
    }
}

#[component]
fn Table(query: CompareQuery, comparison: Comparison) -> impl IntoView {
    let groups = comparison.shown(&query);
    let count = comparison.products.len();
    let nothing = groups.is_empty() && count > 1;
    let toggle = query.toggled().href();
    let only = query.differences_only;
    let heads =
        comparison.products.into_iter().map(|product| view! { <Head product query=query.clone() /> }).collect_view();
    let groups = groups.into_iter().map(|group| view! { <Group group count /> }).collect_view();
    view! {
        {(count > 1).then(|| view! {
            <p class="compare-bar">
                <a class="btn btn-secondary btn-small" href=toggle data-noscroll="true">
                    {if only { "Show everything" } else { "Show differences only" }}
                </a>
                <span class="small muted">{if only { "Rows in which all are the same are left out." } else { "Rows in which they differ are marked." }}</span>
            </p>
        })}
        <div class="compare-scroll" tabindex="0" role="region" aria-label="Comparison">
            <table class="compare">
                <caption class="sr-only">"Products side by side"</caption>
                <thead><tr><td></td>{heads}</tr></thead>
                {groups}
            </table>
        </div>
        {nothing.then(|| view! { <p class="py-4">"They differ in nothing that is stated of them."</p> })}
    }
}

#[component]
fn Head(product: ComparedProduct, query: CompareQuery) -> impl IntoView {
    let ComparedProduct { card, rating_count, rating_tenths } = product;
    let (href, remove) = (card.href(), query.without(&card.slug).href());
    let stock = match (card.availability.in_stock(), card.availability.few_left()) {
        (false, _) if card.availability.can_be_bought() => {
            view! { <p class="stock stock-low"><Icon glyph=Glyph::Alert />"Sold out for now, can be ordered"</p> }
                .into_any()
        }
        (false, _) => view! { <p class="stock stock-out"><Icon glyph=Glyph::Close />"Sold out"</p> }.into_any(),
        (true, Some(left)) => {
            view! { <p class="stock stock-low"><Icon glyph=Glyph::Alert />{format!("{left} left")}</p> }.into_any()
        }
        (true, None) => view! { <p class="stock"><Icon glyph=Glyph::Check />"In stock"</p> }.into_any(),
    };
    view! {
        <th scope="col">
            <div class="compare-head">
                <div class="card-picture">
                    {card.picture.map(|picture| view! {
                        <PictureView picture width=400 sizes="(min-width: 64rem) 16rem, 42vw" loading=Loading::Eager />
                    })}
                </div>
                <a class="compare-name" href=href>{card.title.clone()}</a>
                {card.brand.map(|brand| view! { <p class="card-meta">{brand}</p> })}
                <Price price=card.price from=card.price_varies compare_at=card.compare_at />
                {stock}
                {(rating_count > 0).then(|| view! {
                    <p class="rating"><Rating tenths=rating_tenths /><span>{format!("({rating_count})")}</span></p>
                })}
                <a class="link tiny" href=remove data-noscroll="true">"Remove"<span class="sr-only">" "{card.title}</span></a>
            </div>
        </th>
    }
}

#[component]
fn Group(group: ComparedGroup, count: usize) -> impl IntoView {
    let rows = group
        .rows
        .into_iter()
        .map(|row| {
            let mark = row.differs().then(|| view! { " " <Badge tone=Tone::Info text="differs" /> });
            let cells = row
                .values
                .into_iter()
                .map(|value| match value {
                    Some(value) => view! { <td>{value}</td> }.into_any(),
                    None => view! { <td class="muted"><span aria-hidden="true">"–"</span><span class="sr-only">"Not stated"</span></td> }.into_any(),
                })
                .collect_view();
            view! { <tr><th scope="row">{row.name}{mark}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <tbody>
            <tr class="compare-group"><th scope="rowgroup" colspan=count + 1>{group.name}</th></tr>
            {rows}
        </tbody>
    }
}

#[component]
fn Suggestions(query: CompareQuery, suggestions: Vec<ProductCard>) -> impl IntoView {
    let items = suggestions
        .into_iter()
        .map(|card| {
            let href = query.with(&card.slug).href();
            view! {
                <li>
                    <a class="compare-suggestion" href=href>
                        {card.picture.map(|picture| view! {
                            <PictureView picture width=160 sizes="4rem" loading=Loading::Lazy decorative=true />
                        })}
                        <span>"Add "{card.title}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="section mt-8" aria-labelledby="suggestions">
            <div class="section-head"><h2 id="suggestions">"From the same shelf"</h2></div>
            <ul class="compare-suggestions">{items}</ul>
        </section>
    }
}
