//! One import: how far it is, and what it has to say.

use super::list::{PATH, StatusBadge};
use crate::{
    actions::{
        admin::imports::{CancelImport, ResumeImport, get_import},
        page_data::page_data,
    },
    admin::parts::{CardSkeleton, Loaded, PageHead},
    domain::staff::{ImportDetail, ImportLine, ImportStatus, ImportSummary, Severity},
    ui::{Badge, Breadcrumbs, Button, Notice, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::time::Duration;

/// How often a page of a running import looks again.
const EVERY: Duration = Duration::from_secs(2);

/// One import.
#[component]
pub fn ImportPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let (cancel, resume) = (ServerAction::<CancelImport>::new(), ServerAction::<ResumeImport>::new());
    let looked = RwSignal::new(0_u32);
    let changed = move || (looked.get(), cancel.version().get(), resume.version().get());
    let import = page_data(move || (id(), changed()), |(id, _)| get_import(id));
    Effect::new(move |_| {
        let is_running =
            import.with(|import| matches!(import, Some(Ok(detail)) if detail.summary.status == ImportStatus::Running));
        if is_running {
            set_timeout(
                move || {
                    looked.try_update(|times| *times += 1);
                },
                EVERY,
            );
        }
    });
    view! {
        <div class="admin-page">
            <Loaded data=import fallback=|| view! { <CardSkeleton /> } what="import" back=PATH let:detail>
                <Found detail cancel resume />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(
    detail: ImportDetail,
    cancel: ServerAction<CancelImport>,
    resume: ServerAction<ResumeImport>,
) -> impl IntoView {
    let ImportDetail { summary, lines } = detail;
    let (id, status, percent) = (summary.id, summary.status, summary.percent());
    let problem = summary.problem.clone();
    view! {
        <Breadcrumbs trail=vec![(PATH.into(), "Import and export".into())] current=summary.file_name.clone() />
        <PageHead title=summary.file_name.clone()><StatusBadge status /></PageHead>
        // Without scripts the page loads itself again while there is something to see.
        {(status == ImportStatus::Running).then(|| view! {
            <noscript inner_html=r#"<meta http-equiv="refresh" content="3">"#></noscript>
        })}
        {(!problem.is_empty()).then(|| view! {
            <Notice tone=Tone::Error title="The file could not be read to its end"><p>{problem}</p></Notice>
        })}
        {summary.dry_run.then(|| view! {
            <Notice title="A dry run"><p>"This is what the file would do. Nothing is changed."</p></Notice>
        })}
        <section class="card grid gap-4" aria-labelledby="import-progress">
            <h2 id="import-progress">"Progress"</h2>
            <div class="grid gap-1">
                <label for="import-percent">{format!("{percent} % of the file is read")}</label>
                <progress class="w-full" id="import-percent" max="100" value=percent.to_string()></progress>
            </div>
            <Counts summary=summary.clone() />
            <div class="flex flex-wrap gap-3">
                {match status {
                    ImportStatus::Running => view! {
                        <ActionForm action=cancel>
                            <input type="hidden" name="id" value=id.to_string() />
                            <Button>"Stop"</Button>
                        </ActionForm>
                    }.into_any(),
                    ImportStatus::Canceled => view! {
                        <ActionForm action=resume>
                            <input type="hidden" name="id" value=id.to_string() />
                            <Button>"Go on"</Button>
                        </ActionForm>
                    }.into_any(),
                    ImportStatus::Done | ImportStatus::Failed => ().into_any(),
                }}
                <a class="btn btn-secondary" href=format!("{PATH}/{id}/report.csv") rel="external" download=format!("import-{id}-report.csv")>"Download the report"</a>
            </div>
        </section>
        <Report lines all=summary.counts.refused + summary.counts.warnings />
    }
}

#[component]
fn Counts(summary: ImportSummary) -> impl IntoView {
    let counts = summary.counts;
    let pairs = [
        ("Rows", counts.rows),
        ("Products added", counts.products_added),
        ("Products changed", counts.products_changed),
        ("Products unchanged", counts.products_unchanged),
        ("Products refused", counts.products_refused),
        ("Other rows added", counts.others_added),
        ("Other rows changed", counts.others_changed),
        ("Other rows unchanged", counts.others_unchanged),
        ("Lines refused", counts.refused),
        ("Warnings", counts.warnings),
    ];
    let pairs =
        pairs.map(|(name, count)| view! { <div><dt class="muted tiny">{name}</dt><dd class="num">{count}</dd></div> });
    view! {
        <dl class="flex flex-wrap gap-x-10 gap-y-3">
            {pairs.into_iter().collect_view()}
            <div><dt class="muted tiny">"Format"</dt><dd>{summary.format.label()}</dd></div>
            <div><dt class="muted tiny">"Begun"</dt><dd><time datetime=summary.created_at.iso()>{summary.created_at.to_string()}</time>" UTC"</dd></div>
            <div><dt class="muted tiny">"By"</dt><dd class="break-all">{summary.actor}</dd></div>
        </dl>
    }
}

#[component]
fn Report(lines: Vec<ImportLine>, all: i64) -> impl IntoView {
    if lines.is_empty() {
        return ().into_any();
    }
    let shown = lines.len();
    let rest = all - i64::try_from(shown).unwrap_or(i64::MAX);
    let rows = lines.into_iter().map(|line| view! { <Line line /> }).collect_view();
    view! {
        <section class="grid gap-3">
            <h2 id="import-report">"Report"</h2>
            <div class="table-wrap" role="region" aria-labelledby="import-report" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Line"</th>
                            <th scope="col">"What"</th>
                            <th scope="col">"Whose"</th>
                            <th scope="col">"Field"</th>
                            <th scope="col">"Why"</th>
                            <th scope="col">"What stands there"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                {(rest > 0).then(|| view! { <div class="table-foot"><p>{format!("{rest} more lines are in the downloaded report.")}</p></div> })}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Line(line: ImportLine) -> impl IntoView {
    let tone = if line.severity == Severity::Refused { Tone::Error } else { Tone::Warn };
    view! {
        <tr>
            <th scope="row" class="num">{line.line}</th>
            <td><Badge tone text=line.severity.label() /></td>
            <td class="break-all">{line.subject}</td>
            <td>{line.field}</td>
            <td>{line.reason}</td>
            <td class="break-all muted">{line.value}</td>
        </tr>
    }
}
