//! Mails about accounts: written once into the outbox, and sent where a server is configured.
//!
//! Links are built from the shop's public address, never from what a request calls the host. Their tokens are made here
//! and kept as hashes; once a server took a mail, the outbox forgets its token, too.

pub(super) mod letters;

use self::letters::Letter;
use super::{password_reset, shop_settings};
use crate::{
    domain::ids::{AccountId, JobId},
    server::{
        gateways::mail::{Mail, MailError},
        jobs::AccountMail,
        random,
        state::State,
        store::{
            self, StoreError, StoreResult, Tx,
            account_tokens::{self, TokenPurpose},
            accounts::{self, Credentials},
            outbox,
        },
    },
};
use minijinja::{Environment, context, syntax::SyntaxConfig};

/// How long the links work.
const VERIFY_MINUTES: i64 = 24 * 60;
const INVITATION_MINUTES: i64 = 3 * 24 * 60;

#[derive(Debug, thiserror::Error)]
pub enum AccountMailError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("template: {0}")]
    Template(#[from] minijinja::Error),
    #[error(transparent)]
    Mail(#[from] MailError),
}

/// Writes the mail of a job unless it is written or there is nobody to write to, and sends it unless it is sent.
pub async fn send_account_mail(state: &State, job: JobId, about: &AccountMail) -> Result<(), AccountMailError> {
    let (now, shop) = (state.clock.now(), shop_settings::load(&state.db).await?.name);
    if outbox::find_by_job(&state.db, job).await?.is_none() {
        let mut tx = state.db.begin().await?;
        let Some(letter) = compose(state, &mut tx, about).await? else { return Ok(()) };
        outbox::insert(&mut tx, job, None, &render(&letter, &shop)?, now).await?;
        tx.commit().await?;
    }
    let Some(written) = outbox::find_by_job(&state.db, job).await? else { return Ok(()) };
    if written.sent_at.is_none() && state.mailer.send(&shop, &written.mail).await? {
        outbox::mark_sent(&state.db, written.id, now).await?;
        let (text, html) = (without_token(&written.mail.body_text), without_token(&written.mail.body_html));
        outbox::redact(&state.db, written.id, &text, &html).await?;
    }
    Ok(())
}

/// What to write, with the token of its link made in the same transaction; `None` where nobody is to be written to.
async fn compose(state: &State, tx: &mut Tx, about: &AccountMail) -> StoreResult<Option<Letter>> {
    let letter = match about {
        AccountMail::VerifyEmail { email } => {
            let known = find(tx, email).await?.filter(|known| !known.account.email_verified);
            let Some(known) = known else { return Ok(None) };
            let link = link(state, tx, &known, email, TokenPurpose::VerifyEmail).await?;
            letters::verify_email(email, &known.account.name, link)
        }
        AccountMail::AlreadyRegistered { email } => match find(tx, email).await? {
            None => return Ok(None),
            Some(known) if known.account.email_verified => {
                letters::already_registered(email, &state.config.public_url())
            }
            // Whoever registered first may have been somebody else, so the password is chosen anew by whoever reads
            // this, and the link of the first mail is void.
            Some(known) => {
                account_tokens::delete_for(&mut *tx, known.account.id, TokenPurpose::VerifyEmail).await?;
                let link = link(state, tx, &known, email, TokenPurpose::ResetPassword).await?;
                letters::registered_again(email, link)
            }
        },
        AccountMail::ResetPassword { email } => {
            let Some(known) = find(tx, email).await? else { return Ok(None) };
            let link = link(state, tx, &known, email, TokenPurpose::ResetPassword).await?;
            letters::reset_password(email, link)
        }
        AccountMail::StaffInvitation { account } => {
            let Some(known) = find_by_id(tx, *account).await? else { return Ok(None) };
            let (email, shop) = (known.account.email.as_str(), state.config.public_url());
            let link = link_for(state, tx, &known, email, TokenPurpose::ResetPassword, INVITATION_MINUTES).await?;
            letters::staff_invitation(email, &known.account.name, &shop, link)
        }
        AccountMail::ConfirmNewEmail { account, email } => {
            let Some(known) = find_by_id(tx, *account).await? else { return Ok(None) };
            if accounts::find_credentials(&mut *tx, email).await?.is_some() {
                return Ok(Some(letters::email_in_use(email, &state.config.public_url())));
            }
            let link = link(state, tx, &known, email, TokenPurpose::ChangeEmail).await?;
            letters::confirm_new_email(email, link)
        }
        AccountMail::EmailChangeAsked { account } => {
            let Some(known) = find_by_id(tx, *account).await? else { return Ok(None) };
            letters::email_change_asked(&known.account.email, &state.config.public_url())
        }
        AccountMail::EmailChanged { account, former } => {
            let Some(known) = find_by_id(tx, *account).await? else { return Ok(None) };
            letters::email_changed(former, &known.account.name)
        }
        AccountMail::PasswordChanged { account } => {
            let Some(known) = find_by_id(tx, *account).await? else { return Ok(None) };
            letters::password_changed(&known.account.email, &state.config.public_url())
        }
        AccountMail::SecondFactorChanged { account, enabled } => {
            let Some(known) = find_by_id(tx, *account).await? else { return Ok(None) };
            letters::second_factor_changed(&known.account.email, *enabled, &state.config.public_url())
        }
    };
    Ok(Some(letter))
}

async fn find(tx: &mut Tx, email: &str) -> StoreResult<Option<Credentials>> {
    let known = accounts::find_credentials(tx, email).await?;
    Ok(known.filter(|known| !known.is_disabled))
}

async fn find_by_id(tx: &mut Tx, account: AccountId) -> StoreResult<Option<Credentials>> {
    let known = accounts::find_credentials_by_id(tx, account).await?;
    Ok(known.filter(|known| !known.is_disabled))
}

/// Makes a token for an account and answers with the address of the page that uses it.
async fn link(
    state: &State,
    tx: &mut Tx,
    known: &Credentials,
    email: &str,
    purpose: TokenPurpose,
) -> StoreResult<String> {
    let minutes = match purpose {
        TokenPurpose::VerifyEmail | TokenPurpose::ChangeEmail => VERIFY_MINUTES,
        TokenPurpose::ResetPassword => password_reset::LINK_MINUTES,
    };
    link_for(state, tx, known, email, purpose, minutes).await
}

/// See [`link`]; the token works for so long.
async fn link_for(
    state: &State,
    tx: &mut Tx,
    known: &Credentials,
    email: &str,
    purpose: TokenPurpose,
    minutes: i64,
) -> StoreResult<String> {
    let page = match purpose {
        TokenPurpose::VerifyEmail | TokenPurpose::ChangeEmail => "verify-email",
        TokenPurpose::ResetPassword => "password-reset",
    };
    let (token, now) = (random::token(), state.clock.now());
    let kept = (purpose, random::token_hash(&token));
    let (account, expires_at) = ((known.account.id, email), now.plus_minutes(minutes));
    store::account_tokens::insert(tx, account, (kept.0, &kept.1), now, expires_at).await?;
    Ok(format!("{}/{page}?token={token}", state.config.public_url()))
}

const TEXT: &str = include_str!("mails/account.txt");
const HTML: &str = include_str!("mails/account.html");

/// Lays a letter of the shop out, as text and as HTML.
pub(super) fn render(letter: &Letter, shop: &str) -> Result<Mail, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template("account.txt", TEXT)?;
    // The ending turns on escaping for HTML.
    environment.add_template("account.html", HTML)?;
    let link = letter.link.as_ref().map(|link| context! { label => link.label, url => &link.url });
    let values = context! {
        shop, subject => &letter.subject, lead => letter.lead.clone(), rest => letter.rest.clone(), link,
    };
    Ok(Mail {
        recipient: letter.recipient.clone(),
        subject: letter.subject.clone(),
        body_text: environment.get_template("account.txt")?.render(&values)?,
        body_html: environment.get_template("account.html")?.render(&values)?,
    })
}

/// The same text with what its link proves cut out.
fn without_token(text: &str) -> String {
    const MARK: &str = "token=";
    let mut parts = text.split(MARK);
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        result.push_str(MARK);
        result.push_str(part.trim_start_matches(|char: char| char.is_ascii_hexdigit()));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sent_mail_keeps_no_token() {
        let token = random::token();
        let text = format!("https://shop.example/verify-email?token={token}\nBye, token={token}");
        assert_eq!(without_token(&text), "https://shop.example/verify-email?token=\nBye, token=");
    }

    #[test]
    fn what_people_call_themselves_is_text_in_a_mail() {
        let letter = letters::verify_email("a@example.com", "<b>Ada</b>", "https://shop.example/x".into());
        let mail = render(&letter, "Rope & Sail").unwrap();
        assert!(mail.body_html.contains("&lt;b&gt;Ada&lt;&#x2f;b&gt;"), "{}", mail.body_html);
        assert!(mail.body_html.contains("Rope &amp; Sail"), "{}", mail.body_html);
        assert!(mail.body_text.contains("<b>Ada</b>") && mail.body_text.contains("Rope & Sail"));
    }
}
