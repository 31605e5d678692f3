//! What the customer wants to be told by mail.

use super::parts::{AccountFailure, AccountHead, Done};
use crate::{
    actions::{
        account::notifications::{SaveNotificationChoices, list_notification_choices},
        page_data::page_data,
    },
    domain::account::NotificationChoice,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, SkeletonLines},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn NotificationsPage() -> impl IntoView {
    let query = use_query_map();
    let action = ServerAction::<SaveNotificationChoices>::new();
    let choices = page_data(move || action.version().get(), |_| list_notification_choices());
    let is_saved = Signal::derive(move || match action.value().get() {
        Some(result) => result.is_ok(),
        None => query.with(|query| query.get("saved").is_some()),
    });
    view! {
        <AccountHead title="Notifications" text="What we may write to you about." />
        <Done when=is_saved text="Saved.".to_owned() />
        <Transition fallback=|| view! { <SkeletonLines count=6 /> }>
            {move || Suspend::new(async move {
                match choices.await {
                    Ok(choices) => view! { <Choices choices action /> }.into_any(),
                    Err(error) => view! { <AccountFailure error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Choices(choices: Vec<NotificationChoice>, action: ServerAction<SaveNotificationChoices>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let rows = choices.into_iter().map(|choice| view! { <Choice choice /> }).collect_view();
    view! {
        <ActionForm action attr:class="account-form">
            <FormProblems errors labels=&[("kinds", "Notifications")] />
            <fieldset class="account-choices">
                <legend class="sr-only">"By mail"</legend>
                {rows}
            </fieldset>
            <div class="form-actions"><Button kind=ButtonKind::Primary busy=action.pending()>"Save"</Button></div>
        </ActionForm>
    }
}

#[component]
fn Choice(choice: NotificationChoice) -> impl IntoView {
    let NotificationChoice { kind, by_mail, agreed_at } = choice;
    let always = kind.is_always_sent();
    let agreed = agreed_at.map(|at| {
        view! { <span class="radio-card-text">"Agreed to on " <time datetime=at.iso()>{at.date()}</time></span> }
    });
    view! {
        <label class="account-choice">
            <input
                class="check-input"
                type="checkbox"
                name=(!always).then_some("kinds[]")
                value=kind.slug()
                checked=by_mail || always
                disabled=always
            />
            <span>
                <span class="radio-card-title">{kind.title()}</span>
                <span class="radio-card-text">{kind.text()}</span>
                {agreed}
            </span>
        </label>
    }
}
