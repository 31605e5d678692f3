//! All imports, and the way to the next one.

use crate::{
    actions::{admin::imports::list_imports, page_data::page_data},
    admin::{
        list_query::ListQuery,
        list_table::{Column::Text, ListTable},
        parts::{Loaded, PageHead, TableFoot, TableSkeleton, page_count},
    },
    domain::staff::{ImportFormat, ImportList, ImportStatus, ImportSummary},
    error::AppError,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Badge, Button, ButtonKind, Checkbox, EmptyState, Glyph, Icon, Select, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

pub(super) const PATH: &str = "/admin/imports";

/// All imports.
#[component]
pub fn ImportListPage() -> impl IntoView {
    let query = ListQuery::from_address();
    let imports = page_data(move || query.get(), |query: ListQuery| list_imports(query.older, query.newer));
    view! {
        <div class="admin-page">
            <PageHead title="Import and export">
                <a class="btn btn-secondary" href="/admin/export.csv" rel="external" download="catalog.csv">"Export the catalog"</a>
            </PageHead>
            <Loaded data=imports fallback=|| view! { <TableSkeleton /> } what="list" back=PATH let:list>
                <Found query=query.get_untracked() list />
            </Loaded>
        </div>
    }
}

#[component]
fn Found(query: ListQuery, list: ImportList) -> impl IntoView {
    let shown = list.imports.len();
    let count = page_count(shown, "import", "imports");
    let rows = list.imports.into_iter().map(|import| view! { <Row import /> }).collect_view();
    view! {
        <Upload most_mebibytes=list.most_mebibytes />
        {if shown == 0 {
            view! {
                <EmptyState glyph=Glyph::Upload title="Nothing imported yet" text="A dry run says what a file would do, line by line, and changes nothing." />
            }.into_any()
        } else {
            view! {
                <ListTable
                    name="Imports"
                    caption="Imports, newest first"
                    columns=[Text("File"), Text("State"), Text("Products added"), Text("Changed"), Text("Lines refused"), Text("Begun (UTC)"), Text("By")]
                    rows
                >
                    <TableFoot path=PATH query links=list.pages count />
                </ListTable>
            }.into_any()
        }}
    }
}

#[component]
fn Row(import: ImportSummary) -> impl IntoView {
    let counts = import.counts;
    view! {
        <tr>
            <th scope="row">
                <a class="link break-all" href=format!("{PATH}/{}", import.id)>{import.file_name.clone()}</a>
                <br /><span class="tiny muted">{import.format.label()}{import.dry_run.then_some(", dry run")}</span>
            </th>
            <td><StatusBadge status=import.status /></td>
            <td class="num">{counts.products_added}</td>
            <td class="num">{counts.products_changed}</td>
            <td class="num">{counts.refused}</td>
            <td class="num muted"><time datetime=import.created_at.iso()>{import.created_at.to_string()}</time></td>
            <td>{import.actor}</td>
        </tr>
    }
}

/// How far an import got.
#[component]
pub(super) fn StatusBadge(status: ImportStatus) -> impl IntoView {
    let tone = match status {
        ImportStatus::Running => Tone::Info,
        ImportStatus::Done => Tone::Ok,
        ImportStatus::Canceled => Tone::Warn,
        ImportStatus::Failed => Tone::Error,
    };
    view! { <Badge tone text=status.label() /> }
}

/// A plain form: files travel as multipart, which the upload's own address takes.
#[component]
fn Upload(most_mebibytes: u32) -> impl IntoView {
    let query = use_query_map();
    let refused = Memo::new(move |_| query.with(|query| query.get("refused")).and_then(|error| refused_upload(&error)));
    let errors = FormErrors::of(move || refused.get().map(Err::<(), AppError>));
    let formats = ImportFormat::ALL.into_iter().map(|format| (format.slug().to_owned(), format.label().to_owned()));
    view! {
        <form class="card grid gap-5" method="post" action="/admin/imports/upload" enctype="multipart/form-data" aria-labelledby="import-file">
            <h2 id="import-file">"Import a file"</h2>
            <FormProblems errors labels=&[("file", "File"), ("format", "Format")] />
            <div class="form-grid">
                <Select label="Format" name="format" options=formats.collect() class="span-3" />
                <div class="field span-3">
                    <label class="field-label" for="file">"File"</label>
                    <p class="field-hint" id="file-hint">{format!("CSV in UTF-8, up to {most_mebibytes} MiB")}</p>
                    <input class="input" id="file" type="file" name="file" accept=".csv,text/csv" aria-describedby="file-hint" required=true />
                </div>
            </div>
            <Checkbox label="Dry run: only say what would happen" name="dry_run" />
            <p><Button kind=ButtonKind::Primary><Icon glyph=Glyph::Upload />"Import"</Button></p>
            <p class="tiny muted">"An import adds and changes, by address and SKU. It deletes nothing, and the same file again changes nothing."</p>
        </form>
    }
}

/// Why an upload was refused, as the address says it. Anyone can write addresses: only fields and codes are read.
fn refused_upload(text: &str) -> Option<AppError> {
    serde_json::from_str(text).ok().filter(|error| matches!(error, AppError::Invalid(_)))
}
