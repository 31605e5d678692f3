//! What the shop knows about the customer: taking it along, and leaving.

use super::parts::{AccountFailure, AccountHead};
use crate::{
    actions::{
        account::deletion::{DeleteOwnAccount, get_deletion_outlook},
        page_data::page_data,
    },
    domain::account::DeletionOutlook,
    error::AppError,
    storefront::{
        form_errors::{FormErrors, FormProblems},
        full_load::leave_for_answer,
    },
    ui::{Button, ButtonKind, Field, Glyph, Icon, LinkButton, Notice, SkeletonLines, Tone},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

#[component]
pub fn AccountDataPage() -> impl IntoView {
    let action = ServerAction::<DeleteOwnAccount>::new();
    // The page after that is nobody's.
    leave_for_answer(action);
    let outlook = page_data(|| (), |()| get_deletion_outlook());
    view! {
        <AccountHead title="Your data" />
        <section class="grid gap-4" aria-labelledby="data-export">
            <div class="section-head"><h2 id="data-export">"Take it along"</h2></div>
            <p class="account-text">
                "A file with everything we know about you: profile, addresses, orders, devices, choices, the names of your API
                tokens, and the mails we wrote to you. It is JSON, which other programs can read."
            </p>
            // A plain form: the answer is a file, and the page stays.
            <form method="post" action="/account/data/export">
                <button class="btn btn-secondary" type="submit"><Icon glyph=Glyph::Download />"Download my data"</button>
            </form>
        </section>
        <section class="grid gap-4" aria-labelledby="data-delete">
            <div class="section-head"><h2 id="data-delete">"Delete the account"</h2></div>
            <Suspense fallback=|| view! { <SkeletonLines count=4 /> }>
                {move || Suspend::new(async move {
                    match outlook.await {
                        Ok(outlook) => view! { <Deletion outlook action /> }.into_any(),
                        Err(error) => view! { <AccountFailure error /> }.into_any(),
                    }
                })}
            </Suspense>
        </section>
    }
}

#[component]
fn Deletion(outlook: DeletionOutlook, action: ServerAction<DeleteOwnAccount>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    if !outlook.is_possible() {
        let reason =
            if outlook.is_owner { AppError::OwnerStays } else { AppError::OpenOrders { count: outlook.open_orders } };
        return view! { <Notice tone=Tone::Warn title=reason.to_string() /> }.into_any();
    }
    let orders = match outlook.orders {
        0 => "Nothing stays behind.".to_owned(),
        1 => "Your order stays in our books, as the law wants it, but without your name, e-mail, addresses and phone."
            .to_owned(),
        orders => format!(
            "Your {orders} orders stay in our books, as the law wants it, but without your name, e-mail, addresses and phone."
        ),
    };
    let busy =
        Signal::derive(move || action.pending().get() || action.value().with(|value| matches!(value, Some(Ok(_)))));
    view! {
        <div class="account-text grid gap-2">
            <p>
                "Profile, address book, cart, devices, API tokens and choices are gone at once and for good, and so are the mails
                we wrote to you. " {orders}
            </p>
            <p>"Invoices are kept as they were issued, as the law wants it; only our staff may read them then."</p>
            <p>"You can register again with the same e-mail at any time, and start anew."</p>
        </div>
        <FormProblems errors labels=&[("password", "Password")] />
        <ActionForm action attr:class="account-form" attr:novalidate=true>
            <Field
                label="Password"
                name="password"
                kind="password"
                error=errors.field("password")
                hint="To be sure that it is you"
                autocomplete="current-password"
                required=true
            />
            <div class="form-actions"><Button kind=ButtonKind::Danger busy>"Delete my account"</Button></div>
        </ActionForm>
    }
    .into_any()
}

/// After an account was deleted.
#[component]
pub fn GoodbyePage() -> impl IntoView {
    view! {
        <Title text="Account deleted" />
        <Meta name="robots" content="noindex" />
        <div class="auth">
            <h1>"Your account is deleted"</h1>
            <p>"Thank you for having been here. The shop stays open to you, with an account or without."</p>
            <p><LinkButton kind=ButtonKind::Primary href="/">"Back to the shop"</LinkButton></p>
        </div>
    }
}
