//! A slice of an ordered list: what comes after, or before, a row that was shown.
//!
//! Rows are ordered by a key and, where keys are equal, by id, both in the same direction, so that a slice is
//! one range of an index on both, however far back it lies.

/// Where a row stands in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub key: i64,
    pub id: i64,
}

impl Position {
    /// In a list ordered by id alone.
    pub const fn of_id(id: i64) -> Self {
        Self { key: id, id }
    }
}

/// Which rows are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// `None`: from the beginning.
    pub from: Option<Position>,
    /// Rows before `from` instead of after it.
    pub backward: bool,
    /// The list is ordered from high to low.
    pub descending: bool,
    /// Most rows.
    pub limit: i64,
}

/// The rows of a slice in the list's order, and from where it goes on in both directions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sliced<T> {
    pub rows: Vec<T>,
    pub before: Option<Position>,
    pub after: Option<Position>,
}

impl<T> Sliced<T> {
    pub fn map<U>(self, into: impl FnMut(T) -> U) -> Sliced<U> {
        Sliced { rows: self.rows.into_iter().map(into).collect(), before: self.before, after: self.after }
    }
}

impl Slice {
    const fn is_downward(self) -> bool {
        self.descending != self.backward
    }

    /// The values of the condition's two placeholders.
    pub fn bounds(self) -> (i64, i64) {
        let start = if self.is_downward() { i64::MAX } else { i64::MIN };
        self.from.map_or((start, start), |from| (from.key, from.id))
    }

    /// How rows of the slice compare with the one that it goes on from.
    pub const fn sign(self) -> char {
        if self.is_downward() { '<' } else { '>' }
    }

    /// `(key, id) > ($1, $2)`, with the placeholders given.
    pub fn condition(self, key: &str, id: &str, bounds: (&str, &str)) -> String {
        let sign = self.sign();
        format!("({key}, {id}) {sign} (CAST({} AS BIGINT), CAST({} AS BIGINT))", bounds.0, bounds.1)
    }

    /// `ORDER BY` and `LIMIT`: one row more than asked for tells whether there are more.
    pub fn tail(self, key: &str, id: &str) -> String {
        let direction = if self.is_downward() { "DESC" } else { "ASC" };
        format!("ORDER BY {key} {direction}, {id} {direction} LIMIT {}", self.limit + 1)
    }

    /// Puts the rows that were read into the list's order and finds where it goes on.
    pub fn finish<T>(self, mut rows: Vec<T>, position: impl Fn(&T) -> Position) -> Sliced<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        if self.backward {
            rows.reverse();
        }
        let (first, last) = (rows.first().map(&position), rows.last().map(&position));
        let (before, after) = match (self.from, self.backward) {
            (None, _) => (None, last.filter(|_| more)),
            (Some(_), false) => (first, last.filter(|_| more)),
            (Some(_), true) => (first.filter(|_| more), last),
        };
        Sliced { rows, before, after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What the database would read.
    fn read(slice: Slice, rows: &[(i64, i64)]) -> Vec<(i64, i64)> {
        let mut rows = rows.to_vec();
        rows.sort_unstable();
        let bounds = slice.bounds();
        if slice.is_downward() {
            rows.reverse();
            rows.retain(|row| *row < bounds);
        } else {
            rows.retain(|row| *row > bounds);
        }
        rows.truncate(slice.limit as usize + 1);
        rows
    }

    fn position(row: &(i64, i64)) -> Position {
        Position { key: row.0, id: row.1 }
    }

    proptest! {
        #[test]
        fn paging_to_the_end_and_back_shows_every_row_once(
            keys in prop::collection::vec(0_i64..5, 0..40), limit in 1_i64..7, descending: bool,
        ) {
            let rows: Vec<(i64, i64)> = keys.into_iter().zip(1..).collect();
            let mut expected = rows.clone();
            expected.sort_unstable();
            if descending {
                expected.reverse();
            }
            let mut slice = Slice { from: None, backward: false, descending, limit };
            let mut pages = Vec::new();
            loop {
                let page = slice.finish(read(slice, &rows), position);
                let next = page.after;
                pages.push(page);
                let Some(from) = next else { break };
                slice.from = Some(from);
            }
            prop_assert_eq!(pages.iter().flat_map(|page| page.rows.clone()).collect::<Vec<_>>(), expected);
            for pair in pages.windows(2) {
                let back = Slice { from: pair[1].before, backward: true, ..slice };
                prop_assert_eq!(&back.finish(read(back, &rows), position).rows, &pair[0].rows);
            }
        }
    }
}
