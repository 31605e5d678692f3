//! The front page.

use crate::{
    actions::catalog::get_home,
    actions::page_data::page_data,
    domain::{
        access::{Theme, Visit},
        catalog::{CategoryTile, Home, ProductCard},
        picture::Picture,
        shipping::ShippingTerms,
        shop_settings::Shop,
    },
    storefront::{
        canonical::Canonical,
        failure::FailurePage,
        picture_view::{Loading, PictureView},
        product_card::ProductRow,
    },
    ui::{ButtonKind, Glyph, Icon, LinkButton, SkeletonCards},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// Hero, categories, new things and best sellers.
#[component]
pub fn HomePage() -> impl IntoView {
    let home = page_data(|| (), |()| get_home());
    let shop = use_context::<Shop>().unwrap_or_default().name;
    view! {
        <Title text="Well-made things for home and travel" />
        <Canonical path="/" />
        <Meta
            name="description"
            content="Clothing, bags, kitchen, desk, lighting and outdoor things, with their material, weight and care stated."
        />
        <Suspense fallback=move || view! { <div class="wrap py-8"><h1 class="sr-only">{shop.clone()}</h1><SkeletonCards /></div> }>
            {move || Suspend::new(async move {
                match home.await {
                    Ok(home) => view! { <Front home /> }.into_any(),
                    Err(error) => view! { <FailurePage error /> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Front(home: Home) -> impl IntoView {
    let first = home.categories.first().map(|tile| tile.category.href());
    view! {
        <div class="wrap">
            <Hero light=home.hero_light dark=home.hero_dark href=first.unwrap_or_else(|| "/search".into()) />
            <Row id="new" title="New in" cards=home.newest />
            <Categories tiles=home.categories />
            <Row id="best-sellers" title="Bought again and again" cards=home.best_sellers />
            <Promises />
        </div>
    }
}

#[component]
fn Hero(light: Option<Picture>, dark: Option<Picture>, href: String) -> impl IntoView {
    // The one that is not shown is not loaded either, as far as the server knows the theme.
    let is_dark = use_context::<Visit>().unwrap_or_default().theme == Theme::Dark;
    let picture = |picture: Picture, class: &'static str, lazy: bool| {
        let loading = if lazy { Loading::Lazy } else { Loading::First };
        view! { <PictureView picture class width=1600 sizes="(min-width: 64rem) 58vw, 100vw" loading decorative=true /> }
    };
    let light_class = if dark.is_some() { "dark:hidden" } else { "" };
    view! {
        <section class="hero">
            <div class="hero-picture">
                {light.map(|light| picture(light, light_class, is_dark))}
                {dark.map(|dark| picture(dark, "hidden dark:block", !is_dark))}
            </div>
            <div class="hero-text">
                <h1 class="display">"Things that get better with use"</h1>
                <p class="lede">
                    "A small shop for clothing, bags and the house. Everything says what it is made of, what it weighs and how to look after it."
                </p>
                <LinkButton kind=ButtonKind::Primary class="btn-large" href>"Start with clothing"</LinkButton>
            </div>
        </section>
    }
}

#[component]
fn Row(id: &'static str, title: &'static str, cards: Vec<ProductCard>) -> impl IntoView {
    (!cards.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby=id>
                <div class="section-head"><h2 id=id>{title}</h2></div>
                <ProductRow cards />
            </section>
        }
    })
}

/// The first category takes two places, so that seven of them fill two rows of four.
#[component]
fn Categories(tiles: Vec<CategoryTile>) -> impl IntoView {
    let tiles = tiles
        .into_iter()
        .enumerate()
        .map(|(index, tile)| {
            let (wide, href) = (index == 0, tile.category.href());
            let things = if tile.products == 1 { "1 thing".to_owned() } else { format!("{} things", tile.products) };
            let frame = if wide { "tile-picture tile-picture-wide" } else { "tile-picture" };
            view! {
                <li class=if wide { "category-tile category-tile-wide" } else { "category-tile" }>
                    <a class="category-link" href=href>
                        <span class=frame>
                            {tile.picture.map(|picture| view! {
                                <PictureView
                                    picture
                                    width=800
                                    sizes=if wide { "(min-width: 64rem) 40rem, 100vw" } else { "(min-width: 64rem) 20rem, 50vw" }
                                    loading=Loading::Lazy
                                    decorative=true
                                />
                            })}
                        </span>
                        <span class="leader"><span class="category-name">{tile.category.name}</span><span class="tiny muted">{things}</span></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="section" aria-labelledby="categories">
            <div class="section-head"><h2 id="categories">"What we keep"</h2></div>
            <ul class="category-tiles">{tiles}</ul>
        </section>
    }
}

#[component]
fn Promises() -> impl IntoView {
    let shipping = use_context::<ShippingTerms>().unwrap_or_default();
    let parcel = match shipping.free {
        Some(free) => format!("The tracking number comes by mail; shipping is free {free}."),
        None => "The mail that says so carries the tracking number.".to_owned(),
    };
    let promise = |glyph, title: &'static str, text: String| {
        view! { <li><Icon glyph /><strong>{title}</strong><span class="muted">{text}</span></li> }
    };
    view! {
        <section class="section" aria-labelledby="promises">
            <h2 class="sr-only" id="promises">"What you can count on"</h2>
            <ul class="promises">
                {promise(Glyph::Truck, "Sent within two working days", parcel)}
                {promise(Glyph::Check, "What is in stock is in stock", "What you order is set aside for you while you pay.".into())}
                {promise(Glyph::Lock, "No account needed", "Order as a guest and follow the parcel by the link in your mail.".into())}
            </ul>
        </section>
    }
}
