//! The pictures of a product: adding, describing, ordering, taking off.

use super::body::{Image, images};
use crate::{
    domain::{forms::Problem as Reason, ids::ProductId},
    server::{
        http::api::{
            auth::Editor,
            etag::IfMatch,
            extract::{Id, Ids, JsonBody},
            problem::{ApiResult, Problem},
        },
        services::{
            add_picture::{MAX_BYTES, store_picture},
            add_product::NewImage,
            change_product::{change_product, open_product},
            stored_product::StoredProduct,
        },
        state::State,
        store::catalog::records,
    },
};
use axum::{
    Json,
    extract::{Multipart, State as AxumState, multipart::MultipartError},
    http::StatusCode,
};
use bytes::Bytes;
use serde::Deserialize;
use utoipa::ToSchema;

/// Largest upload: a picture, with room for the form around it.
pub const UPLOAD_BYTES: usize = MAX_BYTES + 1024 * 1024;

/// A form with a picture.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct ImageUpload {
    /// JPEG, PNG, WebP or GIF.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
    /// What it shows, for those who cannot see it. A product that shoppers see has no picture without.
    #[schema(nullable = false, max_length = 300)]
    alt: Option<String>,
}

/// Adds a picture, behind those that the product has.
#[utoipa::path(post, path = "/products/{product}/images", tag = "products", operation_id = "add_product_image",
    params(("product" = i64, Path, description = "Id", minimum = 1)),
    request_body(content = ImageUpload, content_type = "multipart/form-data"),
    responses((status = 201, description = "All pictures of the product, in order", body = Vec<Image>)))]
pub async fn add(
    editor: Editor,
    AxumState(state): AxumState<State>,
    id: Id,
    form: Multipart,
) -> ApiResult<(StatusCode, Json<Vec<Image>>)> {
    let id = ProductId(id.0);
    open_product(&state, id).await?;
    let (file, alt) = read(form).await?;
    let picture = store_picture(&state, file).await.map_err(crate::error::AppError::from)?;
    let added = NewImage { image: picture.id, alt, variants: Vec::new() };
    change(&state, &editor, id, None, |_, images| {
        images.push(added);
        Ok(())
    })
    .await
    .map_err(about_alt)?;
    Ok((StatusCode::CREATED, load(&state, id).await?))
}

/// The service names the picture by its place; in this form there is one.
fn about_alt(mut problem: Problem) -> Problem {
    for error in &mut problem.errors {
        if error.field.ends_with(".alt") {
            error.field = "alt".into();
        }
    }
    problem
}

async fn read(mut form: Multipart) -> ApiResult<(Bytes, String)> {
    let (mut file, mut alt) = (Bytes::new(), String::new());
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        match field.name() {
            Some("file") => file = field.bytes().await.map_err(|error| unreadable(&error))?,
            Some("alt") => alt = field.text().await.map_err(|error| unreadable(&error))?,
            name => {
                let message = format!("unknown field `{}`, expected `file` or `alt`", name.unwrap_or_default());
                return Err(Problem::unknown_field(name.unwrap_or_default(), &message));
            }
        }
    }
    if file.is_empty() { Err(Problem::field("file", Reason::Required)) } else { Ok((file, alt)) }
}

fn unreadable(error: &MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::field("file", Reason::TooManyBytes((MAX_BYTES / 1024 / 1024) as u32)),
        _ => Problem::malformed("The form cannot be read."),
    }
}

/// What is said of a picture.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImageInput {
    /// What it shows, for those who cannot see it.
    #[schema(min_length = 1, max_length = 300)]
    alt: String,
    /// Ids of the variants that it shows; none means all of them.
    #[serde(default)]
    #[schema(max_items = 1000)]
    variant_ids: Vec<i64>,
}

/// Describes a picture and says which variants it shows.
#[utoipa::path(put, path = "/products/{product}/images/{image}", tag = "products", operation_id = "describe_product_image", request_body = ImageInput,
    params(("product" = i64, Path, description = "Id", minimum = 1), ("image" = i64, Path, description = "Id", minimum = 1)),
    responses((status = 200, description = "All pictures of the product, in order", body = Vec<Image>)))]
