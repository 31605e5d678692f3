//! What the products can be narrowed by: beside them, or on a phone in a sheet. Both are the same
//! form, and the sheet opens without scripts.

use super::{
    FORM, PANEL,
    bar::count_label,
    facet_groups::{Facet, PriceFacet, RatingFacet, SpecificationGroup, StockFacet},
    submit,
};
use crate::{
    domain::catalog::{FacetKind, Facets, ListingQuery},
    ui::{Glyph, Icon},
};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

#[component]
pub fn FacetPanel(path: String, query: ListingQuery, facets: Facets, total: i64) -> impl IntoView {
    let navigate = use_navigate();
    let target = path.clone();
    let submit = move |event: ev::SubmitEvent| {
        if let Some(choice) = submit::choice(&event) {
            event.prevent_default();
            navigate(&choice.href(&target), NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    };
    let group = |kind: FacetKind| view! { <Facet kind values=facets.values(kind).to_vec() chosen=query.values(kind).to_vec() /> };
    let groups = FacetKind::ALL.into_iter().map(group).collect_view();
    let specifications = facets
        .specifications
        .iter()
        .map(|facet| {
            let chosen = query.specification(&facet.slug).cloned().unwrap_or_default();
            view! { <SpecificationGroup facet=facet.clone() chosen /> }
        })
        .collect_view();
    view! {
        <div class="sheet" id=PANEL popover="auto" role="group" aria-label="Filters">
            <div class="panel-head">
                <p class="panel-title">"Filter"</p>
                <button class="icon-link" type="button" popovertarget=PANEL popovertargetaction="hide" aria-label="Close">
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
            <form class="facets" id=FORM method="get" action=path on:submit=submit on:change=move |_| submit::form_by_id(FORM)>
                {(!query.words.is_empty()).then(|| view! { <input type="hidden" name="q" value=query.words.clone() /> })}
                <StockFacet products=facets.in_stock chosen=query.in_stock />
                {groups}
                <PriceFacet price=facets.price min=query.min max=query.max />
                <RatingFacet ratings=facets.ratings.clone() chosen=query.rating />
                {specifications}
                <div class="facets-foot">
                    <button class="btn btn-strong btn-block without-script" type="submit">"Apply"</button>
                    <button class="btn btn-strong btn-block needs-script phone-only" type="button" popovertarget=PANEL popovertargetaction="hide">
                        {format!("Show {}", count_label(total))}
                    </button>
                </div>
            </form>
        </div>
    }
}
