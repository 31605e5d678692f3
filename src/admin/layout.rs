//! The frame of the admin.

use crate::{
    domain::{
        access::{Permission, Role, Visit},
        shop_settings::Shop,
    },
    storefront::login::LogoutForm,
    ui::{Glyph, Icon, ThemeToggle},
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::js_sys::{Function, Reflect},
};
use leptos_router::{components::Outlet, hooks::use_location};

/// Navigation and page.
#[component]
pub fn AdminLayout() -> impl IntoView {
    let shop = use_context::<Shop>().unwrap_or_default();
    let long = shop.has_long_name();
    view! {
        <a class="skip-link" href="#main" rel="external">"Skip to content"</a>
        <div class="admin">
            <header class="admin-topbar">
                <button class="icon-link" type="button" popovertarget=NAVIGATION aria-label="Menu">
                    <Icon glyph=Glyph::Menu />
                </button>
                <a class="logo" class:is-long=long href="/admin">{shop.name}</a>
                <div class="ml-auto"><ThemeToggle /></div>
            </header>
            <Navigation />
            <main id="main" class="admin-main"><Outlet /></main>
        </div>
    }
}

const NAVIGATION: &str = "admin-nav";

/// Beside the page on a wide screen, a drawer that the top bar opens on a phone.
#[component]
fn Navigation() -> impl IntoView {
    let account = use_context::<Visit>().unwrap_or_default().account;
    let shop = use_context::<Shop>().unwrap_or_default();
    let long = shop.has_long_name();
    // What is not shown is refused all the same.
    let may = |permission| account.as_ref().is_some_and(|account| account.may(permission));
    let (catalog, orders, customers) = (may(Permission::Catalog), may(Permission::Orders), may(Permission::Customers));
    let (marketing, settings) = (may(Permission::Marketing), may(Permission::Settings));
    let reports = may(Permission::Reports);
    let is_owner = account.as_ref().is_some_and(|account| account.role == Role::Owner);
    let path = use_location().pathname;
    Effect::new(move |_| {
        path.track();
        close_drawer();
    });
    view! {
        <aside class="admin-nav drawer-left drawer" id=NAVIGATION popover="auto" aria-label="Navigation and account">
            <nav class="contents" aria-label="Admin">
                <a class="logo max-lg:hidden" class:is-long=long href="/admin">{shop.name}</a>
                <div class="admin-nav-groups">
                    <ul>
                        <NavLink href="/admin" glyph=Glyph::Home name="Dashboard" />
                        {orders.then(|| view! { <NavLink href="/admin/orders" glyph=Glyph::Box name="Orders" /> })}
                        {orders.then(|| view! {
                            <NavLink href="/admin/returns" glyph=Glyph::Refund name="Returns" />
                            <NavLink href="/admin/fulfillment" glyph=Glyph::Truck name="Pick lists" />
                            <NavLink href="/admin/stock" glyph=Glyph::Layers name="Stock" />
                        })}
                        {customers.then(|| view! { <NavLink href="/admin/customers" glyph=Glyph::Users name="Customers" /> })}
                        {marketing.then(|| view! { <NavLink href="/admin/promotions" glyph=Glyph::Percent name="Promotions" /> })}
                    </ul>
                    {catalog.then(|| view! { <CatalogLinks /> })}
                    <NavGroup name="Shop">
                        {orders.then(|| view! { <NavLink href="/admin/mail" glyph=Glyph::Mail name="Mail" /> })}
                        {settings.then(|| view! { <NavLink href="/admin/settings/shop" glyph=Glyph::Home name="Shop settings" /> })}
                        {settings.then(|| view! { <NavLink href="/admin/shipping" glyph=Glyph::Truck name="Shipping" /> })}
                        {settings.then(|| view! { <NavLink href="/admin/settings/orders" glyph=Glyph::Box name="Order settings" /> })}
                        {settings.then(|| view! { <NavLink href="/admin/settings/returns" glyph=Glyph::Refund name="Return settings" /> })}
                        {settings.then(|| view! { <NavLink href="/admin/tax-rates" glyph=Glyph::Percent name="Tax rates" /> })}
                        {settings.then(|| view! { <NavLink href="/admin/centers" glyph=Glyph::Globe name="Centers" /> })}
                        {settings.then(|| view! { <NavLink href="/admin/webhooks" glyph=Glyph::Bell name="Webhooks" /> })}
                        {settings.then(|| view! { <NavLink href="/admin/jobs" glyph=Glyph::List name="Jobs" /> })}
                        {is_owner.then(|| view! {
                            <NavLink href="/admin/staff" glyph=Glyph::User name="Staff" />
                            <NavLink href="/admin/roles" glyph=Glyph::Lock name="Roles" />
                            <NavLink href="/admin/settings/legal" glyph=Glyph::Info name="Seller" />
                            <NavLink href="/admin/settings/payments" glyph=Glyph::Refund name="Payments" />
                            <NavLink href="/admin/settings/security" glyph=Glyph::Settings name="Security" />
                        })}
                        {reports.then(|| view! { <NavLink href="/admin/check" glyph=Glyph::Check name="Check" /> })}
                        <NavLink href="/admin/audit" glyph=Glyph::History name="Audit log" />
                    </NavGroup>
                </div>
            </nav>
            <div class="mt-auto grid gap-3">
                <a class="admin-nav-link" href="/" rel="external"><Icon glyph=Glyph::External />"View the shop"</a>
                <div class="grid gap-2 border-t border-line px-3 pt-3">
                    {account.map(|account| view! {
                        <p class="tiny min-w-0">
                            <span class="muted">{account.role.label()}</span><br />
                            <strong class="break-words">{account.name}</strong><br />
                            <span class="break-words">{account.email}</span><br />
                            <a class="link" href="/account/security" rel="external">"Password and security"</a>
                        </p>
                    })}
                    <div class="flex items-center justify-between gap-2">
                        <LogoutForm />
                        <div class="max-lg:hidden"><ThemeToggle /></div>
                    </div>
                </div>
            </div>
        </aside>
    }
}

