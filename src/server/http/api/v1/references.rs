//! What products refer to: brands, colors, size systems, sizes, materials, tax categories, specification groups.
//!
//! One set of functions for all of them; each has a module with its paths and bodies.

use crate::{
    domain::references::{self as models, ReferenceInput},
    server::{
        http::api::{
            answer::{created, versioned},
            auth::Editor,
            extract::Key,
            page::{Order, Page, slice},
            problem::{ApiResult, Problem, renamed},
        },
        services::references,
        state::State,
        store::references::{
            Table,
            page::{self, Filter, Stored},
        },
    },
};
use axum::{
    http::{StatusCode, Uri},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Most rows of the page.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// From the address of another page.
    #[param(max_length = 300)]
    cursor: Option<String>,
    /// The one with this slug.
    #[param(max_length = 120)]
    slug: Option<String>,
}

const ORDER: Order<'_> = Order { text: "shop", name: "shop", descending: false };

async fn list<T: Table, B: From<Stored<T>>>(
    state: &State,
    uri: &Uri,
    query: &ListQuery,
    within: Option<i64>,
) -> ApiResult<Page<B>> {
    let slice = slice(query.limit.as_deref(), query.cursor.as_deref(), ORDER)?;
    let slug = query.slug.as_deref().map(crate::domain::slug::slug).transpose();
    let slug = slug.map_err(|reason| Problem::field("slug", reason))?;
    let filter = Filter { slug: slug.as_deref(), within };
    let page = page::page::<T>(&state.db, filter, slice).await?;
    Ok(Page::new(page.map(B::from), ORDER, uri))
}

async fn get<T: Table, B: From<Stored<T>> + Serialize>(state: &State, key: &Key) -> ApiResult<Response> {
    let found = page::find::<T>(&state.db, key.id, &key.slug).await?.ok_or_else(Problem::not_found)?;
    Ok(versioned(found.version, B::from(found)))
}

async fn answer<T: Table, B: From<Stored<T>> + Serialize>(state: &State, id: i64) -> ApiResult<Response> {
    let found = page::find::<T>(&state.db, Some(id), "").await?.ok_or_else(Problem::not_found)?;
    Ok(versioned(found.version, B::from(found)))
}

async fn create<T: Table, B: From<Stored<T>> + Serialize>(
    state: &State,
    editor: &Editor,
    path: &str,
    input: &ReferenceInput,
) -> ApiResult<Response> {
    let id = references::add::<T>(state, editor.actor(), input).await.map_err(in_our_words)?;
    let answer = answer::<T, B>(state, id).await?;
    Ok(created(&format!("{}/{id}", path.trim_start_matches('/')), answer))
}

async fn replace<T: Table, B: From<Stored<T>> + Serialize>(
    state: &State,
    editor: &Editor,
    (id, version): (i64, i64),
    input: &ReferenceInput,
) -> ApiResult<Response> {
    references::update::<T>(state, editor.actor(), id, version, input).await.map_err(in_our_words)?;
    answer::<T, B>(state, id).await
}

fn in_our_words(error: crate::error::AppError) -> Problem {
    renamed(error, &[("size_system", "size_system_id")])
}

