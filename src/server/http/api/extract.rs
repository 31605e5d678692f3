//! Reading requests, with an error that names the field.

use super::problem::{ApiResult, FieldProblem, Problem};
use crate::domain::{forms::required_line, slug};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;

/// A JSON body.
#[derive(Clone, Debug)]
pub struct JsonBody<T>(pub T);

/// A JSON merge patch (RFC 7396): an object with the fields that change.
#[derive(Clone, Debug)]
pub struct MergePatch(serde_json::Map<String, serde_json::Value>);

/// The parameters of an address; unknown ones are refused.
#[derive(Clone, Debug)]
pub struct Parameters<T>(pub T);

/// What an address names: "7" is an id, or a slug that happens to be a number; "field-tee" is a slug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub id: Option<i64>,
    pub slug: String,
}

impl Key {
    /// Reads a part of an address; what can be neither names nothing.
    fn parse(text: &str) -> ApiResult<Self> {
        let slug = slug::slug(text).ok().filter(|slug| slug == text).ok_or_else(Problem::not_found)?;
        Ok(Self { id: text.parse().ok(), slug })
    }
}

/// An id in an address; what can be none names nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        path(parts, state).await?.parse().map(Self).map_err(|_| Problem::not_found())
    }
}

/// Two ids in an address, the outer one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids(pub i64, pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Ids {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let read = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((outer, inner)) = read.map_err(|_| Problem::malformed("The address is broken."))?;
        match (outer.parse(), inner.parse()) {
            (Ok(outer), Ok(inner)) => Ok(Self(outer, inner)),
            _ => Err(Problem::not_found()),
        }
    }
}

/// A SKU in an address; what can be none names nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sku(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Sku {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let text = path(parts, state).await?;
        let sku = required_line(&text, 64).ok().filter(|sku| *sku == text);
        sku.map(Self).ok_or_else(Problem::not_found)
    }
}

async fn path<S: Send + Sync>(parts: &mut Parts, state: &S) -> ApiResult<String> {
    let read = Path::<String>::from_request_parts(parts, state).await;
    read.map(|Path(text)| text).map_err(|_| Problem::malformed("The address is broken."))
}

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        Self::parse(&path(parts, state).await?)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> ApiResult<Self> {
        require_type(request.headers(), &["application/json"])?;
        let bytes = read(request, state).await?;
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| refusal(&error))?;
        json.end().map_err(|error| Problem::malformed(&error.to_string()))?;
        Ok(Self(value))
    }
}

impl<S: Send + Sync> FromRequest<S> for MergePatch {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> ApiResult<Self> {
        require_type(request.headers(), &["application/merge-patch+json", "application/json"])?;
        let bytes = read(request, state).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| Problem::malformed(&error.to_string()))
    }
}

impl MergePatch {
    /// What a resource becomes by the patch, checked as if it had been sent whole.
    pub fn apply<T: serde::Serialize + DeserializeOwned>(self, to: &T) -> ApiResult<T> {
        let mut value = serde_json::to_value(to).map_err(|error| Problem::malformed(&error.to_string()))?;
        merge(&mut value, serde_json::Value::Object(self.0));
        serde_path_to_error::deserialize(value).map_err(|error| refusal(&error))
    }
}

/// RFC 7396, section 2.
fn merge(target: &mut serde_json::Value, patch: serde_json::Value) {
    use serde_json::Value;
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(fields) = target else { return };
    for (name, value) in patch {
        if value.is_null() {
            fields.remove(&name);
        } else {
            merge(fields.entry(name).or_insert(Value::Null), value);
        }
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        let read = Query::try_from_uri(&parts.uri);
        read.map(|Query(value)| Self(value)).map_err(|rejection| {
            let text = rejection.body_text();
            let text = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(&text);
            let (field, message) = text.split_once(": ").unwrap_or(("", text));
            Problem::invalid(vec![field_problem(field, message)])
        })
    }
}

