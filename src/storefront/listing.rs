//! A page of products with what narrows it: shared by categories and search.

mod bar;
mod chips;
mod facets;
mod submit;

use crate::{
    domain::catalog::{Listing, ListingQuery},
    storefront::product_card::ProductGrid,
    ui::{ButtonKind, EmptyState, Glyph, LinkButton, Pagination},
};
use bar::ListBar;
use chips::Chips;
use facets::FacetPanel;
use leptos::prelude::*;

/// Id of the panel with the facets, and of the form in it.
const PANEL: &str = "filters";
const FORM: &str = "filter-form";

/// Facets beside products. `path` is the page's address without its choice.
#[component]
pub fn ListingView(#[prop(into)] path: String, query: ListingQuery, listing: Listing) -> impl IntoView {
    let Listing { cards, total, page, pages, facets } = listing;
    let href = {
        let (path, query) = (path.clone(), query.clone());
        Callback::new(move |page| query.with_page(page).href(&path))
    };
    let cleared = query.cleared().href(&path);
    let chips = facets.chips(&query);
    view! {
        <div class="with-facets">
            <FacetPanel path=path.clone() query=query.clone() facets total />
            <section aria-labelledby="products-title">
                <h2 class="sr-only" id="products-title">"Products"</h2>
                <ListBar total sort=query.sort chosen=query.chosen() />
                <Chips chips path=path.clone() cleared=cleared.clone() />
                {if cards.is_empty() {
                    view! { <NothingFits cleared narrowed={query.chosen() > 0} /> }.into_any()
                } else {
                    view! { <ProductGrid cards eager=6 /> }.into_any()
                }}
                <Pagination page pages href />
            </section>
        </div>
    }
}

#[component]
fn NothingFits(cleared: String, narrowed: bool) -> impl IntoView {
    view! {
        <EmptyState glyph=Glyph::Search title="Nothing in the catalog fits" text="Fewer filters or other words find more.">
            {if narrowed {
                view! { <LinkButton kind=ButtonKind::Strong href=cleared>"Clear all filters"</LinkButton> }.into_any()
            } else {
                view! { <LinkButton kind=ButtonKind::Strong href="/">"Back to the front page"</LinkButton> }.into_any()
            }}
        </EmptyState>
    }
}
