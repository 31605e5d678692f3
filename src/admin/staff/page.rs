//! One member of the staff, or an invitation.

use super::{invite::Invite, list::StateBadge, state::AccountState};
use crate::{
    actions::{
        admin::staff::{ChangeStaffRole, DisableStaff, EndStaffSessions, InviteStaff, SendStaffLink, get_staff_member},
        page_data::page_data,
    },
    admin::{
        parts::{CardSkeleton, FormOf, Loaded, PageHead},
        references::parts::{HistoryLink, SaveButton},
    },
    domain::{
        access::Role,
        audit::AuditSubject,
        staff::{Position, StaffEditor, StaffMember},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Breadcrumbs, LinkButton, Notice, Select, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

const PATH: &str = "/admin/staff";

/// What can be done on the page.
#[derive(Clone, Copy)]
pub(super) struct StaffActions {
    pub invite: ServerAction<InviteStaff>,
    pub change_role: ServerAction<ChangeStaffRole>,
    pub disable: ServerAction<DisableStaff>,
    pub end_sessions: ServerAction<EndStaffSessions>,
    pub send_link: ServerAction<SendStaffLink>,
}

/// One member of the staff.
#[component]
pub fn StaffMemberPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let done = Memo::new(move |_| query.with(|query| query.get("done").unwrap_or_default()));
    let actions = StaffActions {
        invite: ServerAction::new(),
        change_role: ServerAction::new(),
        disable: ServerAction::new(),
        end_sessions: ServerAction::new(),
        send_link: ServerAction::new(),
    };
    let changes = move || {
        (actions.change_role.version().get(), actions.disable.version().get(), actions.end_sessions.version().get())
    };
    let editor = page_data(move || (id.get(), done.get(), changes()), |(id, ..)| get_staff_member(id));
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=editor fallback=|| view! { <CardSkeleton /> } what="member of the staff" back=PATH let:editor>
                {match editor.member.clone() {
                    Some(member) => view! { <Found editor member actions done /> }.into_any(),
                    None => view! { <Invite editor action=actions.invite /> }.into_any(),
                }}
            </Loaded>
        </div>
    }
}

#[component]
fn Found(editor: StaffEditor, member: StaffMember, actions: StaffActions, done: Memo<String>) -> impl IntoView {
    let (name, id, is_self) = (member.name.clone(), member.id.0, editor.is_self);
    let is_staff = member.role.is_staff();
    let state = (member.id, member.title().to_owned());
    let (facts, badge) = (member.clone(), member.clone());
    view! {
        <Breadcrumbs trail=vec![(PATH.into(), "Staff".into())] current=name.clone() />
        <PageHead title=name>
            <StateBadge member=badge />
            <HistoryLink subject=AuditSubject::StaffMember id />
        </PageHead>
        <Done done />
        <div class="edit-layout">
            <div>
                <Facts member=facts />
                <FormOf state><RoleForm editor=editor.clone() action=actions.change_role /></FormOf>
            </div>
            <div>{is_staff.then(|| view! { <AccountState member is_self actions /> })}</div>
        </div>
    }
}

/// What was just done, as the address says it.
#[component]
fn Done(done: Memo<String>) -> impl IntoView {
    let message = move || match done.get().as_str() {
        "invited" => Some("Invited. A mail with a link to set a password is on its way."),
        "role" => Some("The role is changed, and all logins of this account are ended."),
        "left" => Some("No longer of the staff, and logged out everywhere. The account stays, as a customer's."),
        "disabled" => Some("Disabled, and logged out everywhere."),
        "enabled" => Some("Enabled: this account can log in again."),
        "logged-out" => Some("Logged out everywhere."),
        "sent" => Some("A mail with a link to set a password is on its way."),
        _ => None,
    };
    move || message().map(|message| view! { <Notice tone=Tone::Ok title=message /> })
}

#[component]
fn Facts(member: StaffMember) -> impl IntoView {
    let role = member.title().to_owned();
    let verified = if member.email_verified { "Verified" } else { "Not verified yet" };
    view! {
        <section class="card" aria-labelledby="member-facts">
            <h2 id="member-facts">"Account"</h2>
            <dl class="grid gap-3">
                <div><dt class="muted tiny">"E-mail"</dt><dd class="break-all">{member.email} " (" {verified} ")"</dd></div>
                <div><dt class="muted tiny">"Role"</dt><dd>{role}</dd></div>
                <div><dt class="muted tiny">"Second factor"</dt><dd>{if member.has_second_factor { "Set up" } else { "None" }}</dd></div>
                <div><dt class="muted tiny">"Logged in at"</dt><dd>{places(member.sessions)}</dd></div>
            </dl>
        </section>
    }
}

/// "2 places".
pub(in crate::admin) fn places(sessions: i64) -> String {
    match sessions {
        0 => "No place".into(),
        1 => "1 place".into(),
        sessions => format!("{sessions} places"),
    }
}

/// What an account can be made, as a select has it.
pub(super) fn positions(editor: &StaffEditor, with_customer: bool) -> Vec<(String, String)> {
    let customer = with_customer.then(|| (Position::Customer.value(), "Customer: not of the staff".to_owned()));
    let roles = editor.roles.iter().map(|(id, name)| (Position::Staff(*id).value(), name.clone()));
    let owner = (Position::Owner.value(), "Owner: everything, staff and roles too".to_owned());
    roles.chain(customer).chain([owner]).collect()
}

#[component]
fn RoleForm(editor: StaffEditor, action: ServerAction<ChangeStaffRole>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let options = positions(&editor, true);
    let Some(member) = editor.member else { return ().into_any() };
    if editor.is_self {
        return view! {
            <section class="card" aria-labelledby="member-role">
                <h2 id="member-role">"Role"</h2>
                <p class="small">"This is you. Another owner can change your role."</p>
            </section>
        }
        .into_any();
    }
    let value = match (member.role, member.staff_role_id) {
        (Role::Owner, _) => Position::Owner.value(),
        (Role::Staff, Some(role)) => Position::Staff(role).value(),
        (Role::Customer | Role::Staff, _) => Position::Customer.value(),
    };
    view! {
        <section class="card" aria-labelledby="member-role">
            <h2 id="member-role">"Role"</h2>
            <FormProblems errors labels=&[("position", "Role")] />
            <ActionForm action attr:class="grid gap-4">
                <input type="hidden" name="id" value=member.id.to_string() />
                <Select label="Role" name="position" options value error=errors.field("position") hint="A change logs the account out everywhere" />
                <SaveButton busy=action.pending() name="Change the role" />
            </ActionForm>
            {(member.role == Role::Customer).then(|| view! {
                <p><LinkButton href=format!("/admin/customers/{}", member.id) class="btn-small">"Show as a customer"</LinkButton></p>
            })}
        </section>
    }
    .into_any()
}
