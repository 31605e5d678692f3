//! The numbers of the day.

use crate::{domain::staff::Dashboard, error::AppError};
use leptos::prelude::*;

#[server(prefix = "/actions", endpoint = "admin/dashboard", input = leptos::server_fn::codec::GetUrl)]
pub async fn get_dashboard() -> Result<Dashboard, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::dashboard},
    };
    let (caller, _) = permissions::staff(Permission::Orders)?;
    dashboard::load_dashboard(&caller.state).await
}
