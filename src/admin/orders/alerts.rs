//! What an order needs attention for: what happened, what to do, and a button once that is done.

use crate::{
    actions::admin::order_alerts::MarkAlertDone,
    domain::{order::OrderNumber, order_alert::OrderAlert},
    ui::{Button, Notice, Tone},
};
use leptos::prelude::*;

/// Those that are open; nothing where all is well.
#[component]
pub fn Alerts(number: OrderNumber, alerts: Vec<OrderAlert>) -> impl IntoView {
    let open = alerts.into_iter().filter(|alert| alert.done_at.is_none());
    open.map(|alert| view! { <Open number alert /> }).collect_view()
}

#[component]
fn Open(number: OrderNumber, alert: OrderAlert) -> impl IntoView {
    let action = ServerAction::<MarkAlertDone>::new();
    let failure = move || action.value().get().and_then(Result::err);
    view! {
        <Notice tone=Tone::Warn title=format!("Needs attention: {}", alert.reason.label())>
            <div class="grid gap-3">
                <p>
                    {alert.detail} " "
                    <span class="muted tiny">
                        <time datetime=alert.raised_at.iso()>{alert.raised_at.to_string()}</time> " UTC"
                    </span>
                </p>
                <p>{alert.reason.advice()}</p>
                {move || failure().map(|error| view! { <p class="field-error">{error.to_string()}</p> })}
                <ActionForm action>
                    <input type="hidden" name="number" value=number.to_string() />
                    <input type="hidden" name="alert" value=alert.id.to_string() />
                    <Button busy=action.pending()>
                        "Done" <span class="sr-only">{format!(": {}", alert.reason.label())}</span>
                    </Button>
                </ActionForm>
            </div>
        </Notice>
    }
}
