//! Setting up webhooks.

use crate::{
    domain::{
        staff::{WebhookPage, WebhookRow},
        webhook::EndpointInput,
    },
    error::AppError,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Every endpoint.
#[server(prefix = "/actions", endpoint = "admin/list_webhooks", input = GetUrl)]
pub async fn list_webhooks() -> Result<Vec<WebhookRow>, AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::webhook_pages},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    webhook_pages::list(&caller.state).await
}

/// An endpoint with a page of its deliveries and, for once, the secret that was just made; with "new" none.
#[server(prefix = "/actions", endpoint = "admin/get_webhook", input = GetUrl)]
pub async fn get_webhook(
    id: String,
    #[server(default)] older: String,
    #[server(default)] newer: String,
) -> Result<Option<WebhookPage>, AppError> {
    use crate::{
        domain::{access::Permission, staff::PageRequest},
        server::{made_token, permissions, services::webhook_pages},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    if id == "new" {
        return Ok(None);
    }
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let made = made_token::take_webhook_secret(&caller.state, id);
    webhook_pages::open(&caller.state, id, PageRequest::parse(&older, &newer), made).await.map(Some)
}

/// Saves an endpoint; an empty id adds one. Leads to its page, which shows the secret of a new one.
#[server(prefix = "/actions", endpoint = "admin/save_webhook")]
pub async fn save_webhook(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    #[server(default)] endpoint: EndpointInput,
) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{made_token, permissions, services::webhooks},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    let (state, actor) = (&caller.state, account.email.as_str());
    let in_form = |error: AppError| error.within("endpoint");
    if id.is_empty() {
        let (id, secret) = webhooks::add(state, actor, &endpoint).await.map_err(in_form)?;
        made_token::hand_over_webhook_secret(state, id, &secret);
        leptos_axum::redirect(&format!("/admin/webhooks/{id}?done=made"));
        return Ok(());
    }
    let id: i64 = id.parse().map_err(|_| AppError::NotFound)?;
    webhooks::update(state, actor, (id, version), &endpoint).await.map_err(in_form)?;
    leptos_axum::redirect(&format!("/admin/webhooks/{id}?done=saved&at={}", state.clock.now().0));
    Ok(())
}

/// Gives an endpoint that still has the version another secret, which its page shows once.
#[server(prefix = "/actions", endpoint = "admin/rotate_webhook_secret")]
pub async fn rotate_webhook_secret(id: i64, version: i64) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{made_token, permissions, services::webhooks},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    let secret = webhooks::rotate(&caller.state, &account.email, id, Some(version)).await?;
    made_token::hand_over_webhook_secret(&caller.state, id, &secret);
    leptos_axum::redirect(&format!("/admin/webhooks/{id}?done=rotated&at={}", caller.state.clock.now().0));
    Ok(())
}

/// Sends an event to an endpoint that says nothing.
#[server(prefix = "/actions", endpoint = "admin/test_webhook")]
pub async fn test_webhook(id: i64) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::webhooks},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    webhooks::test(&caller.state, id).await?;
    leptos_axum::redirect(&format!("/admin/webhooks/{id}?done=sent&at={}", caller.state.clock.now().0));
    Ok(())
}

/// Sends a delivery once more.
#[server(prefix = "/actions", endpoint = "admin/replay_webhook_delivery")]
pub async fn replay_webhook_delivery(id: i64, delivery: i64) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::webhooks},
    };
    let (caller, _) = permissions::staff(Permission::Settings)?;
    webhooks::replay(&caller.state, id, delivery).await?;
    leptos_axum::redirect(&format!("/admin/webhooks/{id}?done=sent&at={}", caller.state.clock.now().0));
    Ok(())
}

/// Deletes an endpoint with the log of its deliveries.
#[server(prefix = "/actions", endpoint = "admin/delete_webhook")]
pub async fn delete_webhook(id: i64, version: i64) -> Result<(), AppError> {
    use crate::{
        domain::access::Permission,
        server::{permissions, services::webhooks},
    };
    let (caller, account) = permissions::staff(Permission::Settings)?;
    webhooks::delete(&caller.state, &account.email, id, version).await?;
    leptos_axum::redirect("/admin/webhooks?done=deleted");
    Ok(())
}
