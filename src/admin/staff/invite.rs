//! Inviting somebody to the staff.

use super::page::positions;
use crate::{
    actions::admin::staff::InviteStaff,
    admin::{parts::PageHead, references::parts::SaveButton},
    domain::staff::{NAME_LENGTH, StaffEditor},
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Breadcrumbs, Field, Select},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] =
    &[("invitation[name]", "Name"), ("invitation[email]", "E-mail"), ("invitation[role]", "Role")];

/// Name, e-mail and role of somebody new.
#[component]
pub fn Invite(editor: StaffEditor, action: ServerAction<InviteStaff>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <Breadcrumbs trail=vec![("/admin/staff".into(), "Staff".into())] current="Invite" />
        <PageHead title="Invite somebody" />
        <p class="page-hint">"They get a mail with a link, by which they set a password of their own."</p>
        <ActionForm action attr:class="grid gap-5 grid-cols-[minmax(0,1fr)]" attr:novalidate=true>
            <FormProblems errors labels=LABELS />
            <section class="card grid gap-4">
                <Field label="Name" name="invitation[name]" error=errors.field("invitation[name]") autocomplete="off" required=true maxlength=NAME_LENGTH />
                <Field
                    label="E-mail"
                    name="invitation[email]"
                    kind="email"
                    error=errors.field("invitation[email]")
                    hint="Customers with an account are made staff on their own page"
                    autocomplete="off"
                    required=true
                    maxlength=254
                />
                <Select label="Role" name="invitation[role]" options=positions(&editor, false) error=errors.field("invitation[role]") />
            </section>
            <SaveButton busy=action.pending() name="Send the invitation" />
        </ActionForm>
    }
}
