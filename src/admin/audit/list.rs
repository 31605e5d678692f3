//! The log with its filters, which are its address.

use super::entry::Entry;
use crate::{
    actions::{admin::audit::list_audit_entries, page_data::page_data},
    admin::parts::{Loaded, PageHead, TableSkeleton},
    domain::audit::{AuditPage as Page, AuditSubject},
    ui::{Button, EmptyState, Glyph, LinkButton},
};
use leptos::prelude::*;
use leptos_router::{components::Form, hooks::use_query_map, params::ParamsMap};

const PATH: &str = "/admin/audit";

/// Which part of the log is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct LogQuery {
    subject: String,
    id: String,
    actor: String,
    words: String,
    older: String,
    newer: String,
}

impl LogQuery {
    fn read(query: &ParamsMap) -> Self {
        let value = |name| query.get(name).unwrap_or_default();
        Self {
            subject: value("subject"),
            id: value("id"),
            actor: value("actor"),
            words: value("q"),
            older: value("older"),
            newer: value("newer"),
        }
    }

    fn is_filtered(&self) -> bool {
        [&self.subject, &self.id, &self.actor, &self.words].into_iter().any(|value| !value.is_empty())
    }

    fn page(&self, name: &'static str, id: i64) -> String {
        let mut query = ParamsMap::new();
        for (name, value) in [("subject", &self.subject), ("id", &self.id), ("actor", &self.actor), ("q", &self.words)]
        {
            if !value.is_empty() {
                query.insert(name, value.clone());
            }
        }
        query.insert(name, id.to_string());
        format!("{PATH}{}", query.to_query_string())
    }
}

/// The audit log.
#[component]
pub fn AuditPage() -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| params.with(LogQuery::read));
    let load = |query: LogQuery| {
        list_audit_entries(query.subject, query.id, query.actor, query.words, query.older, query.newer)
    };
    let page = page_data(move || query.get(), load);
    view! {
        <div class="admin-page admin-page-narrow">
            <PageHead title="Audit log" />
            <p class="page-hint">"Every change that you may know of: who made it, when, and what was there before."</p>
            <Loaded data=page fallback=|| view! { <TableSkeleton /> } what="list" back=PATH let:page>
                <Found query=query.get_untracked() page />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(query: LogQuery, page: Page) -> impl IntoView {
    let is_filtered = query.is_filtered();
    let links = page.pages;
    let newer = links.newer.map(|id| query.page("newer", id));
    let older = links.older.map(|id| query.page("older", id));
    let is_empty = page.entries.is_empty();
    let entries = page.entries.into_iter().map(|entry| view! { <Entry entry /> }).collect_view();
    view! {
        <Filters query actors=page.actors subjects=page.subjects />
        {if is_empty {
            let text = if is_filtered { "Fewer filters show more." } else { "Changes to products, categories and the like will gather here." };
            view! {
                <EmptyState glyph=Glyph::History title=if is_filtered { "Nothing fits" } else { "Nothing has changed yet" } text=text>
                    {is_filtered.then(|| view! { <LinkButton href=PATH>"Show everything"</LinkButton> })}
                </EmptyState>
            }
            .into_any()
        } else {
            view! { <ol class="log" aria-label="Changes, newest first">{entries}</ol> }.into_any()
        }}
        <nav class="flex justify-end gap-2" aria-label="Pages">
            {newer.map(|href| view! { <LinkButton href class="btn-small">"Newer"</LinkButton> })}
            {older.map(|href| view! { <LinkButton href class="btn-small">"Older"</LinkButton> })}
        </nav>
    }
}

#[component]
fn Filters(query: LogQuery, actors: Vec<String>, subjects: Vec<AuditSubject>) -> impl IntoView {
    let is_filtered = query.is_filtered();
    let subjects = subjects
        .into_iter()
        .map(|subject| {
            let selected = subject.slug() == query.subject;
            view! { <option value=subject.slug() selected=selected>{subject.label()}</option> }
        })
        .collect_view();
    let actors = actors
        .into_iter()
        .map(|actor| {
            let selected = actor == query.actor;
            view! { <option value=actor.clone() selected=selected>{actor.clone()}</option> }
        })
        .collect_view();
    view! {
        <Form method="GET" action=PATH attr:class="toolbar" attr:role="search">
            <span class="search-form">
                <label class="sr-only" for="log-words">"Name of what was changed"</label>
                <input class="input" id="log-words" type="search" name="q" value=query.words.clone() placeholder="Name of what was changed" />
            </span>
            <label class="sr-only" for="log-subject">"Kind of thing"</label>
            <select class="select" id="log-subject" name="subject"><option value="">"Everything"</option>{subjects}</select>
            <label class="sr-only" for="log-actor">"Who"</label>
            <select class="select" id="log-actor" name="actor"><option value="">"Everyone"</option>{actors}</select>
            <Button>"Show"</Button>
            {is_filtered.then(|| view! { <a class="link small" href=PATH>"Clear"</a> })}
        </Form>
    }
}
