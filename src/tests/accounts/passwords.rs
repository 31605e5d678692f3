//! The rules for passwords hold wherever one is chosen.

use super::{OTHER_PASSWORD, ask_for_reset, register, reset, reset_token};
use crate::support::PASSWORD;
use tradewind::{
    domain::{access::Role, forms::Problem},
    error::AppError,
    server::services::accounts::create_staff,
};

const ADA: &str = "ada@example.com";

/// Passwords that Ada may not have, with what is wrong with them.
fn refused() -> [(String, Problem); 5] {
    [
        ("tooshort1".into(), Problem::TooShort(10)),
        ("x1".repeat(251), Problem::TooLong(500)),
        ("1234567890".into(), Problem::CommonPassword),
        ("Ada@Example.com".into(), Problem::PasswordIsYou),
        ("robin test".into(), Problem::PasswordIsYou),
    ]
}

on_both! {
    async fn one_rule_holds_wherever_a_password_is_chosen(shop: TestShop) {
        shop.add_account(ADA, Role::Customer).await;
        let ada = shop.visitor();
        super::log_in(&ada, ADA, PASSWORD).await.expect(200);
        ask_for_reset(&shop.visitor(), ADA).await.expect(200);
        let token = reset_token(&shop, ADA).await;
        for (password, problem) in refused() {
            let registering = register(&shop.visitor(), "Robin Test", ADA, &password).await.error();
            assert_eq!(registering, AppError::field("password", problem), "{password}");
            let resetting = reset(&shop.visitor(), &token, &password).await.error();
            assert_eq!(resetting, AppError::field("password", problem), "{password}");
            let form = [("password", PASSWORD), ("new_password", &password)];
            let changing = ada.post_action("security/change_password", &form).await.error();
            assert_eq!(changing, AppError::field("new_password", problem), "{password}");
            let creating = create_staff(&shop.state, ADA, "Robin Test", &password, Role::Staff).await.expect_err("refused");
            assert_eq!(creating, AppError::field("password", problem), "{password}");
        }
    }

    async fn a_change_wants_the_present_password_and_another_one(shop: TestShop) {
        let ada = shop.customer().await;
        let change = |password: &'static str, new: &'static str| {
            let ada = ada.clone();
            async move { ada.post_action("security/change_password", &[("password", password), ("new_password", new)]).await }
        };
        assert_eq!(change("a wrong guess", OTHER_PASSWORD).await.error(), AppError::field("password", Problem::WrongPassword));
        assert_eq!(change("", OTHER_PASSWORD).await.error(), AppError::field("password", Problem::Required));
        assert_eq!(change(PASSWORD, PASSWORD).await.error(), AppError::field("new_password", Problem::Unchanged));
        change(PASSWORD, OTHER_PASSWORD).await.expect(200);
        let refused = shop.visitor().post_action("security/change_password", &[("password", PASSWORD)]).await.expect(401);
        assert_eq!(refused.error(), AppError::SignInRequired);
    }
}
