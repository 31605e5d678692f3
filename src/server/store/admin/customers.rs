//! Customers, for staff.

use super::{binds::Binds, order_and_limit_by, orders::currency};
use crate::{
    domain::{
        address::Address,
        ids::AccountId,
        money::Money,
        staff::{CustomerRow, CustomerSort, KeptAddress, PageLinks, PageRequest, Purchases},
        timestamp::Timestamp,
    },
    server::store::{
        Conn, StoreError, StoreResult, Tx,
        db::select,
        slice::{Position, Slice, Sliced},
        sql,
    },
};
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
struct Row {
    id: AccountId,
    email: String,
    name: String,
    created_at: Timestamp,
    disabled_at: Option<Timestamp>,
    email_verified: bool,
}

const COLUMNS: &str = "id, email, name, created_at, disabled_at, email_verified_at IS NOT NULL AS email_verified";

/// Longer texts are searched for by their beginning: no name and no e-mail is as long.
const SEARCH_LENGTH: usize = 254;

/// A page of the customers whose e-mail, name or last name begins with what is searched for: each by its own index.
pub async fn list(
    on: impl Into<Conn<'_>>,
    query: &str,
    sort: CustomerSort,
    page: PageRequest,
) -> StoreResult<(Vec<CustomerRow>, PageLinks)> {
    let mut on = on.into();
    let collation = on.dialect().bytewise();
    let mut binds = Binds::default();
    let mut conditions = begins_with(&on, &mut binds, query);
    let is_search = !conditions.is_empty();
    let (key, is_descending) = match sort {
        CustomerSort::Newest => (vec!["id".to_owned()], true),
        CustomerSort::Name => (vec![format!("LOWER(name){collation}"), "id".to_owned()], false),
    };
    if let PageRequest::OlderThan(id) | PageRequest::NewerThan(id) = page {
        let sign = if page.is_upward() == is_descending { ">" } else { "<" };
        let key = key.join(", ");
        let id = binds.int(id);
        conditions.push_str(&format!(" AND ({key}) {sign} (SELECT {key} FROM account WHERE id = {id})"));
    }
    // SQLite takes any index on what is equal for the best one; as an expression, the role leaves the choice to the rest.
    let is_by_role = !is_search && sort == CustomerSort::Newest;
    let role = if is_by_role { "role" } else { "role || ''" };
    let text = format!(
        "SELECT {COLUMNS} FROM account WHERE {role} = 'customer'{conditions} {}",
        order_and_limit_by(&key, page.is_upward() != is_descending)
    );
    let rows: Vec<Row> = binds.apply(select(on.again(), text)).all().await?;
    let (rows, links) = page.finish(rows, |row| row.id.0);
    let ids: Vec<AccountId> = rows.iter().map(|row| row.id).collect();
    let mut bought = purchases(on, &ids).await?;
    let rows = rows.into_iter().map(|row| {
        let purchases = bought.remove(&row.id).unwrap_or_default();
        customer(row, purchases)
    });
    Ok((rows.collect(), links))
}

/// A slice of the same, by id.
pub async fn slice(on: impl Into<Conn<'_>>, query: &str, slice: Slice) -> StoreResult<Sliced<CustomerRow>> {
    let mut on = on.into();
    let mut binds = Binds::default();
    let (key, id) = slice.bounds();
    let bounds = (binds.int(key), binds.int(id));
    let fits = begins_with(&on, &mut binds, query);
    let role = if fits.is_empty() { "role" } else { "role || ''" };
    let text = format!(
        "SELECT {COLUMNS} FROM account WHERE {role} = 'customer' AND {}{fits} {}",
        slice.condition("id", "id", (&bounds.0, &bounds.1)),
        slice.tail("id", "id")
    );
    let rows: Vec<Row> = binds.apply(select(on.again(), text)).all().await?;
    let ids: Vec<AccountId> = rows.iter().map(|row| row.id).collect();
    let mut bought = purchases(on, &ids).await?;
    let sliced = slice.finish(rows, |row| Position::of_id(row.id.0));
    Ok(sliced.map(|row| {
        let purchases = bought.remove(&row.id).unwrap_or_default();
        customer(row, purchases)
    }))
}

