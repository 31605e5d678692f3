//! What the owner sets about payments.

use super::settings_page::SettingsPage;
use crate::{
    actions::{
        admin::payments::{SavePaymentSettings, get_payment_settings},
        page_data::page_data,
    },
    domain::payment::{CaptureTime, PaymentSettings, spaced},
    storefront::form_errors::FormErrors,
    ui::{Button, ButtonKind, Checkbox, Field, Select},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[
    ("capture", "Capture"),
    ("bank_holder", "Account holder"),
    ("bank_iban", "IBAN"),
    ("bank_bic", "BIC"),
    ("bank_days", "Days to wait for a transfer"),
    ("cash_days", "Days to wait for the shipment"),
];

/// The page `/admin/settings/payments`.
#[component]
pub fn PaymentSettingsPage() -> impl IntoView {
    let action = ServerAction::<SavePaymentSettings>::new();
    let settings = page_data(|| (), |()| get_payment_settings());
    view! {
        <SettingsPage title="Payments" labels=LABELS settings result=action.value() cards=3 let:settings>
            <SettingsForm action settings />
        </SettingsPage>
    }
}

#[component]
fn SettingsForm(action: ServerAction<SavePaymentSettings>, settings: PaymentSettings) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let capture = settings.capture;
    let sandbox = settings.sandbox;
    view! {
        <ActionForm action attr:class="grid max-w-2xl gap-6" attr:novalidate=true>
            <div class="card grid gap-5">
                <h2 class="text-base">"Payment services"</h2>
                <Select
                    label="Capture"
                    name="capture"
                    options=vec![
                        (CaptureTime::AtOnce.slug().into(), "When the shopper pays".into()),
                        (CaptureTime::AtShipment.slug().into(), "When the order ships".into()),
                    ]
                    value=capture.slug()
                    hint="Of orders that are placed from now on"
                    error=errors.field("capture")
                />
                <Checkbox label="Offer the sandbox gateway, which moves no money" name="sandbox" checked=sandbox />
            </div>
            <BankFields settings=settings.clone() errors />
            <CashFields settings=settings.clone() errors />
            <div class="card grid gap-5">
                <h2 class="text-base">"Mail to the staff"</h2>
                <Checkbox
                    label="Tell everyone who works on orders of each new order"
                    name="tell_new_orders"
                    checked=settings.tell_new_orders
                />
                <p class="small muted">"Of payments that fail they hear in any case."</p>
            </div>
            <div><Button kind=ButtonKind::Primary busy=action.pending()>"Save"</Button></div>
        </ActionForm>
    }
}

#[component]
fn BankFields(settings: PaymentSettings, errors: FormErrors) -> impl IntoView {
    view! {
        <div class="card grid gap-5">
            <h2 class="text-base">"Bank transfer"</h2>
            <Checkbox label="Offer it" name="bank_transfer" checked=settings.bank_transfer />
            <Field label="Account holder" name="bank_holder" value=settings.bank_holder error=errors.field("bank_holder") maxlength=70 />
            <Field
                label="IBAN"
                name="bank_iban"
                value=spaced(&settings.bank_iban)
                hint="Shown to customers on the order\u{2019}s page and in the mail"
                error=errors.field("bank_iban")
                autocomplete="off"
                maxlength=50
            />
            <Field label="BIC" name="bank_bic" value=settings.bank_bic error=errors.field("bank_bic") autocomplete="off" maxlength=11 />
            <Field
                label="Days to wait for a transfer"
                name="bank_days"
                value=settings.bank_days.to_string()
                hint="After that, the order is canceled and its stock released"
                error=errors.field("bank_days")
                inputmode="numeric"
                required=true
                maxlength=3
            />
        </div>
    }
}

#[component]
fn CashFields(settings: PaymentSettings, errors: FormErrors) -> impl IntoView {
    view! {
        <div class="card grid gap-5">
            <h2 class="text-base">"Cash on delivery"</h2>
            <Checkbox label="Offer it" name="cash_on_delivery" checked=settings.cash_on_delivery />
            <p class="small muted">"Such orders ship before they are paid. Mark them as paid when the carrier has paid you."</p>
            <Field
                label="Days to wait for the shipment"
                name="cash_days"
                value=settings.cash_days.to_string()
                hint="An order that has not shipped by then is canceled and its stock released"
                error=errors.field("cash_days")
                inputmode="numeric"
                required=true
                maxlength=3
            />
        </div>
    }
}
