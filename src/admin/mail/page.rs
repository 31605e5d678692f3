//! One mail.

use super::list::SentBadge;
use crate::{
    actions::admin::mail::get_mail,
    actions::page_data::page_data,
    admin::parts::{CardSkeleton, Loaded, PageHead},
    domain::staff::MailDetail,
    ui::Breadcrumbs,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// One mail.
#[component]
pub fn MailPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let mail = page_data(id, get_mail);
    view! {
        <div class="admin-page admin-page-narrow">
            <Loaded data=mail fallback=|| view! { <CardSkeleton /> } what="mail" back="/admin/mail" let:mail>
                <Found mail />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(mail: MailDetail) -> impl IntoView {
    let links = mail
        .links()
        .into_iter()
        .map(|link| {
            view! {
                <li><a class="link break-all" href=link.clone() rel="external">{link.clone()}</a></li>
            }
        })
        .collect::<Vec<_>>();
    let row = mail.row;
    let order = row.order.map(|number| view! {
        <div><dt class="muted tiny">"Order"</dt><dd><a class="link" href=format!("/admin/orders/{number}")>{number.to_string()}</a></dd></div>
    });
    view! {
        <Breadcrumbs trail=vec![("/admin/mail".into(), "Mail".into())] current=row.subject.clone() />
        <PageHead title=row.subject.clone()><SentBadge is_sent=row.sent_at.is_some() /></PageHead>
        <dl class="flex flex-wrap gap-x-10 gap-y-3">
            <div><dt class="muted tiny">"To"</dt><dd class="break-all">{row.recipient}</dd></div>
            <div><dt class="muted tiny">"Written"</dt><dd><time datetime=row.created_at.iso()>{row.created_at.to_string()}</time>" UTC"</dd></div>
            {row.sent_at.map(|at| view! { <div><dt class="muted tiny">"Sent"</dt><dd><time datetime=at.iso()>{at.to_string()}</time>" UTC"</dd></div> })}
            {order}
        </dl>
        <section class="card grid gap-3" aria-labelledby="mail-text">
            <h2 id="mail-text">"As text"</h2>
            <div class="whitespace-pre-wrap wrap-anywhere">{mail.text}</div>
        </section>
        {(!links.is_empty()).then(|| view! {
            <section class="card grid gap-3" aria-labelledby="mail-links">
                <h2 id="mail-links">"Links in it"</h2>
                <ul class="grid gap-2">{links}</ul>
            </section>
        })}
        {(!mail.html.is_empty()).then(|| view! {
            <section class="card grid gap-3" aria-labelledby="mail-html">
                <h2 id="mail-html">"With format"</h2>
                <p class="field-hint">"Pictures, colors and scripts are left out here."</p>
                <div class="prose min-w-0 wrap-anywhere" inner_html=mail.html></div>
            </section>
        })}
    }
}
