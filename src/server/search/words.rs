//! What was typed, and how well products fit it.
//!
//! A product fits if it has every word somewhere. How well it fits is a sum of whole numbers, for each word that of the
//! best field it stands in: the same however many products there are, so that places in a listing stay valid while the
//! catalog changes, and so that one can say why a product comes first. Among equals, what sells best does.
//!
//! The products that a term of the index names are read one list after the other, each into a score per product. Of
//! Tantivy's own queries, which are nests of iterators, that would be the slowest part: everything that is found counts.

use super::{
    analyzer::{self, Language},
    postings::{Postings, Terms},
    schema::Fields,
    scores::Scores,
};
use tantivy::{SegmentReader, schema::Field};

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
const CODE: u32 = 100_000;
const CODE_BEGUN: u32 = 300;
const WHOLE_TITLE: u32 = 500;
const TITLE: u32 = 100;
const TITLE_STEM: u32 = 90;
const TITLE_BEGUN: u32 = 70;
const BRAND: u32 = 60;
const BRAND_BEGUN: u32 = 45;
const FACT: u32 = 40;
const FACT_STEM: u32 = 36;
const FACT_BEGUN: u32 = 28;
const TITLE_TYPO: u32 = 20;
const BRAND_TYPO: u32 = 16;
const FACT_TYPO: u32 = 12;
const TEXT: u32 = 10;

/// What was typed, as words and codes.
#[derive(Debug)]
pub struct Words {
    parts: Vec<Part>,
    /// All of it, as a title is kept.
    whole: String,
}

/// A part of what was typed, between spaces.
#[derive(Debug)]
struct Part {
    /// As a code.
    code: String,
    /// Its words, without those that say nothing.
    words: Vec<Word>,
}

#[derive(Debug)]
struct Word {
    text: String,
    stem: String,
}

impl Words {
    /// Reads what was typed.
    pub fn read(language: Language, typed: &str) -> Self {
        let all: Vec<Vec<String>> = typed.split_whitespace().map(analyzer::words).collect();
        let all: Vec<Vec<String>> = all.into_iter().filter(|words| !words.is_empty()).take(MAX_WORDS).collect();
        let says_something = |words: &Vec<String>| !words.iter().all(|word| analyzer::is_stop_word(language, word));
        let anything = all.iter().any(says_something);
        let kept = all.into_iter().filter(|words| !anything || says_something(words));
        Self { parts: kept.map(|words| Part::new(language, words)).collect(), whole: analyzer::code(typed) }
    }

    /// How well the products of a segment fit; `None` if there is nothing to look for at this strictness.
    pub fn weigh(
        &self,
        fields: &Fields,
        segment: &SegmentReader,
        strictness: Strictness,
    ) -> tantivy::Result<Option<Scores>> {
        if strictness == Strictness::AllButOne && self.parts.len() < 3 {
            return Ok(None);
        }
        let Some((last, begun)) = self.parts.split_last() else { return Ok(None) };
        let asked = Asked { fields, postings: Postings::of(segment), strictness };
        let mut scores = begun.iter().map(|part| asked.part(part, false)).collect::<tantivy::Result<Vec<_>>>()?;
        scores.push(asked.part(last, true)?);
        let mut scores = match strictness {
            Strictness::AllButOne => Scores::all_but_one(scores),
            Strictness::Exact | Strictness::Tolerant => Scores::all(scores),
        };
        asked.postings.each(fields.whole_title, &Terms::one(&self.whole), |docs| scores.add(docs, WHOLE_TITLE))?;
        Ok(Some(scores))
    }
}

impl Part {
    fn new(language: Language, words: Vec<String>) -> Self {
        let code = words.join(" ");
        let word = |text: String| Word { stem: analyzer::stem_of(language, &text), text };
        Self { code, words: words.into_iter().map(word).collect() }
    }

    /// Whether it may be meant as the beginning of a code: plain words mean what they say.
    fn looks_like_a_code(&self) -> bool {
        self.code.len() >= CODE_PREFIX && (self.words.len() > 1 || self.code.bytes().any(|byte| byte.is_ascii_digit()))
    }
}

/// Where words are looked for, and how strictly.
struct Asked<'a> {
    fields: &'a Fields,
    postings: Postings<'a>,
    strictness: Strictness,
}

impl Asked<'_> {
    /// A part's words, or a code that reads like it.
    fn part(&self, part: &Part, is_last: bool) -> tantivy::Result<Scores> {
        let end = part.words.len().saturating_sub(1);
        let may_be_begun = |index| self.strictness != Strictness::Exact || (is_last && index == end);
        let words = part.words.iter().enumerate().map(|(index, word)| self.word(word, may_be_begun(index)));
        let mut scores = Scores::all(words.collect::<tantivy::Result<_>>()?);
        self.raise(&mut scores, CODE, self.fields.code, &Terms::one(&part.code))?;
        if part.looks_like_a_code() {
            self.raise(&mut scores, CODE_BEGUN, self.fields.code, &Terms::Beginning(&part.code))?;
        }
        Ok(scores)
    }

    /// Each product by the best field that has the word.
    fn word(&self, word: &Word, may_be_begun: bool) -> tantivy::Result<Scores> {
        let (fields, mut scores) = (self.fields, self.postings.no_scores());
        let (text, stem) = (Terms::one(&word.text), Terms::one(&word.stem));
        for (value, field, terms) in [
            (TITLE, fields.title, &text),
            (TITLE_STEM, fields.title_stem, &stem),
            (BRAND, fields.brand, &text),
            (FACT, fields.facts, &text),
            (FACT_STEM, fields.facts_stem, &stem),
            (TEXT, fields.text_stem, &stem),
        ] {
            self.raise(&mut scores, value, field, terms)?;
        }
        let length = word.text.chars().count();
        if may_be_begun && length >= WORD_PREFIX {
            let begun = Terms::Beginning(&word.text);
            for (value, field) in [(TITLE_BEGUN, fields.title), (BRAND_BEGUN, fields.brand), (FACT_BEGUN, fields.facts)]
            {
                self.raise(&mut scores, value, field, &begun)?;
            }
        }
        if self.strictness != Strictness::Exact && typos(length) > 0 {
            let close = Terms::close(&word.text, typos(length), may_be_begun)?;
            for (value, field) in [(TITLE_TYPO, fields.title), (BRAND_TYPO, fields.brand), (FACT_TYPO, fields.facts)] {
                self.raise(&mut scores, value, field, &close)?;
            }
        }
        Ok(scores)
    }

    fn raise(&self, scores: &mut Scores, value: u32, field: Field, terms: &Terms) -> tantivy::Result<()> {
        self.postings.each(field, terms, |docs| scores.raise(docs, value))
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
