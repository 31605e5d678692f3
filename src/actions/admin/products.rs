//! Working on products.

use crate::{
    domain::{
        ids::{ProductId, ProductImageId, VariantId},
        staff::{
            BulkInput, BulkPreview, BulkResult, ProductEditor, ProductFilter, ProductInput, ProductList,
            ProductPictures, Selection,
        },
    },
    error::AppError,
};
use leptos::prelude::*;

/// A page of the products that fit a filter.
#[server(prefix = "/actions", endpoint = "admin/list_products", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_products(#[server(default)] filter: ProductFilter) -> Result<ProductList, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::admin_products},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    admin_products::list_products(&caller.state, &filter).await
}

/// The editor of a product, or of a new one where the id is "new"; with one of the caller's drafts.
#[server(prefix = "/actions", endpoint = "admin/get_product", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_product(id: String, #[server(default)] draft: String) -> Result<ProductEditor, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::product_editor},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let id = match id.as_str() {
        "new" => 0,
        id => id.parse().ok().filter(|id| *id != 0).ok_or(AppError::NotFound)?,
    };
    product_editor::open(&caller.state, account.id, id, draft.parse().unwrap_or_default()).await
}

#[server(prefix = "/actions", endpoint = "admin/get_product_pictures", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_product_pictures(product_id: ProductId) -> Result<ProductPictures, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::product_editor},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    product_editor::pictures(&caller.state, product_id).await
}

/// A description as the shop would show it: sanitized HTML.
#[server(prefix = "/actions", endpoint = "admin/preview_description")]
pub async fn preview_description(text: String) -> Result<String, AppError> {
    use crate::{
        domain::{access::Permission, forms::optional_text},
        server::{markdown, permissions},
    };
    permissions::staff(Permission::Catalog)?;
    let text = optional_text(&text, 20_000).map_err(|problem| AppError::field("product[description]", problem))?;
    Ok(markdown::to_html(&text))
}

/// Does what a button of the product form asks for; see [`crate::domain::staff::FormStep`]. Leads to the product's page,
/// at its new version or with the form as a draft.
#[server(prefix = "/actions", endpoint = "admin/save_product")]
pub async fn save_product(product: ProductInput, #[server(default)] step: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, staff::FormStep},
        server::{permissions, services::edit_product},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let keeps_form = !permissions::is_plain_form();
    let id = product.id;
    let submitted = edit_product::submit(&caller.state, &account, product, &FormStep::parse(&step), keeps_form).await?;
    leptos_axum::redirect(&submitted.page(id));
    Ok(())
}

/// Deletes a product, or archives it where orders refer to it. Leads to the list or back to the product.
#[server(prefix = "/actions", endpoint = "admin/delete_product")]
pub async fn delete_product(product_id: ProductId, version: i64) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::edit_product},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let is_gone = edit_product::delete(&caller.state, &account.email, product_id, version).await?;
    let archived = format!("/admin/products/{product_id}?saved=archived");
    leptos_axum::redirect(if is_gone { "/admin/products?deleted=1" } else { archived.as_str() });
    Ok(())
}

/// Adds a draft that is a product once more. Leads to the draft.
#[server(prefix = "/actions", endpoint = "admin/duplicate_product")]
pub async fn duplicate_product(product_id: ProductId) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::duplicate_product::duplicate_product},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let copy = duplicate_product(&caller.state, &account.email, product_id).await?;
    leptos_axum::redirect(&format!("/admin/products/{copy}?saved=copy"));
    Ok(())
}

/// Describes a picture and says which variants it shows. Leads back to the product's pictures.
#[server(prefix = "/actions", endpoint = "admin/describe_picture")]
pub async fn describe_picture(
    product_id: ProductId,
    image_id: ProductImageId,
    alt: String,
    #[server(default)] variants: Vec<VariantId>,
) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::product_pictures},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    product_pictures::describe(&caller.state, &account.email, product_id, image_id, (&alt, &variants)).await?;
    permissions::lead_plain_form_to(&format!("/admin/products/{product_id}?picture=described-{image_id}#pictures"));
    Ok(())
}

/// Puts a picture at a place, counted from 0. Leads back to the product's pictures.
#[server(prefix = "/actions", endpoint = "admin/place_picture")]
pub async fn place_picture(product_id: ProductId, image_id: ProductImageId, place: u32) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::product_pictures},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    product_pictures::place(&caller.state, &account.email, product_id, image_id, place as usize).await?;
    permissions::lead_plain_form_to(&format!("/admin/products/{product_id}?picture=moved-{image_id}#pictures"));
    Ok(())
}

/// Takes a picture off a product. Leads back to the product's pictures.
#[server(prefix = "/actions", endpoint = "admin/delete_picture")]
pub async fn delete_picture(product_id: ProductId, image_id: ProductImageId) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::product_pictures},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    product_pictures::delete(&caller.state, &account.email, product_id, image_id).await?;
    permissions::lead_plain_form_to(&format!("/admin/products/{product_id}?picture=deleted-{image_id}#pictures"));
    Ok(())
}

/// What a change of many products would do.
#[server(prefix = "/actions", endpoint = "admin/preview_bulk", input = leptos::server_fn::codec::GetUrl)]
pub async fn preview_bulk(
    #[server(default)] selection: Selection,
    #[server(default)] change: BulkInput,
) -> Result<BulkPreview, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::bulk_products},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    bulk_products::preview(&caller.state, &selection, &change).await
}

/// Changes many products. Leads to the list, which tells what became of it.
#[server(prefix = "/actions", endpoint = "admin/bulk_products")]
pub async fn bulk_products(
    #[server(default)] selection: Selection,
    #[server(default)] change: BulkInput,
) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::bulk_products},
    };
    let (caller, account) = permissions::staff(Permission::Catalog)?;
    let done = bulk_products::change(&caller.state, &account.email, &selection, &change).await?;
    leptos_axum::redirect(&format!("/admin/products?done={done}"));
    Ok(())
}

/// What a change of many products did so far; nothing if it is not known any more.
#[server(prefix = "/actions", endpoint = "admin/get_bulk_result", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_bulk_result(done: String) -> Result<Option<BulkResult>, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::bulk_products},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    bulk_products::result(&caller.state, done.parse().unwrap_or_default()).await
}
