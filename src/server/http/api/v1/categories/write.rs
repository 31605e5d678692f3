//! Writing categories: their fields, their place, and their end.

use super::{Category, load_one};
use crate::{
    domain::{
        ids::CategoryId,
        references::{self as models, CategoryMove, Placement},
    },
    error::AppError,
    server::{
        http::api::{
            answer::{created, versioned},
            auth::Editor,
            etag::IfMatch,
            extract::{Id, JsonBody, Parameters},
            problem::{ApiResult, Problem, renamed},
        },
        services::categories,
        state::State,
    },
};
use axum::{extract::State as AxumState, http::StatusCode, response::Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// A category as staff write it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// Left out or empty: made of the name. Old addresses lead on to the new one.
    #[serde(default)]
    #[schema(max_length = 120, pattern = "^([a-z0-9]+(-[a-z0-9]+)*)?$")]
    slug: Option<String>,
    #[serde(default)]
    #[schema(max_length = 2000)]
    description: String,
    #[serde(default = "yes")]
    visible: bool,
    /// Groups of specifications that its products have, besides those of the categories above.
    #[serde(default)]
    #[schema(max_items = 100)]
    specification_group_ids: Vec<i64>,
}

/// A category to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCategoryInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// Left out or empty: made of the name.
    #[serde(default)]
    #[schema(max_length = 120, pattern = "^([a-z0-9]+(-[a-z0-9]+)*)?$")]
    slug: Option<String>,
    #[serde(default)]
    #[schema(max_length = 2000)]
    description: String,
    #[serde(default = "yes")]
    visible: bool,
    /// Groups of specifications that its products have, besides those of the categories above.
    #[serde(default)]
    #[schema(max_items = 100)]
    specification_group_ids: Vec<i64>,
    /// Left out: at the top.
    #[serde(default)]
    #[schema(minimum = 1)]
    parent_id: Option<i64>,
}

const fn yes() -> bool {
    true
}

impl CategoryInput {
    fn input(self) -> models::CategoryInput {
        models::CategoryInput {
            name: self.name,
            slug: self.slug.unwrap_or_default(),
            description: self.description,
            visible: self.visible,
            groups: self.specification_group_ids.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Adds a category, last below its parent.
#[utoipa::path(post, path = "/categories", tag = "categories", request_body = NewCategoryInput,
    operation_id = "create_category",
    responses((status = 201, description = "It was added; `Location` leads to it", body = Category)))]
pub async fn create(
    editor: Editor,
    AxumState(state): AxumState<State>,
    JsonBody(new): JsonBody<NewCategoryInput>,
) -> ApiResult<Response> {
    let NewCategoryInput { name, slug, description, visible, specification_group_ids, parent_id } = new;
    let input = CategoryInput { name, slug, description, visible, specification_group_ids }.input();
    let added = categories::add(&state, editor.actor(), parent_id.map(CategoryId), &input).await;
    let id = added.map_err(in_our_words)?;
    Ok(created(&format!("categories/{id}"), answer(&state, id).await?))
}

/// Makes a category's fields what the body says; it stays in its place.
#[utoipa::path(put, path = "/categories/{category}", tag = "categories", request_body = CategoryInput,
    operation_id = "replace_category",
    params(("category" = i64, Path, description = "Id", minimum = 1)),
    responses((status = 200, description = "It is so now", body = Category)))]
pub async fn replace(
    editor: Editor,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
    JsonBody(input): JsonBody<CategoryInput>,
) -> ApiResult<Response> {
    let id = CategoryId(id.0);
    categories::update(&state, editor.actor(), id, version.0, &input.input()).await.map_err(in_our_words)?;
    answer(&state, id).await
}

/// Where a category goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryPlace {
    place: Place,
    /// The category that the place is about; left out with `inside`: the top.
    #[serde(default)]
    #[schema(minimum = 1)]
    category_id: Option<i64>,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Below it, as the last.
    Inside,
    Before,
    After,
}

/// Moves a category with everything below it; refused (409) where it would lie in itself.
#[utoipa::path(post, path = "/categories/{category}/move", tag = "categories", request_body = CategoryPlace,
    operation_id = "move_category",
    params(("category" = i64, Path, description = "Id", minimum = 1)),
    responses((status = 200, description = "It is there now", body = Category)))]
pub async fn move_to(
    editor: Editor,
    AxumState(state): AxumState<State>,
    id: Id,
    JsonBody(wanted): JsonBody<CategoryPlace>,
) -> ApiResult<Response> {
    let target = wanted.category_id.map(CategoryId);
    let placement = match (wanted.place, target) {
        (Place::Inside, target) => Placement::Inside(target),
        (Place::Before, Some(target)) => Placement::Before(target),
        (Place::After, Some(target)) => Placement::After(target),
        (_, None) => return Err(Problem::field("category_id", crate::domain::forms::Problem::Required)),
    };
    let id = CategoryId(id.0);
    categories::move_category(&state, editor.actor(), id, CategoryMove::To(placement)).await?;
    answer(&state, id).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeleteCategoryQuery {
    /// The category that takes its products; a category with products needs one.
    #[param(value_type = Option<i64>, minimum = 1)]
    products_to: Option<String>,
}

/// Deletes a category that has none below it.
#[utoipa::path(delete, path = "/categories/{category}", tag = "categories", operation_id = "delete_category",
    params(("category" = i64, Path, description = "Id", minimum = 1), DeleteCategoryQuery),
    responses((status = 204, description = "It is gone")))]
pub async fn delete(
    editor: Editor,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
    Parameters(query): Parameters<DeleteCategoryQuery>,
) -> ApiResult<StatusCode> {
    let to = super::optional_number("products_to", query.products_to.as_deref(), 1, i64::MAX)?.map(CategoryId);
    categories::delete(&state, editor.actor(), CategoryId(id.0), version.0, to).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn answer(state: &State, id: CategoryId) -> ApiResult<Response> {
    let category = load_one(state, true, Some(id.0), "").await?;
    Ok(versioned(category.version, category))
}

fn in_our_words(error: AppError) -> Problem {
    renamed(error, &[("groups", "specification_group_ids"), ("parent", "parent_id")])
}
