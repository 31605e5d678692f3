//! Lists, a page at a time: cursors that hold a place in the list, so that no row is shown twice or left out
//! however the list grows meanwhile.

use super::problem::{ApiResult, FieldProblem, Problem};
use crate::{
    domain::forms::{Problem as Reason, number, required_line},
    server::store::slice::{Position, Slice, Sliced},
};
use axum::{
    Json,
    http::{HeaderMap, HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Rows of a page unless the request says otherwise.
pub const DEFAULT_LIMIT: i64 = 24;
/// Most rows of a page.
pub const MAX_LIMIT: i64 = 100;

/// One page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Address of the page behind this one, relative to the shop's.
    #[schema(required = true, format = "uri-reference")]
    pub next: Option<String>,
    /// Address of the page before this one.
    #[schema(required = true, format = "uri-reference")]
    pub previous: Option<String>,
}

/// What a cursor holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Cursor {
    /// The order of the list that it was made for.
    o: String,
    /// Where the row stands.
    k: i64,
    i: i64,
    /// Backward.
    b: bool,
    /// Of a list by texts, the row's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    t: Option<String>,
}

/// Longest text of a cursor.
const TEXT_CHARS: u32 = 300;

/// The order of a list by name, "-price": the name without its sign, and whether it goes from high to low.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order<'a> {
    pub text: &'a str,
    pub name: &'a str,
    pub descending: bool,
}

impl<'a> Order<'a> {
    /// Reads `order`, which must be one of the allowed ones; the first of them is the default.
    pub fn parse(text: Option<&'a str>, allowed: &[&'a str]) -> ApiResult<Self> {
        let text = text.or_else(|| allowed.first().copied()).unwrap_or_default();
        if !allowed.contains(&text) {
            let message = format!("One of {}.", allowed.join(", "));
            return Err(Problem::invalid(vec![FieldProblem::new("order", "unknown_choice", message)]));
        }
        let name = text.strip_prefix('-');
        Ok(Self { text, name: name.unwrap_or(text), descending: name.is_some() })
    }
}

/// Reads `limit` and `cursor`.
pub fn slice(limit: Option<&str>, cursor: Option<&str>, order: Order<'_>) -> ApiResult<Slice> {
    let limit = limit.map_or(Ok(DEFAULT_LIMIT), |limit| number(limit, 1, MAX_LIMIT));
    let limit = limit.map_err(|reason| Problem::field("limit", reason))?;
    let first = Slice { from: None, backward: false, descending: order.descending, limit };
    let Some(text) = cursor else { return Ok(first) };
    let cursor = decode(text).filter(|cursor| cursor.o == order.text);
    let cursor = cursor.ok_or_else(|| Problem::field("cursor", Reason::UnknownChoice))?;
    Ok(Slice { from: Some(Position { key: cursor.k, id: cursor.i }), backward: cursor.b, ..first })
}

/// Reads where a list by texts goes on, of a `cursor` that [`slice`] took.
pub fn text(cursor: Option<&str>) -> ApiResult<String> {
    let Some(cursor) = cursor else { return Ok(String::new()) };
    let text = decode(cursor).and_then(|cursor| cursor.t);
    let known = text.filter(|text| required_line(text, TEXT_CHARS).as_ref() == Ok(text));
    known.ok_or_else(|| Problem::field("cursor", Reason::UnknownChoice))
}

fn decode(text: &str) -> Option<Cursor> {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

impl<T> Page<T> {
    /// A page of the list at `uri`, whose other parameters the addresses of the pages around it keep.
    pub fn new(sliced: Sliced<T>, order: Order<'_>, uri: &Uri) -> Self {
        Self::by_text(sliced, order, uri, |_, _| None)
    }

    /// A page of a list that may be ordered by a text: `text` is that of a row, if it has this id.
    pub fn by_text(sliced: Sliced<T>, order: Order<'_>, uri: &Uri, text: impl Fn(&T, i64) -> Option<String>) -> Self {
        let address = |position: Option<Position>, backward| {
            let Position { key, id } = position?;
            let text = sliced.rows.iter().find_map(|row| text(row, id));
            let cursor = Cursor { o: order.text.to_owned(), k: key, i: id, b: backward, t: text };
            let text = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).ok()?);
            let query = uri.query().unwrap_or_default();
            let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
            let pairs: Vec<String> = kept.map(str::to_owned).chain([format!("cursor={text}")]).collect();
            Some(format!("{}?{}", uri.path(), pairs.join("&")))
        };
        let (next, previous) = (address(sliced.after, false), address(sliced.before, true));
        Self { next, previous, items: sliced.rows }
    }
}

impl<T> Page<T> {
    /// The pages around this one, for the header `Link` (RFC 8288).
    pub fn links(&self) -> HeaderMap {
        let link = |address: &Option<String>, rel: &str| Some(format!("<{}>; rel=\"{rel}\"", address.as_ref()?));
        let links: Vec<String> =
            [link(&self.next, "next"), link(&self.previous, "prev")].into_iter().flatten().collect();
        let value = HeaderValue::from_str(&links.join(", ")).ok().filter(|value| !value.is_empty());
        value.map(|value| (header::LINK, value)).into_iter().collect()
    }
}

impl<T: Serialize> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        (self.links(), Json(self)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDER: Order<'_> = Order { text: "-price", name: "price", descending: true };

    #[test]
    fn a_cursor_leads_back_to_where_it_was_made() {
        let sliced = Sliced { rows: vec![7], before: None, after: Some(Position { key: -5, id: 7 }) };
        let page = Page::new(sliced, ORDER, &"/api/v1/products?limit=1&cursor=old&brand=tarn".parse().unwrap());
        let next = page.next.unwrap();
        let cursor = next.strip_prefix("/api/v1/products?limit=1&brand=tarn&cursor=").unwrap();
        let slice = slice(Some("1"), Some(cursor), ORDER).unwrap();
        assert_eq!(slice.from, Some(Position { key: -5, id: 7 }));
        assert_eq!((slice.backward, slice.descending, slice.limit, page.previous), (false, true, 1, None));
    }

    #[test]
    fn a_cursor_of_another_list_or_of_nobody_is_refused() {
        let page = Page::new(
            Sliced { rows: vec![7], before: None, after: Some(Position::of_id(7)) },
            Order { text: "id", name: "id", descending: false },
            &"/x".parse().unwrap(),
        );
        let foreign = page.next.unwrap();
        for cursor in [foreign.trim_start_matches("/x?cursor="), "", "e30", "'; DROP TABLE product", "%00"] {
            let problem = slice(None, Some(cursor), ORDER).unwrap_err();
            assert_eq!(problem.errors.first().map(|error| error.field.as_str()), Some("cursor"), "{cursor}");
        }
    }

    #[test]
    fn limits_are_bounded() {
        for limit in ["0", "-1", "101", "x", "99999999999999999999"] {
            assert!(slice(Some(limit), None, ORDER).is_err(), "{limit}");
        }
        assert_eq!(slice(Some("100"), None, ORDER).map(|slice| slice.limit), Ok(100));
    }
}
