//! Products, as staff find them.

use crate::{
    domain::staff::{ProductFilter, ProductList},
    error::AppError,
    server::{state::State, store::admin::products},
};

/// A page of the products that fit a filter.
pub async fn list_products(state: &State, filter: &ProductFilter) -> Result<ProductList, AppError> {
    Ok(products::list(&state.db, filter, state.clock.now()).await?)
}
