//! Entity tags: of an answer, for conditional reading, and of a version, for careful writing.
//!
//! A resource that staff change has a version; `"v7"`, a strong tag, stands for it, and a write says in
//! `If-Match` which version it changes. Every other answer gets a weak tag made of its content.

use super::problem::{ApiResult, Problem};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
};
use sha2::{Digest, Sha256};

/// The tag of a version.
pub fn of_version(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"v{version}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// The tag of a body.
pub fn of_content(body: &[u8]) -> HeaderValue {
    let digest = Sha256::digest(body);
    let hex = hex::encode(digest.get(..12).unwrap_or_default());
    HeaderValue::from_str(&format!("W/\"{hex}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// Whether the client has this already (RFC 9110, section 13.1.2: weak comparison).
pub fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let Ok(tag) = tag.to_str() else { return false };
    tags(headers, header::IF_NONE_MATCH).any(|known| known == "*" || opaque(known) == opaque(tag))
}

fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

fn tags(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// Whether a text has the form of an entity tag, or is the star that stands for any.
fn is_tag(text: &str) -> bool {
    text == "*" || opaque(text).strip_prefix('"').and_then(|text| text.strip_suffix('"')).is_some()
}

/// The version that a write changes, from `If-Match`: a write without one is refused (428), and one that names
/// no version of ours can never match (412).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl IfMatch {
    fn read(headers: &HeaderMap) -> ApiResult<Self> {
        if !headers.contains_key(header::IF_MATCH) {
            return Err(Problem::of_status(StatusCode::PRECONDITION_REQUIRED, ""));
        }
        if !tags(headers, header::IF_MATCH).all(is_tag) || tags(headers, header::IF_MATCH).next().is_none() {
            return Err(Problem::malformed("`If-Match` is a list of entity tags, each in quotation marks."));
        }
        let version = tags(headers, header::IF_MATCH)
            .find_map(|tag| tag.strip_prefix("\"v")?.strip_suffix('"')?.parse().ok())
            .map(Self);
        version.ok_or_else(|| Problem::of_status(StatusCode::PRECONDITION_FAILED, ""))
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        Self::read(&parts.headers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        [(name, value.parse().unwrap())].into_iter().collect()
    }

    #[test]
    fn a_known_tag_is_found_among_several() {
        let tag = of_content(b"{}");
        let text = tag.to_str().unwrap();
        for (known, yes) in [
            (text.to_owned(), true),
            (opaque(text).to_owned(), true),
            (format!("\"other\", {text}"), true),
            ("*".into(), true),
            ("\"other\"".into(), false),
            (String::new(), false),
        ] {
            assert_eq!(is_known(&headers(header::IF_NONE_MATCH, &known), &tag), yes, "{known}");
        }
        assert!(!is_known(&HeaderMap::new(), &tag));
    }

    #[test]
    fn a_write_names_the_version_it_changes() {
        let read = |value: &str| IfMatch::read(&headers(header::IF_MATCH, value)).map_err(|problem| problem.status);
        assert_eq!(read("\"v7\""), Ok(IfMatch(7)));
        assert_eq!(read("\"other\", \"v7\""), Ok(IfMatch(7)));
        for other in ["*", "W/\"v7\"", "\"7\"", "\"v\"", "\"v99999999999999999999\""] {
            assert_eq!(read(other), Err(412), "{other}");
        }
        for broken in ["", "v7", "\"v7", "7", "\""] {
            assert_eq!(read(broken), Err(400), "{broken}");
        }
        assert_eq!(IfMatch::read(&HeaderMap::new()).map_err(|problem| problem.status), Err(428));
    }
}
