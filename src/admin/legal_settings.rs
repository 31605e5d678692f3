//! The seller's data on invoices.

use super::settings_page::SettingsPage;
use crate::{
    actions::{
        admin::legal::{SaveLegalSettings, get_legal_settings},
        page_data::page_data,
    },
    domain::invoice::LegalSettings,
    storefront::form_errors::FormErrors,
    ui::{Button, ButtonKind, Field, Notice, TextArea, Tone},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[
    ("name", "Company"),
    ("street", "Street and number"),
    ("postcode", "Postcode"),
    ("city", "City"),
    ("country", "Country"),
    ("vat_id", "VAT ID or tax number"),
    ("register", "Commercial register"),
    ("email", "E-mail"),
    ("footer", "Text at the foot"),
    ("prefix", "Numbers begin with"),
];

/// The page `/admin/settings/legal`.
#[component]
pub fn LegalSettingsPage() -> impl IntoView {
    let action = ServerAction::<SaveLegalSettings>::new();
    let settings = page_data(|| (), |()| get_legal_settings());
    view! {
        <SettingsPage title="Seller and invoices" labels=LABELS settings result=action.value() saved="Saved. Invoices that were issued stay as they are." cards=2 let:settings>
            <SettingsForm action settings />
        </SettingsPage>
    }
}

#[component]
fn SettingsForm(action: ServerAction<SaveLegalSettings>, settings: LegalSettings) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let missing = (!settings.is_complete()).then(|| {
        view! {
            <Notice tone=Tone::Warn title="Invoices are not complete yet">
                <p>"The law wants the seller\u{2019}s address and tax number on every invoice. Enter them before the first sale."</p>
            </Notice>
        }
    });
    view! {
        {missing}
        <ActionForm action attr:class="grid max-w-2xl gap-6" attr:novalidate=true>
            <SellerFields settings=settings.clone() errors />
            <DocumentFields settings errors />
            <div><Button kind=ButtonKind::Primary busy=action.pending()>"Save"</Button></div>
        </ActionForm>
    }
}

#[component]
fn SellerFields(settings: LegalSettings, errors: FormErrors) -> impl IntoView {
    view! {
        <div class="card grid gap-5">
            <h2 class="text-base">"Seller"</h2>
            <Field label="Company" name="name" value=settings.name hint="With its legal form" error=errors.field("name") required=true maxlength=80 />
            <Field label="Street and number" name="street" value=settings.street error=errors.field("street") required=true maxlength=80 />
            <Field label="Postcode" name="postcode" value=settings.postcode error=errors.field("postcode") maxlength=12 />
            <Field label="City" name="city" value=settings.city error=errors.field("city") required=true maxlength=80 />
            <Field label="Country" name="country" value=settings.country error=errors.field("country") required=true maxlength=80 />
            <Field label="VAT ID or tax number" name="vat_id" value=settings.vat_id error=errors.field("vat_id") required=true maxlength=80 />
            <Field
                label="Commercial register"
                name="register"
                value=settings.register
                hint="Court and number"
                error=errors.field("register")
                maxlength=80
            />
            <Field label="E-mail" name="email" kind="email" value=settings.email error=errors.field("email") maxlength=254 />
        </div>
    }
}

#[component]
fn DocumentFields(settings: LegalSettings, errors: FormErrors) -> impl IntoView {
    view! {
        <div class="card grid gap-5">
            <h2 class="text-base">"Invoices and credit notes"</h2>
            <Field
                label="Numbers begin with"
                name="prefix"
                value=settings.prefix
                hint="Letters and hyphens; the year and the number follow"
                error=errors.field("prefix")
                autocomplete="off"
                maxlength=8
            />
            <TextArea
                label="Text at the foot"
                name="footer"
                value=settings.footer
                hint="Of every page, such as the managing directors"
                error=errors.field("footer")
                maxlength=400
                rows=3
            />
        </div>
    }
}
