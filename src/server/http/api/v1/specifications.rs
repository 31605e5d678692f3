//! Definitions of specifications.

use super::types::Reference;
use crate::{
    domain::{
        ids::SpecificationId,
        product::SpecificationKind,
        references::{ChoiceInput, Definition, SpecificationEntry, SpecificationForm},
    },
    error::AppError,
    server::{
        http::api::{
            answer::{created, versioned},
            auth::Editor,
            etag::IfMatch,
            extract::{Id, JsonBody},
            problem::{ApiResult, FieldProblem, Problem, renamed},
        },
        services::specifications,
        state::State,
        store::catalog,
    },
};
use axum::{Json, extract::State as AxumState, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A specification: a typed attribute of products.
#[derive(Debug, Serialize, ToSchema)]
pub struct Specification {
    id: i64,
    slug: String,
    name: String,
    /// The heading it stands under.
    #[schema(required = true)]
    group: Option<Reference>,
    kind: SpecificationKindName,
    /// Of a number: "g/m²".
    unit: String,
    filterable: bool,
    comparable: bool,
    /// In order; empty unless it is a choice.
    choices: Vec<Choice>,
}

/// A specification as staff change it.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionedSpecification {
    id: i64,
    /// Raised by every change; `If-Match: "v3"` writes over version 3 and no other.
    version: i64,
    slug: String,
    name: String,
    #[schema(required = true)]
    group_id: Option<i64>,
    kind: SpecificationKindName,
    unit: String,
    filterable: bool,
    comparable: bool,
    choices: Vec<Choice>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Choice {
    id: i64,
    name: String,
}

/// What values a specification has.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SpecificationKind)]
pub enum SpecificationKindName {
    Text,
    Number,
    Boolean,
    Choice,
}

impl From<SpecificationKind> for SpecificationKindName {
    fn from(kind: SpecificationKind) -> Self {
        match kind {
            SpecificationKind::Text => Self::Text,
            SpecificationKind::Number => Self::Number,
            SpecificationKind::Boolean => Self::Boolean,
            SpecificationKind::Choice => Self::Choice,
        }
    }
}

impl SpecificationKindName {
    const fn kind(self) -> SpecificationKind {
        match self {
            Self::Text => SpecificationKind::Text,
            Self::Number => SpecificationKind::Number,
            Self::Boolean => SpecificationKind::Boolean,
            Self::Choice => SpecificationKind::Choice,
        }
    }
}

/// A specification as staff write it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecificationInput {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// Left out or empty: made of the name.
    #[serde(default)]
    #[schema(max_length = 120, pattern = "^([a-z0-9]+(-[a-z0-9]+)*)?$")]
    slug: Option<String>,
    /// Left out: every product may have it.
    #[serde(default)]
    #[schema(minimum = 1)]
    group_id: Option<i64>,
    kind: SpecificationKindName,
    /// Of a number.
    #[serde(default)]
    #[schema(max_length = 20)]
    unit: String,
    #[serde(default)]
    filterable: bool,
    #[serde(default)]
    comparable: bool,
    /// Of a choice: at least one, in order.
    #[serde(default)]
    #[schema(max_items = 200)]
    choices: Vec<SpecificationChoiceInput>,
}

/// A choice; one that is there already is named by its id and keeps its products.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecificationChoiceInput {
    #[serde(default)]
    #[schema(minimum = 1)]
    id: Option<i64>,
    #[schema(min_length = 1, max_length = 60)]
    name: String,
}

impl SpecificationInput {
    /// What is not of the kind is refused rather than passed over.
    fn form(self) -> ApiResult<SpecificationForm> {
        let other = |field: &str, message: &str| {
            Err(Problem::invalid(vec![FieldProblem::new(field, "not_of_this_kind", message)]))
        };
        if !self.unit.is_empty() && !matches!(self.kind, SpecificationKindName::Number) {
            return other("unit", "Only a number has a unit.");
        }
        if !self.choices.is_empty() && !matches!(self.kind, SpecificationKindName::Choice) {
            return other("choices", "Only a choice has choices.");
        }
        let choice = |choice: SpecificationChoiceInput| ChoiceInput { id: choice.id.unwrap_or(0), name: choice.name };
        Ok(SpecificationForm {
            name: self.name,
            slug: self.slug.unwrap_or_default(),
            group: self.group_id.map(|id| id.to_string()).unwrap_or_default(),
            kind: self.kind.kind().slug().to_owned(),
            unit: self.unit,
            filterable: self.filterable,
            comparable: self.comparable,
            choices: self.choices.into_iter().map(choice).collect(),
        })
    }
}

