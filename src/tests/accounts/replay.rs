//! A code that was seen is worth nothing any more.

use super::{code, enter_code, log_in, set_up_second_factor};
use crate::support::{PASSWORD, at_once};
use futures::FutureExt;

on_both! {
    async fn a_code_is_accepted_once(shop: TestShop) {
        let ada = shop.customer().await;
        let email = ada.account.as_ref().expect("an account").email.clone();
        let (key, _) = set_up_second_factor(&shop, &ada).await;
        let thief = shop.visitor();
        log_in(&thief, &email, PASSWORD).await.expect(200);
        enter_code(&thief, &code(&shop, &key, 0)).await.expect(422);
        shop.clock.advance_minutes(1);
        let seen = code(&shop, &key, 0);
        let phone = shop.visitor();
        log_in(&phone, &email, PASSWORD).await.expect(200);
        enter_code(&phone, &seen).await.expect(200);
        enter_code(&thief, &seen).await.expect(422);
        enter_code(&thief, &code(&shop, &key, -1)).await.expect(422);
    }

    async fn of_two_that_send_one_code_at_the_same_moment_one_gets_in(shop: TestShop) {
        let ada = shop.customer().await;
        let email = ada.account.as_ref().expect("an account").email.clone();
        let (key, codes) = set_up_second_factor(&shop, &ada).await;
        shop.clock.advance_minutes(1);
        for code in [code(&shop, &key, 0), codes.first().expect("a code").clone()] {
            let mut entries = Vec::new();
            for _ in 0..4 {
                let (client, code) = (shop.visitor(), code.clone());
                log_in(&client, &email, PASSWORD).await.expect(200);
                entries.push(async move { enter_code(&client, &code).await.status }.boxed());
            }
            let mut answers = at_once(entries).await;
            answers.sort_unstable();
            assert_eq!(answers, [200, 422, 422, 422]);
        }
    }

    async fn a_login_that_was_completed_is_not_completed_again(shop: TestShop) {
        let ada = shop.customer().await;
        let email = ada.account.as_ref().expect("an account").email.clone();
        let (_, codes) = set_up_second_factor(&shop, &ada).await;
        let phone = shop.visitor();
        log_in(&phone, &email, PASSWORD).await.expect(200);
        let challenge = phone.cookie("login_challenge").expect("a challenge");
        enter_code(&phone, &codes[0]).await.expect(200);
        let thief = shop.visitor();
        thief.set_cookie(&format!("login_challenge={challenge}"));
        enter_code(&thief, &codes[1]).await.expect(401);
    }
}
