//! The document around every page, and the table of all pages.

mod lazy;

use crate::{
    domain::{access::Visit, catalog::Navigation, shipping::ShippingTerms, shop_settings::Shop},
    storefront::{home::HomePage, layout::StorefrontLayout, not_found::NotFoundPage, product::ProductPage},
};
use lazy::routes::{
    AccountAddressPage, AccountDataPage, AccountLayout, AccountPage, AddressBookPage, AdminLayout, AdminOrderListPage,
    AdminOrderPage, AuditPage, CartPage, CategoryEditPage, CategoryNewPage, CategoryPage, CategoryTreePage,
    CenterListPage, CenterPage, CheckPage, CheckoutPage, ComparePage, ConfirmPage, CustomerListPage, CustomerPage,
    DashboardPage, DevicesPage, GoodbyePage, ImportListPage, ImportPage, InventoryItemPage, InventoryListPage,
    JobListPage, LegalSettingsPage, LoginPage, MailListPage, MailPage, NotificationsPage, OrderEditPage, OrderPage,
    OrderSettingsPage, OwnOrdersPage, PackingSlipPage, PasswordResetPage, PaymentMethodsPage, PaymentSettingsPage,
    PickListPage, ProductBulkPage, ProductEditPage, ProductListPage, ProfilePage, PromotionListPage, PromotionPage,
    ReferenceEditPage, ReferenceListPage, RegisterPage, ReturnListPage, ReturnPage, ReturnSettingsPage, SearchPage,
    SecondFactorLoginPage, SecurityPage, SecuritySettingsPage, ShippingCarrierPage, ShippingMethodPage, ShippingPage,
    ShippingRatePage, ShippingZonePage, ShopSettingsPage, SlipToPackPage, SpecificationEditPage, SpecificationListPage,
    StaffListPage, StaffMemberPage, StaffRoleListPage, StaffRolePage, StocktakingPage, TaxRateListPage, TaxRatePage,
    TokensPage, VerifyEmailPage, WebhookEditPage, WebhookListPage,
};
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

/// The HTML document that the app is rendered into.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let theme = use_context::<Visit>().unwrap_or_default().theme.attribute();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                // The two faces that every page shows; the others load when a page needs them.
                <link rel="preload" href="/fonts/besley-latin.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous" />
                <link rel="preload" href="/fonts/instrument-sans-latin.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous" />
                <leptos_meta::HashedStylesheet id="style" options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// A page's title with the shop's name. The router writes titles into the document as they are, so signs that could end
/// the title give way to ones that look like them.
fn page_title(title: &str, shop: &str) -> String {
    let title = if title.is_empty() { shop.to_owned() } else { format!("{title} · {shop}") };
    title.replace('<', "‹").replace('>', "›")
}

