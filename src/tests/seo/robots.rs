//! `robots.txt`, read as search engines read it, against the addresses that pages name.

use super::{add, data};
use serde_json::Value;
use tradewind::{
    domain::product::OptionKind,
    server::{
        demo::bulk,
        services::add_product::{NewOptionValue, NewProduct},
    },
};

/// Whether a path may be crawled (RFC 9309, 2.2.2): the longest rule that fits decides, and of equals the one that allows.
fn may_crawl(robots: &str, path: &str) -> bool {
    let rules = robots.lines().filter_map(|line| {
        let (name, pattern) = line.split_once(": ")?;
        (matches!(name, "Allow" | "Disallow") && fits(pattern, path)).then_some((pattern.len(), name == "Allow"))
    });
    rules.max().is_none_or(|(_, allows)| allows)
}

/// A pattern with `*` for anything and `$` for the end; else it is how a path begins.
fn fits(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, rest)) => path.strip_prefix(start).is_some_and(|path| {
            path.char_indices().map(|(at, _)| at).chain([path.len()]).any(|at| fits(rest, &path[at..]))
        }),
        None => match pattern.strip_suffix('$') {
            Some(whole) => path == whole,
            None => path.starts_with(pattern),
        },
    }
}

/// The link of a page with this relation, as a path.
fn related(page: &str, relation: &str) -> Option<String> {
    let links = page.split("<a ").skip(1).filter_map(|rest| rest.split('>').next());
    let link = { links }.find(|link| link.contains(&format!("rel=\"{relation}\"")))?;
    Some(link.split_once("href=\"")?.1.split_once('"')?.0.replace("&amp;", "&"))
}

/// The addresses below `/c/` that a page links to, with their choices.
fn choices(page: &str) -> Vec<String> {
    let links = page.split("href=\"/c/").skip(1).filter_map(|rest| rest.split_once('"'));
    links.map(|(rest, _)| format!("/c/{}", rest.replace("&amp;", "&"))).filter(|path| path.contains('?')).collect()
}

#[test]
fn the_longest_rule_decides() {
    let robots = "Allow: /c/*?page=\nDisallow: /c/*?\nDisallow: /x$\n";
    for (path, may) in [
        ("/c/a", true),
        ("/c/a?page=2", true),
        ("/c/a?color=b", false),
        ("/c/a?b&page=2", false),
        ("/x", false),
        ("/xy", true),
    ] {
        assert_eq!(may_crawl(robots, path), may, "{path}");
    }
}

on_both! {
    async fn robots_are_shown_the_sitemap_and_kept_out_of_what_is_nobodys(shop: TestShop) {
        let robots = shop.visitor().get("/robots.txt").await.expect(200).body;
        assert!(robots.lines().any(|line| line == format!("Sitemap: {}/sitemap.xml", shop.url)), "{robots}");
        for path in ["/search?q=bag", "/compare?p=bag", "/cart", "/checkout", "/orders/1", "/login", "/account", "/admin/products"] {
            assert!(!may_crawl(&robots, path), "{path}");
        }
        for path in ["/", "/c/bags", "/p/bag", "/sitemap.xml", "/media/a-800.webp", "/pkg/tradewind.css"] {
            assert!(may_crawl(&robots, path), "{path}");
        }
    }

    async fn every_page_of_a_category_can_be_crawled_and_no_choice_from_it(shop: TestShop) {
        bulk::add_bulk_catalog(&shop.state, 600, &|_| ()).await.expect("six hundred products");
        let visitor = shop.visitor();
        let robots = visitor.get("/robots.txt").await.expect(200).body;
        let (mut path, mut turned) = ("/c/bulk-1".to_owned(), 0);
        let last = loop {
            let page = visitor.get(&path).await.expect(200).body;
            assert!(!page.contains("name=\"robots\""), "{path} is not filed");
            match related(&page, "next") {
                Some(next) => path = next,
                None => break page,
            }
            assert!(may_crawl(&robots, &path), "{path}");
            turned += 1;
        };
        assert!(turned >= 2, "{turned} pages follow the first");
        let before = related(&last, "prev").expect("a page before the last");
        assert!(before.contains("?before=") && may_crawl(&robots, &before), "{before}");

        let narrowed = visitor.get("/c/bulk-1?color=bulk-red&sort=newest").await.expect(200).body;
        let next = related(&narrowed, "next");
        let links: Vec<_> = choices(&narrowed).into_iter().chain(next).collect();
        assert!(!links.is_empty());
        for path in links.iter().filter(|path| path.contains('=')) {
            assert!(!may_crawl(&robots, path), "{path}");
        }
    }

    async fn every_address_in_structured_data_can_be_crawled(shop: TestShop) {
        let bag = NewProduct::simple("Bag", 4_900, 5)
            .with_option("Finish", OptionKind::Other, vec![NewOptionValue::named("Raw"), NewOptionValue::named("Waxed")])
            .every_combination();
        add(&shop, bag).await;
        let visitor = shop.visitor();
        let robots = visitor.get("/robots.txt").await.expect(200).body;
        let page = visitor.get("/p/bag").await.expect(200).body;
        let product = data(&page, "Product").expect("a product");
        let offers = product["offers"]["offers"].as_array().expect("offers");
        let mut paths: Vec<&str> = offers.iter().chain([&product]).filter_map(|data| data["url"].as_str()).collect();
        paths.extend(product["image"].as_array().into_iter().flatten().filter_map(Value::as_str));
        assert_eq!(paths.iter().filter(|path| path.contains("?finish=")).count(), 2, "{paths:?}");
        for path in paths {
            let path = path.strip_prefix(&shop.url).expect("the shop's");
            assert!(may_crawl(&robots, path), "{path}");
        }
    }
}