async fn delete<T: Table>(state: &State, editor: &Editor, id: i64, version: i64) -> ApiResult<StatusCode> {
    references::delete::<T>(state, editor.actor(), id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A name, and the slug that addresses and filters use.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NameInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// Left out or empty: made of the name.
    #[serde(default)]
    #[schema(max_length = 120, pattern = "^([a-z0-9]+(-[a-z0-9]+)*)?$")]
    slug: Option<String>,
}

impl NameInput {
    fn input(self) -> ReferenceInput {
        ReferenceInput { name: self.name, slug: self.slug.unwrap_or_default(), ..ReferenceInput::default() }
    }
}

/// Something with a name and a slug.
#[derive(Debug, Serialize, ToSchema)]
pub struct Named {
    id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    version: i64,
    slug: String,
    name: String,
}

macro_rules! named {
    ($($model:ident),*) => {$(
        impl From<Stored<models::$model>> for Named {
            fn from(row: Stored<models::$model>) -> Self {
                Self { id: row.id, version: row.version, slug: row.value.slug, name: row.value.name }
            }
        }
    )*};
}
named!(SizeSystem, Material, TaxCategory, SpecificationGroup);

#[derive(Debug, Serialize, ToSchema)]
pub struct Brand {
    id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    version: i64,
    slug: String,
    name: String,
    description: String,
}

impl From<Stored<models::Brand>> for Brand {
    fn from(row: Stored<models::Brand>) -> Self {
        let models::Brand { name, slug, description } = row.value;
        Self { id: row.id, version: row.version, slug, name, description }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BrandInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// Left out or empty: made of the name.
    #[serde(default)]
    #[schema(max_length = 120, pattern = "^([a-z0-9]+(-[a-z0-9]+)*)?$")]
    slug: Option<String>,
    #[serde(default)]
    #[schema(max_length = 2000)]
    description: String,
}

impl BrandInput {
    fn input(self) -> ReferenceInput {
        let description = self.description;
        ReferenceInput { description, ..NameInput { name: self.name, slug: self.slug }.input() }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Color {
    id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    version: i64,
    slug: String,
    name: String,
    /// The swatch: "#rrggbb".
    hex: String,
}

impl From<Stored<models::Color>> for Color {
    fn from(row: Stored<models::Color>) -> Self {
        let models::Color { name, slug, hex } = row.value;
        Self { id: row.id, version: row.version, slug, name, hex }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ColorInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// Left out or empty: made of the name.
    #[serde(default)]
    #[schema(max_length = 120, pattern = "^([a-z0-9]+(-[a-z0-9]+)*)?$")]
    slug: Option<String>,
    /// The swatch: "#rrggbb".
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    hex: String,
}

impl ColorInput {
    fn input(self) -> ReferenceInput {
        ReferenceInput { hex: self.hex, ..NameInput { name: self.name, slug: self.slug }.input() }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Size {
    id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    version: i64,
    slug: String,
    name: String,
    size_system_id: i64,
}

impl From<Stored<models::Size>> for Size {
    fn from(row: Stored<models::Size>) -> Self {
        let models::Size { name, slug, size_system } = row.value;
        Self { id: row.id, version: row.version, slug, name, size_system_id: size_system.0 }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SizeInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// Left out or empty: made of the name.
    #[serde(default)]
    #[schema(max_length = 120, pattern = "^([a-z0-9]+(-[a-z0-9]+)*)?$")]
    slug: Option<String>,
    /// The size keeps the system that it was added to.
    #[schema(minimum = 1)]
    size_system_id: i64,
}

impl SizeInput {
    fn input(self) -> ReferenceInput {
        let size_system = self.size_system_id.to_string();
        ReferenceInput { size_system, ..NameInput { name: self.name, slug: self.slug }.input() }
    }
}

/// The routes of a model: `module, model, body, input, "/path", "/path/{item}"`.
macro_rules! routes_of {
    ($($module:ident, $model:ident, $body:ident, $input:ident, $path:literal, $item:literal;)*) => {$(
        pub mod $module {
            use super::{$body, $input, ListQuery, models};
            use crate::server::{
                http::api::{
                    auth::Editor,
                    etag::IfMatch,
                    extract::{Id, JsonBody, Key, Parameters},
                    page::Page,
                    problem::ApiResult,
                },
                state::State,
            };
            use axum::{
                extract::{OriginalUri, State as AxumState},
                http::StatusCode,
                response::Response,
            };

            /// All, in the order of the shop.
            #[utoipa::path(get, path = $path, tag = "references", params(ListQuery),
                operation_id = concat!("list_", stringify!($module)),
                responses((status = 200, description = "A page of them", body = Page<$body>)))]
            pub async fn list(
                AxumState(state): AxumState<State>,
                OriginalUri(uri): OriginalUri,
                Parameters(query): Parameters<ListQuery>,
            ) -> ApiResult<Page<$body>> {
                super::list::<models::$model, $body>(&state, &uri, &query, None).await
            }

            /// One, by id or slug. Its ETag is what `If-Match` of a change says.
            #[utoipa::path(get, path = $item, tag = "references", operation_id = concat!("get_", stringify!($module)),
                params(("item" = String, Path, description = "Id or slug", min_length = 1, max_length = 120,
                        pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")),
                responses((status = 200, description = "It", body = $body)))]
            pub async fn get(AxumState(state): AxumState<State>, key: Key) -> ApiResult<Response> {
                super::get::<models::$model, $body>(&state, &key).await
            }

            /// Adds one, last in the order of the shop.
            #[utoipa::path(post, path = $path, tag = "references", request_body = $input,
                operation_id = concat!("create_", stringify!($module)),
                responses((status = 201, description = "It was added; `Location` leads to it", body = $body)))]
            pub async fn create(
                editor: Editor,
                AxumState(state): AxumState<State>,
                JsonBody(input): JsonBody<$input>,
            ) -> ApiResult<Response> {
                super::create::<models::$model, $body>(&state, &editor, $path, &input.input()).await
            }

            /// Makes one what the body says.
            #[utoipa::path(put, path = $item, tag = "references", request_body = $input,
                operation_id = concat!("replace_", stringify!($module)),
                params(("item" = i64, Path, description = "Id", minimum = 1)),
                responses((status = 200, description = "It is so now", body = $body)))]
            pub async fn replace(
                editor: Editor,
                AxumState(state): AxumState<State>,
                id: Id,
                version: IfMatch,
                JsonBody(input): JsonBody<$input>,
            ) -> ApiResult<Response> {
                super::replace::<models::$model, $body>(&state, &editor, (id.0, version.0), &input.input()).await
            }

            /// Deletes one that nothing refers to; others are refused (409).
            #[utoipa::path(delete, path = $item, tag = "references",
                operation_id = concat!("delete_", stringify!($module)),
                params(("item" = i64, Path, description = "Id", minimum = 1)),
                responses((status = 204, description = "It is gone")))]
            pub async fn delete(
                editor: Editor,
                AxumState(state): AxumState<State>,
                id: Id,
                version: IfMatch,
            ) -> ApiResult<StatusCode> {
                super::delete::<models::$model>(&state, &editor, id.0, version.0).await
            }
        }
    )*};
}

