//! Errors, each as problem details (RFC 9457).
//!
//! Handlers return a [`Problem`]; what else answers with an error below `/api` (the router, the
//! body limit, a panic) is turned into one by `layer`, which also adds the request's id.

use crate::{
    domain::{
        api_token::Scope,
        forms::{FieldErrors, Problem as Reason},
    },
    error::AppError,
    server::{http::bearer::CHALLENGE, store::StoreError},
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of every error.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What went wrong (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem: stable, for programs to tell problems apart.
    #[serde(rename = "type")]
    #[schema(value_type = String, format = "uri", example = "urn:tradewind:problem:invalid")]
    pub kind: String,
    /// The kind, as people read it.
    pub title: &'static str,
    /// The HTTP status, once more.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What happened this time.
    pub detail: String,
    /// The id of the request, as the operator's log and the header `x-request-id` have it.
    pub request_id: String,
    /// Every refused field; empty for a problem that is not about fields.
    pub errors: Vec<FieldProblem>,
    /// What a token lacks, for the header `WWW-Authenticate`.
    #[serde(skip)]
    scope: Option<Scope>,
}

/// One refused field or parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Where it stands in the body, "variants.0.sku", or the parameter's name.
    pub field: String,
    /// The reason, for programs: "too_long".
    pub code: String,
    /// The reason, for people.
    pub message: String,
}

impl FieldProblem {
    pub fn new(field: impl Into<String>, code: &str, message: impl Into<String>) -> Self {
        Self { field: field.into(), code: code.into(), message: message.into() }
    }
}

/// What handlers return.
pub type ApiResult<T> = Result<T, Problem>;

/// The problem with its fields named as the body names them: pairs of the service's name and the body's.
pub fn renamed(error: impl Into<Problem>, names: &[(&str, &str)]) -> Problem {
    let mut problem = error.into();
    for FieldProblem { field, .. } in &mut problem.errors {
        if let Some((_, ours)) = names.iter().find(|(theirs, _)| theirs == field) {
            *field = (*ours).to_owned();
        }
    }
    problem
}

/// The problem with its fields named as parts of a field of the body.
pub fn within(part: &str, error: impl Into<Problem>) -> Problem {
    let mut problem = error.into();
    for FieldProblem { field, .. } in &mut problem.errors {
        *field = format!("{part}.{field}");
    }
    problem
}

impl Problem {
    fn new(status: StatusCode, kind: &str, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:tradewind:problem:{kind}"),
            title,
            status: status.as_u16(),
            detail: detail.into(),
            request_id: String::new(),
            errors: Vec::new(),
            scope: None,
        }
    }

    /// The problem that a bare status means.
    pub fn of_status(status: StatusCode, detail: &str) -> Self {
        let (kind, title, text) = match status {
            StatusCode::UNAUTHORIZED => ("sign-in-required", "Not signed in", "Please sign in first."),
            StatusCode::FORBIDDEN => ("forbidden", "Not allowed", "You may not do this."),
            StatusCode::NOT_FOUND => ("not-found", "Not found", "This does not exist, or no longer."),
            StatusCode::METHOD_NOT_ALLOWED => {
                ("method-not-allowed", "Method not allowed", "The header `Allow` lists the methods of this address.")
            }
            StatusCode::NOT_ACCEPTABLE => ("not-acceptable", "Not acceptable", "Answers are application/json."),
            StatusCode::CONFLICT => ("conflict", "Conflict", "What is stored does not allow this."),
            StatusCode::GONE => ("gone", "Gone", "This was used already, or is too old."),
            StatusCode::PRECONDITION_FAILED => (
                "version-mismatch",
                "Changed in the meantime",
                "Somebody else changed this. Read it again and repeat the change with its new ETag.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "Body too large", "The body is larger than allowed here."),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                ("unsupported-media-type", "Unsupported media type", "Send the body as application/json.")
            }
            StatusCode::UNPROCESSABLE_ENTITY => ("invalid", "Invalid fields", "Please check the listed fields."),
            StatusCode::PRECONDITION_REQUIRED => (
                "precondition-required",
                "Precondition required",
                "Say in `If-Match` which version you change, as in `\"v3\"`.",
            ),
            StatusCode::TOO_MANY_REQUESTS => {
                ("too-many-requests", "Too many requests", "The header `Retry-After` says how many seconds to wait.")
            }
            StatusCode::SERVICE_UNAVAILABLE => ("unavailable", "Unavailable", "Please try again in a moment."),
            status if status.is_client_error() => ("malformed", "Malformed request", "The request cannot be read."),
            _ => ("internal", "Internal error", "Something went wrong on our side. It has been noted."),
        };
        Self::new(status, kind, title, if detail.is_empty() { text } else { detail })
    }

    /// The account may, but not with this token (RFC 6750, section 3.1).
    pub fn lacks_scope(scope: Scope) -> Self {
        let detail = format!("This token lacks the scope {}.", scope.slug());
        let problem = Self::new(StatusCode::FORBIDDEN, "insufficient-scope", "Token not sufficient", detail);
        Self { scope: Some(scope), ..problem }
    }

    pub fn not_found() -> Self {
        Self::of_status(StatusCode::NOT_FOUND, "")
    }

    /// The syntax is broken, so that no field can be named.
    pub fn malformed(detail: &str) -> Self {
        Self::of_status(StatusCode::BAD_REQUEST, detail)
    }

    pub fn invalid(errors: Vec<FieldProblem>) -> Self {
        Self { errors, ..Self::of_status(StatusCode::UNPROCESSABLE_ENTITY, "") }
    }

    pub fn unknown_field(field: &str, message: &str) -> Self {
        Self::invalid(vec![FieldProblem::new(field, "unknown_field", message)])
    }

    /// A single refused field.
    pub fn field(field: impl Into<String>, reason: Reason) -> Self {
        Self::invalid(vec![field_problem(field, reason)])
    }
}

