//! Working on products.

use crate::{
    domain::{
        ids::{ProductId, ProductImageId},
        staff::{ProductEditor, ProductInput, ProductList},
    },
    error::AppError,
};
use leptos::prelude::*;

/// A page of the products of a status (all of them when it is empty) that fit the search; `older`
/// and `newer` as in [`crate::domain::staff::PageRequest::parse`].
#[server(prefix = "/actions", endpoint = "admin/list_products", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_products(
    status: String,
    query: String,
    older: String,
    newer: String,
) -> Result<ProductList, AppError> {
    use crate::{
        domain::{access::Permission, product::ProductStatus, staff::PageRequest},
        server::{permissions, services::admin_products},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    let page = PageRequest::parse(&older, &newer);
    admin_products::list_products(&caller.state, ProductStatus::from_slug(&status), &query, page).await
}

#[server(prefix = "/actions", endpoint = "admin/get_product", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_product(id: String) -> Result<ProductEditor, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::admin_products},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    admin_products::open_product(&caller.state, id).await
}

/// Saves the product form. Leads back to the product's page, at its new version.
#[server(prefix = "/actions", endpoint = "admin/save_product")]
pub async fn save_product(product: ProductInput) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::edit_product},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let version = edit_product::edit_product(&caller.state, &account.email, &product).await?;
    leptos_axum::redirect(&format!("/admin/products/{}?saved={version}", product.id));
    Ok(())
}

/// Describes a picture. Leads back to the product's pictures.
#[server(prefix = "/actions", endpoint = "admin/describe_picture")]
pub async fn describe_picture(product_id: ProductId, image_id: ProductImageId, alt: String) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::edit_product},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    edit_product::describe_picture(&caller.state, product_id, image_id, &alt).await?;
    leptos_axum::redirect(&format!("/admin/products/{product_id}?picture=described-{image_id}#pictures"));
    Ok(())
}

/// Makes a picture the product's first. Leads back to the product's pictures.
#[server(prefix = "/actions", endpoint = "admin/show_picture_first")]
pub async fn show_picture_first(product_id: ProductId, image_id: ProductImageId) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::edit_product},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    edit_product::show_picture_first(&caller.state, product_id, image_id).await?;
    leptos_axum::redirect(&format!("/admin/products/{product_id}?picture=first-{image_id}#pictures"));
    Ok(())
}

/// Takes a picture off a product. Leads back to the product's pictures.
#[server(prefix = "/actions", endpoint = "admin/delete_picture")]
pub async fn delete_picture(product_id: ProductId, image_id: ProductImageId) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::edit_product},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    edit_product::delete_picture(&caller.state, product_id, image_id).await?;
    leptos_axum::redirect(&format!("/admin/products/{product_id}?picture=deleted-{image_id}#pictures"));
    Ok(())
}
