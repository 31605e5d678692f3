//! The queue of jobs.

use super::row::Row;
use crate::{
    actions::admin::jobs::{DiscardJob, RetryJob, RetryJobs, list_jobs},
    actions::page_data::page_data,
    admin::{
        list_query::ListQuery,
        list_table::{
            Column::{Number, Text, Unseen},
            ListTable,
        },
        parts::{Loaded, PageHead, TableFoot, TableSkeleton, page_count},
    },
    domain::staff::{JobList, JobTab, job_name},
    error::AppError,
    ui::{Button, EmptyState, Glyph, Notice, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const PATH: &str = "/admin/jobs";

/// What can be done to jobs.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub retry: ServerAction<RetryJob>,
    pub discard: ServerAction<DiscardJob>,
    retry_all: ServerAction<RetryJobs>,
}

impl Step {
    fn failure(self) -> Option<AppError> {
        let failures = [self.retry.value().get(), self.discard.value().get(), self.retry_all.value().get()];
        failures.into_iter().flatten().find_map(Result::err)
    }
}

/// Jobs that are given up, fail or wait.
#[component]
pub fn JobListPage() -> impl IntoView {
    let query = ListQuery::from_address();
    let address = use_query_map();
    let value = move |name: &'static str| address.with(|query| query.get(name).unwrap_or_default());
    let source = move || (query.get(), value("at"));
    let jobs = page_data(source, |(query, _)| list_jobs(query.tab, query.older, query.newer));
    let step = Step { retry: ServerAction::new(), discard: ServerAction::new(), retry_all: ServerAction::new() };
    let done = move || match value("done").as_str() {
        "retried" => Some("Put back. The worker tries it now."),
        "discarded" => Some("Discarded. Nobody does it any more."),
        _ => None,
    };
    view! {
        <div class="admin-page">
            <PageHead title="Jobs" />
            <p class="page-hint">
                "What the shop does beside its pages: mails, captures, refunds, webhooks. A job that fails is tried again, each time
                after a longer pause, and given up after ten tries."
            </p>
            {move || done().map(|done| view! { <Notice tone=Tone::Ok title=done /> })}
            {move || step.failure().map(|error| view! { <Notice tone=Tone::Error title=error.to_string() /> })}
            <Loaded data=jobs fallback=|| view! { <TableSkeleton /> } what="list" back=PATH let:list>
                <Found query=query.get_untracked() list step />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(query: ListQuery, list: JobList, step: Step) -> impl IntoView {
    let tab = JobTab::from_slug(&query.tab);
    let shown = list.jobs.len();
    let count = page_count(shown, "job", "jobs");
    let tabs = list
        .tabs
        .into_iter()
        .map(|(each, count)| {
            let href = query.at_tab(each.slug()).href(PATH);
            view! {
                <a class="tab" href=href aria-current=(each == tab).then_some("page")>
                    {each.label()} " " <span class="count">{count}</span>
                </a>
            }
        })
        .collect_view();
    let kinds = if tab == JobTab::GivenUp { list.given_up } else { Vec::new() };
    let rows = list.jobs.into_iter().map(|job| view! { <Row job tab step /> }).collect_view();
    view! {
        <nav class="tabs" aria-label="Jobs by state">{tabs}</nav>
        <Kinds kinds step />
        {if shown == 0 {
            view! { <Nothing tab /> }.into_any()
        } else {
            view! {
                <ListTable
                    name="Jobs"
                    caption="Jobs, newest first"
                    columns=[Text("Job"), Text("About"), Number("Tries"), Text("Last error"), Text(if tab == JobTab::GivenUp { "Given up (UTC)" } else { "Next try (UTC)" }), Unseen("What to do")]
                    rows
                >
                    <TableFoot path=PATH query links=list.pages count />
                </ListTable>
            }
            .into_any()
        }}
    }
}

/// A button for every kind of which jobs are given up.
#[component]
fn Kinds(kinds: Vec<(String, i64)>, step: Step) -> impl IntoView {
    let is_empty = kinds.is_empty();
    let kinds = kinds
        .into_iter()
        .map(|(kind, count)| {
            let name = job_name(&kind);
            view! {
                <li class="flex flex-wrap items-center gap-3">
                    <span>{name.clone()} " " <span class="count">{count}</span></span>
                    <ActionForm action=step.retry_all>
                        <input type="hidden" name="kind" value=kind />
                        <Button class="btn-small" busy=step.retry_all.pending()>
                            "Retry all" <span class="sr-only">{format!(" of {name}")}</span>
                        </Button>
                    </ActionForm>
                </li>
            }
        })
        .collect_view();
    (!is_empty).then(|| view! { <ul class="flex flex-wrap gap-x-6 gap-y-2" aria-label="By kind">{kinds}</ul> })
}

#[component]
fn Nothing(tab: JobTab) -> impl IntoView {
    let (title, text) = match tab {
        JobTab::GivenUp => ("Nothing is given up", "Jobs that fail ten times gather here, with what went wrong."),
        JobTab::Failing => ("Nothing fails", "Every job that was tried did its work."),
        JobTab::Waiting => ("Nothing waits", "Everything that was to be done is done."),
    };
    view! { <EmptyState glyph=Glyph::Check title=title text=text /> }
}
