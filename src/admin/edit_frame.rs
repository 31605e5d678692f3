//! The frame of a page on which staff set up one thing: a carrier, a zone, a tax rate.

use super::{
    parts::PageHead,
    references::parts::{DeleteStep, Done, HistoryLink, OutOfDate, SaveButton, is_conflict},
};
use crate::{
    domain::audit::AuditSubject,
    error::AppError,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Breadcrumbs, Button, ButtonKind},
};
use leptos::{
    prelude::*,
    server_fn::{
        Http, ServerFn,
        client::browser::BrowserClient,
        codec::{Json, PostUrl},
    },
};
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::de::DeserializeOwned;

/// What the address of such a page says.
#[derive(Clone, Copy, Debug)]
pub struct EditAddress {
    /// Which thing; "new" for none yet.
    pub id: Memo<String>,
    /// The version that was just saved; empty if none was.
    pub saved: Memo<String>,
}

impl EditAddress {
    /// Call it in the page's component.
    pub fn current() -> Self {
        let (params, query) = (use_params_map(), use_query_map());
        Self {
            id: Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default())),
            saved: Memo::new(move |_| query.with(|query| query.get("saved").unwrap_or_default())),
        }
    }

    /// Everything that makes another page of it.
    pub fn source(self) -> (String, String) {
        (self.id.get(), self.saved.get())
    }

    pub fn is_saved(self) -> Signal<bool> {
        Signal::derive(move || self.saved.with(|saved| !saved.is_empty()))
    }
}

/// A server function that forms here call: it answers only that it was done, and leads on to a page.
pub trait FormFn:
    ServerFn<Client = BrowserClient, Protocol = Http<PostUrl, Json>, Output = (), Error = AppError>
    + DeserializeOwned
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<F> FormFn for F where
    F: ServerFn<Client = BrowserClient, Protocol = Http<PostUrl, Json>, Output = (), Error = AppError>
        + DeserializeOwned
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// Where it stands, what it is called, and that it was saved.
#[component]
pub fn EditHead(
    /// Address and name of the list that it is in.
    list: (&'static str, &'static str),
    title: String,
    /// What the audit log calls it.
    subject: AuditSubject,
    /// Id and version; nothing of a new one.
    state: Option<(i64, i64)>,
    is_saved: Signal<bool>,
    #[prop(default = "Saved.")] saved: &'static str,
) -> impl IntoView {
    view! {
        <Breadcrumbs trail=vec![(list.0.into(), list.1.into())] current=title.clone() />
        <PageHead title>{state.map(|(id, _)| view! { <HistoryLink subject id /> })}</PageHead>
        <Done when=is_saved text=saved />
    }
}

/// An [`EditHead`], and below it the form, as the first of `children`, and beside it what else can be done.
#[component]
pub fn EditFrame(
    list: (&'static str, &'static str),
    title: String,
    subject: AuditSubject,
    state: Option<(i64, i64)>,
    is_saved: Signal<bool>,
    #[prop(default = "Saved.")] saved: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <EditHead list title subject state is_saved saved />
        <div class="edit-layout">{children()}</div>
    }
}

/// Its form: what is wrong, of which version of it the form is, the fields as `children`, and the button.
#[component]
pub fn EditForm<Save: FormFn>(
    action: ServerAction<Save>,
    labels: &'static [(&'static str, &'static str)],
    /// Its page is below: at its id, or at "new".
    path: &'static str,
    /// Id and version; nothing of a new one.
    state: Option<(i64, i64)>,
    #[prop(default = "grid gap-5 grid-cols-[minmax(0,1fr)]")] class: &'static str,
    children: Children,
) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let out_of_date = Signal::derive(move || action.value().with(|result| is_conflict(result.as_ref())));
    let (id, version) = state.map_or((String::new(), 0), |(id, version)| (id.to_string(), version));
    let page = format!("{path}/{}", if id.is_empty() { "new" } else { &id });
    view! {
        <ActionForm action attr:class=class attr:novalidate=true>
            <FormProblems errors labels />
            <OutOfDate when=out_of_date page />
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="version" value=version />
            {children()}
            <SaveButton busy=action.pending() />
        </ActionForm>
    }
}

/// Deletes it, unless it changed since. `children` are further fields.
#[component]
pub fn DeleteForm<Delete: FormFn>(
    action: ServerAction<Delete>,
    /// Id and version.
    state: (i64, i64),
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (id, version) = state;
    view! {
        <ActionForm action>
            {children.map(|children| children())}
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="version" value=version />
            <Button kind=ButtonKind::Danger busy=action.pending()>"Delete it"</Button>
        </ActionForm>
    }
}

/// Asks before it is deleted. `children` are the consequences.
#[component]
pub fn DeleteCard<Delete: FormFn>(
    what: &'static str,
    action: ServerAction<Delete>,
    /// Id and version.
    state: (i64, i64),
    children: Children,
) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    view! {
        <section class="card" aria-labelledby="delete-title">
            <h2 id="delete-title">"Delete"</h2>
            <FormProblems errors labels=&[] />
            <DeleteStep what>
                {children()}
                <DeleteForm action state />
            </DeleteStep>
        </section>
    }
}