fn require_type(headers: &HeaderMap, allowed: &[&str]) -> ApiResult<()> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if allowed.iter().any(|allowed| kind.eq_ignore_ascii_case(allowed)) {
        return Ok(());
    }
    let detail = format!("Send the body as {}.", allowed.join(" or "));
    Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE, &detail))
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> ApiResult<Bytes> {
    let read: Result<Bytes, _> = Bytes::from_request(request, state).await;
    read.map_err(|rejection| Problem::of_status(rejection.status(), ""))
}

/// Broken syntax is a malformed request; a value of the wrong shape is a field's problem.
fn refusal(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    if matches!(error.inner().classify(), serde_json::error::Category::Syntax | serde_json::error::Category::Eof) {
        return Problem::malformed(&error.inner().to_string());
    }
    let segments = error.path().iter().filter_map(|segment| match segment {
        serde_path_to_error::Segment::Seq { index } => Some(index.to_string()),
        serde_path_to_error::Segment::Map { key } => Some(key.clone()),
        _ => None,
    });
    let message = error.inner().to_string();
    // serde_json adds where in the text it was; the field's name is better.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    Problem::invalid(vec![field_problem(&segments.collect::<Vec<_>>().join("."), message)])
}

/// What serde says, with a code; a missing or unknown field is named itself, not what it belongs to.
fn field_problem(path: &str, message: &str) -> FieldProblem {
    let named = message.split('`').nth(1).unwrap_or_default();
    let below = |path: &str| {
        let last = path.rsplit('.').next();
        match path {
            "" => named.to_owned(),
            path if last == Some(named) => path.to_owned(),
            path => format!("{path}.{named}"),
        }
    };
    let (field, code) = match message {
        message if message.starts_with("missing field") => (below(path), "required"),
        message if message.starts_with("unknown field") => (below(path), "unknown_field"),
        message if message.starts_with("duplicate field") => (below(path), "duplicate_field"),
        message if message.starts_with("unknown variant") => (path.to_owned(), "unknown_choice"),
        _ => (path.to_owned(), "wrong_type"),
    };
    FieldProblem::new(field, code, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    #[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
    #[serde(deny_unknown_fields)]
    struct Shelf {
        #[serde(default)]
        name: String,
        #[serde(default)]
        books: Vec<Book>,
    }

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    #[serde(deny_unknown_fields)]
    struct Book {
        pages: u16,
    }

    fn errors(value: serde_json::Value) -> Vec<(String, String)> {
        let problem = MergePatch(value.as_object().unwrap().clone()).apply(&Shelf::default()).unwrap_err();
        problem.errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn what_has_the_wrong_shape_is_named_by_its_path() {
        let named = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
        assert_eq!(errors(json!({"books": [{"pages": 1}, {"pages": -1}]})), named("books.1.pages", "wrong_type"));
        assert_eq!(errors(json!({"books": [{}]})), named("books.0.pages", "required"));
        assert_eq!(errors(json!({"size": 1})), named("size", "unknown_field"));
        assert_eq!(errors(json!({"books": [{"pages": 1, "ink": 1}]})), named("books.0.ink", "unknown_field"));
    }

    #[test]
    fn a_patch_changes_what_it_names_and_resets_what_it_nulls() {
        let shelf = Shelf { name: "Sea".into(), books: vec![Book { pages: 7 }] };
        let patched = |value: serde_json::Value| MergePatch(value.as_object().unwrap().clone()).apply(&shelf).unwrap();
        assert_eq!(patched(json!({})), shelf);
        assert_eq!(patched(json!({"books": []})), Shelf { name: "Sea".into(), books: vec![] });
        assert_eq!(patched(json!({"name": null})).name, "");
    }

    #[test]
    fn an_address_names_by_id_or_slug() {
        assert_eq!(Key::parse("7"), Ok(Key { id: Some(7), slug: "7".into() }));
        assert_eq!(Key::parse("field-tee"), Ok(Key { id: None, slug: "field-tee".into() }));
        for text in ["", "-7", "A b", "' OR 1=1", "a\0b", "ä"] {
            assert_eq!(Key::parse(text).map_err(|problem| problem.status), Err(404), "{text}");
        }
    }
}
