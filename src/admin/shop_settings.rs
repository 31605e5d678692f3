//! The shop's own name and country.

use crate::{
    actions::{
        admin::shop_settings::{SaveShopSettings, get_shop_settings},
        page_data::page_data,
    },
    admin::settings_page::SettingsPage,
    domain::{
        country::country_choices,
        shop_settings::{SHOP_NAME_LENGTH, ShopSettings},
    },
    storefront::form_errors::FormErrors,
    ui::{Button, ButtonKind, Field, Select},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[("name", "Name"), ("home_country", "Home country")];

/// The page `/admin/settings/shop`.
#[component]
pub fn ShopSettingsPage() -> impl IntoView {
    let action = ServerAction::<SaveShopSettings>::new();
    let settings = page_data(|| (), |()| get_shop_settings());
    Effect::new(move |_| {
        if action.value().with(|value| matches!(value, Some(Ok(())))) {
            // Every page has the name from the server: loaded anew, this one has the new name, too.
            let _ = window().location().set_href("/admin/settings/shop?saved=1");
        }
    });
    view! {
        <SettingsPage title="Shop settings" labels=LABELS settings result=action.value() let:settings>
            <SettingsForm action settings />
        </SettingsPage>
    }
}

#[component]
fn SettingsForm(action: ServerAction<SaveShopSettings>, settings: ShopSettings) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <ActionForm action attr:class="grid max-w-2xl gap-6" attr:novalidate=true>
            <div class="card grid gap-5">
                <Field
                    label="Name"
                    name="name"
                    value=settings.name
                    hint="In the header, in titles and in mails. Invoices name the seller"
                    error=errors.field("name")
                    autocomplete="off"
                    required=true
                    maxlength=SHOP_NAME_LENGTH
                />
                <Select
                    label="Home country"
                    name="home_country"
                    options=country_choices()
                    value=settings.home_country
                    hint="Prices, taxes and shipping are shown for it until a shopper says where they live"
                    error=errors.field("home_country")
                    required=true
                />
            </div>
            <div><Button kind=ButtonKind::Primary busy=action.pending()>"Save"</Button></div>
        </ActionForm>
    }
}
