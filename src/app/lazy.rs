//! Pages whose code a shopper's first page does not load, by the file that it travels in.
//!
//! All pages of a file are loaded with the first of them. One file for every page would be hundreds: what some pages
//! share and others do not becomes a file for every such group of pages.

use crate::{
    admin::{
        AdminLayout,
        audit::AuditPage,
        categories::{CategoryEditPage, CategoryNewPage, CategoryTreePage},
        centers::{CenterListPage, CenterPage},
        check::CheckPage,
        customers::{CustomerListPage, CustomerPage},
        dashboard::DashboardPage,
        fulfillment::{PackingSlipPage, PickListPage, SlipToPackPage},
        imports::{ImportListPage, ImportPage},
        jobs::JobListPage,
        legal_settings::LegalSettingsPage,
        mail::{MailListPage, MailPage},
        orders::{OrderEditPage, OrderListPage as AdminOrderListPage, OrderPage as AdminOrderPage, OrderSettingsPage},
        payment_settings::PaymentSettingsPage,
        products::{ProductBulkPage, ProductEditPage, ProductListPage},
        promotions::{PromotionListPage, PromotionPage},
        references::{ReferenceEditPage, ReferenceListPage},
        returns::{ReturnListPage, ReturnPage, ReturnSettingsPage},
        security::SecuritySettingsPage,
        shipping::{ShippingCarrierPage, ShippingMethodPage, ShippingPage, ShippingRatePage, ShippingZonePage},
        shop_settings::ShopSettingsPage,
        specifications::{SpecificationEditPage, SpecificationListPage},
        staff::{StaffListPage, StaffMemberPage},
        staff_roles::{StaffRoleListPage, StaffRolePage},
        stock::{InventoryItemPage, InventoryListPage, StocktakingPage},
        tax_rates::{TaxRateListPage, TaxRatePage},
        webhooks::{WebhookEditPage, WebhookListPage},
    },
    storefront::{
        account::{
            AccountAddressPage, AccountDataPage, AccountLayout, AccountPage, AddressBookPage, DevicesPage, GoodbyePage,
            NotificationsPage, OwnOrdersPage, PaymentMethodsPage, ProfilePage, TokensPage,
        },
        cart::CartPage,
        category::CategoryPage,
        checkout::CheckoutPage,
        compare::ComparePage,
        login::LoginPage,
        order::OrderPage,
        password_reset::PasswordResetPage,
        registration::{RegisterPage, VerifyEmailPage},
        search::SearchPage,
        second_factor_login::SecondFactorLoginPage,
        security::{ConfirmPage, SecurityPage},
    },
};
use leptos::{lazy, prelude::*};
use leptos_router::LazyRoute;

/// Room for the splitter, in which nothing is ever read. It hands each file its own part of the data, aligned anew and with
/// what overlapped written twice; should that be longer than the data was, it leaves all of it, the admin's too, in the
/// first file. It drops what nothing refers to, so this makes the data longer before, and not after.
#[cfg(feature = "hydrate")]
#[used]
static ROOM: [u8; 16 * 1024] = [1; 16 * 1024];

/// Puts pages into a file of their own and declares the routes that load it.
macro_rules! pages_in_one_file {
    ($($(#[$doc:meta])* $pages:ident, by $load:ident, $preload:ident { $($page:ident,)+ })+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        #[allow(clippy::enum_variant_names, reason = "they are the names of the components")]
        enum $pages { $($page,)+ }

        #[lazy]
        fn $load(page: $pages) -> AnyView {
            match page { $($pages::$page => view! { <$page /> }.into_any(),)+ }
        }

        $(
            impl LazyRoute for routes::$page {
                fn data() -> Self {
                    Self
                }

                async fn view(_: Self) -> AnyView {
                    $load($pages::$page).await
                }

                async fn preload() {
                    #[cfg(feature = "hydrate")]
                    $preload().await;
                }
            }
        )+
    )+

        /// The routes to these pages.
        pub mod routes {
            $($(
                #[derive(Clone, Copy, Debug)]
                pub struct $page;
            )+)+
        }
    };
}

pages_in_one_file! {
    /// What shoppers look through.
    Listings, by listings, __preload_listings {
        CategoryPage,
        SearchPage,
        ComparePage,
    }
    /// From the cart to the order.
    Buying, by buying, __preload_buying {
        CartPage,
        CheckoutPage,
        OrderPage,
        LoginPage,
    }
    /// What customers see of their account.
    Account, by account, __preload_account {
        AccountAddressPage,
        AccountDataPage,
        AccountLayout,
        AccountPage,
        AddressBookPage,
        ConfirmPage,
        DevicesPage,
        GoodbyePage,
        NotificationsPage,
        OwnOrdersPage,
        PasswordResetPage,
        PaymentMethodsPage,
        ProfilePage,
        RegisterPage,
        SecondFactorLoginPage,
        SecurityPage,
        TokensPage,
        VerifyEmailPage,
    }
    /// What staff see.
    Admin, by admin, __preload_admin {
        AdminLayout,
        AuditPage,
        CategoryEditPage,
        CategoryNewPage,
        CategoryTreePage,
        CheckPage,
        CenterListPage,
        CenterPage,
        CustomerListPage,
        CustomerPage,
        DashboardPage,
        ImportListPage,
        ImportPage,
        InventoryItemPage,
        StocktakingPage,
        InventoryListPage,
        JobListPage,
        LegalSettingsPage,
        MailListPage,
        MailPage,
        OrderEditPage,
        AdminOrderListPage,
        AdminOrderPage,
        PaymentSettingsPage,
        PackingSlipPage,
        PickListPage,
        SlipToPackPage,
        ProductBulkPage,
        ProductEditPage,
        ProductListPage,
        PromotionListPage,
        PromotionPage,
        ReferenceEditPage,
        ReferenceListPage,
        ReturnListPage,
        ReturnPage,
        OrderSettingsPage,
        ReturnSettingsPage,
        ShopSettingsPage,
        SecuritySettingsPage,
        ShippingCarrierPage,
        ShippingMethodPage,
        ShippingPage,
        ShippingRatePage,
        ShippingZonePage,
        SpecificationEditPage,
        SpecificationListPage,
        StaffListPage,
        StaffMemberPage,
        StaffRoleListPage,
        StaffRolePage,
        TaxRateListPage,
        TaxRatePage,
        WebhookEditPage,
        WebhookListPage,
    }
}
