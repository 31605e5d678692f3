//! Invoices, credit notes and packing slips, as PDF.

use super::{
    orders::Number,
    types::{Money, instant},
};
use crate::{
    domain::{
        ids::ShipmentId,
        invoice::{InvoiceKind, IssuedInvoice},
        order::OrderNumber,
    },
    server::{
        http::{
            api::{
                auth::{OrderReader, SalesReader},
                extract::Id,
                idempotency::is_secret,
                page::Page,
                problem::{ApiResult, Problem},
            },
            documents::{self, Document},
        },
        services::{invoices, orders, own_orders},
        sessions::Identity,
        state::State,
        store::invoices::Invoice,
    },
};
use axum::{
    extract::{FromRequestParts, RawPathParams, State as AxumState},
    http::request::Parts,
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A document of an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderDocument {
    kind: DocumentKind,
    #[schema(example = "INV2026-00042")]
    number: String,
    total: Money,
    #[schema(format = "date-time")]
    issued_at: String,
    /// Where its PDF is.
    #[schema(format = "uri-reference")]
    url: String,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Invoice,
    CreditNote,
}

/// A file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only its schema is used")]
pub struct Pdf(Vec<u8>);

fn all(invoices: Vec<IssuedInvoice>, folder: &str) -> Page<OrderDocument> {
    let body = |issued: IssuedInvoice| OrderDocument {
        kind: match issued.kind {
            InvoiceKind::Invoice => DocumentKind::Invoice,
            InvoiceKind::CreditNote => DocumentKind::CreditNote,
        },
        url: format!("{folder}/{}.pdf", issued.number),
        number: issued.number,
        total: issued.total.into(),
        issued_at: instant(issued.issued_at),
    };
    Page { items: invoices.into_iter().map(body).collect(), next: None, previous: None }
}

/// The last part of an address: "INV2026-00042.pdf".
#[derive(Clone, Debug)]
pub struct File(String);

impl<S: Send + Sync> FromRequestParts<S> for File {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let file = part(parts, state, "file").await?;
        file.strip_suffix(".pdf").map(|number| Self(number.to_owned())).ok_or_else(Problem::not_found)
    }
}

/// The link that opens an order.
#[derive(Clone, Debug)]
pub struct Link(String);

impl<S: Send + Sync> FromRequestParts<S> for Link {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Self> {
        let link = part(parts, state, "link").await?;
        if is_secret(&link) { Ok(Self(link)) } else { Err(Problem::not_found()) }
    }
}

async fn part<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> ApiResult<String> {
    let path = RawPathParams::from_request_parts(parts, state).await;
    let path = path.map_err(|_| Problem::malformed("The address is broken."))?;
    Ok(path.iter().find(|(known, _)| *known == name).map(|(_, part)| part.to_owned()).unwrap_or_default())
}

async fn file(state: &State, invoice: Invoice) -> ApiResult<Response> {
    Ok(Document { name: invoice.number.clone(), pdf: invoices::pdf(state, invoice).await? }.into())
}

/// The invoices and credit notes of an order, oldest first.
#[utoipa::path(get, path = "/orders/{number}/documents", tag = "orders", operation_id = "list_order_documents",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "All of them", body = Page<OrderDocument>)))]
pub async fn list(
    _: SalesReader,
    AxumState(state): AxumState<State>,
    number: Number,
) -> ApiResult<Page<OrderDocument>> {
    let detail = orders::get_for_staff(&state, number.0).await?;
    Ok(all(detail.invoices, &format!("/api/v1/orders/{}/documents", number.0)))
}

/// An invoice or a credit note.
#[utoipa::path(get, path = "/orders/{number}/documents/{file}", tag = "orders", operation_id = "get_order_document",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"),
        ("file" = String, Path, description = "Its number and `.pdf`", pattern = "^[A-Za-z0-9-]{1,40}[.]pdf$")),
    security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "The document", content_type = "application/pdf", body = Pdf)))]
pub async fn get(
    _: SalesReader,
    AxumState(state): AxumState<State>,
    (number, wanted): (Number, File),
) -> ApiResult<Response> {
    file(&state, invoices::find(&state, number.0, Some(&wanted.0)).await?).await
}

/// The packing slip of a parcel.
#[utoipa::path(get, path = "/shipments/{shipment}/packing-slip.pdf", tag = "orders", operation_id = "get_packing_slip",
    params(("shipment" = i64, Path, minimum = 1)), security(("token" = ["sales:read"]), ("session" = [])),
    responses((status = 200, description = "The slip", content_type = "application/pdf", body = Pdf)))]
pub async fn packing_slip(_: SalesReader, AxumState(state): AxumState<State>, id: Id) -> ApiResult<Response> {
    Ok(documents::slip(&state, ShipmentId(id.0)).await?.into())
}

/// The invoices and credit notes of an order of the account that asks, oldest first.
#[utoipa::path(get, path = "/users/me/orders/{number}/documents", tag = "account", operation_id = "list_own_documents",
    params(("number" = String, Path, description = "As in a list: T100042", pattern = "^[Tt][0-9]{1,19}$")),
    security(("token" = ["orders:read"]), ("session" = [])),
    responses((status = 200, description = "All of them", body = Page<OrderDocument>)))]
pub async fn list_own(
    reader: OrderReader,
    AxumState(state): AxumState<State>,
    number: Number,
) -> ApiResult<Page<OrderDocument>> {
    let detail = own_orders::find(&state, reader.0.id, number.0).await?;
    Ok(all(detail.invoices, &format!("/api/v1/users/me/orders/{}/documents", number.0)))
}

/// An invoice or a credit note of an order of the account that asks.
#[utoipa::path(get, path = "/users/me/orders/{number}/documents/{file}", tag = "account", operation_id = "get_own_document",
    params(("number" = String, Path, description = "As in a list: T100042", pattern = "^[Tt][0-9]{1,19}$"),
        ("file" = String, Path, description = "Its number and `.pdf`", pattern = "^[A-Za-z0-9-]{1,40}[.]pdf$")),
    security(("token" = ["orders:read"]), ("session" = [])),
    responses((status = 200, description = "The document", content_type = "application/pdf", body = Pdf)))]
pub async fn get_own(
    reader: OrderReader,
    AxumState(state): AxumState<State>,
    (number, wanted): (Number, File),
) -> ApiResult<Response> {
    own_orders::find(&state, reader.0.id, number.0).await?;
    file(&state, invoices::find(&state, number.0, Some(&wanted.0)).await?).await
}

/// An invoice or a credit note, for whoever has the order's link.
#[utoipa::path(get, path = "/orders/{number}/links/{link}/documents/{file}", tag = "carts", operation_id = "get_document_by_link",
    params(("number" = String, Path, description = "T100042", pattern = "^[Tt][0-9]{1,19}$"), ("link" = String, Path, pattern = "^[0-9a-f]{64}$"),
        ("file" = String, Path, description = "Its number and `.pdf`", pattern = "^[A-Za-z0-9-]{1,40}[.]pdf$")),
    security(()),
    responses((status = 200, description = "The document", content_type = "application/pdf", body = Pdf)))]
pub async fn get_by_link(
    AxumState(state): AxumState<State>,
    (number, link, wanted): (Number, Link, File),
) -> ApiResult<Response> {
    let nobody = Identity::default();
    let number: OrderNumber = number.0;
    file(&state, invoices::find_for_visitor(&state, &nobody, number, Some(&link.0), Some(&wanted.0)).await?).await
}
