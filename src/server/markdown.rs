//! Texts that editors write in Markdown or HTML, as HTML that may be shown.

use pulldown_cmark::{Options, Parser, html};
use std::collections::HashSet;

/// Renders Markdown, and the HTML in it, with tables and strikethrough; whatever could run, load or restyle is taken out.
pub fn to_html(markdown: &str) -> String {
    let mut rendered = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut rendered, Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH));
    // Pictures come from the gallery; the page has the one first heading.
    ammonia::Builder::default()
        .rm_tags(["img", "h1"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .clean(&rendered)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_formatted() {
        assert_eq!(
            to_html("Wash **cold**.\n\n- once\n"),
            "<p>Wash <strong>cold</strong>.</p>\n<ul>\n<li>once</li>\n</ul>\n"
        );
    }

    #[test]
    fn nothing_that_runs_is_left() {
        for text in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<img src=x onerror=alert(1)>",
            "<p style='position:fixed' onclick='alert(1)'>x</p>",
            "<iframe src='//evil.example'></iframe>",
        ] {
            let html = to_html(text);
            for bad in ["script", "onerror", "onclick", "style", "iframe", "<img"] {
                assert!(!html.contains(bad), "{text} became {html}");
            }
        }
    }
}
