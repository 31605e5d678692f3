//! The state of a list, which is its address.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

/// Which part of a list is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuery {
    pub tab: String,
    /// What is searched for.
    pub words: String,
    pub older: String,
    pub newer: String,
}

impl ListQuery {
    /// The list that the address asks for.
    pub fn from_address() -> Memo<Self> {
        let query = use_query_map();
        Memo::new(move |_| {
            query.with(|query| {
                let value = |name| query.get(name).unwrap_or_default();
                Self { tab: value("tab"), words: value("q"), older: value("older"), newer: value("newer") }
            })
        })
    }

    /// Another tab, with the same search, from its start.
    pub fn at_tab(&self, tab: &str) -> Self {
        Self { tab: tab.to_owned(), words: self.words.clone(), ..Self::default() }
    }

    pub fn older_than(&self, id: i64) -> Self {
        Self { older: id.to_string(), ..self.at_tab(&self.tab) }
    }

    pub fn newer_than(&self, id: i64) -> Self {
        Self { newer: id.to_string(), ..self.at_tab(&self.tab) }
    }

    /// The address of this part of the list at `path`.
    pub fn href(&self, path: &str) -> String {
        let mut query = ParamsMap::new();
        for (name, value) in [("tab", &self.tab), ("q", &self.words), ("older", &self.older), ("newer", &self.newer)] {
            if !value.is_empty() {
                query.insert(name, value.clone());
            }
        }
        format!("{path}{}", query.to_query_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_that_looks_like_an_address_stays_a_search() {
        let query = ListQuery { words: "a&tab=x#y?".into(), ..ListQuery::default() };
        assert_eq!(query.href("/admin/orders"), "/admin/orders?q=a%26tab%3Dx%23y%3F");
        assert_eq!(ListQuery::default().href("/admin/orders"), "/admin/orders");
    }

    #[test]
    fn a_page_keeps_tab_and_search_and_forgets_the_page_before() {
        let query = ListQuery { tab: "paid".into(), words: "ada".into(), older: "9".into(), newer: String::new() };
        assert_eq!(
            query.newer_than(4),
            ListQuery { tab: "paid".into(), words: "ada".into(), newer: "4".into(), ..ListQuery::default() }
        );
    }
}
