//! The pictures of a product: dragged or stepped into order, described, linked to variants. The first is the main one.

use super::upload::Upload;
use crate::{
    actions::{
        admin::products::{DeletePicture, DescribePicture, PlacePicture, get_product_pictures},
        page_data::page_data,
    },
    domain::{
        ids::{ProductId, ProductImageId, VariantId},
        staff::{ProductPictures, StaffPicture},
    },
    error::AppError,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, EmptyState, Glyph, Icon, Notice, Tone, text_area_html},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What can be done to a picture.
#[derive(Clone, Copy)]
struct PictureActions {
    describe: ServerAction<DescribePicture>,
    place: ServerAction<PlacePicture>,
    delete: ServerAction<DeletePicture>,
    /// The picture that is being dragged.
    dragged: RwSignal<Option<ProductImageId>>,
}

#[component]
pub fn Pictures(product: ProductId, title: String, is_active: bool) -> impl IntoView {
    let actions = PictureActions {
        describe: ServerAction::new(),
        place: ServerAction::new(),
        delete: ServerAction::new(),
        dragged: RwSignal::new(None),
    };
    let uploaded = RwSignal::new(0_u32);
    let query = use_query_map();
    let step = Memo::new(move |_| query.with(|query| query.get("picture").unwrap_or_default()));
    // Loaded apart from the form, so that what is typed there outlives every change here.
    let source = move || {
        let done = (actions.describe.version().get(), actions.place.version().get(), actions.delete.version().get());
        (product, done, uploaded.get(), step.get())
    };
    let pictures = page_data(source, |(product, ..)| get_product_pictures(product));
    let refused = Memo::new(move |_| query.with(|query| query.get("refused")).and_then(|error| refused_upload(&error)));
    let errors = FormErrors::of(move || refused.get().map(Err).or_else(|| failure(actions)));
    view! {
        <section class="card grid gap-5" aria-labelledby="pictures">
            <h2 id="pictures" class="section-anchor" tabindex="-1">"Pictures"</h2>
            <FormProblems errors labels=&[("file", "File"), ("alt", "Description of the picture")] />
            <Transition fallback=|| view! { <span class="skeleton skeleton-line"></span> }>
                {move || Suspend::new(async move {
                    match pictures.await {
                        Ok(pictures) => view! { <Tiles product pictures actions /> }.into_any(),
                        Err(error) => view! { <Notice tone=Tone::Error title=error.to_string() /> }.into_any(),
                    }
                })}
            </Transition>
            <Upload product title is_active uploaded />
        </section>
    }
}

/// Why an upload was refused, as the address says it. Anyone can write addresses: only fields and codes are read.
fn refused_upload(text: &str) -> Option<AppError> {
    serde_json::from_str(text).ok().filter(|error| matches!(error, AppError::Invalid(_)))
}

/// What went wrong last with a picture.
fn failure(actions: PictureActions) -> Option<Result<(), AppError>> {
    let results = [actions.describe.value().get(), actions.place.value().get(), actions.delete.value().get()];
    results.into_iter().flatten().find(Result::is_err)
}

#[component]
fn Tiles(product: ProductId, pictures: ProductPictures, actions: PictureActions) -> impl IntoView {
    let count = pictures.pictures.len();
    let missing = pictures.pictures.iter().filter(|picture| picture.picture.alt.is_empty()).count();
    let variants = StoredValue::new(pictures.variants);
    let tiles = pictures
        .pictures
        .into_iter()
        .enumerate()
        .map(|(index, picture)| view! { <Tile product picture place=(index, count) variants actions /> })
        .collect_view();
    view! {
        {(count == 0).then(|| view! {
            <EmptyState glyph=Glyph::Image title="No pictures yet" text="Shoppers look before they read: two or three views do the most." />
        })}
        {(missing > 0).then(|| view! {
            <Notice tone=Tone::Warn title="Every picture needs its description before the product is published." />
        })}
        <ol class="picture-tiles">{tiles}</ol>
    }
}

