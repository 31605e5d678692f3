//! Where the two databases truly differ.

/// Which SQL a connection speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// Appended to a subquery that claims rows: take them, and pass over those that another
    /// worker is taking. SQLite has one writer, so nobody else is.
    pub const fn for_update_skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR UPDATE SKIP LOCKED",
        }
    }

    /// Appended to a query whose rows must not change before the transaction ends.
    ///
    /// Other rows may still come to refer to them: two orders that have written their lines already would
    /// otherwise wait for each other's reference to the stock that both want.
    pub const fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR NO KEY UPDATE",
        }
    }

    /// Appended to a query whose rows are about to be deleted: nothing may come to refer to them any more.
    pub const fn for_delete(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR UPDATE",
        }
    }

    /// The statement that lets nobody else write to a table before the transaction ends; SQLite,
    /// which has one writer, needs none.
    pub fn lock_table(self, table: &str) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")),
        }
    }

    /// The text under a key of a column that holds a JSON object.
    pub fn json_text(self, column: &str, key: &str) -> String {
        match self {
            Self::Sqlite => format!("json_extract({column}, '$.{key}')"),
            Self::Postgres => format!("(CAST({column} AS JSON) ->> '{key}')"),
        }
    }

    /// Appended to a text that is compared byte by byte, as an index for beginnings of texts needs it.
    pub const fn bytewise(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " COLLATE \"C\"",
        }
    }

    /// What stands behind the last space of a column: of a person's name, mostly the family's. Indexes hold it in just
    /// this form.
    pub fn last_word(self, column: &str) -> String {
        match self {
            // Everything but spaces is cut off the end, and what is left off the beginning.
            Self::Sqlite => format!("replace({column}, rtrim({column}, replace({column}, ' ', '')), '')"),
            Self::Postgres => format!("substring({column} from '[^ ]*$')"),
        }
    }

    /// Where reading the feed of changes ends for now; see `store::search::feed`.
    pub const fn feed_end(self) -> &'static str {
        match self {
            Self::Sqlite => "(SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)",
            // Every transaction before it has ended.
            Self::Postgres => "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)",
        }
    }

    /// What a later [`Dialect::feed_end`] must reach for everything that is committed now to have been read.
    pub const fn feed_newest(self) -> &'static str {
        match self {
            Self::Sqlite => self.feed_end(),
            // No transaction from it on has begun to write.
            Self::Postgres => "CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)",
        }
    }
}
