//! Products, as staff find and open them.

use crate::{
    domain::{
        ids::ProductId,
        product::ProductStatus,
        staff::{PageRequest, ProductEditor, ProductList},
    },
    error::AppError,
    server::{state::State, store::admin::products},
};

/// A page of the products of a status that fit a search, newest first.
pub async fn list_products(
    state: &State,
    status: Option<ProductStatus>,
    query: &str,
    page: PageRequest,
) -> Result<ProductList, AppError> {
    let (rows, pages) = products::list(&state.db, status, query, page).await?;
    Ok(ProductList { tabs: products::count_by_status(&state.db).await?, products: rows, pages })
}

/// A product as its edit page starts with it.
pub async fn open_product(state: &State, product: ProductId) -> Result<ProductEditor, AppError> {
    products::find_editor(&state.db, product).await?.ok_or(AppError::NotFound)
}
