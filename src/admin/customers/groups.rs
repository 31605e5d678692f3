//! The groups that a customer is in.

use super::page::CustomerActions;
use crate::{
    domain::ids::AccountId,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, TextArea},
};
use leptos::prelude::*;

#[component]
pub(super) fn Groups(id: AccountId, groups: Vec<String>, actions: CustomerActions) -> impl IntoView {
    let errors = FormErrors::of(move || actions.set_groups.value().get());
    view! {
        <section class="card" aria-labelledby="customer-groups">
            <h2 id="customer-groups">"Groups"</h2>
            <FormProblems errors labels=&[("groups", "Groups")] />
            <ActionForm action=actions.set_groups attr:class="grid gap-3">
                <input type="hidden" name="id" value=id.0 />
                <TextArea
                    label="Groups"
                    name="groups"
                    value=groups.join("\n")
                    error=errors.field("groups")
                    hint="One a line, like Wholesale. Promotions can be for a group."
                    rows=3
                />
                <Button class="btn-block" busy=actions.set_groups.pending()>"Save groups"</Button>
            </ActionForm>
        </section>
    }
}
