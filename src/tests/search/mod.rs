//! The search index: that it finds what the database says, how it ranks, and how it follows.

pub mod dice;
mod feed;
mod index_and_database;
mod random_catalog;
mod rebuild;
mod suggestions;
mod words;

use crate::support::TestShop;
use tradewind::domain::catalog::{Listing, Suggestions};

async fn search(shop: &TestShop, query: &str) -> Listing {
    shop.visitor().get_action("catalog/search", &[("query", query)]).await.expect(200).json()
}

async fn suggest(shop: &TestShop, typed: &str) -> Suggestions {
    shop.visitor().get_action("catalog/suggest", &[("typed", typed)]).await.expect(200).json()
}

fn titles(listing: &Listing) -> Vec<&str> {
    listing.cards.iter().map(|card| card.title.as_str()).collect()
}