routes_of! {
    brands, Brand, Brand, BrandInput, "/brands", "/brands/{item}";
    colors, Color, Color, ColorInput, "/colors", "/colors/{item}";
    materials, Material, Named, NameInput, "/materials", "/materials/{item}";
    size_systems, SizeSystem, Named, NameInput, "/size-systems", "/size-systems/{item}";
    sizes, Size, Size, SizeInput, "/sizes", "/sizes/{item}";
    specification_groups, SpecificationGroup, Named, NameInput, "/specification-groups", "/specification-groups/{item}";
    tax_categories, TaxCategory, Named, NameInput, "/tax-categories", "/tax-categories/{item}";
}

/// The sizes of a system, in its order.
#[utoipa::path(get, path = "/size-systems/{item}/sizes", tag = "references",
    operation_id = "list_sizes_of_system", params(("item" = i64, Path, description = "Id of the size system", minimum = 1), ListQuery),
    responses((status = 200, description = "A page of them", body = Page<Size>)))]
pub async fn sizes_of_system(
    axum::extract::State(state): axum::extract::State<State>,
    axum::extract::OriginalUri(uri): axum::extract::OriginalUri,
    id: crate::server::http::api::extract::Id,
    crate::server::http::api::extract::Parameters(query): crate::server::http::api::extract::Parameters<ListQuery>,
) -> ApiResult<Page<Size>> {
    page::find::<models::SizeSystem>(&state.db, Some(id.0), "").await?.ok_or_else(Problem::not_found)?;
    list::<models::Size, Size>(&state, &uri, &query, Some(id.0)).await
}
