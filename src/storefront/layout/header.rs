//! Search, the shop's name, the visitor's things, and the categories.

use super::badge::{CartBadge, cart_label};
use crate::{
    domain::{
        access::Visit,
        catalog::{NavCategory, Navigation},
        shipping::ShippingTerms,
        shop_settings::Shop,
    },
    storefront::search_field::SearchField,
    ui::{Glyph, Icon, ThemeToggle},
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::js_sys::{Function, Reflect},
};
use leptos_router::hooks::use_location;

const MENU: &str = "menu";

#[component]
pub fn SiteHeader() -> impl IntoView {
    let navigation = use_context::<Navigation>().unwrap_or_default();
    let shipping = use_context::<ShippingTerms>().unwrap_or_default();
    let shop = use_context::<Shop>().unwrap_or_default();
    let (long, front_page) = (shop.has_long_name(), format!("{}, front page", shop.name));
    view! {
        {shipping.free.map(|free| view! { <aside class="site-note" aria-label="Shipping">"Free shipping "{free}</aside> })}
        <header class="site-header">
            <div class="wrap">
                <div class="header-bar">
                    <div class="header-start">
                        <button class="icon-link phone-only" type="button" popovertarget=MENU aria-label="Menu">
                            <Icon glyph=Glyph::Menu />
                        </button>
                        <SearchForm />
                    </div>
                    <a class="logo" class:is-long=long href="/" aria-label=front_page>{shop.name.clone()}</a>
                    <div class="header-end">
                        <a class="icon-link phone-only" href="/search" aria-label="Search"><Icon glyph=Glyph::Search /></a>
                        <div class="desk-only"><ThemeToggle /></div>
                        <AccountLink />
                        <CartLink />
                    </div>
                </div>
                <nav class="site-nav" aria-label="Categories">
                    {navigation.0.iter().cloned().map(|top| view! { <NavLink top /> }).collect_view()}
                </nav>
            </div>
        </header>
        <Menu navigation shop=shop.name />
    }
}

#[component]
fn SearchForm() -> impl IntoView {
    view! {
        <form class="search-form" action="/search" method="get" role="search">
            <Icon glyph=Glyph::Search />
            <SearchField id="search" label="Search the shop" placeholder="Search" />
        </form>
    }
}

#[component]
fn AccountLink() -> impl IntoView {
    let account = use_context::<Visit>().unwrap_or_default().account;
    let (href, label) = match account {
        Some(account) if account.role.is_staff() => ("/admin", "Admin".to_owned()),
        Some(account) => ("/account", format!("Account of {}", account.name)),
        None => ("/login", "Log in".to_owned()),
    };
    view! { <a class="icon-link" href=href aria-label=label><Icon glyph=Glyph::User /></a> }
}

#[component]
fn CartLink() -> impl IntoView {
    let badge = use_context::<CartBadge>();
    let items = Signal::derive(move || badge.map(CartBadge::items).unwrap_or_default());
    let count = move || match items.get() {
        0 => None,
        items if items > 99 => Some("99+".to_owned()),
        items => Some(items.to_string()),
    };
    view! {
        <a class="icon-link" href="/cart" aria-label=move || cart_label(items.get())>
            <Icon glyph=Glyph::Cart />
            {move || count().map(|count| view! { <span class="cart-count" aria-hidden="true">{count}</span> })}
        </a>
    }
}

/// Marked while one is in the category or in one below it.
#[component]
fn NavLink(top: NavCategory) -> impl IntoView {
    let path = use_location().pathname;
    let href = top.category.href();
    let mut within = vec![href.clone()];
    within.extend(top.children.iter().map(|child| child.href()));
    let here = move || path.with(|path| within.contains(path)).then_some("true");
    view! { <a class="nav-link" href=href aria-current=here>{top.category.name}</a> }
}

/// The categories on a phone: a popover, which opens without scripts as well.
#[component]
fn Menu(navigation: Navigation, shop: String) -> impl IntoView {
    let path = use_location().pathname;
    Effect::new(move |_| {
        path.track();
        close_menu();
    });
    let tops = navigation.0.iter().map(|NavCategory { category, children }| {
        let children = children
            .iter()
            .map(|child| view! { <li><a href=child.href()>{child.name.clone()}</a></li> })
            .collect_view();
        view! {
            <li>
                <a class="nav-main" href=category.href()>{category.name.clone()}</a>
                <ul class="pl-4">{children}</ul>
            </li>
        }
    });
    view! {
        <div class="drawer drawer-left" id=MENU popover="auto">
            <div class="panel-head">
                <p class="panel-title">{shop}</p>
                <button class="icon-link" type="button" popovertarget=MENU popovertargetaction="hide" aria-label="Close">
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
            <nav class="panel-body nav-panel" aria-label="Menu"><ul>{tops.collect_view()}</ul></nav>
            <div class="panel-foot"><ThemeToggle /></div>
        </div>
    }
}

/// The page changed, so the menu has done its work. Where it is not open, this does nothing.
fn close_menu() {
    let Some(menu) = document().get_element_by_id(MENU) else { return };
    let hide = Reflect::get(&menu, &"hidePopover".into()).ok().and_then(|hide| hide.dyn_into::<Function>().ok());
    if let Some(hide) = hide {
        let _ = hide.call0(&menu);
    }
}
