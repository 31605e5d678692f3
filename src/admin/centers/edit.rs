//! One fulfillment center, or a new one.

use crate::{
    actions::{
        admin::centers::{SaveCenter, get_center},
        page_data::page_data,
    },
    admin::{
        parts::{CardSkeleton, FormOf, LoadError, PageHead},
        references::parts::{Done, HistoryLink, OutOfDate, SaveButton, is_conflict},
    },
    domain::{
        audit::AuditSubject,
        country::COUNTRIES,
        staff::{CENTER_NAME_LENGTH, FulfillmentCenter},
    },
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Breadcrumbs, Field, Select},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

const PATH: &str = "/admin/centers";

const LABELS: &[(&str, &str)] = &[
    ("fulfillment_center[name]", "Name"),
    ("fulfillment_center[country]", "Country"),
    ("fulfillment_center[priority]", "Priority"),
];

/// One center.
#[component]
pub fn CenterPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let saved = Memo::new(move |_| query.with(|query| query.get("saved").unwrap_or_default()));
    let center = page_data(move || (id.get(), saved.get()), |(id, _)| get_center(id));
    let save = ServerAction::new();
    let is_saved = Signal::derive(move || saved.with(|saved| !saved.is_empty()));
    view! {
        <div class="admin-page admin-page-narrow">
            <Transition fallback=|| view! { <CardSkeleton /> }>
                {move || Suspend::new(async move {
                    match center.await {
                        Ok(center) => view! { <Found center save is_saved /> }.into_any(),
                        Err(error) => view! { <LoadError error what="center" back=PATH /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Found(center: Option<FulfillmentCenter>, save: ServerAction<SaveCenter>, is_saved: Signal<bool>) -> impl IntoView {
    let title = center.as_ref().map_or_else(|| "New center".to_owned(), |center| center.name.clone());
    let (id, version) = center.as_ref().map(|center| (center.id, center.version)).unzip();
    view! {
        <Breadcrumbs trail=vec![(PATH.into(), "Fulfillment centers".into())] current=title.clone() />
        <PageHead title>{id.map(|id| view! { <HistoryLink subject=AuditSubject::FulfillmentCenter id=id.0 /> })}</PageHead>
        <Done when=is_saved text="Saved." />
        <FormOf state=(id, version)><Form center=center.clone() action=save /></FormOf>
    }
}

#[component]
fn Form(center: Option<FulfillmentCenter>, action: ServerAction<SaveCenter>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let out_of_date = Signal::derive(move || action.value().with(|result| is_conflict(result.as_ref())));
    let page = center.as_ref().map_or_else(|| format!("{PATH}/new"), |center| format!("{PATH}/{}", center.id));
    let id = center.as_ref().map(|center| center.id.to_string()).unwrap_or_default();
    let version = center.as_ref().map_or(0, |center| center.version);
    let (name, country, priority) = center
        .map(|center| (center.name, center.country, center.priority.to_string()))
        .unwrap_or_else(|| (String::new(), "DE".into(), "0".into()));
    let countries = COUNTRIES.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
    view! {
        <ActionForm action attr:class="grid gap-5 grid-cols-[minmax(0,1fr)]" attr:novalidate=true>
            <FormProblems errors labels=LABELS />
            <OutOfDate when=out_of_date page />
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="version" value=version.to_string() />
            <section class="card">
                <Field
                    label="Name"
                    name="fulfillment_center[name]"
                    value=name
                    error=errors.field("fulfillment_center[name]")
                    hint="Like the town it is in"
                    autocomplete="off"
                    required=true
                    maxlength=CENTER_NAME_LENGTH
                />
                <Select label="Country" name="fulfillment_center[country]" options=countries value=country error=errors.field("fulfillment_center[country]") required=true />
                <Field
                    label="Priority"
                    name="fulfillment_center[priority]"
                    value=priority
                    inputmode="numeric"
                    error=errors.field("fulfillment_center[priority]")
                    hint="The lowest number ships first"
                    autocomplete="off"
                    required=true
                />
            </section>
            <SaveButton busy=action.pending() />
        </ActionForm>
    }
}
