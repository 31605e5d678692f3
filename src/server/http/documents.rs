//! Invoices, credit notes and packing slips as files.

use super::pages;
use crate::{
    domain::{
        access::Permission,
        ids::{OrderId, ShipmentId},
        order::OrderNumber,
        staff::chosen_orders,
    },
    error::AppError,
    server::{
        access::Access,
        documents::{render_packing_slip, render_packing_slips},
        services::{fulfillment, invoices, legal_settings},
        sessions::Identity,
        state::State,
    },
};
use axum::{
    Extension, Router,
    extract::{Path, Query, State as AxumState},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;

pub fn router() -> Router<State> {
    Router::new()
        .route("/orders/{number}/invoice.pdf", get(newest_invoice))
        .route("/orders/{number}/invoices/{file}", get(invoice))
        .route("/admin/orders/{number}/invoices/{file}", get(invoice_for_staff))
        .route("/admin/shipments/{id}/slip.pdf", get(packing_slip))
        .route("/admin/orders/{number}/pack/{center}/slip.pdf", get(slip_to_pack))
        .route("/admin/packing-slips.pdf", get(slips_to_pack))
}

#[derive(Deserialize)]
struct Link {
    token: Option<String>,
}

/// `GET /orders/{number}/invoice.pdf`: for the holder of the order's link, its customer, and staff.
async fn newest_invoice(
    AxumState(state): AxumState<State>,
    Extension(identity): Extension<Identity>,
    Path(number): Path<String>,
    Query(link): Query<Link>,
) -> Response {
    answer(&state, of_visitor(&state, &identity, &number, &link, None).await).await
}

/// `GET /orders/{number}/invoices/{file}`: the same for any document of the order, by its number.
async fn invoice(
    AxumState(state): AxumState<State>,
    Extension(identity): Extension<Identity>,
    Path((number, file)): Path<(String, String)>,
    Query(link): Query<Link>,
) -> Response {
    answer(&state, of_visitor(&state, &identity, &number, &link, Some(&file)).await).await
}

async fn of_visitor(
    state: &State,
    identity: &Identity,
    number: &str,
    link: &Link,
    file: Option<&str>,
) -> Result<Document, AppError> {
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let wanted = file.map(document_number).transpose()?;
    let invoice = invoices::find_for_visitor(state, identity, number, link.token.as_deref(), wanted).await?;
    Ok(Document { name: invoice.number.clone(), pdf: invoices::pdf(state, invoice).await? })
}

/// `GET /admin/orders/{number}/invoices/{file}`.
async fn invoice_for_staff(
    AxumState(state): AxumState<State>,
    Extension(identity): Extension<Identity>,
    Path((number, file)): Path<(String, String)>,
) -> Response {
    let found = async {
        Access::Staff(Permission::Orders).admit(identity.account.as_ref())?;
        let number = number.parse().map_err(|_| AppError::NotFound)?;
        let invoice = invoices::find(&state, number, Some(document_number(&file)?)).await?;
        Ok(Document { name: invoice.number.clone(), pdf: invoices::pdf(&state, invoice).await? })
    };
    answer(&state, found.await).await
}

/// `GET /admin/shipments/{id}/slip.pdf`.
async fn packing_slip(
    AxumState(state): AxumState<State>,
    Extension(identity): Extension<Identity>,
    Path(shipment): Path<String>,
) -> Response {
    let found = async {
        Access::Staff(Permission::Orders).admit(identity.account.as_ref())?;
        slip(&state, shipment.parse().map_err(|_| AppError::NotFound)?).await
    };
    answer(&state, found.await).await
}

/// `GET /admin/orders/{number}/pack/{center}/slip.pdf`.
async fn slip_to_pack(
    AxumState(state): AxumState<State>,
    Extension(identity): Extension<Identity>,
    Path((number, center)): Path<(String, String)>,
) -> Response {
    let found = async {
        Access::Staff(Permission::Orders).admit(identity.account.as_ref())?;
        let number = number.parse().map_err(|_| AppError::NotFound)?;
        let center = center.parse().map_err(|_| AppError::NotFound)?;
        let slip = fulfillment::slip_to_pack(&state, number, center).await?;
        let seller = legal_settings::load(&state.db).await?;
        let (name, now) = (format!("packing-slip-{number}-to-pack-{center}"), state.clock.now());
        Ok(Document { name, pdf: invoices::rendered(&state, move || render_packing_slip(&slip, &seller, now)).await? })
    };
    answer(&state, found.await).await
}

/// `GET /admin/packing-slips.pdf?orders=T100001&orders=T100002`: of everything that is to be packed of these orders. Where
/// that is nothing, it leads to their pick list, which says why.
async fn slips_to_pack(
    AxumState(state): AxumState<State>,
    Extension(identity): Extension<Identity>,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let found = async {
        Access::Staff(Permission::Orders).admit(identity.account.as_ref())?;
        let chosen = chosen(&query)?;
        let slips = fulfillment::slips_to_pack(&state, &chosen).await?;
        if slips.is_empty() {
            return Ok(Err(Redirect::to(&pick_list_of(&chosen))));
        }
        let (seller, now) = (legal_settings::load(&state.db).await?, state.clock.now());
        let pdf = invoices::rendered(&state, move || render_packing_slips(&slips, &seller, now)).await?;
        Ok(Ok(Document { name: "packing-slips".into(), pdf }))
    };
    match found.await {
        Ok(Err(elsewhere)) => elsewhere.into_response(),
        Ok(Ok(document)) => document.into(),
        Err(error) => answer(&state, Err(error)).await,
    }
}

/// The orders that a query names, each by itself, as ticked boxes are sent.
pub(super) fn chosen(query: &[(String, String)]) -> Result<Vec<OrderId>, AppError> {
    let numbers = query.iter().filter(|(name, _)| name == "orders").map(|(_, number)| number.as_str());
    let numbers = numbers.collect::<Vec<_>>().join(",");
    chosen_orders(&numbers).map_err(|problem| AppError::field("orders", problem))
}

fn pick_list_of(orders: &[OrderId]) -> String {
    let orders: String = orders.iter().map(|order| format!("&orders={}", OrderNumber(*order))).collect();
    format!("/admin/fulfillment?chosen=1{orders}")
}

/// The packing slip of a parcel; who may have it was asked before.
pub(super) async fn slip(state: &State, shipment: ShipmentId) -> Result<Document, AppError> {
    let slip = fulfillment::packing_slip(state, shipment).await?;
    let seller = legal_settings::load(&state.db).await?;
    let name = format!("packing-slip-{}-{shipment}", slip.number);
    let made_at = slip.sent.as_ref().map_or_else(|| state.clock.now(), |sent| sent.shipped_at);
    Ok(Document { name, pdf: invoices::rendered(state, move || render_packing_slip(&slip, &seller, made_at)).await? })
}

fn document_number(file: &str) -> Result<&str, AppError> {
    file.strip_suffix(".pdf").ok_or(AppError::NotFound)
}

/// A file with its name, without the ending.
pub(super) struct Document {
    pub name: String,
    pub pdf: Vec<u8>,
}

impl From<Document> for Response {
    fn from(Document { name, pdf }: Document) -> Self {
        let headers = [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
            (header::CACHE_CONTROL, "private, no-store".to_owned()),
        ];
        (headers, pdf).into_response()
    }
}

async fn answer(state: &State, found: Result<Document, AppError>) -> Response {
    match found {
        Ok(document) => document.into(),
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            pages::error_page(state, status).await
        }
    }
}
