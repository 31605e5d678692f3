//! The end of every page.

use crate::domain::{access::Visit, catalog::Navigation, shipping::ShippingTerms, shop_settings::Shop};
use leptos::prelude::*;

/// What the demo shop says of itself.
const ABOUT_DEMO: &str = "Well-made things for home and travel. We list the material, the weight and the care of everything, because that is what we would ask.";

#[component]
pub fn SiteFooter() -> impl IntoView {
    let navigation = use_context::<Navigation>().unwrap_or_default();
    let shop = use_context::<Shop>().unwrap_or_default();
    let long = shop.has_long_name();
    let demo = shop
        .is_demo
        .then(|| format!("{} is the demo shop of Tradewind. Nothing here can be bought for real.", shop.name));
    let about = shop.is_demo.then_some(ABOUT_DEMO);
    // What shipping costs, in the words of the shop's zones.
    let shipping = use_context::<ShippingTerms>().unwrap_or_default().zones;
    let shipping = (!shipping.is_empty()).then(|| {
        let zones = shipping.into_iter().map(|zone| view! { <li>{zone}</li> }).collect_view();
        view! { <div><h2 class="footer-title">"Shipping"</h2><ul class="grid gap-2 muted">{zones}</ul></div> }
    });
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
                        {about.map(|about| view! { <p class="muted max-w-text">{about}</p> })}
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
                    {shipping}
                </div>
                {demo.map(|demo| view! { <div class="footer-base"><p>{demo}</p></div> })}
            </div>
        </footer>
    }
}
