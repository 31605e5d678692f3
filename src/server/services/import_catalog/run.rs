//! Running an import from where it is.
//!
//! Every batch is one transaction, and the place that it reached moves with it. So whatever cuts the import off, going
//! on from that place ends in the same shop; and of two that run the same import, the second one finds the place moved
//! and stops.

use super::{
    batches::{self, Batch, Message},
    draft::{Item, PictureSource, Piece, refused},
    known::{Author, Known},
    pictures::{self, Pictures},
    rehearsal::Rehearsal,
    write::{self, WriteError, Writing, Written},
};
use crate::{
    domain::{
        audit::AuditSubject,
        forms::FieldErrors,
        ids::ImportId,
        staff::{ImportCounts, ImportStatus, ImportSummary},
    },
    server::{
        gateways::picture_fetcher::PictureFetcher,
        services::{
            add_picture,
            audit::{self, Subject},
        },
        state::State,
        store::{
            StoreError,
            imports::{self, Place, StoredImport},
        },
    },
};
use serde::Serialize;
use std::{collections::HashSet, path::Path, time::Duration};
use tokio::{sync::mpsc, time::Instant};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The import is done, or its file cannot be read any further.
    Finished,
    /// The time was up; it can go on.
    NotYet,
    /// It was stopped, or another process is at it.
    Stopped,
}

/// Why a run broke off. The import can go on from where it is.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Http(#[from] reqwest::Error),
    #[error("there is no such import")]
    Unknown,
}

/// Goes on with an import until its file is read, it is stopped, or the time is up. `told` hears of every batch.
pub async fn run(
    state: &State,
    id: ImportId,
    path: &Path,
    most: Option<Duration>,
    told: &(impl Fn(&ImportSummary) + Sync),
) -> Result<End, RunError> {
    let import = imports::find(&state.db, id).await?.ok_or(RunError::Unknown)?;
    if import.summary.status != ImportStatus::Running {
        return Ok(End::Stopped);
    }
    let fetcher = PictureFetcher::new(state.config.import_private_hosts, add_picture::MAX_BYTES)?;
    let (format, place) = (import.summary.format, import.place);
    let rehearsal = match import.summary.dry_run {
        true => Some(Rehearsal::up_to(path, format, place).await),
        false => None,
    };
    let mut run = Run { state, import, fetcher, known: None, rehearsal };
    let (sender, messages) = mpsc::channel(2);
    let path = path.to_owned();
    let reading = tokio::task::spawn_blocking(move || batches::read(&path, format, place, &sender));
    let ends_at = most.map(|most| Instant::now() + most);
    let end = run.all(messages, ends_at, told).await;
    drop(reading.await);
    end
}

struct Run<'a> {
    state: &'a State,
    import: StoredImport,
    fetcher: PictureFetcher,
    /// `None` until the first batch, and after a transaction that was rolled back.
    known: Option<Known>,
    /// Of a dry run.
    rehearsal: Option<Rehearsal>,
}

