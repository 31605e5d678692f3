//! A category and what is in it.

use crate::{
    actions::catalog::get_category,
    actions::page_data::page_data,
    domain::catalog::{CategoryView, ListingQuery},
    storefront::{
        canonical::Canonical,
        failure::FailurePage,
        listing::ListingView,
        picture_view::{Loading, PictureView},
    },
    ui::{Breadcrumbs, SkeletonCards},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::{use_location, use_params_map};

/// A category and what is in it; filters, order and page stand in the address.
#[component]
pub fn CategoryPage() -> impl IntoView {
    let (params, search) = (use_params_map(), use_location().search);
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let found = page_data(
        move || (slug.get(), search.get()),
        |(slug, search)| async move { (ListingQuery::parse(&search), get_category(slug, search).await) },
    );
    view! {
        <Transition fallback=|| view! { <div class="wrap py-8"><SkeletonCards count=12 /></div> }>
            {move || Suspend::new(async move {
                match found.await {
                    (query, Ok(view)) => view! { <Found view query /> }.into_any(),
                    (_, Err(error)) => view! { <FailurePage error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Found(view: CategoryView, query: ListingQuery) -> impl IntoView {
    let CategoryView { category, description, picture, ancestors, children, listing } = view;
    // Further pages are pages of their own; narrowed ones are all the same category.
    let canonical = query.canonical_href(&category.href());
    let mut trail = vec![("/".to_owned(), "Home".to_owned())];
    trail.extend(ancestors.into_iter().map(|ancestor| (ancestor.href(), ancestor.name)));
    let below = children
        .iter()
        .map(|child| view! { <li><a class="chip pr-3" href=child.href()>{child.name.clone()}</a></li> })
        .collect_view();
    view! {
        <Title text=category.name.clone() />
        <Meta name="description" content=description.clone() />
        <Canonical path=canonical />
        <div class="wrap">
            <Breadcrumbs trail current=category.name.clone() />
            <header class="category-head">
                <div class="page-head">
                    <h1>{category.name.clone()}</h1>
                    <p>{description}</p>
                </div>
                {picture.map(|picture| view! {
                    <div class="category-banner">
                        <PictureView picture width=800 sizes="(min-width: 48rem) 24rem, 100vw" loading=Loading::Eager decorative=true />
                    </div>
                })}
            </header>
            {(!children.is_empty()).then(|| view! {
                <nav class="mb-8" aria-label="Subcategories"><ul class="chips">{below}</ul></nav>
            })}
            <ListingView path=category.href() query listing />
        </div>
    }
}
