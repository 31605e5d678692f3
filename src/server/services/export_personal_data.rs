//! Everything the shop knows about the owner of an account, as one JSON document, part by part: however much somebody
//! bought, no more than a page of it is in memory.

use crate::{
    domain::ids::{OrderId, OutboxMailId},
    server::store::{
        Db, StoreError, StoreResult,
        accounts::Account,
        personal_data::{
            self, KeptAddress, KeptCart, KeptChoice, KeptPaymentMethod, KeptRequest, KeptSession, KeptToken, Person,
        },
        profiles,
    },
};
use serde::Serialize;

/// Orders and mails of a part.
const PAGE: i64 = 100;

/// An export in the middle of being written.
#[derive(Debug)]
pub struct Export {
    db: Db,
    person: Person,
    role: &'static str,
    next: Part,
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Head,
    OrdersAfter(OrderId),
    MailsAfter(OutboxMailId),
    Done,
}

/// What comes before the long lists.
#[derive(Serialize)]
struct Head {
    profile: Profile,
    addresses: Vec<KeptAddress>,
    payment_methods: Vec<KeptPaymentMethod>,
    notification_choices: Vec<KeptChoice>,
    sessions: Vec<KeptSession>,
    api_tokens: Vec<KeptToken>,
    carts: Vec<KeptCart>,
    back_in_stock_requests: Vec<KeptRequest>,
}

#[derive(Serialize)]
struct Profile {
    name: String,
    email: String,
    email_verified: bool,
    phone: String,
    role: &'static str,
    member_since: String,
}

impl Export {
    pub fn new(db: Db, account: &Account) -> Self {
        let person =
            Person { account: account.id, email: account.email.clone(), email_verified: account.email_verified };
        Self { db, person, role: account.role.label(), next: Part::Head }
    }

    /// The next bytes of the document; `None` after the last.
    pub async fn next(&mut self) -> StoreResult<Option<Vec<u8>>> {
        match self.next {
            Part::Head => {
                let mut bytes = json(&self.head().await?)?;
                // Its object goes on.
                bytes.pop();
                bytes.extend_from_slice(b",\"orders\":[");
                self.next = Part::OrdersAfter(OrderId(0));
                Ok(Some(bytes))
            }
            Part::OrdersAfter(after) => self.orders(after).await.map(Some),
            Part::MailsAfter(after) => self.mails(after).await.map(Some),
            Part::Done => Ok(None),
        }
    }

    async fn head(&self) -> StoreResult<Head> {
        let (db, account) = (&self.db, self.person.account);
        let gone = || StoreError::Inconsistent(format!("account {account} is gone"));
        let profile = profiles::find(db, account).await?.ok_or_else(gone)?;
        Ok(Head {
            profile: Profile {
                name: profile.name,
                email: profile.email,
                email_verified: profile.email_verified,
                phone: profile.phone,
                role: self.role,
                member_since: profile.member_since.iso(),
            },
            addresses: personal_data::addresses(db, account).await?,
            payment_methods: personal_data::payment_methods(db, account).await?,
            notification_choices: personal_data::choices(db, account).await?,
            sessions: personal_data::sessions(db, account).await?,
            api_tokens: personal_data::tokens(db, account).await?,
            carts: personal_data::carts(db, account).await?,
            back_in_stock_requests: personal_data::back_in_stock_requests(db, &self.person).await?,
        })
    }

    async fn orders(&mut self, after: OrderId) -> StoreResult<Vec<u8>> {
        let orders = personal_data::orders(&self.db, &self.person, after, PAGE).await?;
        let mut bytes = elements(&orders, after.0 == 0)?;
        self.next = match orders.last() {
            Some(last) => Part::OrdersAfter(last.id),
            None => {
                bytes.extend_from_slice(b"],\"mails\":[");
                Part::MailsAfter(OutboxMailId(0))
            }
        };
        Ok(bytes)
    }

    async fn mails(&mut self, after: OutboxMailId) -> StoreResult<Vec<u8>> {
        let mails = personal_data::mails(&self.db, &self.person, after, PAGE).await?;
        let mut bytes = elements(&mails, after.0 == 0)?;
        self.next = match mails.last() {
            Some(last) => Part::MailsAfter(last.id),
            None => {
                bytes.extend_from_slice(b"]}\n");
                Part::Done
            }
        };
        Ok(bytes)
    }
}

fn json(value: &impl Serialize) -> StoreResult<Vec<u8>> {
    serde_json::to_vec(value).map_err(|error| StoreError::Inconsistent(format!("personal data: {error}")))
}

/// More elements of an array that is being written.
fn elements(values: &[impl Serialize], is_first: bool) -> StoreResult<Vec<u8>> {
    let mut bytes = Vec::new();
    for (place, value) in values.iter().enumerate() {
        if place > 0 || !is_first {
            bytes.push(b',');
        }
        bytes.extend(json(value)?);
    }
    Ok(bytes)
}