impl Run<'_> {
    async fn all(
        &mut self,
        mut messages: mpsc::Receiver<Message>,
        ends_at: Option<Instant>,
        told: &(impl Fn(&ImportSummary) + Sync),
    ) -> Result<End, RunError> {
        while let Some(message) = messages.recv().await {
            match message {
                Message::Batch(batch) => {
                    if !self.batch(batch).await? {
                        return Ok(End::Stopped);
                    }
                    told(&self.import.summary);
                }
                Message::End => return self.finish(ImportStatus::Done, "").await,
                Message::Failed(error) => return self.finish(ImportStatus::Failed, &error.to_string()).await,
            }
            if ends_at.is_some_and(|end| end <= Instant::now()) {
                return Ok(End::NotYet);
            }
        }
        Ok(End::NotYet)
    }

    fn author(&self) -> (String, crate::domain::timestamp::Timestamp) {
        (self.import.summary.actor.clone(), self.state.clock.now())
    }

    /// Writes a batch, as a whole or piece by piece; `false` if the import is not this run's any more.
    async fn batch(&mut self, batch: Batch) -> Result<bool, RunError> {
        let sources = picture_sources(&batch.pieces);
        let pictures = pictures::find(self.state, &self.fetcher, sources, self.import.summary.dry_run).await?;
        let Some(end) = batch.pieces.last().map(|piece| piece.end) else { return Ok(true) };
        match self.attempt(&batch.pieces, &pictures, batch.start, end).await {
            Ok(is_ours) => return Ok(is_ours),
            Err(WriteError::Store(error)) => return Err(error.into()),
            Err(WriteError::Refused(_)) => {}
        }
        let mut start = batch.start;
        for piece in &batch.pieces {
            let alone = std::slice::from_ref(piece);
            let is_ours = match self.attempt(alone, &pictures, start, piece.end).await {
                Ok(is_ours) => is_ours,
                Err(WriteError::Store(error)) => return Err(error.into()),
                Err(WriteError::Refused(errors)) => self.note_refused(piece, &errors, start).await?,
            };
            if !is_ours {
                return Ok(false);
            }
            start = piece.end;
        }
        Ok(true)
    }

    /// Writes pieces and moves the place, in one transaction.
    async fn attempt(
        &mut self,
        pieces: &[Piece],
        pictures: &Pictures,
        start: Place,
        end: Place,
    ) -> Result<bool, WriteError> {
        let (actor, now) = self.author();
        let by = Author { actor: &actor, now };
        let mut tx = self.state.db.begin().await?;
        let mut known = match self.known.take() {
            Some(known) => known,
            None => Known::load(&mut tx).await?,
        };
        let seen = self.rehearsal.as_ref().map(|rehearsal| &rehearsal.seen);
        let writing = Writing { by, format: self.import.summary.format, pictures, seen };
        if let Some(rehearsal) = &self.rehearsal {
            rehearsal.make(&mut tx, by, &mut known).await?;
        }
        let written = write::write(&mut tx, writing, &mut known, pieces).await?;
        if let Some(rehearsal) = &mut self.rehearsal {
            drop(tx);
            tx = self.state.db.begin().await?;
            pieces.iter().for_each(|piece| rehearsal.remember(piece));
        } else {
            self.known = Some(known);
        }
        let is_ours = self.advance(tx, &written, start, end).await?;
        if !is_ours {
            self.known = None;
        }
        Ok(is_ours)
    }

    async fn note_refused(&mut self, piece: &Piece, errors: &FieldErrors, start: Place) -> Result<bool, RunError> {
        let (line, slug) = match &piece.item {
            Item::Product(draft) => (draft.line, draft.slug.as_str()),
            Item::Related(draft) => (draft.line, draft.slug.as_str()),
            _ => (start.line, ""),
        };
        let mut written = Written { lines: piece.notes.clone(), ..Written::default() };
        for error in &errors.0 {
            written.lines.push(refused(line, slug, &error.field, super::draft::reason(error.problem)));
        }
        written.counts.rows = piece.rows;
        written.counts.products_refused = i64::from(matches!(piece.item, Item::Product(_)));
        let tx = self.state.db.begin().await?;
        Ok(self.advance(tx, &written.finish(), start, piece.end).await?)
    }

    async fn advance(
        &mut self,
        mut tx: crate::server::store::Tx,
        written: &Written,
        start: Place,
        end: Place,
    ) -> Result<bool, StoreError> {
        let id = self.import.summary.id;
        if !imports::advance(&mut tx, id, start, end, &written.counts).await? {
            return Ok(false);
        }
        imports::insert_lines(&mut tx, id, &written.lines).await?;
        tx.commit().await?;
        self.import.place = end;
        self.import.summary.bytes_read = end.byte;
        add(&mut self.import.summary.counts, &written.counts);
        Ok(true)
    }

    async fn finish(&mut self, status: ImportStatus, problem: &str) -> Result<End, RunError> {
        let summary = &self.import.summary;
        let now = self.state.clock.now();
        let mut tx = self.state.db.begin().await?;
        let is_ours =
            imports::set_status(&mut tx, summary.id, ImportStatus::Running, status, Some(now), problem).await?;
        if !is_ours {
            return Ok(End::Stopped);
        }
        if !summary.dry_run {
            let subject = Subject::new(AuditSubject::Import, summary.id.0, summary.file_name.clone());
            audit::note(&mut tx, now, &summary.actor, subject, None, Some(&Snapshot::of(summary))).await?;
        }
        tx.commit().await?;
        Ok(End::Finished)
    }
}

/// An import in the audit log.
#[derive(Serialize)]
struct Snapshot<'a> {
    file: &'a str,
    format: &'a str,
    products_added: i64,
    products_changed: i64,
    products_refused: i64,
    others_added: i64,
    others_changed: i64,
}

impl<'a> Snapshot<'a> {
    fn of(summary: &'a ImportSummary) -> Self {
        let counts = &summary.counts;
        Self {
            file: &summary.file_name,
            format: summary.format.slug(),
            products_added: counts.products_added,
            products_changed: counts.products_changed,
            products_refused: counts.products_refused,
            others_added: counts.others_added,
            others_changed: counts.others_changed,
        }
    }
}

fn picture_sources(pieces: &[Piece]) -> HashSet<PictureSource> {
    let mut sources = HashSet::new();
    for piece in pieces {
        match &piece.item {
            Item::Product(draft) => {
                sources.extend(draft.images.iter().map(|image| image.source.clone()));
                sources.extend(draft.variants.iter().filter_map(|variant| variant.image.clone()));
            }
            Item::Reference(draft) => {
                // Categories show pictures of the shop only.
                let source = draft.picture.iter().flatten().next();
                sources.extend(source.filter(|source| matches!(source, PictureSource::Hash(_))).cloned());
            }
            _ => {}
        }
    }
    sources
}

fn add(total: &mut ImportCounts, more: &ImportCounts) {
    total.rows += more.rows;
    total.products_added += more.products_added;
    total.products_changed += more.products_changed;
    total.products_unchanged += more.products_unchanged;
    total.products_refused += more.products_refused;
    total.others_added += more.others_added;
    total.others_changed += more.others_changed;
    total.others_unchanged += more.others_unchanged;
    total.refused += more.refused;
    total.warnings += more.warnings;
}
