//! Whether a customer can log in.

use super::page::CustomerActions;
use crate::{
    admin::parts::AskStep,
    domain::{
        access::{Role, Visit},
        staff::CustomerRow,
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind},
};
use leptos::prelude::*;

/// Logging them out, and closing or opening their account.
#[component]
pub(super) fn AccountState(customer: CustomerRow, actions: CustomerActions) -> impl IntoView {
    let errors = FormErrors::of(move || actions.disable.value().get());
    let end_errors = FormErrors::of(move || actions.end_sessions.value().get());
    let id = customer.id.to_string();
    let (end_id, link_id) = (id.clone(), id.clone());
    let is_disabled = customer.disabled_at.is_some();
    let reader = use_context::<Visit>().unwrap_or_default().account;
    let is_owner = reader.is_some_and(|reader| reader.role == Role::Owner);
    let staff_page = format!("/admin/staff/{id}");
    view! {
        <section class="card" aria-labelledby="customer-state">
            <h2 id="customer-state">"Logging in"</h2>
            <FormProblems errors labels=&[] />
            <FormProblems errors=end_errors labels=&[] />
            {(!is_disabled).then(|| view! {
                <ActionForm action=actions.send_reset>
                    <input type="hidden" name="id" value=link_id />
                    <Button class="btn-block" busy=actions.send_reset.pending()>"Send a link for a new password"</Button>
                </ActionForm>
            })}
            <ActionForm action=actions.end_sessions>
                <input type="hidden" name="id" value=end_id />
                <Button class="btn-block" busy=actions.end_sessions.pending()>"Log out everywhere"</Button>
            </ActionForm>
            {if is_disabled {
                view! {
                    <ActionForm action=actions.disable>
                        <input type="hidden" name="id" value=id />
                        <input type="hidden" name="disabled" value="false" />
                        <Button class="btn-block" busy=actions.disable.pending()>"Enable the account"</Button>
                    </ActionForm>
                }.into_any()
            } else {
                view! {
                    <AskStep label="Disable the account…">
                        <p class="small">"The customer is logged out everywhere and cannot log in until it is enabled again. Orders stay as they are."</p>
                        <ActionForm action=actions.disable>
                            <input type="hidden" name="id" value=id />
                            <input type="hidden" name="disabled" value="true" />
                            <Button kind=ButtonKind::Danger busy=actions.disable.pending()>"Disable it"</Button>
                        </ActionForm>
                    </AskStep>
                }.into_any()
            }}
            {is_owner.then(|| view! { <p><a class="link small" href=staff_page>"Make this customer staff"</a></p> })}
        </section>
    }
}
