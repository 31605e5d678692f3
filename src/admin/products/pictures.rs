//! The pictures of a product.

use super::edit::ProductActions;
use crate::{
    domain::{
        ids::{ProductId, ProductImageId},
        staff::StaffPicture,
    },
    error::AppError,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, EmptyState, Field, Glyph, Icon},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn Pictures(
    product: ProductId,
    title: String,
    pictures: Vec<StaffPicture>,
    actions: ProductActions,
) -> impl IntoView {
    let count = pictures.len();
    let tiles = pictures
        .into_iter()
        .enumerate()
        .map(|(index, picture)| {
            view! {
                <li class="grid content-start gap-3"><Tile product picture index count actions /></li>
            }
        })
        .collect_view();
    let query = use_query_map();
    let refused = Memo::new(move |_| query.with(|query| query.get("refused")).and_then(|error| refused_upload(&error)));
    let errors = FormErrors::of(move || refused.get().map(Err).or_else(|| failure(actions)));
    view! {
        <section class="card grid gap-5" id="pictures" aria-labelledby="product-pictures">
            <h2 id="product-pictures">"Pictures"</h2>
            <FormProblems errors labels=&[("file", "File"), ("alt", "Description of the picture")] />
            {(count == 0).then(|| view! {
                <EmptyState glyph=Glyph::Image title="No pictures yet" text="Shoppers look before they read: two or three views do the most." />
            })}
            <ul class="grid gap-x-5 gap-y-8 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">{tiles}</ul>
            <Upload product title />
        </section>
    }
}

/// Why an upload was refused, as the address says it. Anyone can write addresses: only fields and codes are read.
fn refused_upload(text: &str) -> Option<AppError> {
    serde_json::from_str(text).ok().filter(|error| matches!(error, AppError::Invalid(_)))
}

/// What went wrong last with a picture.
fn failure(actions: ProductActions) -> Option<Result<(), AppError>> {
    let results = [actions.describe.value().get(), actions.show_first.value().get(), actions.delete.value().get()];
    results.into_iter().flatten().find(Result::is_err)
}

#[component]
fn Tile(
    product: ProductId,
    picture: StaffPicture,
    index: usize,
    count: usize,
    actions: ProductActions,
) -> impl IntoView {
    let (image, place) = (picture.id, index + 1);
    let url = picture.picture.url(400);
    let alt = picture.picture.alt;
    view! {
        <figure class="image-tile">
            <img src=url alt=alt.clone() width=picture.picture.width height=picture.picture.height loading="lazy" />
        </figure>
        <p class="tiny muted">{format!("Picture {place} of {count}")}{(index == 0).then_some(", shown first")}</p>
        <ActionForm action=actions.describe attr:class="grid gap-2">
            <Ids product image />
            <div class="field">
                <label class="field-label" for=format!("alt-{image}")>"What it shows"</label>
                <textarea class="textarea min-h-16" id=format!("alt-{image}") name="alt" rows="2" maxlength="300" required=true>{alt}</textarea>
            </div>
            <Button class="btn-small">"Save description"</Button>
        </ActionForm>
        <div class="flex flex-wrap items-start gap-2">
            {(index > 0).then(|| view! {
                <ActionForm action=actions.show_first>
                    <Ids product image />
                    <Button kind=ButtonKind::Quiet class="btn-small">"Show first"</Button>
                </ActionForm>
            })}
            // Opening it is the question, the button within the answer: both work without scripts.
            <details>
                <summary class="btn btn-quiet btn-small"><Icon glyph=Glyph::Trash />"Delete…"</summary>
                <ActionForm action=actions.delete attr:class="mt-2">
                    <Ids product image />
                    <Button kind=ButtonKind::Danger class="btn-small">{format!("Delete picture {place}")}</Button>
                </ActionForm>
            </details>
        </div>
    }
}

#[component]
fn Ids(product: ProductId, image: ProductImageId) -> impl IntoView {
    view! {
        <input type="hidden" name="product_id" value=product.to_string() />
        <input type="hidden" name="image_id" value=image.to_string() />
    }
}

/// A plain form: files travel as multipart, which the upload's own address takes.
#[component]
fn Upload(product: ProductId, title: String) -> impl IntoView {
    view! {
        <form
            class="drop-zone justify-items-stretch text-left"
            method="post"
            action=format!("/admin/products/{product}/images")
            enctype="multipart/form-data"
        >
            <h3 class="font-sans text-sm font-semibold">"Add a picture"</h3>
            <div class="form-grid">
                <div class="field span-3">
                    <label class="field-label" for="file">"File"</label>
                    <p class="field-hint" id="file-hint">"JPEG, PNG, WebP or GIF, up to 20 MiB, best at 4:5"</p>
                    <input
                        class="input"
                        id="file"
                        type="file"
                        name="file"
                        accept="image/jpeg,image/png,image/webp,image/gif"
                        aria-describedby="file-hint"
                        required=true
                    />
                </div>
                <Field
                    label="What it shows"
                    name="alt"
                    hint=format!("Read out to those who cannot see it: {title}, from the front")
                    autocomplete="off"
                    required=true
                    maxlength=300
                    class="span-3"
                />
            </div>
            <p><Button><Icon glyph=Glyph::Upload />"Upload"</Button></p>
        </form>
    }
}
