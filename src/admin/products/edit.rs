//! One product: its form, its pictures, and the way to be rid of it.

use super::{
    PATH, ProductBadge,
    form::{ProductForm, SECTIONS},
    pictures::Pictures,
};
use crate::{
    actions::{
        admin::products::{DeleteProduct, DuplicateProduct, SaveProduct, get_product},
        page_data::page_data,
    },
    admin::parts::{CardSkeleton, FormOf, Loaded, PageHead},
    domain::{
        product::ProductStatus,
        staff::{ProductEditor, StoredState},
        timestamp::Timestamp,
    },
    error::AppError,
    ui::{Breadcrumbs, Button, ButtonKind, Glyph, Icon, LinkButton, Notice, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};

/// One product, or a new one.
#[component]
pub fn ProductEditPage() -> impl IntoView {
    let (params, query, path) = (use_params_map(), use_query_map(), use_location().pathname);
    // A new product has an address without parameters.
    let id = Memo::new(move |_| match params.with(|params| params.get("id")) {
        Some(id) => id,
        None if path.with(|path| path.ends_with("/new")) => "new".to_owned(),
        None => String::new(),
    });
    let value = move |name| Memo::new(move |_| query.with(|query| query.get(name).unwrap_or_default()));
    let (saved, draft) = (value("saved"), value("draft"));
    // Every step that succeeds leads to an address of its own; a refused one leaves the form as it is.
    let source = move || (id.get(), draft.get(), saved.get());
    let product = page_data(source, |(id, draft, _)| get_product(id, draft));
    view! {
        <div class="admin-page">
            <Loaded data=product fallback=|| view! { <CardSkeleton /> } what="product" back=PATH let:editor>
                <Found editor saved draft=draft.get_untracked() />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(editor: ProductEditor, saved: Memo<String>, draft: String) -> impl IntoView {
    // Of this form and no other: what the last one was refused for says nothing about the next.
    let (save, delete) = (ServerAction::<SaveProduct>::new(), ServerAction::<DeleteProduct>::new());
    let (id, version, orders, now) = (editor.id(), editor.form.version, editor.orders, editor.now);
    let stored = editor.stored.clone();
    let title = stored.as_ref().map_or("New product".to_owned(), |stored| stored.title.clone());
    let is_active = stored.as_ref().is_some_and(|stored| stored.status == ProductStatus::Active);
    let is_draft = editor.is_draft;
    let exists = stored.is_some();
    let editor = StoredValue::new(editor);
    view! {
        <Breadcrumbs trail=vec![(PATH.into(), "Products".into())] current=title.clone() />
        <PageHead title=title.clone()>{stored.map(|stored| view! { <Head stored now /> })}</PageHead>
        {move || (!is_draft).then(|| saved.with(|saved| view! { <SavedNotice saved=saved.clone() /> }))}
        <nav class="section-nav" aria-label="Sections of the product">
            {SECTIONS.map(|(id, name)| view! { <a href=format!("#{id}") rel="external">{name}</a> }).into_iter().collect_view()}
        </nav>
        <FormOf state=(id, version, draft)><ProductForm editor action=save /></FormOf>
        {match exists {
            true => view! {
                <Pictures product=id title is_active />
                <Duplicate product=id />
                <Remove product=id version orders action=delete />
            }
            .into_any(),
            false => view! {
                <section class="card" aria-labelledby="pictures">
                    <h2 id="pictures" class="section-anchor">"Pictures"</h2>
                    <p class="small muted">"Once the product is saved, pictures can be added here."</p>
                </section>
            }
            .into_any(),
        }}
    }
}

#[component]
fn Head(stored: StoredState, now: Timestamp) -> impl IntoView {
    let is_scheduled = stored.status == ProductStatus::Active && stored.published_at.is_some_and(|at| at > now);
    let is_seen = stored.status == ProductStatus::Active && !is_scheduled;
    let from = stored.published_at.filter(|_| is_scheduled);
    view! {
        <ProductBadge status=stored.status is_scheduled />
        {from.map(|at| view! { <span class="small muted">"from " <time datetime=at.iso()>{at.to_string()}</time> " UTC"</span> })}
        {if is_seen {
            view! {
                <LinkButton href=format!("/p/{}", stored.slug) kind=ButtonKind::Quiet>
                    <Icon glyph=Glyph::External />"View in shop"
                </LinkButton>
            }
        } else {
            view! {
                <LinkButton href=format!("/p/{}?preview=1", stored.slug) kind=ButtonKind::Quiet>
                    <Icon glyph=Glyph::External />"Preview"
                </LinkButton>
            }
        }}
    }
}

#[component]
fn SavedNotice(saved: String) -> impl IntoView {
    match saved.as_str() {
        "" => None,
        "archived" => {
            Some(view! { <Notice tone=Tone::Ok title="Archived: orders refer to it, so it is kept for them." /> })
        }
        "copy" => Some(view! {
            <Notice tone=Tone::Ok title="This is the copy: a draft with an address and SKUs of its own, and no stock." />
        }),
        _ => Some(view! { <Notice tone=Tone::Ok title="Saved." /> }),
    }
}

/// What is stored, once more: what stands in the form and is not saved is not in the copy.
#[component]
fn Duplicate(product: crate::domain::ids::ProductId) -> impl IntoView {
    let action = ServerAction::<DuplicateProduct>::new();
    let refused = move || match action.value().get() {
        Some(Err(AppError::Conflict)) => {
            Some("There are many copies already. Give them addresses of their own first.".to_owned())
        }
        Some(Err(error)) => Some(error.to_string()),
        _ => None,
    };
    view! {
        <section class="card" aria-labelledby="duplicate">
            <h2 id="duplicate" class="section-anchor">"Duplicate this product"</h2>
            <p class="small muted mt-1">
                "A draft with the same texts, options, prices and pictures, as it is saved now. It gets an address and SKUs of its own, and no stock."
            </p>
            {move || refused().map(|text| view! { <Notice tone=Tone::Error title=text /> })}
            <ActionForm action attr:class="mt-3">
                <input type="hidden" name="product_id" value=product.to_string() />
                <Button kind=ButtonKind::Secondary class="btn-small" busy=action.pending()><Icon glyph=Glyph::Copy />"Duplicate"</Button>
            </ActionForm>
        </section>
    }
}

/// Opening it is the question, the button within the answer: both work without scripts.
#[component]
fn Remove(
    product: crate::domain::ids::ProductId,
    version: i64,
    orders: i64,
    action: ServerAction<DeleteProduct>,
) -> impl IntoView {
    let refused = move || match action.value().get() {
        Some(Err(AppError::Conflict)) => Some("It was changed meanwhile. Load the page again first.".to_owned()),
        Some(Err(error)) => Some(error.to_string()),
        _ => None,
    };
    let (text, button) = match orders {
        0 => (
            "No order refers to it, so nothing of it is left: no variants, stock or pictures.".to_owned(),
            "Delete for good",
        ),
        1 => (
            "An order refers to it. It is archived instead: out of the shop, but there for the order.".to_owned(),
            "Archive",
        ),
        orders => (
            format!("{orders} orders refer to it. It is archived instead: out of the shop, but there for the orders."),
            "Archive",
        ),
    };
    view! {
        <section class="card" aria-labelledby="remove">
            <h2 id="remove" class="section-anchor">"Delete this product"</h2>
            <p class="small muted mt-1">{text}</p>
            {move || refused().map(|text| view! { <Notice tone=Tone::Error title=text /> })}
            <details class="mt-3">
                <summary class="btn btn-quiet btn-small"><Icon glyph=Glyph::Trash />"Delete…"</summary>
                <ActionForm action attr:class="mt-2">
                    <input type="hidden" name="product_id" value=product.to_string() />
                    <input type="hidden" name="version" value=version.to_string() />
                    <Button kind=ButtonKind::Danger class="btn-small" busy=action.pending()>{button}</Button>
                </ActionForm>
            </details>
        </section>
    }
}