impl From<Definition> for Specification {
    fn from(definition: Definition) -> Self {
        let choices = definition.choices.into_iter().map(|choice| Choice { id: choice.id, name: choice.name });
        Self {
            id: definition.id.0,
            slug: definition.slug,
            name: definition.name,
            group: definition.group.map(|group| Reference { id: group.id.0, slug: group.slug, name: group.name }),
            kind: definition.kind.into(),
            unit: definition.unit,
            filterable: definition.filterable,
            comparable: definition.comparable,
            choices: choices.collect(),
        }
    }
}

impl From<SpecificationEntry> for VersionedSpecification {
    fn from(entry: SpecificationEntry) -> Self {
        let choices = entry.choices.into_iter().map(|choice| Choice { id: choice.id, name: choice.name });
        Self {
            id: entry.id.0,
            version: entry.version,
            slug: entry.slug,
            name: entry.name,
            group_id: entry.group.map(|group| group.0),
            kind: entry.kind.into(),
            unit: entry.unit,
            filterable: entry.filterable,
            comparable: entry.comparable,
            choices: choices.collect(),
        }
    }
}

/// All specifications with their groups and choices, in the order of the shop: a shop has some dozens.
#[utoipa::path(get, path = "/specifications", tag = "references", operation_id = "list_specifications",
    responses((status = 200, description = "All of them", body = Vec<Specification>)))]
pub async fn list(AxumState(state): AxumState<State>) -> ApiResult<Json<Vec<Specification>>> {
    let definitions = catalog::specifications::all(&state.db).await?;
    Ok(Json(definitions.into_iter().map(Specification::from).collect()))
}

/// One specification. Its ETag is what `If-Match` of a change says.
#[utoipa::path(get, path = "/specifications/{specification}", tag = "references", operation_id = "get_specification",
    params(("specification" = i64, Path, description = "Id", minimum = 1)),
    responses((status = 200, description = "The specification", body = VersionedSpecification)))]
pub async fn get(AxumState(state): AxumState<State>, id: Id) -> ApiResult<Response> {
    answer(&state, SpecificationId(id.0)).await
}

async fn answer(state: &State, id: SpecificationId) -> ApiResult<Response> {
    let entry = specifications::find(state, id).await?;
    Ok(versioned(entry.version, VersionedSpecification::from(entry)))
}

/// Adds a specification, last in its group.
#[utoipa::path(post, path = "/specifications", tag = "references", request_body = SpecificationInput,
    operation_id = "create_specification",
    responses((status = 201, description = "It was added; `Location` leads to it", body = VersionedSpecification)))]
pub async fn create(
    editor: Editor,
    AxumState(state): AxumState<State>,
    JsonBody(input): JsonBody<SpecificationInput>,
) -> ApiResult<Response> {
    let id = specifications::add(&state, editor.actor(), &input.form()?).await.map_err(in_our_words)?;
    Ok(created(&format!("specifications/{id}"), answer(&state, id).await?))
}

/// Makes a specification what the body says. Its kind is settled once products have values.
#[utoipa::path(put, path = "/specifications/{specification}", tag = "references", request_body = SpecificationInput,
    operation_id = "replace_specification",
    params(("specification" = i64, Path, description = "Id", minimum = 1)),
    responses((status = 200, description = "It is so now", body = VersionedSpecification)))]
pub async fn replace(
    editor: Editor,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
    JsonBody(input): JsonBody<SpecificationInput>,
) -> ApiResult<Response> {
    let id = SpecificationId(id.0);
    specifications::update(&state, editor.actor(), id, version.0, &input.form()?).await.map_err(in_our_words)?;
    answer(&state, id).await
}

/// Deletes a specification that no product has; others are refused (409).
#[utoipa::path(delete, path = "/specifications/{specification}", tag = "references",
    operation_id = "delete_specification",
    params(("specification" = i64, Path, description = "Id", minimum = 1)),
    responses((status = 204, description = "It is gone")))]
pub async fn delete(
    editor: Editor,
    AxumState(state): AxumState<State>,
    id: Id,
    version: IfMatch,
) -> ApiResult<StatusCode> {
    specifications::delete(&state, editor.actor(), SpecificationId(id.0), version.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn in_our_words(error: AppError) -> Problem {
    renamed(error, &[("group", "group_id")])
}
