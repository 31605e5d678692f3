//! The API tokens of whoever is signed in.

use crate::{
    domain::{
        api_token::{TokenInput, TokenPage},
        ids::ApiTokenId,
    },
    error::AppError,
};
use leptos::prelude::*;

/// What the page of tokens shows: the tokens, and for once the one that a plain form just made.
#[server(prefix = "/actions", endpoint = "api_tokens/list", input = leptos::server_fn::codec::GetUrl)]
pub async fn list_api_tokens() -> Result<TokenPage, AppError> {
    use crate::server::{made_token, permissions, services::api_tokens};
    let (caller, account) = permissions::signed_in()?;
    let tokens = api_tokens::list(&caller.state, account.id).await?;
    let scopes = api_tokens::scopes_of(&account).collect();
    Ok(TokenPage { tokens, scopes, made: made_token::take(&caller.state) })
}

/// Makes a token and answers with it: nothing shows it again.
#[server(prefix = "/actions", endpoint = "api_tokens/make")]
pub async fn make_api_token(token: TokenInput) -> Result<String, AppError> {
    use crate::server::{made_token, permissions, services::api_tokens};
    let (caller, account) = permissions::signed_in()?;
    let made = api_tokens::make(&caller.state, &account, &token).await.map_err(|error| error.within("token"))?;
    if permissions::is_plain_form() {
        made_token::hand_over(&caller.state, &made.secret);
        permissions::lead_plain_form_to("/account/tokens");
        return Ok(String::new());
    }
    Ok(made.secret)
}

/// Revokes a token; it opens nothing from then on.
#[server(prefix = "/actions", endpoint = "api_tokens/revoke")]
pub async fn revoke_api_token(id: ApiTokenId) -> Result<(), AppError> {
    use crate::server::{permissions, services::api_tokens};
    let (caller, account) = permissions::signed_in()?;
    api_tokens::revoke(&caller.state, account.id, id).await?;
    permissions::lead_plain_form_to("/account/tokens?done=revoked");
    Ok(())
}
