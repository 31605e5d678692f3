//! Other products to look at, in the order in which they are shown.

use super::{SectionHead, Sections, Step};
use crate::{
    admin::products::ProductBadge,
    domain::staff::{FormStep, FoundProduct, Section},
    ui::{ButtonKind, Field, Glyph, Icon},
};
use leptos::prelude::*;

#[component]
pub fn Related(sections: Sections) -> impl IntoView {
    let (search, error) = sections.named("related_search");
    let (ids, names, found, words) = sections.editor.with_value(|editor| {
        (editor.form.related.clone(), editor.related.clone(), editor.found.clone(), editor.form.related_search.clone())
    });
    let count = ids.len();
    let rows = ids
        .into_iter()
        .enumerate()
        .filter_map(|(place, id)| {
            let product = names.iter().find(|product| product.id.to_string() == id).cloned()?;
            Some(view! { <Row place count product /> })
        })
        .collect_view();
    let is_searched = !words.trim().is_empty();
    let nothing = is_searched && found.is_empty();
    let offers = found.into_iter().map(|product| view! { <Offer product /> }).collect_view();
    view! {
        <section class="card" aria-labelledby="related">
            <SectionHead section="related" title="Related products" />
            {(count == 0).then(|| view! { <p class="small muted">"None: the shop shows others of the same category."</p> })}
            <ol class="related-list">{rows}</ol>
            <div class="related-search">
                <Field label="Find a product" name=search value=words error hint="Title or SKU" autocomplete="off" maxlength=100 />
                <Step step=FormStep::Show(Section::Related)><Icon glyph=Glyph::Search />"Find"</Step>
            </div>
            {nothing.then(|| view! { <p class="small muted" role="status">"Nothing else fits."</p> })}
            <ul class="related-list">{offers}</ul>
        </section>
    }
}

#[component]
fn Row(place: usize, count: usize, product: FoundProduct) -> impl IntoView {
    let title = product.title;
    let id = product.id;
    view! {
        <li>
            <input type="hidden" name=format!("product[related][{place}]") value=id.to_string() />
            <span class="related-title">{title.clone()}</span>
            <ProductBadge status=product.status />
            {(place > 0).then(|| view! {
                <Step step=FormStep::MoveUp(id) kind=ButtonKind::Quiet label=format!("Move {title} up")><Icon glyph=Glyph::ArrowUp /></Step>
            })}
            {(place + 1 < count).then(|| view! {
                <Step step=FormStep::MoveDown(id) kind=ButtonKind::Quiet label=format!("Move {title} down")><Icon glyph=Glyph::ArrowDown /></Step>
            })}
            <Step step=FormStep::Unrelate(id) kind=ButtonKind::Quiet label=format!("Take {title} away")><Icon glyph=Glyph::Close /></Step>
        </li>
    }
}

#[component]
fn Offer(product: FoundProduct) -> impl IntoView {
    view! {
        <li>
            <span class="related-title">{product.title.clone()}</span>
            <ProductBadge status=product.status />
            <Step step=FormStep::Relate(product.id) label=format!("Add {}", product.title)><Icon glyph=Glyph::Plus />"Add"</Step>
        </li>
    }
}
