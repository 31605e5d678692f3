//! Writing products. Every change is of a version, which `If-Match` names.

use super::{
    Product,
    body::{Parts, product},
    input::{ProductInput, ProductPatch},
};
use crate::{
    domain::ids::ProductId,
    server::{
        http::api::{
            answer::{created, versioned},
            auth::{Editor, Viewer},
            etag::IfMatch,
            extract::{Id, JsonBody, MergePatch},
            include::Include,
            problem::{ApiResult, FieldProblem, Problem},
        },
        services::change_product::{change_product, create_product, delete_product, open_product},
        state::State,
        store::catalog::records::{self, Seen},
    },
};
use axum::{extract::State as AxumState, http::StatusCode, response::Response};

/// Names of fields as the services have them, and as the API does.
const NAMES: [(&str, &str); 9] = [
    ("categories", "category_ids"),
    ("related", "related_ids"),
    ("brand", "brand_id"),
    ("material", "material_id"),
    ("tax_category", "tax_category_id"),
    ("weight", "weight_grams"),
    ("length", "length_mm"),
    ("width", "width_mm"),
    ("height", "height_mm"),
];

/// The problem with its fields named as the body names them.
pub fn in_our_words(mut problem: Problem) -> Problem {
    for FieldProblem { field, .. } in &mut problem.errors {
        let (path, last) = field.rsplit_once('.').map_or(("", field.as_str()), |(path, last)| (path, last));
        if let Some((_, ours)) = NAMES.iter().find(|(theirs, _)| *theirs == last) {
            *field = if path.is_empty() { (*ours).to_owned() } else { format!("{path}.{ours}") };
        }
    }
    problem
}

/// The product as it is now, with the tag of its version.
async fn answer(state: &State, id: ProductId) -> ApiResult<Response> {
    let found = records::find(&state.db, Seen::Any(None), Some(id.0), "").await?.ok_or_else(Problem::not_found)?;
    let version = found.version;
    let parts = Parts::load(state, &[id], &Include::default(), Viewer::STAFF, state.clock.now()).await?;
    Ok(versioned(version, product(found, &parts, state)))
}

/// Adds a product; a draft unless it says otherwise.
#[utoipa::path(post, path = "/products", tag = "products", operation_id = "create_product", request_body = ProductInput,
    responses((status = 201, description = "It was added; `Location` leads to it", body = Product)))]
pub async fn create(
    editor: Editor,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<ProductInput>,
) -> ApiResult<Response> {
    let added = create_product(&state, editor.actor(), input.onto(None)?).await;
    let id = added.map_err(|error| in_our_words(error.into()))?;
    Ok(created(&format!("products/{id}"), answer(&state, id).await?))
}

/// The product as a change starts with it; its ETag is what `If-Match` of the change says.
#[utoipa::path(get, path = "/products/{product}/source", tag = "products", operation_id = "get_product_source",
    params(("product" = i64, Path, description = "Id", minimum = 1)),
    security(("session" = [])),
    responses((status = 200, description = "What a change would have to send to change nothing", body = ProductInput)))]
pub async fn source(_: Editor, AxumState(state): AxumState<State>, id: Id) -> ApiResult<Response> {
    let stored = open_product(&state, ProductId(id.0)).await?;
    Ok(versioned(stored.version, ProductInput::from(&stored)))
}

/// Makes a product what the body says. Its pictures stay.
#[utoipa::path(put, path = "/products/{product}", tag = "products", operation_id = "replace_product", request_body = ProductInput,
    params(("product" = i64, Path, description = "Id", minimum = 1)),
    responses((status = 200, description = "It is so now", body = Product)))]
pub async fn replace(
    editor: Editor,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
    JsonBody(input): JsonBody<ProductInput>,
) -> ApiResult<Response> {
    let id = ProductId(id.0);
    let changed = change_product(&state, editor.actor(), id, Some(version.0), |stored| input.onto(Some(stored))).await;
    changed.map_err(in_our_words)?;
    answer(&state, id).await
}

/// Changes some fields of a product: a JSON merge patch (RFC 7396) of what `source` answers with.
#[utoipa::path(patch, path = "/products/{product}", tag = "products", operation_id = "patch_product",
    request_body(content = ProductPatch, content_type = "application/merge-patch+json"),
    params(("product" = i64, Path, description = "Id", minimum = 1)),
    responses((status = 200, description = "It is so now", body = Product)))]
pub async fn patch(
    editor: Editor,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
    patch: MergePatch,
) -> ApiResult<Response> {
    let id = ProductId(id.0);
    let changed = change_product(&state, editor.actor(), id, Some(version.0), |stored| {
        patch.apply(&ProductInput::from(stored))?.onto(Some(stored))
    });
    changed.await.map_err(in_our_words)?;
    answer(&state, id).await
}

/// Deletes a product; refused while open orders wait for it. Archiving it keeps it out of sight as well.
#[utoipa::path(delete, path = "/products/{product}", tag = "products", operation_id = "delete_product",
    params(("product" = i64, Path, description = "Id", minimum = 1)),
    responses((status = 204, description = "It is gone")))]
pub async fn delete(
    editor: Editor,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
) -> ApiResult<StatusCode> {
    delete_product(&state, editor.actor(), ProductId(id.0), version.0).await?;
    Ok(StatusCode::NO_CONTENT)
}
