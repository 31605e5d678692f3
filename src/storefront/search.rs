//! Search by words.

use crate::{
    actions::catalog::search_products,
    actions::page_data::page_data,
    domain::catalog::{Listing, ListingQuery},
    storefront::{failure::FailurePage, listing::ListingView, search_field::SearchField},
    ui::{ButtonKind, EmptyState, Glyph, Icon, LinkButton, SkeletonCards},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_location;

/// What contains all the words of `q`; without any, a field to enter some.
#[component]
pub fn SearchPage() -> impl IntoView {
    let search = use_location().search;
    let found = page_data(
        move || search.get(),
        |search| async move { (ListingQuery::parse(&search), search_products(search).await) },
    );
    view! {
        <Meta name="robots" content="noindex" />
        <Transition fallback=|| view! { <div class="wrap py-8"><SkeletonCards count=12 /></div> }>
            {move || Suspend::new(async move {
                match found.await {
                    (query, Ok(listing)) => view! { <Found query listing /> }.into_any(),
                    (_, Err(error)) => view! { <FailurePage error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Found(query: ListingQuery, listing: Listing) -> impl IntoView {
    let words = query.words.clone();
    let title = match (words.as_str(), query.brands.as_slice(), listing.facets.brands.as_slice()) {
        // Where everything of one brand is linked to.
        ("", [slug], brands) => brands.iter().find(|brand| brand.slug == *slug).map(|brand| brand.name.clone()),
        ("", ..) => None,
        (words, ..) => Some(format!("“{words}”")),
    };
    let title = title.unwrap_or_else(|| "Search".into());
    let asks_for_nothing = words.is_empty() && query.chosen() == 0;
    view! {
        <Title text=title.clone() />
        <div class="wrap">
            <header class="page-head">
                <h1 class="break-words">{title}</h1>
            </header>
            <form class="search-form is-large mb-8" action="/search" method="get" role="search" aria-label="Search again">
                <Icon glyph=Glyph::Search />
                <SearchField id="words" label="Words" value=words.clone() />
                <button class="btn btn-strong ml-2" type="submit">"Search"</button>
            </form>
            {if asks_for_nothing {
                view! {
                    <EmptyState glyph=Glyph::Search title="What are you looking for?" text="A thing, a material, a brand or a SKU: everything that the catalog says is searched.">
                        <LinkButton kind=ButtonKind::Strong href="/">"Or look around"</LinkButton>
                    </EmptyState>
                }
                .into_any()
            } else {
                view! { <ListingView path="/search" query listing /> }.into_any()
            }}
        </div>
    }
}
