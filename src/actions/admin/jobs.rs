//! The queue of jobs.

use crate::{domain::staff::JobList, error::AppError};
use leptos::prelude::*;

/// A page of a tab of the queue; `older` and `newer` as in [`crate::domain::staff::PageRequest::parse`].
#[server(prefix = "/actions", endpoint = "admin/list_jobs", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_jobs(tab: String, older: String, newer: String) -> Result<JobList, AppError> {
    use crate::{
        domain::{
            access::Permission,
            staff::{JobTab, PageRequest},
        },
        server::{permissions, services::staff_jobs},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    staff_jobs::list(&caller.state, JobTab::from_slug(&tab), PageRequest::parse(&older, &newer)).await
}

/// Has a job tried again, now. Leads back to the list.
#[server(prefix = "/actions", endpoint = "admin/retry_job")]
pub async fn retry_job(id: String, #[server(default)] tab: String) -> Result<(), AppError> {
    use crate::{
        domain::{access::Permission, staff::JobTab},
        server::{permissions, services::staff_jobs},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    staff_jobs::retry(&caller.state, &account, id).await?;
    let (tab, at) = (JobTab::from_slug(&tab).slug(), caller.state.clock.now().0);
    leptos_axum::redirect(&format!("/admin/jobs?tab={tab}&done=retried&at={at}"));
    Ok(())
}

/// Has all jobs of a kind tried again that are given up. Leads back to the list.
#[server(prefix = "/actions", endpoint = "admin/retry_jobs")]
pub async fn retry_jobs(kind: String) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::staff_jobs},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    staff_jobs::retry_all(&caller.state, &account, &kind).await?;
    leptos_axum::redirect(&format!("/admin/jobs?done=retried&at={}", caller.state.clock.now().0));
    Ok(())
}

/// Lets go of a job that is given up. Leads back to the list.
#[server(prefix = "/actions", endpoint = "admin/discard_job")]
pub async fn discard_job(id: String) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::staff_jobs},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    staff_jobs::discard(&caller.state, &account, id).await?;
    leptos_axum::redirect(&format!("/admin/jobs?done=discarded&at={}", caller.state.clock.now().0));
    Ok(())
}
