//! What a search field suggests: products by the index, categories and brands by their names.

use super::{analyzer, query::typos, snapshot::Snapshot};
use crate::domain::{
    catalog::{CategoryLink, SuggestedBrand},
    ids::ProductId,
    timestamp::Timestamp,
};

const MAX_CATEGORIES: usize = 3;
const MAX_BRANDS: usize = 3;

/// What to suggest.
#[derive(Debug, Default)]
pub struct Suggested {
    pub products: Vec<ProductId>,
    pub categories: Vec<CategoryLink>,
    pub brands: Vec<SuggestedBrand>,
}

/// What begins with the words, or comes close; categories and brands only if their names have all the words.
pub fn suggest(snapshot: &Snapshot, typed: &str, now: Timestamp) -> tantivy::Result<Suggested> {
    let words = analyzer::words(typed);
    let directory = snapshot.directory();
    let categories = named(&words, directory.reachable().map(|link| (link.name.clone(), link)), MAX_CATEGORIES);
    let brands = directory
        .brands
        .iter()
        .map(|(slug, name)| (name.to_owned(), SuggestedBrand { slug: slug.to_owned(), name: name.to_owned() }));
    Ok(Suggested { products: snapshot.best(typed, now)?, categories, brands: named(&words, brands, MAX_BRANDS) })
}

/// Those whose names have the words, as typed before those with typing errors, then by name.
fn named<T>(words: &[String], all: impl Iterator<Item = (String, T)>, count: usize) -> Vec<T> {
    if words.is_empty() {
        return Vec::new();
    }
    let errors = |(name, thing): (String, T)| Some((errors_in(words, &analyzer::words(&name))?, name, thing));
    let mut found: Vec<_> = all.filter_map(errors).collect();
    found.sort_by(|(a, a_name, _), (b, b_name, _)| (a, a_name).cmp(&(b, b_name)));
    found.into_iter().take(count).map(|(_, _, thing)| thing).collect()
}

/// Typing errors in words that each begin a word of a name; `None` if one of them begins none.
fn errors_in(words: &[String], name: &[String]) -> Option<usize> {
    words.iter().map(|word| name.iter().filter_map(|of| errors_in_beginning(word, of)).min()).sum()
}

/// The edits that make a word a beginning of another, if they are few enough for its length.
fn errors_in_beginning(word: &str, of: &str) -> Option<usize> {
    let of: Vec<char> = of.chars().collect();
    let mut row: Vec<usize> = (0..=of.len()).collect();
    for (index, char) in word.chars().enumerate() {
        let mut next = vec![index + 1];
        for (other, (above, diagonal)) in of.iter().zip(row.iter().skip(1).zip(&row)) {
            let left = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(*other != char)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    let errors = row.into_iter().min()?;
    (errors <= usize::from(typos(word.chars().count()))).then_some(errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_begin_a_name_and_have_a_typing_error() {
        let errors = |typed: &str, name: &str| errors_in(&analyzer::words(typed), &analyzer::words(name));
        for (typed, name, expected) in [
            ("blan", "Blankets", Some(0)),
            ("blnak", "Blankets", None),
            ("blakets", "Blankets", Some(1)),
            ("lantrn", "Lanterns and lamps", Some(1)),
            ("lamp lan", "Lanterns and lamps", Some(0)),
            ("tee", "Tea", None),
            ("x", "Bags", None),
        ] {
            assert_eq!(errors(typed, name), expected, "{typed} for {name}");
        }
    }
}
