//! A file in batches: rows that belong together stay together, and a batch is small enough for one transaction.
//!
//! Reading is blocking work and runs on a thread of its own, at most two batches ahead of the writing.

use super::{
    draft::{Item, Piece, refused},
    sheet::{Header, ReadError, Row, Rows},
    shopify, tradewind,
};
use crate::{
    domain::staff::{ImportFormat, ImportLine},
    server::{services::catalog_csv::RowType, store::imports::Place},
};
use std::path::Path;
use tokio::sync::mpsc;

/// Most products, or other things, in one transaction.
const PIECES: usize = 200;
const ROWS: i64 = 2_000;
const BYTES: usize = 4 * 1024 * 1024;
/// Most pictures to be fetched in one batch, so that a batch never takes minutes.
const PICTURES: usize = 40;
/// Most rows of one product: as many variants and pictures as it may have.
const PRODUCT_ROWS: usize = 1_200;
const PRODUCT_BYTES: usize = 8 * 1024 * 1024;

/// Pieces of one kind, in the order of the file.
#[derive(Debug)]
pub struct Batch {
    pub start: Place,
    pub pieces: Vec<Piece>,
}

/// What the reading thread says.
#[derive(Debug)]
pub enum Message {
    Batch(Batch),
    /// The file is read to its end.
    End,
    /// The file cannot be read any further.
    Failed(ReadError),
}

/// Reads a file from a place on, until its end or until nobody listens any more.
pub fn read(path: &Path, format: ImportFormat, from: Place, sender: &mpsc::Sender<Message>) {
    let message = match send_batches(path, format, from, sender) {
        Ok(true) => Message::End,
        Ok(false) => return,
        Err(error) => Message::Failed(error),
    };
    // Nobody listens any more when the import was stopped.
    let _ = sender.blocking_send(message);
}

