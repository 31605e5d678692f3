//! Texts of editors, tried with what is published to break out of texts.
//!
//! `vectors.txt` has one attempt a line: OWASP's cheat sheet, PortSwigger's, mutations that were found in sanitizers, and
//! Markdown's own ways. `end2end/xss.spec.mjs` loads them all in a browser.

use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use tradewind::server::{
    markdown,
    services::add_product::{NewProduct, add_product},
};

const VECTORS: &str = include_str!("vectors.txt");

/// All that texts may be made of.
const TAGS: [&str; 58] = [
    "a",
    "abbr",
    "acronym",
    "area",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
];
const MORE_TAGS: [&str; 18] = [
    "thead", "tfoot", "u", "var", "wbr", "tt", "time", "samp", "rp", "rt", "ruby", "rtc", "nav", "map", "hgroup",
    "strike", "bdo", "section",
];
const ATTRIBUTES: [&str; 22] = [
    "href", "title", "lang", "rel", "align", "colspan", "rowspan", "headers", "scope", "start", "cite", "datetime",
    "dir", "span", "char", "charoff", "summary", "hreflang", "value", "size", "width", "valign",
];

/// Every tag of a text, as a browser's parser reads it.
#[derive(Default)]
struct Tags(RefCell<Vec<Tag>>);

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token {
            self.0.borrow_mut().push(tag);
        }
        TokenSinkResult::Continue
    }
}

fn tags(html: &str) -> Vec<Tag> {
    let tokenizer = Tokenizer::new(Tags::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.into());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

fn assert_harmless(html: &str, vector: &str) {
    assert!(!html.contains("<!"), "a comment is left of {vector}: {html}");
    for tag in tags(html) {
        let name = &*tag.name;
        assert!(TAGS.contains(&name) || MORE_TAGS.contains(&name), "<{name}> is left of {vector}: {html}");
        for attribute in &tag.attrs {
            let attribute_name = &*attribute.name.local;
            assert!(
                tag.kind == TagKind::StartTag && ATTRIBUTES.contains(&attribute_name),
                "{attribute_name} is left of {vector}: {html}"
            );
            if ["href", "cite"].contains(&attribute_name) {
                let address =
                    reqwest::Url::parse("https://shop.example/p/x").expect("an address").join(&attribute.value);
                let scheme = address.as_ref().map(|address| address.scheme().to_owned()).unwrap_or_default();
                assert!(
                    ["https", "http", "mailto", "tel", ""].contains(&scheme.as_str()),
                    "{scheme} is left of {vector}: {html}"
                );
            }
        }
    }
}

#[test]
fn nothing_published_is_executable_in_a_text() {
    let vectors: Vec<&str> = VECTORS.lines().collect();
    assert!(vectors.len() > 100);
    for vector in &vectors {
        assert_harmless(&markdown::to_html(vector), vector);
        // Within a sentence, and after an HTML block that Markdown leaves alone.
        assert_harmless(&markdown::to_html(&format!("A bag {vector} and more")), vector);
        assert_harmless(&markdown::to_html(&format!("<div>\n{vector}\n</div>")), vector);
    }
    let all = vectors.join("\n\n");
    assert_harmless(&markdown::to_html(&all), "all of them");
}

#[test]
fn what_was_cleaned_stays_as_it_is() {
    for vector in VECTORS.lines() {
        let once = markdown::to_html(vector);
        assert_eq!(ammonia::clean(&once), once, "{vector} changes when it is parsed again");
    }
}

#[test]
fn html_that_editors_may_write_is_kept() {
    let html = "<h2>Care</h2>\n<p>Wash <strong>cold</strong>, see <a href=\"https://care.example\">symbols</a>.</p>\n\
                <table><tbody><tr><td colspan=\"2\">30 °C</td></tr></tbody></table>";
    let shown = markdown::to_html(html);
    for kept in
        ["<h2>Care</h2>", "<strong>cold</strong>", "href=\"https://care.example\"", "<td colspan=\"2\">30 °C</td>"]
    {
        assert!(shown.contains(kept), "{kept} is not in {shown}");
    }
}

on_both! {
    async fn a_page_with_all_of_them_has_no_scripts_but_its_own(shop: TestShop) {
        let plain = NewProduct::simple("Plain", 100, 1);
        let evil = NewProduct { description: VECTORS.replace('\n', "\n\n"), ..NewProduct::simple("Evil", 100, 1) };
        for product in [plain, evil] {
            add_product(&shop.state, "test", product).await.expect("a product");
        }
        let (plain, evil) = (shop.visitor().get("/p/plain").await.expect(200).body, shop.visitor().get("/p/evil").await.expect(200).body);
        let scripts = |page: &str| tags(page).iter().filter(|tag| &*tag.name == "script" && tag.kind == TagKind::StartTag).count();
        assert_eq!(scripts(&evil), scripts(&plain));
        for tag in tags(&evil) {
            for attribute in &tag.attrs {
                assert!(!attribute.name.local.starts_with("on"), "{} on {}", &*attribute.name.local, &*tag.name);
                assert!(!attribute.value.trim_start().to_lowercase().starts_with("javascript:"), "{}", &*attribute.value);
            }
        }
    }
}