#[component]
fn CatalogLinks() -> impl IntoView {
    view! {
        <NavGroup name="Catalog">
            <NavLink href="/admin/products" glyph=Glyph::Tag name="Products" />
            <NavLink href="/admin/categories" glyph=Glyph::Layers name="Categories" />
            <NavLink href="/admin/brands" glyph=Glyph::Star name="Brands" />
            <NavLink href="/admin/colors" glyph=Glyph::Palette name="Colors" />
            <NavLink href="/admin/size-systems" glyph=Glyph::Ruler name="Sizes" />
            <NavLink href="/admin/materials" glyph=Glyph::Globe name="Materials" />
            <NavLink href="/admin/specifications" glyph=Glyph::List name="Specifications" />
            <NavLink href="/admin/tax-categories" glyph=Glyph::Percent name="Tax categories" />
            <NavLink href="/admin/imports" glyph=Glyph::Upload name="Imports" />
        </NavGroup>
    }
}

/// Links under a heading.
#[component]
fn NavGroup(name: &'static str, children: Children) -> impl IntoView {
    let id = format!("admin-nav-{}", name.to_lowercase());
    view! {
        <div>
            <h2 class="admin-nav-title" id=id.clone()>{name}</h2>
            <ul aria-labelledby=id>{children()}</ul>
        </div>
    }
}

#[component]
fn NavLink(href: &'static str, glyph: Glyph, name: &'static str) -> impl IntoView {
    let path = use_location().pathname;
    let is_here = move || {
        path.with(|path| match path.trim_end_matches('/').strip_prefix(href) {
            Some("") => true,
            Some(rest) => href != "/admin" && rest.starts_with('/'),
            None => false,
        })
    };
    view! {
        <li>
            <a class="admin-nav-link" href=href aria-current=move || is_here().then_some("page")><Icon glyph />{name}</a>
        </li>
    }
}

/// The page changed, so the drawer has done its work. Where it is not open, this does nothing.
fn close_drawer() {
    let Some(drawer) = document().get_element_by_id(NAVIGATION) else { return };
    let hide = Reflect::get(&drawer, &"hidePopover".into()).ok().and_then(|hide| hide.dyn_into::<Function>().ok());
    if let Some(hide) = hide {
        let _ = hide.call0(&drawer);
    }
}
