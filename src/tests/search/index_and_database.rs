//! The index and plain SQL agree: on what is found, in which order, and on every count.

use super::{
    dice::Dice,
    random_catalog::{self, WORDS, add, change, choice, shelf},
};
use crate::support::TestShop;
use tradewind::{
    domain::catalog::{Listing, ListingQuery, ProductCard},
    server::{
        services::listings,
        store::catalog::{Scope, categories, listing},
    },
};

/// Where listings look.
async fn scopes(shop: &TestShop) -> Vec<Scope> {
    let mut scopes = vec![Scope::Everything];
    for slug in ["home", "kitchen", "travel"] {
        scopes.extend(categories::find(&shop.state.db, slug).await.expect("categories").map(|found| found.scope));
    }
    scopes
}

async fn by_database(shop: &TestShop, scope: &Scope, query: &ListingQuery) -> Listing {
    listing::load(&shop.state.db, scope, query, shop.clock.now()).await.expect("a listing by the database")
}

async fn by_index(shop: &TestShop, scope: &Scope, query: &ListingQuery) -> Listing {
    assert!(shop.state.search.snapshot().is_some(), "there is an index");
    listings::load(&shop.state, scope, query).await.expect("a listing by the index")
}

async fn assert_agreed(shop: &TestShop, dice: &mut Dice, choices: usize) {
    for scope in scopes(shop).await {
        for _ in 0..choices {
            let text = choice(dice);
            let query = ListingQuery::parse(&text);
            let expected = by_database(shop, &scope, &query).await;
            assert_eq!(by_index(shop, &scope, &query).await, expected, "{text} in {scope:?}");
        }
    }
}

async fn random_catalogs_agree(shop: &TestShop, seed: u64) {
    let mut dice = Dice::new(seed);
    let shelf = shelf(shop).await;
    for number in 0..70 {
        add(shop, &shelf, &mut dice, number).await;
    }
    shop.catch_up().await;
    assert_agreed(shop, &mut dice, 40).await;
    for _ in 0..6 {
        for _ in 0..5 {
            change(shop, &mut dice).await;
        }
        shop.catch_up().await;
        assert_agreed(shop, &mut dice, 8).await;
    }
}

/// All pages of a listing, forward.
async fn pages(shop: &TestShop, scope: &Scope, first: &ListingQuery) -> Vec<Listing> {
    let mut query = Some(first.clone());
    let mut pages: Vec<Listing> = Vec::new();
    while let Some(asked) = query.take() {
        let page = by_index(shop, scope, &asked).await;
        query = page.next(&asked);
        pages.push(page);
    }
    pages
}

fn slugs(cards: &[ProductCard]) -> Vec<&str> {
    cards.iter().map(|card| card.slug.as_str()).collect()
}

on_both! {
    async fn counts_totals_and_results_equal_plain_sql(shop: TestShop) {
        random_catalogs_agree(&shop, 1).await;
    }

    async fn counts_totals_and_results_equal_plain_sql_on_another_catalog(shop: TestShop) {
        random_catalogs_agree(&shop, 20_261_124).await;
    }

    async fn paging_visits_every_result_once_in_order_and_leads_back(shop: TestShop) {
        let mut dice = Dice::new(7);
        let shelf = shelf(&shop).await;
        for number in 0..120 {
            add(&shop, &shelf, &mut dice, number).await;
        }
        shop.catch_up().await;
        for sort in ["featured", "newest", "price-asc", "price-desc", "best-selling", "rating"] {
            for narrowed in ["", "&stock=in"] {
                let first = ListingQuery::parse(&format!("sort={sort}{narrowed}"));
                let pages = pages(&shop, &Scope::Everything, &first).await;
                assert!(pages.len() > 2, "{} pages of {sort}", pages.len());
                let shown: Vec<ProductCard> = pages.iter().flat_map(|page| page.cards.clone()).collect();
                let mut different = slugs(&shown);
                different.sort_unstable();
                different.dedup();
                assert_eq!(different.len(), shown.len(), "{sort} shows something twice");
                assert_eq!(i64::try_from(shown.len()), Ok(pages[0].total), "{sort} shows everything");
                let mut query = pages.last().expect("a last page").previous(&first);
                let mut back = pages.len() - 1;
                while let Some(asked) = query.take() {
                    back -= 1;
                    for page in [by_index(&shop, &Scope::Everything, &asked).await, by_database(&shop, &Scope::Everything, &asked).await] {
                        assert_eq!(page, pages[back], "{sort}, back on page {back}");
                    }
                    query = pages[back].previous(&first);
                }
                assert_eq!(back, 0, "{sort} leads back to the first page");
            }
        }
    }

    async fn words_find_and_rank_what_the_titles_have(shop: TestShop) {
        let mut dice = Dice::new(11);
        let shelf = random_catalog::shelf(&shop).await;
        for number in 0..60 {
            add(&shop, &shelf, &mut dice, number).await;
        }
        shop.catch_up().await;
        for _ in 0..60 {
            let words: Vec<String> = dice.some(&WORDS, 3).iter().map(|word| word.to_lowercase()).collect();
            let query = ListingQuery::parse(&format!("q={}&{}", words.join("+"), choice(&mut dice)));
            if words.is_empty() || query.page > 1 {
                continue;
            }
            let scope = Scope::Words(words.clone());
            let (expected, found) = (by_database(&shop, &scope, &query).await, by_index(&shop, &scope, &query).await);
            if found.close {
                continue;
            }
            assert_eq!(slugs(&found.cards), slugs(&expected.cards), "{query:?}");
            assert_eq!((found.total, found.facets), (expected.total, expected.facets), "{query:?}");
        }
    }
}
