//! The list of products.

use super::ProductBadge;
use crate::{
    actions::admin::products::list_products,
    actions::page_data::page_data,
    admin::{
        list_query::ListQuery,
        parts::{LoadError, PageHead, SearchBar, TableFoot, TableSkeleton},
    },
    domain::{
        product::ProductStatus,
        staff::{ProductList, ProductRow, ProductTabCount},
    },
    ui::{EmptyState, Glyph, LinkButton},
};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

const PATH: &str = "/admin/products";

/// All products.
pub struct ProductListPage;

#[lazy_route]
impl LazyRoute for ProductListPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ProductListPage = this;
        let query = ListQuery::from_address();
        let load = |query: ListQuery| list_products(query.tab, query.words, query.older, query.newer);
        let products = page_data(move || query.get(), load);
        view! {
            <div class="admin-page">
                <PageHead title="Products" />
                <Transition fallback=|| view! { <TableSkeleton /> }>
                    {move || Suspend::new(async move {
                        let query = query.get_untracked();
                        match products.await {
                            Ok(list) => view! { <Found query list /> }.into_any(),
                            Err(error) => view! { <LoadError error what="list" back=PATH /> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
        }
        .into_any()
    }
}

#[component]
fn Found(query: ListQuery, list: ProductList) -> impl IntoView {
    let shown = list.products.len();
    let count = if shown == 1 { "1 product".to_owned() } else { format!("{shown} products on this page") };
    let rows = list.products.into_iter().map(|product| view! { <Row product /> }).collect_view();
    view! {
        <Tabs query=query.clone() tabs=list.tabs />
        <SearchBar path=PATH query=query.clone() label="Search products" placeholder="Title, brand or SKU" />
        {if shown == 0 {
            view! { <Nothing query /> }.into_any()
        } else {
            view! {
                <div class="table-wrap" role="region" aria-label="Products" tabindex="0">
                    <table class="table">
                        <caption class="sr-only">"Products, newest first"</caption>
                        <thead>
                            <tr>
                                <th scope="col" class="is-thumb"><span class="sr-only">"Picture"</span></th>
                                <th scope="col">"Product"</th>
                                <th scope="col">"State"</th>
                                <th scope="col" class="is-num">"Variants"</th>
                                <th scope="col" class="is-num">"In stock"</th>
                                <th scope="col" class="is-num">"Price from"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                    <TableFoot path=PATH query links=list.pages count />
                </div>
            }
            .into_any()
        }}
    }
}

#[component]
fn Row(product: ProductRow) -> impl IntoView {
    let picture = product.picture.map(|picture| {
        view! {
            <img class="table-thumb" src=picture.url(160) alt="" width="40" height="50" loading="lazy" />
        }
    });
    view! {
        <tr>
            <td class="is-thumb">{picture}</td>
            <th scope="row">
                <a class="link" href=format!("{PATH}/{}", product.id)>{product.title}</a>
                {(!product.brand.is_empty()).then(|| view! { <br /><span class="muted tiny font-normal">{product.brand}</span> })}
            </th>
            <td><ProductBadge status=product.status /></td>
            <td class="is-num">{product.variants}</td>
            <td class="is-num">
                {(product.available <= 0).then(|| view! { <span class="sr-only">"Sold out: "</span> })}
                <span class=if product.available <= 5 { "stock-low" } else { "" }>{product.available}</span>
            </td>
            <td class="is-num">{product.price.to_string()}</td>
        </tr>
    }
}

#[component]
fn Tabs(query: ListQuery, tabs: Vec<ProductTabCount>) -> impl IntoView {
    let current = ProductStatus::from_slug(&query.tab);
    let tabs = tabs
        .into_iter()
        .map(|ProductTabCount { status, count }| {
            let href = query.at_tab(status.map_or("", ProductStatus::slug)).href(PATH);
            view! {
                <a class="tab" href=href aria-current=(status == current).then_some("page")>
                    {status.map_or("All", ProductStatus::label)} " " <span class="count">{count}</span>
                </a>
            }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label="Products by state">{tabs}</nav> }
}

#[component]
fn Nothing(query: ListQuery) -> impl IntoView {
    if query.words.is_empty() {
        let (title, text) = match ProductStatus::from_slug(&query.tab) {
            None => ("No products yet", "The demo catalog comes with the command tradewind seed."),
            Some(ProductStatus::Active) => ("Nothing is for sale", "Products that shoppers can see gather here."),
            Some(ProductStatus::Draft) => ("No drafts", "Products that are not ready for shoppers gather here."),
            Some(ProductStatus::Archived) => ("Nothing is archived", "Products that are no longer sold gather here."),
        };
        return view! { <EmptyState glyph=Glyph::Tag title=title text=text /> }.into_any();
    }
    let all = ListQuery { words: String::new(), ..query.at_tab(&query.tab) }.href(PATH);
    view! {
        <EmptyState glyph=Glyph::Search title="No product fits" text="Part of a title, a brand or a SKU finds one.">
            <LinkButton href=all>"Show all"</LinkButton>
        </EmptyState>
    }
    .into_any()
}
