//! The list of roles.

use crate::{
    actions::{admin::staff_roles::list_staff_roles, page_data::page_data},
    admin::{
        list_table::{
            Column::{Number, Text},
            ListTable,
        },
        parts::{Loaded, PageHead, TableSkeleton},
        references::parts::Done,
    },
    domain::{access::Permission, staff::StaffRole},
    ui::{ButtonKind, EmptyState, Glyph, LinkButton},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const PATH: &str = "/admin/roles";

/// All roles.
#[component]
pub fn StaffRoleListPage() -> impl IntoView {
    let params = use_query_map();
    let deleted = Memo::new(move |_| params.with(|params| params.get("deleted")));
    let roles = page_data(move || deleted.get(), |_| list_staff_roles());
    view! {
        <div class="admin-page">
            <PageHead title="Roles"><LinkButton href="/admin/roles/new" kind=ButtonKind::Primary>"Add role"</LinkButton></PageHead>
            <p class="page-hint">"What members of the staff are let into. The owner needs no role: everything is open to the owner."</p>
            <Done when=Signal::derive(move || deleted.with(Option::is_some)) text="The role is deleted." />
            <Loaded data=roles fallback=|| view! { <TableSkeleton rows=3 /> } what="list" back=PATH let:roles>
                <Found roles />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(roles: Vec<StaffRole>) -> impl IntoView {
    if roles.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::Lock title="No roles yet" text="A role says what the people who have it may do here.">
                <LinkButton href="/admin/roles/new">"Add the first role"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let rows = roles.into_iter().map(|role| view! { <Row role /> }).collect_view();
    view! {
        <ListTable
            name="Roles"
            caption="Roles"
            columns=[Text("Name"), Text("Open to it"), Number("People")]
            class="table table-narrow"
            rows
        />
    }
    .into_any()
}

#[component]
fn Row(role: StaffRole) -> impl IntoView {
    let open: Vec<_> = role.permissions.iter().map(Permission::label).collect();
    let open = if open.is_empty() { "Nothing".to_owned() } else { open.join(", ") };
    view! {
        <tr>
            <th scope="row"><a class="link" href=format!("{PATH}/{}", role.id)>{role.name}</a></th>
            <td>{open}</td>
            <td class="is-num">{role.members}</td>
        </tr>
    }
}
