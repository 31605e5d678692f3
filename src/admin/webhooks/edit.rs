//! One webhook endpoint, or a new one.

use super::{PATH, deliveries::Deliveries};
use crate::{
    actions::{
        admin::webhooks::{
            DeleteWebhook, ReplayWebhookDelivery, RotateWebhookSecret, SaveWebhook, TestWebhook, get_webhook,
        },
        page_data::page_data,
    },
    admin::{
        edit_frame::EditForm,
        parts::{CardSkeleton, FormOf, Loaded, PageHead},
        references::parts::{DeleteStep, Done, HistoryLink},
    },
    domain::{
        audit::AuditSubject,
        staff::WebhookPage,
        webhook::{DESCRIPTION_LENGTH, EVENTS, EndpointInput, URL_LENGTH},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Breadcrumbs, Button, ButtonKind, Field, Notice, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

const LABELS: &[(&str, &str)] =
    &[("endpoint[url]", "Address"), ("endpoint[description]", "For"), ("endpoint[events]", "Events")];

/// What can be done on the page of an endpoint.
#[derive(Clone, Copy)]
struct Actions {
    save: ServerAction<SaveWebhook>,
    rotate: ServerAction<RotateWebhookSecret>,
    test: ServerAction<TestWebhook>,
    replay: ServerAction<ReplayWebhookDelivery>,
    delete: ServerAction<DeleteWebhook>,
}

/// One endpoint.
#[component]
pub fn WebhookEditPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let asked = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    let done = Memo::new(move |_| (asked("done"), asked("at")));
    let page = Memo::new(move |_| (asked("older"), asked("newer")));
    let source = move || (id.get(), done.get(), page.get());
    let endpoint = page_data(source, |(id, _, (older, newer))| get_webhook(id, older, newer));
    let actions = Actions {
        save: ServerAction::new(),
        rotate: ServerAction::new(),
        test: ServerAction::new(),
        replay: ServerAction::new(),
        delete: ServerAction::new(),
    };
    let is = move |what: &'static str| Signal::derive(move || done.with(|(done, _)| done == what));
    view! {
        <div class="admin-page admin-page-narrow">
            <Done when=is("saved") text="Saved." />
            <Done when=is("sent") text="It is on its way. Load the page again to see what became of it." />
            <Loaded data=endpoint fallback=|| view! { <CardSkeleton /> } what="endpoint" back=PATH let:endpoint>
                <Found endpoint actions />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(endpoint: Option<WebhookPage>, actions: Actions) -> impl IntoView {
    let title = endpoint.as_ref().map_or("New endpoint", |_| "Endpoint");
    let state = endpoint.as_ref().map(|endpoint| (endpoint.id, endpoint.version));
    let made = endpoint.as_ref().and_then(|endpoint| endpoint.made.clone());
    let failing = endpoint.as_ref().and_then(|endpoint| endpoint.failing_since);
    let form = endpoint.as_ref().map(|endpoint| endpoint.form.clone());
    let form = form.unwrap_or_else(|| EndpointInput { active: true, ..EndpointInput::default() });
    view! {
        <Breadcrumbs trail=vec![(PATH.into(), "Webhooks".into())] current=title.to_owned() />
        <PageHead title>{state.map(|(id, _)| view! { <HistoryLink subject=AuditSubject::Webhook id /> })}</PageHead>
        {made.map(|secret| view! { <MadeSecret secret /> })}
        {failing.map(|since| view! {
            <Notice tone=Tone::Warn title=format!("Nothing has arrived there since {since}.") />
        })}
        <FormOf state><Form state form=form.clone() action=actions.save /></FormOf>
        {endpoint.map(|endpoint| view! { <Rest endpoint actions /> })}
    }
}

/// The one time a secret is shown.
#[component]
fn MadeSecret(secret: String) -> impl IntoView {
    view! {
        <Notice tone=Tone::Ok title="The secret that signs what this endpoint gets. Copy it now: it is not shown again.">
            <p><code class="mono made-token" data-testid="webhook-secret">{secret}</code></p>
        </Notice>
    }
}

#[component]
fn Form(state: Option<(i64, i64)>, form: EndpointInput, action: ServerAction<SaveWebhook>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let problem = errors.field("endpoint[events]");
    let boxes = EVENTS
        .into_iter()
        .map(|event| view! { <EventBox event checked=form.events.iter().any(|chosen| chosen == event) /> })
        .collect_view();
    view! {
        <EditForm action labels=LABELS path=PATH state>
            <section class="card">
                <Field
                    label="Address"
                    name="endpoint[url]"
                    value=form.url
                    error=errors.field("endpoint[url]")
                    hint="It begins with https://"
                    autocomplete="off"
                    required=true
                    maxlength=URL_LENGTH
                />
                <Field
                    label="For"
                    name="endpoint[description]"
                    value=form.description
                    error=errors.field("endpoint[description]")
                    hint="Which program it is"
                    autocomplete="off"
                    maxlength=DESCRIPTION_LENGTH
                />
                <fieldset class="grid gap-x-6 gap-y-2 sm:grid-cols-2 xl:grid-cols-3" id="endpoint-events" tabindex="-1">
                    <legend class="field-label">"Events"</legend>
                    {boxes}
                    {move || problem.get().map(|problem| view! { <p class="field-error col-span-full">{problem}</p> })}
                </fieldset>
                <label class="check">
                    <input class="check-input" type="checkbox" name="endpoint[active]" value="true" checked=form.active />
                    <span>"Switched on"</span>
                </label>
            </section>
        </EditForm>
    }
}

#[component]
fn EventBox(event: &'static str, checked: bool) -> impl IntoView {
    view! {
        <label class="check">
            <input class="check-input" type="checkbox" name="endpoint[events][]" value=event checked=checked />
            <span><code class="mono">{event}</code></span>
        </label>
    }
}

/// What can be done with an endpoint, and what became of its deliveries.
#[component]
fn Rest(endpoint: WebhookPage, actions: Actions) -> impl IntoView {
    let WebhookPage { id, version, deliveries, links, .. } = endpoint;
    let (test, rotate, replay, delete) = (actions.test, actions.rotate, actions.replay, actions.delete);
    let test_errors = FormErrors::of(move || test.value().get());
    let rotate_errors = FormErrors::of(move || rotate.value().get());
    let replay_errors = FormErrors::of(move || replay.value().get());
    let delete_errors = FormErrors::of(move || delete.value().get());
    view! {
        <section class="card grid gap-3" aria-labelledby="try-endpoint">
            <h2 class="text-lg" id="try-endpoint">"Test and secret"</h2>
            <FormProblems errors=test_errors labels=&[] />
            <FormProblems errors=rotate_errors labels=&[] />
            <div class="flex flex-wrap gap-2">
                <ActionForm action=test>
                    <input type="hidden" name="id" value=id.to_string() />
                    <Button kind=ButtonKind::Secondary busy=test.pending()>"Send test event"</Button>
                </ActionForm>
                <ActionForm action=rotate>
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="version" value=version.to_string() />
                    <Button kind=ButtonKind::Secondary busy=rotate.pending()>"Replace the secret"</Button>
                </ActionForm>
            </div>
            <p class="muted small">"Whoever has a replaced secret can verify with it for one more day."</p>
        </section>
        <FormProblems errors=replay_errors labels=&[] />
        <Deliveries endpoint=id deliveries links replay />
        <FormProblems errors=delete_errors labels=&[] />
        <DeleteStep what="this endpoint">
            <p>"The log of its deliveries goes with it."</p>
            <ActionForm action=delete>
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="version" value=version.to_string() />
                <Button kind=ButtonKind::Danger busy=delete.pending()>"Delete endpoint"</Button>
            </ActionForm>
        </DeleteStep>
    }
}
