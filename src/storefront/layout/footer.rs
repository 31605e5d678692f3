//! The end of every page.

use crate::domain::{access::Visit, catalog::Navigation, shop_settings::Shop};
use leptos::prelude::*;

#[component]
pub fn SiteFooter() -> impl IntoView {
    let navigation = use_context::<Navigation>().unwrap_or_default();
    let shop = use_context::<Shop>().unwrap_or_default();
    let long = shop.has_long_name();
    let demo = shop
        .is_demo
        .then(|| format!("{} is the demo shop of Tradewind. Nothing here can be bought for real.", shop.name));
    let categories = navigation
        .0
        .iter()
        .map(|top| view! { <li><a href=top.category.href()>{top.category.name.clone()}</a></li> })
        .collect_view();
    let account = use_context::<Visit>().unwrap_or_default().account;
    let account_link = if account.is_some() { "Your login" } else { "Log in" };
    view! {
        <footer class="site-footer">
            <div class="wrap">
                <div class="footer-grid">
                    <div class="grid content-start gap-3">
                        <p class="logo" class:is-long=long>{shop.name}</p>
                        <p class="muted max-w-text">
                            "Well-made things for home and travel. We list the material, the weight and the care of everything, because that is what we would ask."
                        </p>
                    </div>
                    <nav aria-label="Shop">
                        <h2 class="footer-title">"Shop"</h2>
                        <ul>{categories}</ul>
                    </nav>
                    <nav aria-label="Help">
                        <h2 class="footer-title">"Help"</h2>
                        <ul>
                            <li><a href="/cart">"Your cart"</a></li>
                            <li><a href="/login">{account_link}</a></li>
                            <li><a href="/search">"Search"</a></li>
                        </ul>
                    </nav>
                    <div>
                        <h2 class="footer-title">"Good to know"</h2>
                        <p class="muted">
                            "Prices contain VAT within the European Union. Orders leave within two working days; the mail that says so carries the tracking number."
                        </p>
                    </div>
                </div>
                {demo.map(|demo| view! { <div class="footer-base"><p>{demo}</p></div> })}
            </div>
        </footer>
    }
}