/// Every page of the shop, by address.
///
/// Pages that must have the right status or be whole without scripts are rendered
/// `Async`. The admin and the pages of buying are lazy: their code stays out of what a
/// shopper's first page loads.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // Computed by the server for the request and handed over in the page.
    let shop = SharedValue::new(|| use_context::<Shop>().unwrap_or_default()).into_inner();
    let name = shop.name.clone();
    provide_context(shop);
    provide_context(SharedValue::new(|| use_context::<Visit>().unwrap_or_default()).into_inner());
    provide_context(SharedValue::new(|| use_context::<Navigation>().unwrap_or_default()).into_inner());
    provide_context(SharedValue::new(|| use_context::<ShippingTerms>().unwrap_or_default()).into_inner());
    view! {
        <Title formatter=move |title: String| page_title(&title, &name) />
        <Router>
            <Routes fallback=|| view! { <NotFoundPage /> }>
                <ParentRoute path=path!("/admin") view={Lazy::<AdminLayout>::new()} ssr=SsrMode::Async>
                    <Route path=path!("") view={Lazy::<DashboardPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("orders") view={Lazy::<AdminOrderListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("orders/:number") view={Lazy::<AdminOrderPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("returns") view={Lazy::<ReturnListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("returns/:number") view={Lazy::<ReturnPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("orders/:number/edit") view={Lazy::<OrderEditPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("orders/:number/pack/:center") view={Lazy::<SlipToPackPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("fulfillment") view={Lazy::<PickListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("shipments/:id/slip") view={Lazy::<PackingSlipPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("stock") view={Lazy::<InventoryListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("stock/:id") view={Lazy::<InventoryItemPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("stocktaking") view={Lazy::<StocktakingPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("webhooks") view={Lazy::<WebhookListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("webhooks/:id") view={Lazy::<WebhookEditPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("centers") view={Lazy::<CenterListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("centers/:id") view={Lazy::<CenterPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("products") view={Lazy::<ProductListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("products/bulk") view={Lazy::<ProductBulkPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("products/new") view={Lazy::<ProductEditPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("products/:id") view={Lazy::<ProductEditPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("categories") view={Lazy::<CategoryTreePage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("categories/new") view={Lazy::<CategoryNewPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("categories/:id") view={Lazy::<CategoryEditPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("specifications") view={Lazy::<SpecificationListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("specifications/:id") view={Lazy::<SpecificationEditPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("audit") view={Lazy::<AuditPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("imports") view={Lazy::<ImportListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("imports/:id") view={Lazy::<ImportPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("jobs") view={Lazy::<JobListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("mail") view={Lazy::<MailListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("mail/:id") view={Lazy::<MailPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("promotions") view={Lazy::<PromotionListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("promotions/:id") view={Lazy::<PromotionPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("customers") view={Lazy::<CustomerListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("customers/:id") view={Lazy::<CustomerPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("staff") view={Lazy::<StaffListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("staff/:id") view={Lazy::<StaffMemberPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("roles") view={Lazy::<StaffRoleListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("roles/:id") view={Lazy::<StaffRolePage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("check") view={Lazy::<CheckPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("settings/shop") view={Lazy::<ShopSettingsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("settings/legal") view={Lazy::<LegalSettingsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("settings/payments") view={Lazy::<PaymentSettingsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("settings/orders") view={Lazy::<OrderSettingsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("settings/returns") view={Lazy::<ReturnSettingsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("settings/security") view={Lazy::<SecuritySettingsPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("shipping") view={Lazy::<ShippingPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("shipping/carriers/:id") view={Lazy::<ShippingCarrierPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("shipping/zones/:id") view={Lazy::<ShippingZonePage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("shipping/methods/:id") view={Lazy::<ShippingMethodPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("shipping/methods/:id/zones/:zone") view={Lazy::<ShippingRatePage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("tax-rates") view={Lazy::<TaxRateListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("tax-rates/:id") view={Lazy::<TaxRatePage>::new()} ssr=SsrMode::Async />
                    // Last: brands, colors and the other simple models, by the name of the model.
                    <Route path=path!(":models") view={Lazy::<ReferenceListPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!(":models/:id") view={Lazy::<ReferenceEditPage>::new()} ssr=SsrMode::Async />
                </ParentRoute>
                <ParentRoute path=path!("") view=StorefrontLayout>
                    <Route path=path!("") view=HomePage ssr=SsrMode::Async />
                    <Route path=path!("c/:slug") view={Lazy::<CategoryPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("p/:slug") view=ProductPage ssr=SsrMode::Async />
                    <Route path=path!("search") view={Lazy::<SearchPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("compare") view={Lazy::<ComparePage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("cart") view={Lazy::<CartPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("checkout") view={Lazy::<CheckoutPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("checkout/:step") view={Lazy::<CheckoutPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("orders/:number") view={Lazy::<OrderPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("login") view={Lazy::<LoginPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("login/second-factor") view={Lazy::<SecondFactorLoginPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("register") view={Lazy::<RegisterPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("verify-email") view={Lazy::<VerifyEmailPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("password-reset") view={Lazy::<PasswordResetPage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("goodbye") view={Lazy::<GoodbyePage>::new()} ssr=SsrMode::Async />
                    <Route path=path!("account/confirm") view={Lazy::<ConfirmPage>::new()} ssr=SsrMode::Async />
                    <ParentRoute path=path!("account") view={Lazy::<AccountLayout>::new()} ssr=SsrMode::Async>
                        <Route path=path!("tokens") view={Lazy::<TokensPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("") view={Lazy::<AccountPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("orders") view={Lazy::<OwnOrdersPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("addresses") view={Lazy::<AddressBookPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("addresses/:id") view={Lazy::<AccountAddressPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("payment-methods") view={Lazy::<PaymentMethodsPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("profile") view={Lazy::<ProfilePage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("devices") view={Lazy::<DevicesPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("notifications") view={Lazy::<NotificationsPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("data") view={Lazy::<AccountDataPage>::new()} ssr=SsrMode::Async />
                        <Route path=path!("security") view={Lazy::<SecurityPage>::new()} ssr=SsrMode::Async />
                    </ParentRoute>
                    <Route path=path!("/*any") view=NotFoundPage ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
}
