//! One role, or a new one.

use crate::{
    actions::{
        admin::staff_roles::{DeleteStaffRole, SaveStaffRole, get_staff_role},
        page_data::page_data,
    },
    admin::{
        edit_frame::{DeleteForm, EditAddress, EditForm, EditFrame},
        parts::{CardSkeleton, FormOf, Loaded},
        references::parts::DeleteStep,
    },
    domain::{
        access::{Permission, Permissions},
        audit::AuditSubject,
        staff::{ROLE_NAME_LENGTH, StaffRole},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::Field,
};
use leptos::prelude::*;

const PATH: &str = "/admin/roles";

const LABELS: &[(&str, &str)] = &[("role[name]", "Name"), ("role[permissions]", "Permissions")];

/// One role.
#[component]
pub fn StaffRolePage() -> impl IntoView {
    let address = EditAddress::current();
    let role = page_data(move || address.source(), |(id, _)| get_staff_role(id));
    let (save, delete) = (ServerAction::new(), ServerAction::new());
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=role fallback=|| view! { <CardSkeleton /> } what="role" back=PATH let:role>
                <Found role save delete is_saved=address.is_saved() />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(
    role: Option<StaffRole>,
    save: ServerAction<SaveStaffRole>,
    delete: ServerAction<DeleteStaffRole>,
    is_saved: Signal<bool>,
) -> impl IntoView {
    let title = role.as_ref().map_or_else(|| "New role".to_owned(), |role| role.name.clone());
    let state = role.as_ref().map(|role| (role.id.0, role.version));
    let form = role.clone();
    view! {
        <EditFrame list=(PATH, "Roles") title subject=AuditSubject::StaffRole state is_saved>
            <div><FormOf state><Form role=form.clone() state action=save /></FormOf></div>
            <div>{role.map(|role| view! { <Members role action=delete /> })}</div>
        </EditFrame>
    }
}

#[component]
fn Form(role: Option<StaffRole>, state: Option<(i64, i64)>, action: ServerAction<SaveStaffRole>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let has_members = role.as_ref().is_some_and(|role| role.members > 0);
    let (name, permissions) = role.map(|role| (role.name, role.permissions)).unwrap_or_default();
    view! {
        <EditForm action labels=LABELS path=PATH state>
            <section class="card">
                <Field
                    label="Name"
                    name="role[name]"
                    value=name
                    error=errors.field("role[name]")
                    hint="Like Packing or Shop team"
                    autocomplete="off"
                    required=true
                    maxlength=ROLE_NAME_LENGTH
                />
            </section>
            <PermissionBoxes permissions errors />
            {has_members.then(|| view! {
                <p class="small muted">"Where the permissions change, everyone with this role has to log in again."</p>
            })}
        </EditForm>
    }
}

#[component]
fn PermissionBoxes(permissions: Permissions, errors: FormErrors) -> impl IntoView {
    let error = errors.field("role[permissions]");
    let boxes = Permission::ALL
        .into_iter()
        .map(|permission| {
            let hint = format!("permission-{}-hint", permission.slug());
            view! {
                <div>
                    <label class="check">
                        <input
                            class="check-input"
                            type="checkbox"
                            name="role[permissions][]"
                            value=permission.slug()
                            checked=permissions.contains(permission)
                            aria-describedby=hint.clone()
                        />
                        <span>{permission.label()}</span>
                    </label>
                    <p class="field-hint" id=hint>{permission.hint()}</p>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="card" id="role-permissions" tabindex="-1">
            <legend class="sr-only">"Permissions"</legend>
            <h2 aria-hidden="true">"Permissions"</h2>
            <p class="small muted">"The parts of the admin that are open to it. Nothing else is."</p>
            {move || error.get().map(|error| view! { <p class="field-error">{error}</p> })}
            {boxes}
        </fieldset>
    }
}

/// How many have the role, and deleting it when nobody does.
#[component]
fn Members(role: StaffRole, action: ServerAction<DeleteStaffRole>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let step = if role.members > 0 {
        let people =
            if role.members == 1 { "1 person has".to_owned() } else { format!("{} people have", role.members) };
        view! {
            <p class="small">{format!("{people} this role, so it cannot be deleted. Give them another one first.")}</p>
            <p><a class="link small" href="/admin/staff">"Show the staff"</a></p>
        }
        .into_any()
    } else {
        view! {
            <p class="small muted">"Nobody has it."</p>
            <DeleteStep what="this role">
                <p class="small">{format!("“{}” will be gone for good.", role.name)}</p>
                <DeleteForm action state=(role.id.0, role.version) />
            </DeleteStep>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="role-members">
            <h2 id="role-members">"People"</h2>
            <FormProblems errors labels=&[] />
            {step}
        </section>
    }
}
