//! What a listing shows for its address, found by the database and by the search index alike.

use super::small_catalog;
use crate::support::TestShop;
use tradewind::domain::catalog::{CategoryView, FacetKind, Listing};

/// Who finds the products: the database while there is no index, then the index.
const WAYS: [&str; 2] = ["database", "index"];

async fn take(shop: &TestShop, way: &str) {
    if way == "index" {
        shop.catch_up().await;
    }
}

async fn category(shop: &TestShop, slug: &str, query: &str) -> Listing {
    let answer = shop.visitor().get_action("catalog/category", &[("slug", slug), ("query", query)]).await.expect(200);
    answer.json::<CategoryView>().listing
}

async fn search(shop: &TestShop, query: &str) -> Listing {
    shop.visitor().get_action("catalog/search", &[("query", query)]).await.expect(200).json()
}

fn titles(listing: &Listing) -> Vec<&str> {
    listing.cards.iter().map(|card| card.title.as_str()).collect()
}

fn counts(listing: &Listing, kind: FacetKind) -> Vec<(&str, i64)> {
    listing.facets.values(kind).iter().map(|value| (value.slug.as_str(), value.products)).collect()
}

on_both! {
    async fn a_category_holds_what_is_below_it(shop: TestShop) {
        small_catalog(&shop).await;
        for way in WAYS {
            take(&shop, way).await;
            assert_eq!(titles(&category(&shop, "clothing", "").await), ["Field Tee", "Linen Shirt"]);
            assert_eq!(titles(&category(&shop, "shirts", "").await), ["Linen Shirt"]);
            assert_eq!(titles(&category(&shop, "bags", "").await), ["Harbor Tote"]);
        }
    }

    async fn one_variant_meets_all_choices_together(shop: TestShop) {
        small_catalog(&shop).await;
        for way in WAYS {
            take(&shop, way).await;
            for (query, expected) in [
                ("color=oat", vec!["Field Tee", "Linen Shirt"]),
                ("color=navy", vec!["Field Tee"]),
                ("color=navy,oat&size=m", vec!["Field Tee", "Linen Shirt"]),
                ("size=s", vec!["Field Tee"]),
                ("brand=holm", vec!["Linen Shirt"]),
                // The tee costs 49.00 in S only.
                ("size=m&max=50", vec![]),
                ("size=s&max=50", vec!["Field Tee"]),
                ("min=60", vec!["Linen Shirt"]),
                ("color=plaid", vec![]),
                ("color=%27%3B+DROP+TABLE+product%3B--", vec!["Field Tee", "Linen Shirt"]),
            ] {
                assert_eq!(titles(&category(&shop, "clothing", query).await), expected, "{query} by the {way}");
            }
        }
    }

    async fn a_facets_counts_ignore_its_own_choice(shop: TestShop) {
        small_catalog(&shop).await;
        for way in WAYS {
            take(&shop, way).await;
            let listing = category(&shop, "clothing", "color=navy").await;
            assert_eq!(listing.total, 1);
            assert_eq!(counts(&listing, FacetKind::Color), [("navy", 1), ("oat", 2)]);
            assert_eq!(counts(&listing, FacetKind::Size), [("s", 1), ("m", 1)]);
            assert_eq!(counts(&listing, FacetKind::Brand), [("tarn", 1)]);
        }
    }

    async fn listings_are_sorted_as_asked(shop: TestShop) {
        small_catalog(&shop).await;
        for way in WAYS {
            take(&shop, way).await;
            for (sort, expected) in [
                ("price-asc", ["Field Tee", "Linen Shirt"]),
                ("price-desc", ["Linen Shirt", "Field Tee"]),
                ("best-selling", ["Field Tee", "Linen Shirt"]),
                ("newest", ["Linen Shirt", "Field Tee"]),
            ] {
                assert_eq!(titles(&category(&shop, "clothing", &format!("sort={sort}")).await), expected, "{sort} by the {way}");
            }
        }
    }

    async fn a_card_stands_for_what_fits(shop: TestShop) {
        small_catalog(&shop).await;
        for way in WAYS {
            take(&shop, way).await;
            let listing = category(&shop, "clothing", "color=oat&size=m").await;
            let tee = &listing.cards[0];
            assert_eq!((tee.price.minor, tee.price_varies), (5_200, false));
            assert_eq!(tee.href(), "/p/field-tee?color=oat");
        }
    }

    async fn a_search_wants_all_words_anywhere(shop: TestShop) {
        small_catalog(&shop).await;
        for way in WAYS {
            take(&shop, way).await;
            for (query, expected) in [
                ("q=field", vec!["Field Tee"]),
                ("q=TARN+tote", vec!["Harbor Tote"]),
                ("q=linen-shirt", vec!["Linen Shirt"]),
                ("q=tee+tote", vec![]),
                ("q=%25", vec![]),
                ("q=_", vec![]),
                ("q=%27+OR+1%3D1+--", vec![]),
                ("q=", vec![]),
            ] {
                assert_eq!(titles(&search(&shop, query).await), expected, "{query} by the {way}");
            }
        }
    }

    async fn what_was_searched_for_is_shown_as_text(shop: TestShop) {
        let page = shop.visitor().get("/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await.expect(200).body;
        assert!(!page.contains("<script>alert(1)"), "{page}");
    }

    async fn a_page_past_the_end_is_the_last_one(shop: TestShop) {
        small_catalog(&shop).await;
        for way in WAYS {
            take(&shop, way).await;
            let listing = category(&shop, "clothing", "page=400").await;
            assert_eq!((listing.page, listing.pages, listing.cards.len()), (1, 1, 2));
            shop.visitor().get("/c/clothing?page=99999999999999999999").await.expect(200);
        }
    }
}
