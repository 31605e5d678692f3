//! Everyone of the staff.

use crate::{
    actions::{admin::staff::list_staff, page_data::page_data},
    admin::{
        list_query::ListQuery,
        list_table::{Column::Text, ListTable},
        parts::{Loaded, PageHead, SearchBar, TableFoot, TableSkeleton, page_count},
    },
    domain::staff::{StaffList, StaffMember},
    ui::{Badge, ButtonKind, EmptyState, Glyph, LinkButton, Tone},
};
use leptos::prelude::*;

const PATH: &str = "/admin/staff";

/// Everyone of the staff.
#[component]
pub fn StaffListPage() -> impl IntoView {
    let query = ListQuery::from_address();
    let load = |query: ListQuery| list_staff(query.words, query.older, query.newer);
    let staff = page_data(move || query.get(), load);
    view! {
        <div class="admin-page">
            <PageHead title="Staff"><LinkButton href="/admin/staff/new" kind=ButtonKind::Primary>"Invite somebody"</LinkButton></PageHead>
            <Loaded data=staff fallback=|| view! { <TableSkeleton rows=5 /> } what="list" back=PATH let:list>
                <Found query=query.get_untracked() list />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(query: ListQuery, list: StaffList) -> impl IntoView {
    let shown = list.members.len();
    let count = page_count(shown, "person", "people");
    let rows = list.members.into_iter().map(|member| view! { <Row member /> }).collect_view();
    view! {
        <SearchBar path=PATH query=query.clone() label="Search the staff" placeholder="Name or e-mail" />
        {if shown == 0 {
            view! { <EmptyState glyph=Glyph::Search title="Nobody fits"><LinkButton href=PATH>"Show everyone"</LinkButton></EmptyState> }.into_any()
        } else {
            view! {
                <ListTable
                    name="Staff"
                    caption="Staff, newest first"
                    columns=[Text("Name"), Text("E-mail"), Text("Role"), Text("State"), Text("Second factor")]
                    rows
                >
                    <TableFoot path=PATH query links=list.pages count />
                </ListTable>
            }.into_any()
        }}
    }
}

#[component]
fn Row(member: StaffMember) -> impl IntoView {
    let role = member.title().to_owned();
    view! {
        <tr>
            <th scope="row"><a class="link" href=format!("{PATH}/{}", member.id)>{member.name.clone()}</a></th>
            <td class="break-all">{member.email.clone()}</td>
            <td>{role}</td>
            <td><StateBadge member=member.clone() /></td>
            <td>{if member.has_second_factor { "Yes" } else { "No" }}</td>
        </tr>
    }
}

/// Whether somebody can log in.
#[component]
pub fn StateBadge(member: StaffMember) -> impl IntoView {
    let (tone, text) = match (member.disabled_at, member.email_verified) {
        (Some(_), _) => (Tone::Error, "Disabled"),
        (None, false) => (Tone::Warn, "Not verified"),
        (None, true) => (Tone::Ok, "Active"),
    };
    view! { <Badge tone text /> }
}
