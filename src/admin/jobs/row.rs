//! One job.

use super::list::Step;
use crate::{
    domain::{
        access::{Permission, Visit},
        staff::{JobRow, JobTab, job_name},
    },
    ui::{Badge, Button, ButtonKind, Tone},
};
use leptos::prelude::*;

/// A job with its buttons.
#[component]
pub(super) fn Row(job: JobRow, tab: JobTab, step: Step) -> impl IntoView {
    let JobRow { id, kind, about, order, is_grave, attempts, last_error, at, .. } = job;
    let name = job_name(&kind);
    let may_read =
        use_context::<Visit>().unwrap_or_default().account.is_some_and(|staff| staff.may(Permission::Orders));
    let order = order.map(|number| {
        if may_read {
            view! { <a class="link num" href=format!("/admin/orders/{number}")>{number.to_string()}</a> }.into_any()
        } else {
            view! { <span class="num">{number.to_string()}</span> }.into_any()
        }
    });
    let retry = view! {
        <ActionForm action=step.retry>
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="tab" value=tab.slug() />
            <Button class="btn-small" busy=step.retry.pending()>
                "Retry" <span class="sr-only">{format!(" job {id}")}</span>
            </Button>
        </ActionForm>
    };
    let discard = (tab == JobTab::GivenUp).then(|| {
        view! {
            <details class="delete-step">
                <summary class="btn btn-secondary btn-small">"Discard…" <span class="sr-only">{format!(" job {id}")}</span></summary>
                <ActionForm action=step.discard attr:class="grid gap-2 pt-2">
                    <input type="hidden" name="id" value=id.to_string() />
                    <p class="small">"Nobody does it any more. The audit log keeps who decided that."</p>
                    <Button kind=ButtonKind::Danger class="btn-small" busy=step.discard.pending()>"Discard it"</Button>
                </ActionForm>
            </details>
        }
    });
    view! {
        <tr>
            <th scope="row">
                {name} <br /><span class="muted tiny mono">{id.to_string()}</span>
                {is_grave.then(|| view! { " " <Badge tone=Tone::Warn text="Money or stock" /> })}
            </th>
            <td>{about} " " {order}</td>
            <td class="is-num">{attempts}</td>
            <td class="small wrap-anywhere">{last_error}</td>
            <td class="num muted"><time datetime=at.iso()>{at.to_string()}</time></td>
            <td><div class="grid gap-2">{(tab != JobTab::Waiting).then_some(retry)}{discard}</div></td>
        </tr>
    }
}
