//! What narrows and orders the list: one form whose state is the address.

use super::PATH;
use crate::{
    domain::{
        product::ProductStatus,
        staff::{FilterChoices, ProductFilter, ProductSort, ProductTabCount},
    },
    ui::{Button, Glyph, Icon},
};
use leptos::prelude::*;
use leptos_router::{components::Form, hooks::use_query_map, params::ParamsMap};

/// The filter that the address has.
pub fn from_address() -> Memo<ProductFilter> {
    let query = use_query_map();
    Memo::new(move |_| query.with(read))
}

/// Reads a filter from an address's parameters.
pub fn read(query: &ParamsMap) -> ProductFilter {
    let value = |name| query.get(name).unwrap_or_default();
    ProductFilter {
        tab: value("tab"),
        q: value("q"),
        category: value("category"),
        brand: value("brand"),
        stock: value("stock"),
        pictures: value("pictures"),
        tag: value("tag"),
        sort: value("sort"),
        after: value("after"),
        before: value("before"),
    }
}

/// The address of a part of the list.
pub fn href(filter: &ProductFilter) -> String {
    let mut query = ParamsMap::new();
    for (name, value) in filter.parameters() {
        query.insert(name, value.to_owned());
    }
    format!("{PATH}{}", query.to_query_string())
}

#[component]
pub fn Tabs(filter: ProductFilter, tabs: Vec<ProductTabCount>) -> impl IntoView {
    let current = filter.status();
    let tabs = tabs
        .into_iter()
        .map(|ProductTabCount { status, count }| {
            let tab = status.map_or("", ProductStatus::slug).to_owned();
            let href = href(&ProductFilter { tab, ..filter.first_page() });
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
pub fn FilterBar(filter: ProductFilter, choices: FilterChoices) -> impl IntoView {
    let brands = choices.brands.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let categories = choices.categories.into_iter().map(|category| {
        let depth = usize::try_from(category.depth).unwrap_or_default();
        (category.id.to_string(), format!("{}{}", "\u{2003}".repeat(depth.min(5)), category.name))
    });
    let stock =
        vec![("out".to_owned(), "A variant is sold out".to_owned()), ("low".to_owned(), "A variant is low".to_owned())];
    let sorts = ProductSort::ALL.map(|sort| (sort.slug().to_owned(), sort.label().to_owned())).to_vec();
    let all = href(&ProductFilter { tab: filter.tab.clone(), sort: filter.sort.clone(), ..ProductFilter::default() });
    let is_narrowed = filter.is_narrowed();
    view! {
        <Form method="GET" action=PATH attr:class="toolbar" attr:role="search">
            {(!filter.tab.is_empty()).then(|| view! { <input type="hidden" name="tab" value=filter.tab.clone() /> })}
            <span class="search-form">
                <Icon glyph=Glyph::Search />
                <label class="sr-only" for="list-search">"Search products"</label>
                <input class="input" id="list-search" type="search" name="q" value=filter.q.clone() placeholder="Title, brand, SKU, barcode or tag" maxlength="100" />
            </span>
            <Pick name="category" label="Category" any="Any category" options=categories.collect() value=filter.category.clone() />
            <Pick name="brand" label="Brand" any="Any brand" options=brands value=filter.brand.clone() />
            <Pick name="stock" label="Stock" any="Any stock" options=stock value=filter.stock.clone() />
            <Pick name="pictures" label="Pictures" any="With or without pictures" options=vec![("none".to_owned(), "Without pictures".to_owned())] value=filter.pictures.clone() />
            <input class="input toolbar-tag" name="tag" value=filter.tag.clone() placeholder="Tag" aria-label="Tag" maxlength="60" />
            <Pick name="sort" label="Order" any="" options=sorts value=filter.sort.clone() />
            <Button>"Apply"</Button>
            {is_narrowed.then(|| view! { <a class="link small" href=all>"Clear filters"</a> })}
        </Form>
    }
}

#[component]
fn Pick(
    name: &'static str,
    label: &'static str,
    any: &'static str,
    options: Vec<(String, String)>,
    value: String,
) -> impl IntoView {
    let any = (!any.is_empty()).then(|| view! { <option value="">{any}</option> });
    let options = options
        .into_iter()
        .map(|(id, label)| {
            let selected = id == value;
            view! { <option value=id selected=selected>{label}</option> }
        })
        .collect_view();
    view! { <select class="select" name=name aria-label=label>{any}{options}</select> }
}
