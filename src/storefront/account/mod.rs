//! What somebody with an account sees of it.

mod address;
mod addresses;
mod data;
mod devices;
mod notifications;
mod orders;
mod overview;
mod parts;
mod payment_methods;
mod profile;
mod tokens;

pub use address::AccountAddressPage;
pub use addresses::AddressBookPage;
pub use data::{AccountDataPage, GoodbyePage};
pub use devices::DevicesPage;
pub use notifications::NotificationsPage;
pub use orders::OwnOrdersPage;
pub use overview::AccountPage;
pub use parts::AccountHead;
pub use payment_methods::PaymentMethodsPage;
pub use profile::ProfilePage;
pub use tokens::TokensPage;

use crate::storefront::login::LogoutForm;
use leptos::prelude::*;
use leptos_meta::Meta;
use leptos_router::{components::Outlet, hooks::use_location};

/// The pages of an account: address and name, in the order of the navigation.
const PAGES: [(&str, &str); 10] = [
    ("/account", "Overview"),
    ("/account/orders", "Orders"),
    ("/account/addresses", "Addresses"),
    ("/account/payment-methods", "Payment methods"),
    ("/account/profile", "Profile"),
    ("/account/security", "Login and security"),
    ("/account/devices", "Devices"),
    ("/account/notifications", "Notifications"),
    ("/account/tokens", "API tokens"),
    ("/account/data", "Your data"),
];

/// The navigation of the account beside its pages; on phones, a row above them.
#[component]
pub fn AccountLayout() -> impl IntoView {
    view! {
        <Meta name="robots" content="noindex" />
        <div class="wrap account-layout account-frame">
            <div class="account-side">
                <nav class="account-nav" aria-label="Account">
                    {PAGES.map(|(href, name)| view! { <NavLink href name /> }).collect_view()}
                </nav>
                <LogoutForm />
            </div>
            <div class="account-main"><Outlet /></div>
        </div>
    }
    .into_any()
}

#[component]
fn NavLink(href: &'static str, name: &'static str) -> impl IntoView {
    let path = use_location().pathname;
    let is_here = move || {
        path.with(|path| match path.trim_end_matches('/').strip_prefix(href) {
            Some("") => true,
            Some(rest) => href != "/account" && rest.starts_with('/'),
            None => false,
        })
    };
    view! { <a href=href aria-current=move || is_here().then_some("page")>{name}</a> }
}
