//! Importing catalogs.

use crate::{
    domain::{
        ids::ImportId,
        staff::{ImportDetail, ImportList},
    },
    error::AppError,
};
use leptos::prelude::*;

/// A page of the imports; `older` and `newer` as in [`crate::domain::staff::PageRequest::parse`].
#[server(prefix = "/actions", endpoint = "admin/list_imports", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_imports(older: String, newer: String) -> Result<ImportList, AppError> {
    use crate::{
        domain::{access::Permission, staff::PageRequest},
        server::{permissions, services::import_catalog},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    import_catalog::list_imports(&caller.state, PageRequest::parse(&older, &newer)).await
}

/// One import; an id that is no number is one that does not exist.
#[server(prefix = "/actions", endpoint = "admin/get_import", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_import(id: String) -> Result<ImportDetail, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::import_catalog},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    import_catalog::open_import(&caller.state, id.parse().map_err(|_| AppError::NotFound)?).await
}

/// Stops an import. Leads back to its page.
#[server(prefix = "/actions", endpoint = "admin/cancel_import")]
pub async fn cancel_import(id: ImportId) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::import_catalog},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    import_catalog::cancel_import(&caller.state, id).await?;
    leptos_axum::redirect(&format!("/admin/imports/{id}"));
    Ok(())
}

/// Goes on with an import that was stopped. Leads back to its page.
#[server(prefix = "/actions", endpoint = "admin/resume_import")]
pub async fn resume_import(id: ImportId) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::import_catalog},
    };
    let (caller, _) = permissions::staff(Permission::Catalog)?;
    import_catalog::resume_import(&caller.state, id).await?;
    leptos_axum::redirect(&format!("/admin/imports/{id}"));
    Ok(())
}
