//! The products of a segment that terms of the index name.

use super::scores::Scores;
use std::sync::Arc;
use tantivy::{
    SegmentReader, Term,
    postings::TermInfo,
    query::{AutomatonWeight, DfaWrapper, FuzzyTermQuery},
    schema::{Field, IndexRecordOption},
};

/// Which terms of a field are meant.
#[derive(Clone)]
pub enum Terms<'a> {
    One(&'a str),
    /// All that begin with it.
    Beginning(&'a str),
    /// All that are a few typing errors away.
    Close(Arc<DfaWrapper>),
}

impl<'a> Terms<'a> {
    pub const fn one(text: &'a str) -> Self {
        Self::One(text)
    }

    /// Terms that are at most so many typing errors away; with `begun`, terms with such a beginning, too.
    pub fn close(text: &str, typos: u8, begun: bool) -> tantivy::Result<Self> {
        // The field of the term does not matter to the automaton.
        let term = Term::from_field_text(Field::from_field_id(0), text);
        let query =
            if begun { FuzzyTermQuery::new_prefix(term, typos, true) } else { FuzzyTermQuery::new(term, typos, true) };
        Ok(Self::Close(Arc::new(query.automaton()?)))
    }
}

/// Reads a segment's lists of products.
#[derive(Clone, Copy)]
pub struct Postings<'a>(&'a SegmentReader);

impl<'a> Postings<'a> {
    pub const fn of(segment: &'a SegmentReader) -> Self {
        Self(segment)
    }

    pub fn no_scores(&self) -> Scores {
        Scores::none(self.0.max_doc())
    }

    /// Hands over the products that have any of the terms, some at a time, one perhaps several times.
    pub fn each(&self, field: Field, terms: &Terms, mut take: impl FnMut(&[u32])) -> tantivy::Result<()> {
        let index = self.0.inverted_index(field)?;
        for info in self.infos(field, terms)? {
            let mut postings = index.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            while !postings.docs().is_empty() {
                take(postings.docs());
                postings.advance();
            }
        }
        Ok(())
    }

    fn infos(&self, field: Field, terms: &Terms) -> tantivy::Result<Vec<TermInfo>> {
        let index = self.0.inverted_index(field)?;
        match terms {
            Terms::One(text) => Ok(index.terms().get(text)?.into_iter().collect()),
            Terms::Beginning(text) => {
                let mut infos = Vec::new();
                let mut stream = index.terms().range().ge(text).into_stream()?;
                while stream.advance() && stream.key().starts_with(text.as_bytes()) {
                    infos.push(stream.value().clone());
                }
                Ok(infos)
            }
            Terms::Close(automaton) => {
                AutomatonWeight::<DfaWrapper>::new(field, automaton.clone()).get_match_term_infos(self.0)
            }
        }
    }
}
