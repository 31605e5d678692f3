//! Orders of a listing: every one ascends by a key and, among equals, by a tie-breaker, so that a place in it is two
//! numbers. The database and the index sort by the same ones.

use super::filter::{Binds, Narrowed, Scope, Without, variant_fits, words_in_title};
use crate::domain::catalog::{Cursor, Sort};

/// Relevance stands above this many units sold.
pub const RELEVANCE: i64 = 1 << 40;

/// A few good ratings count less than many: as if each product had five more of three and a half stars.
/// In thousandths of a star; 0 without ratings.
pub const fn rating_key(count: i64, sum: i64) -> i64 {
    if count > 0 { (sum * 1000 + 17_500) / (count + 5) } else { 0 }
}

const RATING: &str = "CASE WHEN candidate.rating_count = 0 THEN 0
    ELSE (candidate.rating_sum * 1000 + 17500) / (candidate.rating_count + 5) END";

/// Key and tie-breaker of a candidate, as SQL.
pub struct Order {
    pub key: String,
    pub tie: &'static str,
}

impl Order {
    pub fn of(scope: &Scope, narrowed: &Narrowed<'_>, binds: &mut Binds) -> Self {
        const ID: &str = "candidate.id";
        let by = |key: String| Self { key: format!("CAST({key} AS BIGINT)"), tie: ID };
        match narrowed.query.sort {
            Sort::Featured => match scope {
                Scope::Words(words) if !words.is_empty() => {
                    by(format!("-(({}) * {RELEVANCE} + candidate.sold)", words_in_title(words, binds)))
                }
                _ => by("0".into()),
            },
            Sort::Newest => Self { tie: "-candidate.id", ..by("-candidate.published_at".into()) },
            Sort::PriceAsc => by(price(narrowed, binds)),
            Sort::PriceDesc => by(format!("-{}", price(narrowed, binds))),
            Sort::BestSelling => by("-candidate.sold".into()),
            Sort::Rating => by(format!("-({RATING})")),
        }
    }

    /// Whether a candidate stands before a place; with `inclusive`, or at it.
    pub fn is_before(&self, place: Cursor, inclusive: bool, binds: &mut Binds) -> String {
        let Self { key, tie } = self;
        let (sign, at_key, at_tie) = (if inclusive { "<=" } else { "<" }, binds.int(place.key), binds.int(place.tie));
        format!("({key} < {at_key} OR ({key} = {at_key} AND {tie} {sign} {at_tie}))")
    }
}

/// The price that the card will show: of the cheapest variant that fits.
fn price(narrowed: &Narrowed<'_>, binds: &mut Binds) -> String {
    if !narrowed.query.narrows_variants() {
        return "candidate.price_minor".into();
    }
    let fits = variant_fits(narrowed.query, Without::Nothing, binds);
    format!("(SELECT MIN(variant.price_minor) FROM variant WHERE variant.product_id = candidate.id AND {fits})")
}
