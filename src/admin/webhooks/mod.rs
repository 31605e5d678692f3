//! Webhook endpoints: where they lead, and what went there.

mod deliveries;
mod edit;
mod list;

pub use edit::WebhookEditPage;
pub use list::WebhookListPage;

const PATH: &str = "/admin/webhooks";
