//! Reports as CSV files.

use crate::{
    domain::{ids::ImportId, staff::ImportLine},
    server::{
        services::catalog_csv::cells::escape,
        store::{Db, StoreResult, imports},
    },
};

/// Lines read at once.
const LINES: i64 = 1_000;

const HEADER: [&str; 6] = ["line", "severity", "subject", "field", "reason", "value"];

/// A part of a report as CSV, and the key that the next part follows; the first part, after key 0, has the header.
/// `None` after the last one.
pub async fn report_page(db: &Db, id: ImportId, after: i64) -> StoreResult<Option<(Vec<u8>, i64)>> {
    let lines = imports::lines(db, id, after, LINES).await?;
    let last = lines.last().map(|(key, _)| *key);
    if after > 0 && last.is_none() {
        return Ok(None);
    }
    let mut csv = csv::Writer::from_writer(Vec::new());
    let mut rows: Vec<[String; 6]> = Vec::new();
    if after == 0 {
        rows.push(HEADER.map(str::to_owned));
    }
    rows.extend(lines.into_iter().map(|(_, line)| row(line)));
    for row in rows {
        // Writing to memory does not fail.
        let _ = csv.write_record(row);
    }
    let bytes = csv.into_inner().unwrap_or_default();
    // A report without lines has its header, and ends.
    Ok(Some((bytes, last.unwrap_or(i64::MAX))))
}

fn row(line: ImportLine) -> [String; 6] {
    let ImportLine { line, severity, subject, field, reason, value } = line;
    let cell = |text: String| escape(&text).into_owned();
    [line.to_string(), severity.slug().to_owned(), cell(subject), cell(field), reason, cell(value)]
}

/// Hands a whole report over, part by part.
pub async fn write_report(
    db: &Db,
    id: ImportId,
    mut take: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> Result<(), crate::server::commands::CommandError> {
    let mut after = 0;
    while let Some((bytes, last)) = report_page(db, id, after).await? {
        take(&bytes)?;
        after = last;
    }
    Ok(())
}