/// The condition that an e-mail, a name or a last name begins with what is searched for; empty where nothing is.
fn begins_with(on: &Conn<'_>, binds: &mut Binds, query: &str) -> String {
    let words: String = query.trim().chars().filter(|char| *char != '\0').take(SEARCH_LENGTH).collect();
    if words.is_empty() {
        return String::new();
    }
    let dialect = on.dialect();
    let (collation, last_name) = (dialect.bytewise(), dialect.last_word("name"));
    // No character sorts behind this one.
    let (from, to) = (binds.text(words.clone()), binds.text(format!("{words}\u{10ffff}")));
    let between =
        |column: &str| format!("({column}{collation} >= LOWER({from}) AND {column}{collation} < LOWER({to}))");
    let [email, name, last] = [between("email"), between("LOWER(name)"), between(&format!("LOWER({last_name})"))];
    format!(" AND ({email} OR {name} OR {last})")
}

fn customer(row: Row, purchases: Purchases) -> CustomerRow {
    CustomerRow {
        id: row.id,
        email: row.email,
        name: row.name,
        created_at: row.created_at,
        disabled_at: row.disabled_at,
        email_verified: row.email_verified,
        purchases,
    }
}

/// What each of some accounts bought; those who bought nothing are left out.
async fn purchases(on: Conn<'_>, accounts: &[AccountId]) -> StoreResult<HashMap<AccountId, Purchases>> {
    if accounts.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT account_id, currency, CAST(COUNT(*) AS BIGINT) AS orders,
                CAST(SUM(captured_minor - refunded_minor) AS BIGINT) AS spent
         FROM orders WHERE account_id IN ({}) GROUP BY account_id, currency ORDER BY account_id, currency",
        sql::list(1, accounts.len())
    );
    let rows: Vec<(AccountId, String, i64, i64)> = select(on, text).bind_all(accounts.iter().copied()).all().await?;
    let mut bought: HashMap<AccountId, Purchases> = HashMap::new();
    for (account, code, orders, spent) in rows {
        let purchases = bought.entry(account).or_default();
        purchases.orders += orders;
        if spent != 0 {
            purchases.spent.push(Money::new(spent, currency(&code)?));
        }
    }
    Ok(bought)
}

/// A customer with what only their own page shows.
#[derive(Clone, Debug)]
pub struct Profile {
    pub row: CustomerRow,
    pub phone: String,
    pub has_second_factor: bool,
    /// That have not expired.
    pub sessions: i64,
}

#[derive(sqlx::FromRow)]
struct ProfileRow {
    #[sqlx(flatten)]
    row: Row,
    phone: String,
    has_second_factor: bool,
    sessions: i64,
}

/// Customers only: nobody's else account is found.
pub async fn find(on: impl Into<Conn<'_>>, id: AccountId, now: Timestamp) -> StoreResult<Option<Profile>> {
    let mut on = on.into();
    let text = format!(
        "SELECT {COLUMNS}, phone, totp_enabled_at IS NOT NULL AS has_second_factor,
                CAST((SELECT COUNT(*) FROM session WHERE account_id = account.id AND expires_at > $2) AS BIGINT) AS sessions
         FROM account WHERE id = $1 AND role = 'customer'"
    );
    let found: Option<ProfileRow> = select(on.again(), text).bind(id).bind(now).optional().await?;
    let Some(found) = found else { return Ok(None) };
    let purchases = purchases(on, &[id]).await?.remove(&id).unwrap_or_default();
    Ok(Some(Profile {
        row: customer(found.row, purchases),
        phone: found.phone,
        has_second_factor: found.has_second_factor,
        sessions: found.sessions,
    }))
}

/// Keeps an account as it is until the transaction ends.
pub async fn lock(tx: &mut Tx, id: AccountId) -> StoreResult<()> {
    let lock = Conn::from(&mut *tx).dialect().for_update();
    let _: Option<(AccountId,)> =
        select(tx, format!("SELECT id FROM account WHERE id = $1 {lock}")).bind(id).optional().await?;
    Ok(())
}

/// The addresses that an account keeps, in the order they were added.
pub async fn addresses(on: impl Into<Conn<'_>>, id: AccountId) -> StoreResult<Vec<KeptAddress>> {
    let text =
        "SELECT address, default_shipping, default_billing FROM account_address WHERE account_id = $1 ORDER BY id";
    let rows: Vec<(String, bool, bool)> = select(on, text).bind(id).all().await?;
    rows.into_iter()
        .map(|(address, default_shipping, default_billing)| {
            let address: Address = serde_json::from_str(&address)
                .map_err(|error| StoreError::Inconsistent(format!("address of account {id}: {error}")))?;
            Ok(KeptAddress { address, default_shipping, default_billing })
        })
        .collect()
}