fn send_batches(
    path: &Path,
    format: ImportFormat,
    from: Place,
    sender: &mpsc::Sender<Message>,
) -> Result<bool, ReadError> {
    let mut rows = Rows::open(path, format == ImportFormat::Tradewind, from)?;
    check_header(&rows.header, format)?;
    let mut batcher = Batcher { format, group: None, pieces: Vec::new(), start: from, rows: 0, bytes: 0, pictures: 0 };
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(error) => {
                // What was read before the break counts.
                batcher.end_group(&rows.header);
                if let Some(batch) = batcher.take() {
                    let _ = sender.blocking_send(Message::Batch(batch));
                }
                return Err(error);
            }
        };
        batcher.add(&rows.header, row);
        while let Some(batch) = batcher.full() {
            if sender.blocking_send(Message::Batch(batch)).is_err() {
                return Ok(false);
            }
        }
    }
    batcher.end_group(&rows.header);
    while let Some(batch) = batcher.full().or_else(|| batcher.take()) {
        if sender.blocking_send(Message::Batch(batch)).is_err() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn check_header(header: &Header, format: ImportFormat) -> Result<(), ReadError> {
    match format {
        ImportFormat::Tradewind => {
            let missing = ["type", "slug"].into_iter().find(|name| !header.has(name));
            missing.map_or(Ok(()), |name| Err(ReadError::MissingColumn(name)))
        }
        ImportFormat::Shopify => shopify::check_header(header).map_err(ReadError::MissingColumn),
    }
}

/// Rows of one product, as far as they were read.
struct Group {
    key: String,
    rows: Vec<(RowType, Row)>,
    notes: Vec<ImportLine>,
    count: i64,
    bytes: usize,
    end: Place,
}

struct Batcher {
    format: ImportFormat,
    group: Option<Group>,
    pieces: Vec<Piece>,
    start: Place,
    rows: i64,
    bytes: usize,
    pictures: usize,
}

/// What a row is.
enum Class {
    OfProduct(RowType, String),
    Alone(RowType, String),
    Wrong(ImportLine),
}

impl Batcher {
    fn add(&mut self, header: &Header, row: Row) {
        if row.is_blank() {
            return;
        }
        let end = row.end;
        match self.classify(header, &row) {
            Class::OfProduct(row_type, key) => {
                if self.group.as_ref().is_none_or(|group| group.key != key) {
                    self.end_group(header);
                    self.group = Some(Group { key, rows: Vec::new(), notes: Vec::new(), count: 0, bytes: 0, end });
                }
                if let Some(group) = &mut self.group {
                    group.push(row_type, row);
                }
            }
            Class::Alone(row_type, slug) => {
                self.end_group(header);
                let mut notes = Vec::new();
                let item = match row_type {
                    RowType::Related => tradewind::related(header, &row, slug),
                    _ => tradewind::reference(header, &row, row_type, slug, &mut notes),
                };
                self.push(Piece { item, notes, rows: 1, end }, row.bytes());
            }
            // A row that cannot be read says not whose it is: most likely of the product around it.
            Class::Wrong(note) => match &mut self.group {
                Some(group) => {
                    group.count += 1;
                    group.end = end;
                    group.notes.push(note);
                }
                None => self.push(Piece { item: Item::RefusedRow, notes: vec![note], rows: 1, end }, 0),
            },
        }
    }

    fn classify(&self, header: &Header, row: &Row) -> Class {
        if let Err(problem) = row.cells {
            return Class::Wrong(refused(row.line, "", "row", problem.reason()));
        }
        let class = match self.format {
            ImportFormat::Shopify => {
                shopify::handle(header, row).map(|handle| Class::OfProduct(RowType::Product, handle))
            }
            ImportFormat::Tradewind => tradewind::classify(header, row).map(|(row_type, slug)| match row_type {
                RowType::Product | RowType::Variant | RowType::Image => Class::OfProduct(row_type, slug),
                _ => Class::Alone(row_type, slug),
            }),
        };
        class.unwrap_or_else(Class::Wrong)
    }

    /// Makes a piece of the product's rows.
    fn end_group(&mut self, header: &Header) {
        let Some(Group { key, rows, mut notes, count, bytes, end }) = self.group.take() else { return };
        let item = match self.format {
            ImportFormat::Tradewind => tradewind::product(header, &rows, &key, &mut notes),
            ImportFormat::Shopify => {
                let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
                shopify::product(header, &rows, &key, &mut notes)
            }
        };
        self.push(Piece { item, notes, rows: count, end }, bytes);
    }

    fn push(&mut self, piece: Piece, bytes: usize) {
        self.rows += piece.rows;
        self.bytes += bytes;
        self.pictures += web_pictures(&piece.item);
        self.pieces.push(piece);
    }

    /// The pieces that make a whole batch, if there are enough or another kind begins.
    fn full(&mut self) -> Option<Batch> {
        let kind = self.pieces.first().and_then(|piece| kind(&piece.item));
        let other =
            self.pieces.iter().position(|piece| self::kind(&piece.item).is_some_and(|other| Some(other) != kind));
        let other = other.filter(|place| *place > 0 && kind.is_some());
        let is_full = self.pieces.len() >= PIECES || self.rows > ROWS || self.bytes > BYTES || self.pictures > PICTURES;
        let cut = other.or_else(|| is_full.then_some(self.pieces.len()))?;
        Some(self.cut(cut))
    }

    fn take(&mut self) -> Option<Batch> {
        if self.pieces.is_empty() { None } else { Some(self.cut(self.pieces.len())) }
    }

    fn cut(&mut self, at: usize) -> Batch {
        let rest = self.pieces.split_off(at);
        let pieces = std::mem::replace(&mut self.pieces, rest);
        let start = self.start;
        self.start = pieces.last().map_or(start, |piece| piece.end);
        self.rows = self.pieces.iter().map(|piece| piece.rows).sum();
        self.bytes = 0;
        self.pictures = self.pieces.iter().map(|piece| web_pictures(&piece.item)).sum();
        Batch { start, pieces }
    }
}

impl Group {
    /// More rows than a product can have are counted, not kept.
    fn push(&mut self, row_type: RowType, row: Row) {
        self.count += 1;
        self.bytes += row.bytes();
        self.end = row.end;
        if self.rows.len() < PRODUCT_ROWS && self.bytes <= PRODUCT_BYTES {
            self.rows.push((row_type, row));
        } else if self.count == PRODUCT_ROWS as i64 + 1 || self.notes.is_empty() {
            let why = "A product has at most 1000 variants and 100 pictures: this row and those after it are left out.";
            self.notes.push(refused(row.line, &self.key, "row", why));
        }
    }
}

/// Pieces of different kinds do not share a batch: products may refer to what stands before them.
fn kind(item: &Item) -> Option<u8> {
    match item {
        Item::Reference(_) => Some(0),
        Item::Product(_) | Item::RefusedProduct => Some(1),
        Item::Related(_) => Some(2),
        Item::RefusedRow => None,
    }
}

fn web_pictures(item: &Item) -> usize {
    use super::draft::PictureSource::Address;
    let Item::Product(draft) = item else { return 0 };
    let of_rows = draft.images.iter().map(|image| Some(&image.source));
    let of_variants = draft.variants.iter().map(|variant| variant.image.as_ref());
    of_rows.chain(of_variants).filter(|source| matches!(source, Some(Address(_)))).count()
}
