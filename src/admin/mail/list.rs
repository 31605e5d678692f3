//! The outbox.

use crate::{
    actions::admin::mail::list_mail,
    actions::page_data::page_data,
    admin::{
        list_query::ListQuery,
        list_table::{Column::Text, ListTable},
        parts::{Loaded, PageHead, SearchBar, TableFoot, TableSkeleton, page_count},
    },
    domain::staff::{MailList, MailRow},
    ui::{Badge, EmptyState, Glyph, LinkButton, Tone},
};
use leptos::prelude::*;

const PATH: &str = "/admin/mail";

/// All mail.
#[component]
pub fn MailListPage() -> impl IntoView {
    let query = ListQuery::from_address();
    let load = |query: ListQuery| list_mail(query.words, query.older, query.newer);
    let mails = page_data(move || query.get(), load);
    view! {
        <div class="admin-page">
            <PageHead title="Mail" />
            <Loaded data=mails fallback=|| view! { <TableSkeleton /> } what="list" back=PATH let:list>
                <Found query=query.get_untracked() list />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(query: ListQuery, list: MailList) -> impl IntoView {
    let shown = list.mails.len();
    let count = page_count(shown, "mail", "mails");
    let rows = list.mails.into_iter().map(|mail| view! { <Row mail /> }).collect_view();
    view! {
        <SearchBar path=PATH query=query.clone() label="Search mail" placeholder="Recipient or subject" />
        {match (shown, query.words.is_empty()) {
            (0, true) => view! {
                <EmptyState glyph=Glyph::Mail title="No mail yet" text="Confirmations and tracking numbers stand here as soon as the shop writes them." />
            }.into_any(),
            (0, false) => view! {
                <EmptyState glyph=Glyph::Search title="No mail fits"><LinkButton href=PATH>"Show all"</LinkButton></EmptyState>
            }.into_any(),
            _ => view! {
                <ListTable
                    name="Mail"
                    caption="Mail, newest first"
                    columns=[Text("Subject"), Text("To"), Text("Order"), Text("Written (UTC)"), Text("State")]
                    rows
                >
                    <TableFoot path=PATH query links=list.pages count />
                </ListTable>
            }.into_any(),
        }}
    }
}

#[component]
fn Row(mail: MailRow) -> impl IntoView {
    let order = mail
        .order
        .map(|number| view! { <a class="link num" href=format!("/admin/orders/{number}")>{number.to_string()}</a> });
    view! {
        <tr>
            <th scope="row"><a class="link" href=format!("{PATH}/{}", mail.id)>{mail.subject}</a></th>
            <td>{mail.recipient}</td>
            <td>{order}</td>
            <td class="num muted"><time datetime=mail.created_at.iso()>{mail.created_at.to_string()}</time></td>
            <td><SentBadge is_sent=mail.sent_at.is_some() /></td>
        </tr>
    }
}

/// Whether a mail server took it.
#[component]
pub(super) fn SentBadge(is_sent: bool) -> impl IntoView {
    if is_sent {
        view! { <Badge tone=Tone::Ok text="Sent" /> }
    } else {
        view! { <Badge tone=Tone::Info text="In the outbox" /> }
    }
}
