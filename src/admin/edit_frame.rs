//! The frame of a page on which staff set up one thing: a carrier, a zone, a tax rate.

use super::{
    parts::PageHead,
    references::parts::{DeleteStep, Done, HistoryLink, OutOfDate},
};
use crate::{
    domain::audit::AuditSubject,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::Breadcrumbs,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

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

/// Where it stands, what it is called, and that it was saved. `children` are the form, and beside it what else can be done.
#[component]
pub fn EditFrame(
    /// Address and name of the list that it is in.
    list: (&'static str, &'static str),
    title: String,
    /// What the audit log knows it as; nothing of a new one.
    history: Option<(AuditSubject, i64)>,
    is_saved: Signal<bool>,
    saved: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <Breadcrumbs trail=vec![(list.0.into(), list.1.into())] current=title.clone() />
        <PageHead title>{history.map(|(subject, id)| view! { <HistoryLink subject id /> })}</PageHead>
        <Done when=is_saved text=saved />
        <div class="edit-layout">{children()}</div>
    }
}

/// The beginning of its form: what is wrong, and of which version of it the form is.
#[component]
pub fn FormStart(
    errors: FormErrors,
    labels: &'static [(&'static str, &'static str)],
    out_of_date: Signal<bool>,
    /// Address of the page that has the form.
    page: String,
    /// Empty for a new one.
    id: String,
    version: i64,
) -> impl IntoView {
    view! {
        <FormProblems errors labels />
        <OutOfDate when=out_of_date page />
        <input type="hidden" name="id" value=id />
        <input type="hidden" name="version" value=version />
    }
}

/// Asks before it is deleted. `children` are the consequences and the form.
#[component]
pub fn DeleteCard(what: &'static str, errors: FormErrors, children: Children) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="delete-title">
            <h2 id="delete-title">"Delete"</h2>
            <FormProblems errors labels=&[] />
            <DeleteStep what>{children()}</DeleteStep>
        </section>
    }
}
