//! `tradewind import` and `tradewind export`.

use super::CommandError;
use crate::{
    domain::staff::{ImportFormat, ImportStatus, ImportSummary},
    server::{
        services::{
            export_catalog::Export,
            import_catalog::{self, End, ImportFile, Wish},
        },
        state::State,
    },
};
use clap::Args;
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

/// Named in the audit log and in stock movements.
const ACTOR: &str = "import";

#[derive(Args, Clone, Debug)]
pub struct Import {
    /// What kind of file it is
    #[arg(long, value_enum)]
    format: ImportFormat,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    /// Write what was refused or left out to this CSV file
    #[arg(long)]
    report: Option<PathBuf>,
    /// The CSV file; cut off, the same command goes on where it was
    file: PathBuf,
}

#[derive(Args, Clone, Debug)]
pub struct ExportFile {
    /// The CSV file to write; - is standard output
    file: PathBuf,
}

/// Imports a file to its end. Fails when rows were refused, after importing the others.
pub async fn import(state: &State, command: &Import) -> Result<(), CommandError> {
    let file = ImportFile::read(&command.file).await?;
    let wish = Wish { format: command.format, dry_run: command.dry_run, actor: ACTOR };
    let id = import_catalog::begin_or_continue(state, &file, wish).await?;
    let end = import_catalog::run(state, id, &command.file, None, &tell).await?;
    if let Some(report) = &command.report {
        let mut file = BufWriter::new(File::create(report)?);
        import_catalog::write_report(&state.db, id, |part| file.write_all(part)).await?;
        file.flush()?;
    }
    let summary = import_catalog::summary(state, id).await?;
    tell(&summary);
    match (end, summary.status) {
        (End::Finished, ImportStatus::Failed) => Err(CommandError::Import(summary.problem)),
        (End::Finished, _) if summary.counts.refused > 0 => Err(CommandError::RowsRefused(summary.counts.refused)),
        (End::Finished, _) => Ok(()),
        (End::NotYet | End::Stopped, _) => {
            Err(CommandError::Import("the import was stopped, or another process goes on with it".into()))
        }
    }
}

/// Says how far it is; whoever does not listen any more does not stop the import.
fn tell(summary: &ImportSummary) {
    let _ = writeln!(std::io::stderr(), "{}", progress(summary));
}

fn progress(summary: &ImportSummary) -> String {
    let counts = &summary.counts;
    format!(
        "import{}: {}% · {} rows · products: {} added, {} changed, {} unchanged, {} refused · others: {} added, {} changed, {} unchanged · {} lines refused, {} warnings",
        if summary.dry_run { " (dry run)" } else { "" },
        summary.percent(),
        counts.rows,
        counts.products_added,
        counts.products_changed,
        counts.products_unchanged,
        counts.products_refused,
        counts.others_added,
        counts.others_changed,
        counts.others_unchanged,
        counts.refused,
        counts.warnings
    )
}

/// Writes the whole catalog; a file that was there is replaced when the new one is whole.
pub async fn export(state: &State, command: &ExportFile) -> Result<(), CommandError> {
    let mut export = Export::new(state.db.clone());
    if command.file == Path::new("-") {
        let mut out = std::io::stdout().lock();
        while let Some(part) = export.next().await? {
            out.write_all(&part)?;
        }
        return Ok(());
    }
    let mut name = command.file.clone().into_os_string();
    name.push(".part");
    let unfinished = PathBuf::from(name);
    let mut file = BufWriter::new(File::create(&unfinished)?);
    while let Some(part) = export.next().await? {
        file.write_all(&part)?;
    }
    file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    std::fs::rename(&unfinished, &command.file)?;
    Ok(())
}