fn field_problem(field: impl Into<String>, reason: Reason) -> FieldProblem {
    FieldProblem::new(field, &code(reason), reason.message())
}

/// "too_long" for `TooLong(150)`.
fn code(reason: Reason) -> String {
    let debug = format!("{reason:?}");
    let name = debug.split('(').next().unwrap_or_default();
    let mut code = String::new();
    for char in name.chars() {
        if char.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(char.to_ascii_lowercase());
    }
    code
}

impl From<FieldErrors> for Problem {
    fn from(errors: FieldErrors) -> Self {
        Self::invalid(errors.0.into_iter().map(|error| field_problem(error.field, error.problem)).collect())
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Invalid(errors) => errors.into(),
            AppError::OutOfStock { .. }
            | AppError::CartChanged
            | AppError::CartEmpty
            | AppError::CheckoutIncomplete => {
                let kind = match &error {
                    AppError::OutOfStock { .. } => "out-of-stock",
                    AppError::CartChanged => "cart-changed",
                    AppError::CartEmpty => "cart-empty",
                    _ => "checkout-incomplete",
                };
                let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::CONFLICT);
                Self::new(status, kind, "Not possible with this cart", error.to_string())
            }
            // The only thing that staff can collide about is the version they change.
            AppError::Conflict => Self::of_status(StatusCode::PRECONDITION_FAILED, ""),
            error => {
                let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                Self::of_status(status, &error.to_string())
            }
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        AppError::from(error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self).unwrap_or_default();
        let mut response =
            (status, [(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))], body).into_response();
        let challenge =
            self.scope.map(|scope| format!("{CHALLENGE}, error=\"insufficient_scope\", scope=\"{}\"", scope.slug()));
        if let Some(Ok(challenge)) = challenge.map(HeaderValue::try_from) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        // For `layer`, which knows the request's id.
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_a_code_and_a_sentence() {
        let problem = Problem::field("title", Reason::TooLong(150));
        assert_eq!((problem.status, problem.kind.as_str()), (422, "urn:tradewind:problem:invalid"));
        assert_eq!(problem.errors, [FieldProblem::new("title", "too_long", "At most 150 characters.")]);
        assert_eq!(code(Reason::NotASlug), "not_a_slug");
    }

    #[test]
    fn a_concurrent_change_is_a_failed_precondition() {
        assert_eq!(Problem::from(AppError::Conflict).status, 412);
        assert_eq!(Problem::from(AppError::NotFound).status, 404);
        assert_eq!(Problem::from(AppError::Internal).status, 500);
    }
}
