//! What changed in the cart since the shopper last looked.

use crate::{
    actions::cart::AcceptPrices,
    domain::cart::CartNotice,
    ui::{Button, Notice, Tone},
};
use leptos::prelude::*;

/// The notices, and where prices changed a button that says they were read.
#[component]
pub fn CartNotices(notices: Signal<Vec<CartNotice>>, accept: ServerAction<AcceptPrices>) -> impl IntoView {
    move || {
        let notices = notices.get();
        let priced = notices.iter().any(|notice| matches!(notice, CartNotice::PriceChanged { .. }));
        let items = notices.iter().map(|notice| view! { <li>{sentence(notice)}</li> }).collect_view();
        (!notices.is_empty()).then(|| {
            view! {
                <div class="mb-6">
                    <Notice tone=Tone::Warn title="Something changed since you last looked">
                        <ul>{items}</ul>
                        {priced.then(|| view! {
                            <ActionForm action=accept attr:class="mt-3">
                                <Button class="btn-small" busy=accept.pending()>"OK, got it"</Button>
                            </ActionForm>
                        })}
                    </Notice>
                </div>
            }
        })
    }
}

fn sentence(notice: &CartNotice) -> String {
    match notice {
        CartNotice::PriceChanged { title, before, now } => format!("{title} was {before} and is {now} now."),
        CartNotice::FewerAvailable { title, available: 1 } => format!("Of {title}, only 1 is left."),
        CartNotice::FewerAvailable { title, available } => format!("Of {title}, only {available} are left."),
        CartNotice::SoldOut { title } => format!("{title} is sold out."),
        CartNotice::Withdrawn { title } => format!("{title} is no longer for sale."),
    }
}
