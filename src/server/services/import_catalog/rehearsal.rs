//! What a dry run has to remember: it writes nothing, and later rows refer to what earlier ones would have made.

use super::{
    batches::{self, Message},
    draft::{CategoryWish, Item, Named, Piece, ReferenceDraft},
    known::{Author, Known, MakeError},
    reference,
    seen::Seen,
};
use crate::{
    domain::{product::OptionKind, staff::ImportFormat},
    server::store::{StoreError, Tx, imports::Place},
};
use std::{collections::HashSet, path::Path};
use tokio::sync::mpsc;

/// Everything that the real import would have made so far.
#[derive(Debug, Default)]
pub struct Rehearsal {
    references: Vec<ReferenceDraft>,
    names: Vec<MadeName>,
    known_names: HashSet<MadeName>,
    pub seen: Seen,
}

/// Something made because a product names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum MadeName {
    Brand(String),
    Category(Vec<String>),
    Color(String),
    Size(String),
}

impl Rehearsal {
    /// The rehearsal of an import that goes on at a place: what stands before it is read once more.
    pub async fn up_to(path: &Path, format: ImportFormat, place: Place) -> Self {
        let mut rehearsal = Self::default();
        if place.byte == 0 {
            return rehearsal;
        }
        let (sender, mut messages) = mpsc::channel(2);
        let path = path.to_owned();
        let reading =
            tokio::task::spawn_blocking(move || batches::read(&path, format, Place { byte: 0, line: 1 }, &sender));
        while let Some(Message::Batch(batch)) = messages.recv().await {
            for piece in batch.pieces.iter().filter(|piece| piece.end.byte <= place.byte) {
                rehearsal.remember(piece);
            }
            if batch.pieces.last().is_none_or(|piece| piece.end.byte >= place.byte) {
                break;
            }
        }
        messages.close();
        drop(reading.await);
        rehearsal
    }

    pub fn remember(&mut self, piece: &Piece) {
        match &piece.item {
            Item::Reference(draft) => self.references.push(draft.as_ref().clone()),
            Item::Product(draft) => {
                self.seen.add_product(&draft.slug);
                if let Some(Some(Named::Name(name))) = &draft.brand {
                    self.name(MadeName::Brand(name.clone()));
                }
                if let Some(CategoryWish::Also(path)) = &draft.categories {
                    self.name(MadeName::Category(path.clone()));
                }
                for option in draft.options.iter().flatten() {
                    for value in option.values.iter().filter(|value| value.by_name) {
                        match option.kind {
                            OptionKind::Color => self.name(MadeName::Color(value.name.clone())),
                            OptionKind::Size => self.name(MadeName::Size(value.name.clone())),
                            OptionKind::Other => {}
                        }
                    }
                }
            }
            Item::Related(_) | Item::RefusedProduct | Item::RefusedRow => {}
        }
    }

    fn name(&mut self, name: MadeName) {
        if self.known_names.insert(name.clone()) {
            self.names.push(name);
        }
    }

    /// Makes all of it again, in a transaction that will be rolled back.
    pub async fn make(&self, tx: &mut Tx, by: Author<'_>, known: &mut Known) -> Result<(), StoreError> {
        for draft in &self.references {
            reference::save(tx, by, known, draft, None, &mut Vec::new()).await?;
        }
        for name in &self.names {
            let made = match name {
                MadeName::Brand(name) => known.make_brand(tx, by, name).await,
                MadeName::Category(path) => known.make_category(tx, by, path).await,
                MadeName::Color(name) => known.make_color(tx, by, name).await,
                MadeName::Size(name) => known.make_size(tx, by, name).await,
            };
            if let Err(MakeError::Store(error)) = made {
                return Err(error);
            }
        }
        Ok(())
    }
}
