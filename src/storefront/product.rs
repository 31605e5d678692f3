//! A product.

mod buy;
mod gallery;
mod options;
mod story;
mod tell_when_back;

use crate::{
    actions::catalog::{get_product, preview_product},
    actions::page_data::page_data,
    domain::catalog::{ProductDetail, ProductVariant, rating_tenths},
    storefront::{
        canonical::Canonical,
        failure::FailurePage,
        product_card::{Price, ProductRow},
    },
    ui::{Breadcrumbs, Notice, Rating, SkeletonCards, Tone},
};
use buy::BuyForm;
use gallery::Gallery;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::{use_location, use_params_map, use_query_map};
use options::Options;
use story::Story;

/// A product; the chosen options stand in the address.
#[component]
pub fn ProductPage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let query = use_query_map();
    let preview = Memo::new(move |_| query.with(|query| query.get("preview").is_some()));
    let product = page_data(
        move || (slug.get(), preview.get()),
        |(slug, preview)| async move { if preview { preview_product(slug).await } else { get_product(slug).await } },
    );
    view! {
        <Transition fallback=|| view! { <div class="wrap py-8"><SkeletonCards count=4 /></div> }>
            {move || Suspend::new(async move {
                match product.await {
                    Ok(product) => view! { <Found product /> }.into_any(),
                    Err(error) => view! { <FailurePage error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// The product, and the variant that the address means; `None` for one without variants.
#[derive(Clone, Copy)]
struct Shown {
    product: StoredValue<ProductDetail>,
    variant: Memo<Option<ProductVariant>>,
}

impl Shown {
    fn new(product: ProductDetail) -> Self {
        let (product, search) = (StoredValue::new(product), use_location().search);
        let variant =
            Memo::new(move |_| search.with(|query| product.with_value(|product| product.variant_for(query).cloned())));
        Self { product, variant }
    }
}

#[component]
fn Found(product: ProductDetail) -> impl IntoView {
    let mut trail = vec![("/".to_owned(), "Home".to_owned())];
    trail.extend(product.breadcrumbs.iter().map(|category| (category.href(), category.name.clone())));
    let (related, recent) = (product.related.clone(), product.recent.clone());
    let head = (product.meta_title().to_owned(), product.meta_description().to_owned());
    let canonical = product.path();
    let rating = (product.rating_count, product.rating_sum);
    let preview = product.preview;
    let compare = format!("/compare/add/{}", product.slug);
    let (title, brand, summary) = (product.title.clone(), product.brand.clone(), product.summary.clone());
    let shown = Shown::new(product);
    view! {
        <Title text=head.0 />
        <Meta name="description" content=head.1 />
        {preview.then(|| view! { <Meta name="robots" content="noindex" /> })}
        {(!preview).then(|| view! { <Canonical path=canonical /> })}
        <div class="wrap">
            {preview.then(|| view! {
                <Notice tone=Tone::Warn title="Preview: only staff see this page, as the product is saved now. It cannot be bought here." />
            })}
            <Breadcrumbs trail current=title.clone() />
            <div class="product">
                <Gallery shown />
                <div class="product-info">
                    <div class="grid gap-2">
                        {brand.map(|brand| view! { <p class="small muted">{brand.name}</p> })}
                        <h1 class="product-title">{title}</h1>
                        <AverageRating count=rating.0 sum=rating.1 />
                        <VariantPrice shown />
                        {(!summary.is_empty()).then(|| view! { <p>{summary}</p> })}
                    </div>
                    <Options shown />
                    {(!preview).then(|| view! {
                        <BuyForm shown />
                        <p><a class="link small" href=compare rel="external nofollow">"Compare with others"</a></p>
                    })}
                </div>
                <Story shown />
            </div>
            {(!related.is_empty()).then(|| view! {
                <section class="section mt-8" aria-labelledby="related">
                    <div class="section-head"><h2 id="related">"From the same shelf"</h2></div>
                    <ProductRow cards=related />
                </section>
            })}
            {(!recent.is_empty()).then(|| view! {
                <section class="section mt-8" aria-labelledby="recent">
                    <div class="section-head"><h2 id="recent">"Recently viewed"</h2></div>
                    <ProductRow cards=recent />
                </section>
            })}
        </div>
    }
}

/// What structured data tells of reviews: "4.7 out of 5, from 3 reviews".
#[component]
fn AverageRating(count: i64, sum: i64) -> impl IntoView {
    (count > 0).then(|| {
        let tenths = rating_tenths(count, sum);
        let reviews = if count == 1 { "1 review".to_owned() } else { format!("{count} reviews") };
        view! {
            <p class="rating"><Rating tenths /><span>{format!("{}.{} from {reviews}", tenths / 10, tenths % 10)}</span></p>
        }
    })
}

#[component]
fn VariantPrice(shown: Shown) -> impl IntoView {
    let note = shown.product.with_value(|product| match product.tax_note.as_str() {
        "" => "plus shipping".to_owned(),
        note => format!("{note}, plus shipping"),
    });
    move || {
        let note = note.clone();
        shown.variant.get().map(|variant| {
            view! {
                <div class="product-price" aria-live="polite"><Price price=variant.price compare_at=variant.compare_at /></div>
                <p class="tiny muted">{note}</p>
            }
        })
    }
}
