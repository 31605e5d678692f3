//! Words as a query of the index.
//!
//! A product fits if it has every word somewhere. How well it fits is a sum of whole numbers, for each word that of the
//! best field it stands in: the same however many products there are, so that places in a listing stay valid while the
//! catalog changes, and so that one can say why a product comes first. Among equals, what sells best does.

use super::{
    analyzer::{self, Language},
    schema::Fields,
};
use tantivy::{
    Searcher, Term,
    query::{BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, FuzzyTermQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

/// Further words of a search are not looked for.
const MAX_WORDS: usize = 8;
/// Codes are looked up by their beginning from so many characters on.
const CODE_PREFIX: usize = 3;
/// The last word counts as begun from so many characters on.
const WORD_PREFIX: usize = 2;

/// How strictly words are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Every word, as it was typed or with another ending; the last one may be only begun.
    Exact,
    /// Every word, with typing errors; any may be only begun.
    Tolerant,
    /// All words but one, with typing errors.
    AllButOne,
}

impl Strictness {
    /// Tried one after the other until something is found.
    pub const ALL: [Self; 3] = [Self::Exact, Self::Tolerant, Self::AllButOne];
}

// What a word is worth, by the field that has it.
const CODE: f32 = 100_000.0;
const CODE_BEGUN: f32 = 300.0;
const WHOLE_TITLE: f32 = 500.0;
const TITLE: f32 = 100.0;
const TITLE_STEM: f32 = 90.0;
const TITLE_BEGUN: f32 = 70.0;
const BRAND: f32 = 60.0;
const BRAND_BEGUN: f32 = 45.0;
const FACT: f32 = 40.0;
const FACT_STEM: f32 = 36.0;
const FACT_BEGUN: f32 = 28.0;
const TITLE_TYPO: f32 = 20.0;
const BRAND_TYPO: f32 = 16.0;
const FACT_TYPO: f32 = 12.0;
const TEXT: f32 = 10.0;

/// The query for words as they were typed; `None` if there is nothing to look for at this strictness.
///
/// What the index has no term for is left out: every way in which a word may be found is weighed for every product.
pub fn query(
    fields: &Fields,
    searcher: &Searcher,
    typed: &str,
    strictness: Strictness,
) -> tantivy::Result<Option<Box<dyn Query>>> {
    let asked = Asked { fields, searcher, strictness };
    let mut parts: Vec<Part> = parts(fields.language, typed);
    let last = parts.pop();
    let mut words = parts.iter().map(|part| asked.part(part, false)).collect::<tantivy::Result<Vec<_>>>()?;
    if let Some(last) = last {
        words.push(asked.part(&last, true)?);
    }
    let required = match strictness {
        Strictness::AllButOne if words.len() < 3 => return Ok(None),
        Strictness::AllButOne => words.len() - 1,
        Strictness::Exact | Strictness::Tolerant => words.len(),
    };
    if words.is_empty() {
        return Ok(None);
    }
    let words: Box<dyn Query> = if required == words.len() {
        Box::new(BooleanQuery::intersection(words))
    } else {
        Box::new(BooleanQuery::union_with_minimum_required_clauses(words, required))
    };
    Ok(Some(match asked.has(WHOLE_TITLE, fields.whole_title, &analyzer::code(typed))? {
        Some(whole) => Box::new(BooleanQuery::new(vec![(Occur::Must, words), (Occur::Should, whole)])),
        None => words,
    }))
}

/// A part of what was typed, between spaces.
struct Part {
    /// As a code.
    code: String,
    /// Its words, without those that say nothing.
    words: Vec<String>,
}

fn parts(language: Language, typed: &str) -> Vec<Part> {
    let part = |text: &str| {
        let words = analyzer::words(text);
        Part { code: words.join(" "), words }
    };
    let all: Vec<Part> =
        typed.split_whitespace().map(part).filter(|part| !part.words.is_empty()).take(MAX_WORDS).collect();
    let says_something = |part: &Part| !part.words.iter().all(|word| analyzer::is_stop_word(language, word));
    if all.iter().any(says_something) { all.into_iter().filter(says_something).collect() } else { all }
}

impl Part {
    /// Whether it may be meant as the beginning of a code: plain words mean what they say.
    fn looks_like_a_code(&self) -> bool {
        self.code.len() >= CODE_PREFIX && (self.words.len() > 1 || self.code.bytes().any(|byte| byte.is_ascii_digit()))
    }
}

/// Where words are looked for, and how strictly.
struct Asked<'a> {
    fields: &'a Fields,
    searcher: &'a Searcher,
    strictness: Strictness,
}

