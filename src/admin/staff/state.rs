//! Whether somebody of the staff can log in.

use super::page::StaffActions;
use crate::{
    admin::parts::AskStep,
    domain::staff::StaffMember,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind},
};
use leptos::prelude::*;

/// Logging them out, and closing or opening their account.
#[component]
pub(super) fn AccountState(member: StaffMember, is_self: bool, actions: StaffActions) -> impl IntoView {
    let errors = FormErrors::of(move || actions.disable.value().get());
    let end_errors = FormErrors::of(move || actions.end_sessions.value().get());
    let link_errors = FormErrors::of(move || actions.send_link.value().get());
    let id = member.id.to_string();
    let (end_id, link_id) = (id.clone(), id.clone());
    let is_disabled = member.disabled_at.is_some();
    view! {
        <section class="card" aria-labelledby="member-state">
            <h2 id="member-state">"Logging in"</h2>
            <FormProblems errors labels=&[] />
            <FormProblems errors=end_errors labels=&[] />
            <FormProblems errors=link_errors labels=&[] />
            {(!is_disabled).then(|| view! {
                <ActionForm action=actions.send_link>
                    <input type="hidden" name="id" value=link_id />
                    <Button class="btn-block" busy=actions.send_link.pending()>"Send a link to set a password"</Button>
                </ActionForm>
            })}
            <ActionForm action=actions.end_sessions>
                <input type="hidden" name="id" value=end_id />
                <Button class="btn-block" busy=actions.end_sessions.pending()>"Log out everywhere"</Button>
            </ActionForm>
            {match (is_self, is_disabled) {
                (true, _) => view! { <p class="small muted">"Nobody can close their own account here."</p> }.into_any(),
                (false, true) => view! {
                    <ActionForm action=actions.disable>
                        <input type="hidden" name="id" value=id />
                        <input type="hidden" name="disabled" value="false" />
                        <Button class="btn-block" busy=actions.disable.pending()>"Enable the account"</Button>
                    </ActionForm>
                }.into_any(),
                (false, false) => view! {
                    <AskStep label="Disable the account…">
                        <p class="small">"They are logged out everywhere and cannot log in until it is enabled again."</p>
                        <ActionForm action=actions.disable>
                            <input type="hidden" name="id" value=id />
                            <input type="hidden" name="disabled" value="true" />
                            <Button kind=ButtonKind::Danger busy=actions.disable.pending()>"Disable it"</Button>
                        </ActionForm>
                    </AskStep>
                }.into_any(),
            }}
        </section>
    }
}