#[component]
fn Tile(
    product: ProductId,
    picture: StaffPicture,
    place: (usize, usize),
    variants: StoredValue<Vec<(VariantId, String)>>,
    actions: PictureActions,
) -> impl IntoView {
    let (image, (index, count)) = (picture.id, place);
    let number = index + 1;
    let is_over = RwSignal::new(false);
    let drop_here = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        if let Some(dragged) = actions.dragged.get_untracked().filter(|dragged| *dragged != image) {
            let place = u32::try_from(index).unwrap_or(u32::MAX);
            actions.place.dispatch(PlacePicture { product_id: product, image_id: dragged, place });
        }
        actions.dragged.set(None);
    };
    let drag_over = move |event: leptos::ev::DragEvent| {
        if actions.dragged.with_untracked(Option::is_some) {
            event.prevent_default();
            is_over.set(true);
        }
    };
    view! {
        <li
            class="grid content-start gap-3"
            class:is-over=move || is_over.get()
            draggable="true"
            on:dragstart=move |_| actions.dragged.set(Some(image))
            on:dragend=move |_| actions.dragged.set(None)
            on:dragover=drag_over
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop_here
        >
            <figure class="image-tile">
                <img
                    src=picture.picture.url(400)
                    alt=picture.picture.alt.clone()
                    width=picture.picture.width
                    height=picture.picture.height
                    loading="lazy"
                    draggable="false"
                />
            </figure>
            <div class="flex flex-wrap items-center gap-1">
                <p class="tiny muted mr-auto">{format!("{number} of {count}")}{(index == 0).then_some(", main picture")}</p>
                {(index > 0).then(|| view! { <Move product image actions to=index - 1 name=format!("Move picture {number} forward") glyph=Glyph::ArrowLeft /> })}
                {(number < count).then(|| view! { <Move product image actions to=number name=format!("Move picture {number} back") glyph=Glyph::ArrowRight /> })}
            </div>
            <Describe product picture number variants actions />
            // Opening it is the question, the button within the answer: both work without scripts.
            <details>
                <summary class="btn btn-quiet btn-small"><Icon glyph=Glyph::Trash />"Delete…"</summary>
                <ActionForm action=actions.delete attr:class="mt-2">
                    <Ids product image />
                    <Button kind=ButtonKind::Danger class="btn-small">{format!("Delete picture {number}")}</Button>
                </ActionForm>
            </details>
        </li>
    }
}

#[component]
fn Move(
    product: ProductId,
    image: ProductImageId,
    actions: PictureActions,
    to: usize,
    name: String,
    glyph: Glyph,
) -> impl IntoView {
    view! {
        <ActionForm action=actions.place>
            <Ids product image />
            <input type="hidden" name="place" value=to.to_string() />
            <button class="btn btn-quiet btn-small btn-icon" type="submit" aria-label=name><Icon glyph /></button>
        </ActionForm>
    }
}

#[component]
fn Describe(
    product: ProductId,
    picture: StaffPicture,
    number: usize,
    variants: StoredValue<Vec<(VariantId, String)>>,
    actions: PictureActions,
) -> impl IntoView {
    let image = picture.id;
    let boxes = variants.with_value(|variants| {
        let row = |(place, (id, name)): (usize, &(VariantId, String))| {
            let is_shown = picture.variants.contains(id);
            view! {
                <label class="check">
                    <input class="check-input" type="checkbox" name=format!("variants[{place}]") value=id.to_string() checked=is_shown />
                    <span>{name.clone()}</span>
                </label>
            }
        };
        (variants.len() > 1).then(|| variants.iter().enumerate().map(row).collect_view())
    });
    let summary = match picture.variants.len() {
        0 => "Shows all variants".to_owned(),
        1 => "Shows 1 variant".to_owned(),
        count => format!("Shows {count} variants"),
    };
    view! {
        <ActionForm action=actions.describe attr:class="grid gap-2">
            <Ids product image />
            <div class="field">
                <label class="field-label" for=format!("alt-{image}")>"What it shows"</label>
                <textarea class="textarea min-h-16" id=format!("alt-{image}") name="alt" rows="2" maxlength="300" inner_html=text_area_html(&picture.picture.alt) />
            </div>
            {boxes.map(|boxes| view! {
                <details>
                    <summary class="btn btn-quiet btn-small">{summary}</summary>
                    <fieldset class="add-links-list">
                        <legend class="sr-only">{format!("Variants that picture {number} shows; none means all")}</legend>
                        {boxes}
                    </fieldset>
                </details>
            })}
            <Button class="btn-small">"Save description"</Button>
        </ActionForm>
    }
}

#[component]
fn Ids(product: ProductId, image: ProductImageId) -> impl IntoView {
    view! {
        <input type="hidden" name="product_id" value=product.to_string() />
        <input type="hidden" name="image_id" value=image.to_string() />
    }
}
