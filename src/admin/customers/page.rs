//! One customer.

use super::{
    groups::Groups,
    list::StateBadge,
    profile::{Addresses, Orders, Profile},
    state::AccountState,
};
use crate::{
    actions::{
        admin::customers::{DisableCustomer, EndCustomerSessions, SendCustomerReset, SetCustomerGroups, get_customer},
        page_data::page_data,
    },
    admin::{
        parts::{CardSkeleton, Loaded, PageHead},
        references::parts::HistoryLink,
    },
    domain::{audit::AuditSubject, staff::CustomerDetail},
    ui::{Breadcrumbs, Notice, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

const PATH: &str = "/admin/customers";

/// What can be done on the page.
#[derive(Clone, Copy)]
pub(super) struct CustomerActions {
    pub disable: ServerAction<DisableCustomer>,
    pub end_sessions: ServerAction<EndCustomerSessions>,
    pub send_reset: ServerAction<SendCustomerReset>,
    pub set_groups: ServerAction<SetCustomerGroups>,
}

/// One customer.
#[component]
pub fn CustomerPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let done = Memo::new(move |_| query.with(|query| query.get("done").unwrap_or_default()));
    let actions = CustomerActions {
        disable: ServerAction::new(),
        end_sessions: ServerAction::new(),
        send_reset: ServerAction::new(),
        set_groups: ServerAction::new(),
    };
    let source = move || (id.get(), done.get(), actions.disable.version().get(), actions.end_sessions.version().get());
    let customer = page_data(source, |(id, ..)| get_customer(id));
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=customer fallback=|| view! { <CardSkeleton /> } what="customer" back=PATH let:customer>
                <Found customer actions done />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(customer: CustomerDetail, actions: CustomerActions, done: Memo<String>) -> impl IntoView {
    let row = customer.row.clone();
    let (name, id, badge) = (row.name.clone(), row.id.0, row.clone());
    view! {
        <Breadcrumbs trail=vec![(PATH.into(), "Customers".into())] current=name.clone() />
        <PageHead title=name>
            <StateBadge customer=badge />
            <HistoryLink subject=AuditSubject::Account id />
        </PageHead>
        <Done done />
        <div class="edit-layout">
            <div>
                <Profile customer=customer.clone() />
                <Addresses addresses=customer.addresses.clone() />
            </div>
            <div>
                <AccountState customer=row actions />
                <Groups id=customer.row.id groups=customer.groups.clone() actions />
            </div>
        </div>
        <Orders customer />
    }
}

/// What was just done, as the address says it.
#[component]
fn Done(done: Memo<String>) -> impl IntoView {
    let message = move || match done.get().as_str() {
        "disabled" => Some("Disabled, and logged out everywhere."),
        "enabled" => Some("Enabled: this customer can log in again."),
        "logged-out" => Some("Logged out everywhere."),
        "grouped" => Some("Groups saved."),
        "sent" => Some("A mail with a link to set a new password is on its way."),
        _ => None,
    };
    move || message().map(|message| view! { <Notice tone=Tone::Ok title=message /> })
}
