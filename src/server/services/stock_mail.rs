//! Mails about stock: what runs out, to staff; what is back, to whoever asked.
//!
//! A job finds out who is to be told, and leaves a job for every mail.

use super::{
    account_mail::letters::Letter,
    account_mail::{self, AccountMailError},
    notification_choices, shop_settings,
};
use crate::{
    domain::{
        account::NotificationKind,
        ids::{AccountId, InventoryItemId, JobId, VariantId},
    },
    server::{
        jobs::Job,
        state::State,
        store::{self, StoreResult, outbox, stock_watch::LowItem},
    },
};

/// Requests that one job answers; the next one goes on.
const MOST_REQUESTS: i64 = 200;

/// Leaves a mail about what is low for everyone of the staff who works on orders.
pub async fn tell_low_stock(state: &State, items: &[InventoryItemId]) -> StoreResult<()> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let staff = store::staff::who_work_on_orders(&mut tx).await?;
    let jobs: Vec<Job> =
        staff.into_iter().map(|account| Job::LowStockMail { account, items: items.to_vec() }).collect();
    Job::enqueue_all(&mut tx, &jobs, now).await?;
    tx.commit().await
}

/// Leaves a mail for everyone who waits for these variants, as far as they can be bought; each request is answered once.
pub async fn tell_back_in_stock(state: &State, variants: &[VariantId]) -> StoreResult<()> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let requests = store::stock_watch::take_requests(&mut tx, variants, MOST_REQUESTS, now).await?;
    let jobs: Vec<Job> = requests.iter().map(|request| Job::BackInStockMail { request: *request }).collect();
    Job::enqueue_all(&mut tx, &jobs, now).await?;
    if i64::try_from(requests.len()).is_ok_and(|taken| taken == MOST_REQUESTS) {
        Job::BackInStock { variants: variants.to_vec() }.enqueue(&mut tx, now).await?;
    }
    tx.commit().await
}

/// Writes the mail of a job unless it is written, and sends it unless it is sent.
pub async fn send_low_stock(
    state: &State,
    job: JobId,
    account: AccountId,
    items: &[InventoryItemId],
) -> Result<(), AccountMailError> {
    let recipient = store::staff::find(&state.db, account, state.clock.now()).await?;
    let low = store::stock_watch::low_items(&state.db, items).await?;
    let letter = recipient
        .filter(|_| !low.is_empty())
        .map(|recipient| low_stock_letter(&recipient.email, &low, &state.config.public_url()));
    send(state, job, letter).await
}

/// The same for a request that was answered; one that was withdrawn since gets no mail, nor one of a customer who wants no
/// such mails. Whoever has no account gets what they asked for.
pub async fn send_back_in_stock(state: &State, job: JobId, request: i64) -> Result<(), AccountMailError> {
    let mut found = store::stock_watch::find_request(&state.db, request).await?;
    if let Some(asked) = &found
        && notification_choices::is_refused_by(state, &asked.email, NotificationKind::BackInStock).await?
    {
        found = None;
    }
    let letter = found.map(|found| Letter {
        subject: format!("{} is back", found.title),
        lead: vec![format!(
            "You asked to be told when “{}” ({}) can be bought again. It can, as long as it lasts.",
            found.title, found.sku
        )],
        link: Some(account_mail::letters::Link {
            label: "See it in the shop",
            url: format!("{}/p/{}", state.config.public_url(), found.slug),
        }),
        rest: vec!["You get this mail once. To hear of it again another time, ask again on its page.".into()],
        recipient: found.email,
    });
    send(state, job, letter).await
}

/// The same about an endpoint of webhooks that was switched off; one that was switched on again since gets no mail.
pub async fn send_webhook_off(
    state: &State,
    job: JobId,
    account: AccountId,
    endpoint: i64,
) -> Result<(), AccountMailError> {
    let recipient = store::staff::find(&state.db, account, state.clock.now()).await?;
    let endpoint = store::webhooks::find(&state.db, endpoint).await?.filter(|endpoint| !endpoint.active);
    let letter = recipient.zip(endpoint).map(|(recipient, endpoint)| Letter {
        recipient: recipient.email,
        subject: "A webhook was switched off".into(),
        lead: vec![format!(
            "Nothing has arrived at {} for long, so nothing is sent there any more. Once it answers again, switch it on.",
            endpoint.url
        )],
        link: None,
        rest: Vec::new(),
    });
    send(state, job, letter).await
}

fn low_stock_letter(recipient: &str, low: &[LowItem], shop: &str) -> Letter {
    let line = |item: &LowItem| {
        let LowItem { title, sku, center, available, reorder_level, .. } = item;
        format!("{sku} at {center}: {available} available, reorder level {reorder_level} ({title})")
    };
    let subject = match low {
        [item] => format!("{} is running low", item.sku),
        low => format!("{} items are running low", low.len()),
    };
    let mut lead = vec!["These fell to their reorder level or below it.".to_owned()];
    lead.extend(low.iter().map(line));
    Letter {
        recipient: recipient.to_owned(),
        subject,
        lead,
        link: Some(account_mail::letters::Link {
            label: "See what is low",
            url: format!("{shop}/admin/stock?tab=low"),
        }),
        rest: Vec::new(),
    }
}

/// Writes a letter to the outbox unless its job did, and sends it unless it is sent.
pub(super) async fn send(state: &State, job: JobId, letter: Option<Letter>) -> Result<(), AccountMailError> {
    let (now, shop) = (state.clock.now(), shop_settings::load(&state.db).await?.name);
    if outbox::find_by_job(&state.db, job).await?.is_none() {
        let Some(letter) = letter else { return Ok(()) };
        outbox::insert(&state.db, job, None, &account_mail::render(&letter, &shop)?, now).await?;
    }
    let Some(written) = outbox::find_by_job(&state.db, job).await? else { return Ok(()) };
    if written.sent_at.is_none() && state.mailer.send(&shop, &written.mail).await? {
        outbox::mark_sent(&state.db, written.id, now).await?;
    }
    Ok(())
}
