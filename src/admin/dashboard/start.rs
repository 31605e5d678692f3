//! Where staff start who do not work on orders.

use crate::{
    admin::parts::PageHead,
    domain::access::{Permission, Visitor},
    ui::{EmptyState, Glyph},
};
use leptos::prelude::*;

/// The parts of the admin that somebody may enter.
#[component]
pub fn StartPage(account: Visitor) -> impl IntoView {
    let parts = [
        (Permission::Catalog, "/admin/products", "Products and what describes them"),
        (Permission::Customers, "/admin/customers", "Customers"),
        (Permission::Settings, "/admin/centers", "Fulfillment centers"),
    ];
    let links: Vec<_> = parts
        .into_iter()
        .filter(|(permission, ..)| account.may(*permission))
        .map(|(_, href, name)| view! { <li><a class="link" href=href>{name}</a></li> })
        .collect();
    view! {
        <div class="admin-page admin-page-narrow">
            <PageHead title="Dashboard" />
            {if links.is_empty() {
                view! {
                    <EmptyState
                        glyph=Glyph::Lock
                        title="Nothing is open to you yet"
                        text="Your role has no permission that this shop uses so far. The owner can give it one, under Roles."
                    />
                }
                .into_any()
            } else {
                view! {
                    <section class="card grid gap-3" aria-labelledby="start-title">
                        <h2 id="start-title">"Open to you"</h2>
                        <ul class="grid gap-2">{links}</ul>
                    </section>
                }
                .into_any()
            }}
        </div>
    }
}
