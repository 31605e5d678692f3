//! Everyone of the staff.

use crate::{
    actions::{admin::staff::list_staff, page_data::page_data},
    admin::{
        list_query::ListQuery,
        parts::{LoadError, PageHead, SearchBar, TableFoot, TableSkeleton},
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
            <Transition fallback=|| view! { <TableSkeleton rows=5 /> }>
                {move || Suspend::new(async move {
                    let query = query.get_untracked();
                    match staff.await {
                        Ok(list) => view! { <Found query list /> }.into_any(),
                        Err(error) => view! { <LoadError error what="list" back=PATH /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Found(query: ListQuery, list: StaffList) -> impl IntoView {
    let shown = list.members.len();
    let count = if shown == 1 { "1 person".to_owned() } else { format!("{shown} people on this page") };
    let rows = list.members.into_iter().map(|member| view! { <Row member /> }).collect_view();
    view! {
        <SearchBar path=PATH query=query.clone() label="Search the staff" placeholder="Name or e-mail" />
        {if shown == 0 {
            view! { <EmptyState glyph=Glyph::Search title="Nobody fits"><LinkButton href=PATH>"Show everyone"</LinkButton></EmptyState> }.into_any()
        } else {
            view! {
                <div class="table-wrap" role="region" aria-label="Staff" tabindex="0">
                    <table class="table">
                        <caption class="sr-only">"Staff, newest first"</caption>
                        <thead>
                            <tr>
                                <th scope="col">"Name"</th>
                                <th scope="col">"E-mail"</th>
                                <th scope="col">"Role"</th>
                                <th scope="col">"State"</th>
                                <th scope="col">"Second factor"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                    <TableFoot path=PATH query links=list.pages count />
                </div>
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