pub async fn describe(
    editor: Editor,
    AxumState(state): AxumState<State>,
    Ids(product, image): Ids,
    version: IfMatch,
    JsonBody(input): JsonBody<ImageInput>,
) -> ApiResult<Json<Vec<Image>>> {
    let id = ProductId(product);
    let changed = change(&state, &editor, id, Some(version.0), |stored, images| {
        let place = place(stored, image)?;
        let variants = input.variant_ids.iter().map(|id| variant_place(stored, *id)).collect::<ApiResult<_>>()?;
        if let Some(image) = images.get_mut(place) {
            *image = NewImage { alt: input.alt, variants, ..image.clone() };
        }
        Ok(())
    });
    changed.await.map_err(about_alt)?;
    load(&state, id).await
}

fn variant_place(stored: &StoredProduct, id: i64) -> ApiResult<usize> {
    let place = stored.product.variants.iter().position(|variant| variant.id.is_some_and(|known| known.0 == id));
    place.ok_or_else(|| Problem::field("variant_ids", Reason::UnknownChoice))
}

/// Takes a picture off the product.
#[utoipa::path(delete, path = "/products/{product}/images/{image}", tag = "products", operation_id = "remove_product_image",
    params(("product" = i64, Path, description = "Id", minimum = 1), ("image" = i64, Path, description = "Id", minimum = 1)),
    responses((status = 204, description = "It is gone")))]
pub async fn remove(
    editor: Editor,
    AxumState(state): AxumState<State>,
    Ids(product, image): Ids,
    version: IfMatch,
) -> ApiResult<StatusCode> {
    change(&state, &editor, ProductId(product), Some(version.0), |stored, images| {
        images.remove(place(stored, image)?);
        Ok(())
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An order of pictures.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImageOrder {
    /// Ids of all pictures of the product, each once.
    #[schema(max_items = 100)]
    image_ids: Vec<i64>,
}

/// Puts the pictures in order; the first one stands for the product.
#[utoipa::path(put, path = "/products/{product}/image-order", tag = "products", operation_id = "order_product_images", request_body = ImageOrder,
    params(("product" = i64, Path, description = "Id", minimum = 1)),
    responses((status = 200, description = "All pictures of the product, in order", body = Vec<Image>)))]
pub async fn order(
    editor: Editor,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
    JsonBody(input): JsonBody<ImageOrder>,
) -> ApiResult<Json<Vec<Image>>> {
    let id = ProductId(id.0);
    let wrong = || Problem::field("image_ids", Reason::UnknownChoice);
    change(&state, &editor, id, Some(version.0), |stored, images| {
        let mut places = Vec::with_capacity(images.len());
        for image in &input.image_ids {
            places.push(place(stored, *image).map_err(|_| wrong())?);
        }
        let mut known: Vec<usize> = places.clone();
        known.sort_unstable();
        if !known.into_iter().eq(0..images.len()) {
            return Err(wrong());
        }
        *images = places.into_iter().filter_map(|place| images.get(place).cloned()).collect();
        Ok(())
    })
    .await?;
    load(&state, id).await
}

fn place(stored: &StoredProduct, image: i64) -> ApiResult<usize> {
    stored.images.iter().position(|id| id.0 == image).ok_or_else(Problem::not_found)
}

async fn change(
    state: &State,
    editor: &Editor,
    id: ProductId,
    version: Option<i64>,
    change: impl FnOnce(&StoredProduct, &mut Vec<NewImage>) -> ApiResult<()>,
) -> ApiResult<()> {
    change_product(state, editor.actor(), id, version, |stored| {
        let mut product = stored.product.clone();
        change(stored, &mut product.images)?;
        ApiResult::Ok(product)
    })
    .await?;
    Ok(())
}

async fn load(state: &State, id: ProductId) -> ApiResult<Json<Vec<Image>>> {
    Ok(Json(images(records::pictures(&state.db, &[id]).await?.iter())))
}
