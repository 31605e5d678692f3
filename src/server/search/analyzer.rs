//! How text becomes terms, the same way for what is indexed and what is asked for.

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language as StemmerLanguage, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer,
    StopWordFilter, TextAnalyzer, TokenizerManager,
};

/// A language of the catalog's texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
}

impl Language {
    /// In names of tokenizers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }

    const fn stemmer(self) -> StemmerLanguage {
        match self {
            Self::English => StemmerLanguage::English,
        }
    }
}

/// Words as they are, in lower case and without accents.
pub const PLAIN: &str = "plain";
/// Longer words are nonsense, and would bloat the index.
const MAX_WORD_BYTES: usize = 60;

/// The name of the tokenizer that reduces words to their stems.
pub fn stemmed(language: Language) -> String {
    format!("stem-{}", language.code())
}

/// The tokenizers of the schema.
pub fn tokenizers(language: Language) -> TokenizerManager {
    // Beside its raw tokenizer, Tantivy wants a default one to be there even for fields of numbers.
    let manager = TokenizerManager::default();
    manager.register(PLAIN, plain());
    manager.register(&stemmed(language), stem(language));
    manager
}

fn plain() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(MAX_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

fn stem(language: Language) -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(MAX_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(language.stemmer()))
        .build()
}

fn without_stop_words(language: Language) -> Option<TextAnalyzer> {
    let filter = StopWordFilter::new(language.stemmer())?;
    Some(TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(filter).build())
}

fn terms(mut analyzer: TextAnalyzer, text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    analyzer.token_stream(text).process(&mut |token| terms.push(token.text.clone()));
    terms
}

/// The words of a text.
pub fn words(text: &str) -> Vec<String> {
    terms(plain(), text)
}

/// The stem of one word.
pub fn stem_of(language: Language, word: &str) -> String {
    terms(stem(language), word).pop().unwrap_or_else(|| word.to_owned())
}

/// Whether a word says nothing by itself, such as "the".
pub fn is_stop_word(language: Language, word: &str) -> bool {
    without_stop_words(language).is_some_and(|analyzer| terms(analyzer, word).is_empty())
}

/// A SKU or barcode, or a whole title, as one term: however it is written, it is found.
pub fn code(text: &str) -> String {
    words(text).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_stems_shared() {
        assert_eq!(words("Café-Crème, 1.5 l"), ["cafe", "creme", "1", "5", "l"]);
        assert_eq!(code("FIELD-tee_S/01"), "field tee s 01");
        for (a, b) in [("shirts", "shirt"), ("blankets", "blanket"), ("knitted", "knitting")] {
            assert_eq!(stem_of(Language::English, a), stem_of(Language::English, b));
        }
        assert!(is_stop_word(Language::English, "the") && !is_stop_word(Language::English, "wool"));
    }
}
