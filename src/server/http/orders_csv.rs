//! The list of orders as a file.

use super::{documents::chosen, imports::csv_file, pages};
use crate::{
    domain::{access::Permission, staff::OrderTab},
    error::AppError,
    server::{
        access::Access,
        services::export_orders::{Export, Rows},
        sessions::Identity,
        state::State,
        store::{StoreError, admin::order_export::Wanted},
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

/// `/admin/orders.csv`, with the list's own filters (`tab`, `q`), or with `chosen` and the number of each order in `orders`;
/// `rows=lines` for a row per line. Streamed, so that it takes the same memory however many orders there are.
pub async fn export(
    AxumState(state): AxumState<State>,
    Extension(identity): Extension<Identity>,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let admitted = Access::Staff(Permission::Orders).admit(identity.account.as_ref());
    let wanted = match admitted.and_then(|()| wanted(&query)) {
        Ok(wanted) => wanted,
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::FORBIDDEN);
            return pages::error_page(&state, status).await;
        }
    };
    let rows = Rows::from_slug(value(&query, "rows"));
    let name = if rows == Rows::Orders { "orders.csv" } else { "order-lines.csv" };
    let export = Export::new(state.db.clone(), wanted, rows);
    let parts = stream::try_unfold(export, |mut export| async move {
        let part = export.next().await?;
        Ok::<_, StoreError>(part.map(|bytes| (bytes, export)))
    });
    csv_file(name, Body::from_stream(parts))
}

fn value<'q>(query: &'q [(String, String)], wanted: &str) -> &'q str {
    query.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str()).unwrap_or_default()
}

/// Chosen orders are none where none was ticked.
fn wanted(query: &[(String, String)]) -> Result<Wanted, AppError> {
    let chosen = chosen(query)?;
    let (tab, words) = (value(query, "tab"), value(query, "q").to_owned());
    let is_chosen = !chosen.is_empty() || !value(query, "chosen").is_empty();
    Ok(Wanted { tab: OrderTab::from_slug(tab), query: words, chosen: is_chosen.then_some(chosen) })
}
