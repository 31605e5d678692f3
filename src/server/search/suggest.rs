//! What a search field suggests: products by the index, categories and brands by their names.

use super::{analyzer, snapshot::Snapshot, words::typos};
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

/// The edits that make a word a beginning of another, if they are few enough for its length: a letter too many, too few
/// or another, or two in the wrong order.
fn errors_in_beginning(word: &str, of: &str) -> Option<usize> {
    let (word, of): (Vec<char>, Vec<char>) = (word.chars().collect(), of.chars().collect());
    // Edits by letters taken of both, row by row; the row before the last one is for swapped letters.
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=of.len()).collect();
    for (index, char) in word.iter().enumerate() {
        let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
        let mut next = vec![index + 1];
        for (place, other) in of.iter().enumerate() {
            let mut edits =
                (at(&row, place) + usize::from(other != char)).min(at(&row, place + 1) + 1).min(at(&next, place) + 1);
            let swapped =
                index > 0 && place > 0 && word.get(index - 1) == Some(other) && of.get(place - 1) == Some(char);
            if swapped {
                edits = edits.min(at(&before, place - 1) + 1);
            }
            next.push(edits);
        }
        before = std::mem::replace(&mut row, next);
    }
    let errors = row.into_iter().min()?;
    (errors <= usize::from(typos(word.len()))).then_some(errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_begin_a_name_and_have_a_typing_error() {
        let errors = |typed: &str, name: &str| errors_in(&analyzer::words(typed), &analyzer::words(name));
        for (typed, name, expected) in [
            ("blan", "Blankets", Some(0)),
            ("blnak", "Blankets", Some(1)),
            ("blakets", "Blankets", Some(1)),
            ("lantrn", "Lanterns and lamps", Some(1)),
            ("lamp lan", "Lanterns and lamps", Some(0)),
            ("bnalk", "Blankets", None),
            ("tee", "Tea", None),
            ("x", "Bags", None),
        ] {
            assert_eq!(errors(typed, name), expected, "{typed} for {name}");
        }
    }
}
