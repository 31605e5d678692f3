//! Paging through long lists by key: a page costs the same however far back it lies.

use serde::{Deserialize, Serialize};

/// Rows on one page of a list.
pub const ROWS_PER_PAGE: i64 = 25;

/// Which page of a list, newest first, is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageRequest {
    #[default]
    Newest,
    /// Rows older than the one with this id.
    OlderThan(i64),
    /// Rows newer than the one with this id.
    NewerThan(i64),
}

impl PageRequest {
    /// Reads `older` and `newer` of an address; what is no id counts as nothing.
    pub fn parse(older: &str, newer: &str) -> Self {
        match (older.parse(), newer.parse()) {
            (Ok(id), _) => Self::OlderThan(id),
            (_, Ok(id)) => Self::NewerThan(id),
            _ => Self::Newest,
        }
    }

    /// Bounds that a row's id lies between, neither included.
    pub const fn bounds(self) -> (i64, i64) {
        match self {
            Self::Newest => (i64::MIN, i64::MAX),
            Self::OlderThan(id) => (i64::MIN, id),
            Self::NewerThan(id) => (id, i64::MAX),
        }
    }

    /// Whether rows are read upward from the bound, to be turned around afterwards.
    pub const fn is_upward(self) -> bool {
        matches!(self, Self::NewerThan(_))
    }

    /// Cuts the one row too many that tells whether there is more, and puts the newest first.
    pub fn finish<T>(self, mut rows: Vec<T>, id: impl Fn(&T) -> i64) -> (Vec<T>, PageLinks) {
        let more = rows.len() > ROWS_PER_PAGE as usize;
        rows.truncate(ROWS_PER_PAGE as usize);
        if self.is_upward() {
            rows.reverse();
        }
        let (first, last) = (rows.first().map(&id), rows.last().map(&id));
        let links = match self {
            Self::Newest => PageLinks { newer: None, older: last.filter(|_| more) },
            Self::OlderThan(_) => PageLinks { newer: first, older: last.filter(|_| more) },
            Self::NewerThan(_) => PageLinks { newer: first.filter(|_| more), older: last },
        };
        (rows, links)
    }
}

/// Where the pages before and after this one begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLinks {
    pub newer: Option<i64>,
    pub older: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a store would read: one row more than fits, in the order of the request.
    fn read(request: PageRequest, ids: i64) -> Vec<i64> {
        let (above, below) = request.bounds();
        let mut rows: Vec<i64> = (1..=ids).filter(|id| *id > above && *id < below).collect();
        if !request.is_upward() {
            rows.reverse();
        }
        rows.truncate(ROWS_PER_PAGE as usize + 1);
        rows
    }

    #[test]
    fn paging_to_the_end_and_back_shows_every_row() {
        let (mut request, mut seen) = (PageRequest::Newest, Vec::new());
        let last = loop {
            let (rows, links) = request.finish(read(request, 60), |id| *id);
            seen.extend(rows);
            match links.older {
                Some(id) => request = PageRequest::OlderThan(id),
                None => break links,
            }
        };
        assert_eq!(seen, (1..=60).rev().collect::<Vec<_>>());
        let back = PageRequest::NewerThan(last.newer.unwrap());
        let (rows, links) = back.finish(read(back, 60), |id| *id);
        assert_eq!(rows, (11..=35).rev().collect::<Vec<_>>());
        assert_eq!(links, PageLinks { newer: Some(35), older: Some(11) });
    }

    #[test]
    fn an_address_that_names_no_row_means_the_newest() {
        assert_eq!(PageRequest::parse("", ""), PageRequest::Newest);
        assert_eq!(PageRequest::parse("'; DROP", "-"), PageRequest::Newest);
        assert_eq!(PageRequest::parse("7", "9"), PageRequest::OlderThan(7));
    }
}
