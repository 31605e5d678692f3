//! Which addresses of a listing search engines shall file.

use super::{ListingQuery, Sort};

impl ListingQuery {
    /// Whether the listing is all that its path holds, in the catalog's order. Narrowed and sorted ones are endless, and
    /// show nothing that this one does not: they say `noindex`, and `robots.txt` keeps crawlers out of them.
    pub fn is_filed(&self) -> bool {
        self.words.is_empty() && self.chosen() == 0 && self.sort == Sort::default()
    }

    /// The address that the listing is known by: its own, if it is filed, else that of all that its path holds.
    pub fn canonical_href(&self, path: &str) -> String {
        if self.is_filed() { self.href(path) } else { path.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_listings_are_filed() {
        for (query, filed, href) in [
            ("", true, "/c/bags"),
            ("page=3", true, "/c/bags?page=3"),
            ("color=navy", false, "/c/bags"),
            ("color=navy&page=2", false, "/c/bags"),
            ("sort=newest", false, "/c/bags"),
            ("min=10", false, "/c/bags"),
            ("q=bag", false, "/c/bags"),
            ("utm_source=mail", true, "/c/bags"),
        ] {
            let query = ListingQuery::parse(query);
            assert_eq!((query.is_filed(), query.canonical_href("/c/bags")), (filed, href.to_owned()), "{query:?}");
        }
    }
}
