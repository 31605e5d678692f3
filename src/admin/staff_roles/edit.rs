//! One role, or a new one.

use crate::{
    actions::{
        admin::staff_roles::{DeleteStaffRole, SaveStaffRole, get_staff_role},
        page_data::page_data,
    },
    admin::{
        parts::{CardSkeleton, FormOf, LoadError, PageHead},
        references::parts::{DeleteStep, Done, HistoryLink, OutOfDate, SaveButton, is_conflict},
    },
    domain::{
        access::{Permission, Permissions},
        audit::AuditSubject,
        staff::{ROLE_NAME_LENGTH, StaffRole},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Breadcrumbs, Button, ButtonKind, Field},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

const PATH: &str = "/admin/roles";

const LABELS: &[(&str, &str)] = &[("role[name]", "Name"), ("role[permissions]", "Permissions")];

/// One role.
#[component]
pub fn StaffRolePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let saved = Memo::new(move |_| query.with(|query| query.get("saved").unwrap_or_default()));
    let role = page_data(move || (id.get(), saved.get()), |(id, _)| get_staff_role(id));
    let (save, delete) = (ServerAction::new(), ServerAction::new());
    let is_saved = Signal::derive(move || saved.with(|saved| !saved.is_empty()));
    view! {
        <div class="admin-page admin-page-narrow">
            <Transition fallback=|| view! { <CardSkeleton /> }>
                {move || Suspend::new(async move {
                    match role.await {
                        Ok(role) => view! { <Found role save delete is_saved /> }.into_any(),
                        Err(error) => view! { <LoadError error what="role" back=PATH /> }.into_any(),
                    }
                })}
            </Transition>
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
    let (id, version) = role.as_ref().map(|role| (role.id, role.version)).unzip();
    let form = role.clone();
    view! {
        <Breadcrumbs trail=vec![(PATH.into(), "Roles".into())] current=title.clone() />
        <PageHead title>{id.map(|id| view! { <HistoryLink subject=AuditSubject::StaffRole id=id.0 /> })}</PageHead>
        <Done when=is_saved text="Saved." />
        <div class="edit-layout">
            <div><FormOf state=(id, version)><Form role=form.clone() action=save /></FormOf></div>
            <div>{role.map(|role| view! { <Members role action=delete /> })}</div>
        </div>
    }
}

#[component]
fn Form(role: Option<StaffRole>, action: ServerAction<SaveStaffRole>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let out_of_date = Signal::derive(move || action.value().with(|result| is_conflict(result.as_ref())));
    let page = role.as_ref().map_or_else(|| format!("{PATH}/new"), |role| format!("{PATH}/{}", role.id));
    let id = role.as_ref().map(|role| role.id.to_string()).unwrap_or_default();
    let version = role.as_ref().map_or(0, |role| role.version);
    let has_members = role.as_ref().is_some_and(|role| role.members > 0);
    let (name, permissions) = role.map(|role| (role.name, role.permissions)).unwrap_or_default();
    view! {
        <ActionForm action attr:class="grid gap-5 grid-cols-[minmax(0,1fr)]" attr:novalidate=true>
            <FormProblems errors labels=LABELS />
            <OutOfDate when=out_of_date page />
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="version" value=version.to_string() />
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
            <SaveButton busy=action.pending() />
        </ActionForm>
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
                <ActionForm action>
                    <input type="hidden" name="id" value=role.id.to_string() />
                    <input type="hidden" name="version" value=role.version.to_string() />
                    <Button kind=ButtonKind::Danger busy=action.pending()>"Delete it"</Button>
                </ActionForm>
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
