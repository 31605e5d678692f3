//! Products in a grid or a row.

use crate::{
    domain::{
        cart::Availability,
        catalog::{ProductCard, Swatch, rating_tenths},
        money::Money,
        picture::Picture,
    },
    storefront::{
        picture_view::{Loading, PictureView},
        swatch::SwatchDot,
    },
    ui::{Glyph, Icon, Rating},
};
use leptos::prelude::*;

/// Swatches that fit beside each other on the narrowest card.
const SWATCHES: usize = 5;

/// Cards in columns; `eager` of them are in sight when the page opens.
#[component]
pub fn ProductGrid(cards: Vec<ProductCard>, #[prop(default = 4)] eager: usize) -> impl IntoView {
    view! { <ul class="grid-products">{items(cards, eager)}</ul> }
}

/// A single row, which a phone swipes through.
#[component]
pub fn ProductRow(cards: Vec<ProductCard>) -> impl IntoView {
    view! { <ul class="row-products">{items(cards, 0)}</ul> }
}

fn items(cards: Vec<ProductCard>, eager: usize) -> impl IntoView {
    let item = |(index, card)| view! { <li><Card card lazy={index >= eager} /></li> };
    cards.into_iter().enumerate().map(item).collect_view()
}

#[component]
fn Card(card: ProductCard, lazy: bool) -> impl IntoView {
    let (href, flag) = (card.href(), flag(&card));
    let compare = format!("/compare/add/{}", card.slug);
    let second = card.second_picture.map(|picture| view! { <CardPicture picture lazy=true class="card-second" /> });
    view! {
        <article class="card-product">
            <div class="card-picture">
                {match card.picture {
                    Some(picture) => view! { <CardPicture picture lazy class="" /> }.into_any(),
                    None => view! { <Icon glyph=Glyph::Image /> }.into_any(),
                }}
                {second}
                {flag.map(|flag| view! { <p class="card-flag">{flag}</p> })}
            </div>
            <div class="card-body">
                <Swatches swatches=card.swatches />
                <h3 class="card-name"><a href=href>{card.title.clone()}</a></h3>
                {card.brand.map(|brand| view! { <p class="card-meta">{brand}</p> })}
                <Price price=card.price from=card.price_varies compare_at=card.compare_at />
                <Stars count=card.rating_count sum=card.rating_sum />
                {stock_note(card.availability)}
                <a class="card-compare" href=compare rel="external nofollow">"Compare"<span class="sr-only">" "{card.title}</span></a>
            </div>
        </article>
    }
}

#[component]
fn CardPicture(picture: Picture, lazy: bool, class: &'static str) -> impl IntoView {
    const SIZES: &str = "(min-width: 90rem) 19rem, (min-width: 64rem) 23vw, (min-width: 48rem) 30vw, 46vw";
    let loading = if lazy { Loading::Lazy } else { Loading::Eager };
    // The second picture shows what the first one shows: nothing to read out.
    view! { <PictureView picture width=400 sizes=SIZES loading class decorative=!class.is_empty() /> }
}

#[component]
fn Swatches(swatches: Vec<Swatch>) -> impl IntoView {
    let more = swatches.len().saturating_sub(SWATCHES);
    let dots = swatches
        .into_iter()
        .take(SWATCHES)
        .map(|swatch| view! { <li><SwatchDot hex=swatch.hex /><span class="sr-only">{swatch.name}</span></li> })
        .collect_view();
    let more = (more > 0).then(|| view! { <li>{format!("+{more}")}</li> });
    view! { <ul class="card-swatches" aria-label="Colors">{dots}{more}</ul> }
}

/// The average of reviews and their number, where there are any.
#[component]
pub fn Stars(count: i64, sum: i64) -> impl IntoView {
    (count > 0).then(|| {
        let reviews = if count == 1 { "review" } else { "reviews" };
        view! {
            <p class="rating">
                <Rating tenths=rating_tenths(count, sum) />
                <span>{count}<span class="sr-only">" "{reviews}</span></span>
            </p>
        }
    })
}

/// A price with the one before, if it is a reduced one.
#[component]
pub fn Price(price: Money, #[prop(optional)] from: bool, compare_at: Option<Money>) -> impl IntoView {
    let before = compare_at
        .map(|before| view! { <s class="price-was"><span class="sr-only">"Before: "</span>{before.to_string()}</s> });
    view! {
        <p class="price">
            <span>{from.then_some("from ")}{price.to_string()}</span>
            {before}
        </p>
    }
}

fn flag(card: &ProductCard) -> Option<String> {
    if !card.availability.can_be_bought() {
        return Some("Sold out".into());
    }
    if !card.availability.in_stock() {
        return Some("Sold out for now".into());
    }
    card.saving().map(|percent| format!("−{percent} %"))
}

fn stock_note(availability: Availability) -> Option<impl IntoView> {
    availability.few_left().map(|left| view! { <p class="stock stock-low">{format!("{left} left")}</p> })
}
