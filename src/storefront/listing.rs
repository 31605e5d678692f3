//! A page of products with what narrows it: shared by categories and search.

mod bar;
mod chips;
mod facet_groups;
mod facets;
mod submit;
mod turner;

use crate::{
    domain::catalog::{Listing, ListingQuery},
    storefront::product_card::ProductGrid,
    ui::{ButtonKind, EmptyState, Glyph, LinkButton},
};
use bar::ListBar;
use chips::Chips;
use facets::FacetPanel;
use leptos::prelude::*;
use turner::PageTurner;

/// Id of the panel with the facets, and of the form in it.
const PANEL: &str = "filters";
const FORM: &str = "filter-form";

/// Facets beside products. `path` is the page's address without its choice.
#[component]
pub fn ListingView(#[prop(into)] path: String, query: ListingQuery, listing: Listing) -> impl IntoView {
    let turn = |query: Option<ListingQuery>| query.map(|query| query.href(&path));
    let (previous, next) = (turn(listing.previous(&query)), turn(listing.next(&query)));
    let Listing { cards, total, page, pages, close, facets, .. } = listing;
    let cleared = query.cleared().href(&path);
    let chips = facets.chips(&query);
    view! {
        <div class="with-facets">
            <FacetPanel path=path.clone() query=query.clone() facets total />
            <section aria-labelledby="products-title">
                <h2 class="sr-only" id="products-title">"Products"</h2>
                <ListBar total sort=query.sort chosen=query.chosen() />
                <Chips chips path=path.clone() cleared=cleared.clone() />
                {close.then(|| view! { <p class="muted mb-6">"Nothing has exactly these words. These come close."</p> })}
                {if cards.is_empty() {
                    view! { <NothingFits cleared words=query.words.clone() narrowed={query.chosen() > 0} /> }.into_any()
                } else {
                    view! { <ProductGrid cards eager=6 /> }.into_any()
                }}
                <PageTurner page pages previous next />
            </section>
        </div>
    }
}

/// Says why there may be nothing, and leads on from here.
#[component]
fn NothingFits(cleared: String, words: String, narrowed: bool) -> impl IntoView {
    let (title, text) = match (narrowed, words.is_empty()) {
        (true, _) => ("Nothing fits all of these filters", "Taking one away above, or all of them, finds more."),
        (false, false) => {
            ("Nothing has these words", "Try fewer words, another word for it, or look through a category.")
        }
        (false, true) => ("Nothing here yet", "This shelf is empty for now. The others are not."),
    };
    view! {
        <EmptyState glyph=Glyph::Search title text>
            {if narrowed {
                view! { <LinkButton kind=ButtonKind::Strong href=cleared>"Clear all filters"</LinkButton> }.into_any()
            } else {
                view! { <LinkButton kind=ButtonKind::Strong href="/">"Back to the front page"</LinkButton> }.into_any()
            }}
        </EmptyState>
    }
}
