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
    Term,
    query::{BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, Query, TermQuery},
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
pub fn query(fields: &Fields, typed: &str, strictness: Strictness) -> Option<Box<dyn Query>> {
    let mut parts: Vec<Part> = parts(fields.language, typed);
    let last = parts.pop();
    let mut words: Vec<Box<dyn Query>> = parts.iter().map(|part| part.query(fields, strictness, false)).collect();
    words.extend(last.map(|part| part.query(fields, strictness, true)));
    let required = match strictness {
        Strictness::AllButOne if words.len() < 3 => return None,
        Strictness::AllButOne => words.len() - 1,
        Strictness::Exact | Strictness::Tolerant => words.len(),
    };
    if words.is_empty() {
        return None;
    }
    let words: Box<dyn Query> = if required == words.len() {
        Box::new(BooleanQuery::intersection(words))
    } else {
        Box::new(BooleanQuery::union_with_minimum_required_clauses(words, required))
    };
    let whole = worth(WHOLE_TITLE, has(fields.whole_title, &analyzer::code(typed)));
    Some(Box::new(BooleanQuery::new(vec![(Occur::Must, words), (Occur::Should, whole)])))
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
    /// Its words, or a code that reads like it.
    fn query(&self, fields: &Fields, strictness: Strictness, is_last: bool) -> Box<dyn Query> {
        let end = self.words.len().saturating_sub(1);
        let words = self.words.iter().enumerate();
        let may_be_begun = |index| strictness != Strictness::Exact || (is_last && index == end);
        let words = words.map(|(index, word)| word_query(fields, word, strictness, may_be_begun(index))).collect();
        let mut ways: Vec<Box<dyn Query>> =
            vec![Box::new(BooleanQuery::intersection(words)), worth(CODE, has(fields.code, &self.code))];
        if self.looks_like_a_code() {
            ways.push(worth(CODE_BEGUN, begins(fields.code, &self.code)));
        }
        Box::new(DisjunctionMaxQuery::new(ways))
    }
}

impl Part {
    /// Whether it may be meant as the beginning of a code: plain words mean what they say.
    fn looks_like_a_code(&self) -> bool {
        self.code.len() >= CODE_PREFIX && (self.words.len() > 1 || self.code.bytes().any(|byte| byte.is_ascii_digit()))
    }
}

fn word_query(fields: &Fields, word: &str, strictness: Strictness, may_be_begun: bool) -> Box<dyn Query> {
    let stem = analyzer::stem_of(fields.language, word);
    let mut ways = vec![
        worth(TITLE, has(fields.title, word)),
        worth(TITLE_STEM, has(fields.title_stem, &stem)),
        worth(BRAND, has(fields.brand, word)),
        worth(FACT, has(fields.facts, word)),
        worth(FACT_STEM, has(fields.facts_stem, &stem)),
        worth(TEXT, has(fields.text_stem, &stem)),
    ];
    let length = word.chars().count();
    if may_be_begun && length >= WORD_PREFIX {
        ways.push(worth(TITLE_BEGUN, begins(fields.title, word)));
        ways.push(worth(BRAND_BEGUN, begins(fields.brand, word)));
        ways.push(worth(FACT_BEGUN, begins(fields.facts, word)));
    }
    let typos = typos(length);
    if strictness != Strictness::Exact && typos > 0 {
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
    Box::new(DisjunctionMaxQuery::new(ways))
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

fn has(field: Field, term: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::Basic))
}

fn begins(field: Field, text: &str) -> Box<dyn Query> {
    // No typing errors: the automaton of a plain beginning.
    Box::new(FuzzyTermQuery::new_prefix(Term::from_field_text(field, text), 0, true))
}
