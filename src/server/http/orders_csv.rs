//! The list of orders as a file.

use super::{imports::csv_file, pages};
use crate::{
    domain::{access::Permission, staff::OrderTab},
    server::{
        access::Access,
        services::export_orders::{Export, Rows},
        sessions::Identity,
        state::State,
        store::StoreError,
    },
};
use axum::{
    Extension,
    body::Body,
    extract::{Query, State as AxumState},
    http::StatusCode,
    response::Response,
};
use futures::stream;
use serde::Deserialize;

/// The list's own filters, and what a row is about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    tab: String,
    q: String,
    rows: String,
}

/// `/admin/orders.csv`: streamed, so that it takes the same memory however many orders there are.
pub async fn export(
    AxumState(state): AxumState<State>,
    Extension(identity): Extension<Identity>,
    Query(wish): Query<Wish>,
) -> Response {
    if let Err(error) = Access::Staff(Permission::Orders).admit(identity.account.as_ref()) {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::FORBIDDEN);
        return pages::error_page(&state, status);
    }
    let rows = Rows::from_slug(&wish.rows);
    let name = if rows == Rows::Orders { "orders.csv" } else { "order-lines.csv" };
    let export = Export::new(state.db.clone(), OrderTab::from_slug(&wish.tab), wish.q, rows);
    let parts = stream::try_unfold(export, |mut export| async move {
        let part = export.next().await?;
        Ok::<_, StoreError>(part.map(|bytes| (bytes, export)))
    });
    csv_file(name, Body::from_stream(parts))
}