impl Asked<'_> {
    /// A part's words, or a code that reads like it.
    fn part(&self, part: &Part, is_last: bool) -> tantivy::Result<Box<dyn Query>> {
        let end = part.words.len().saturating_sub(1);
        let may_be_begun = |index| self.strictness != Strictness::Exact || (is_last && index == end);
        let words = part.words.iter().enumerate().map(|(index, word)| self.word(word, may_be_begun(index)));
        let mut words = words.collect::<tantivy::Result<Vec<_>>>()?;
        let mut ways = match words.len() {
            1 => words,
            _ => vec![Box::new(BooleanQuery::intersection(std::mem::take(&mut words))) as Box<dyn Query>],
        };
        ways.extend(self.has(CODE, self.fields.code, &part.code)?);
        if part.looks_like_a_code() {
            ways.extend(self.begins(CODE_BEGUN, self.fields.code, &part.code)?);
        }
        Ok(best_of(ways))
    }

    fn word(&self, word: &str, may_be_begun: bool) -> tantivy::Result<Box<dyn Query>> {
        let fields = self.fields;
        let stem = analyzer::stem_of(fields.language, word);
        let mut ways = Vec::new();
        for (value, field, term) in [
            (TITLE, fields.title, word),
            (TITLE_STEM, fields.title_stem, stem.as_str()),
            (BRAND, fields.brand, word),
            (FACT, fields.facts, word),
            (FACT_STEM, fields.facts_stem, stem.as_str()),
            (TEXT, fields.text_stem, stem.as_str()),
        ] {
            ways.extend(self.has(value, field, term)?);
        }
        let length = word.chars().count();
        if may_be_begun && length >= WORD_PREFIX {
            for (value, field) in [(TITLE_BEGUN, fields.title), (BRAND_BEGUN, fields.brand), (FACT_BEGUN, fields.facts)]
            {
                ways.extend(self.begins(value, field, word)?);
            }
        }
        let typos = typos(length);
        if self.strictness != Strictness::Exact && typos > 0 {
            for (value, field) in [(TITLE_TYPO, fields.title), (BRAND_TYPO, fields.brand), (FACT_TYPO, fields.facts)] {
                let term = Term::from_field_text(field, word);
                let close = if may_be_begun {
                    FuzzyTermQuery::new_prefix(term, typos, true)
                } else {
                    FuzzyTermQuery::new(term, typos, true)
                };
                ways.push(worth(value, Box::new(close)));
            }
        }
        Ok(best_of(ways))
    }

    fn has(&self, value: f32, field: Field, term: &str) -> tantivy::Result<Option<Box<dyn Query>>> {
        let term = Term::from_field_text(field, term);
        if self.searcher.doc_freq(&term)? == 0 {
            return Ok(None);
        }
        Ok(Some(worth(value, Box::new(TermQuery::new(term, IndexRecordOption::Basic)))))
    }

    fn begins(&self, value: f32, field: Field, text: &str) -> tantivy::Result<Option<Box<dyn Query>>> {
        for segment in self.searcher.segment_readers() {
            let terms = segment.inverted_index(field)?;
            let mut from = terms.terms().range().ge(text).into_stream()?;
            if from.advance() && from.key().starts_with(text.as_bytes()) {
                // No typing errors: the automaton of a plain beginning.
                let begun = FuzzyTermQuery::new_prefix(Term::from_field_text(field, text), 0, true);
                return Ok(Some(worth(value, Box::new(begun))));
            }
        }
        Ok(None)
    }
}

/// What is found in any of the ways, worth as much as in the best of them.
fn best_of(mut ways: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match ways.len() {
        0 => Box::new(EmptyQuery),
        1 => ways.remove(0),
        _ => Box::new(DisjunctionMaxQuery::new(ways)),
    }
}

/// Typing errors that a word of this length may have.
pub const fn typos(length: usize) -> u8 {
    match length {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

fn worth(value: f32, query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, value))
}
