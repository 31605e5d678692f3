//! What customers want to be told by mail.

use crate::support::{Client, OPENING};
use tradewind::domain::{
    account::{NotificationChoice, NotificationKind},
    timestamp::Timestamp,
};

async fn choices(client: &Client) -> Vec<NotificationChoice> {
    client.get_action("account/notifications", &[]).await.expect(200).json()
}

fn of(choices: &[NotificationChoice], kind: NotificationKind) -> (bool, Option<Timestamp>) {
    let choice = choices.iter().find(|choice| choice.kind == kind).expect("every kind is listed");
    (choice.by_mail, choice.agreed_at)
}

on_both! {
    async fn a_new_account_gets_no_newsletter(shop: TestShop) {
        let choices = choices(&shop.customer().await).await;
        assert_eq!(choices.len(), NotificationKind::ALL.len());
        assert_eq!(of(&choices, NotificationKind::Newsletter), (false, None));
        assert_eq!(of(&choices, NotificationKind::OrderUpdates), (true, None));
        assert_eq!(of(&choices, NotificationKind::BackInStock), (true, None));
    }

    async fn it_is_kept_when_the_newsletter_was_agreed_to(shop: TestShop) {
        let customer = shop.customer().await;
        let save = async |kinds: &[(&str, &str)]| customer.post_action("account/save_notifications", kinds).await;
        save(&[("kinds[]", "newsletter"), ("kinds[]", "price_drop")]).await.expect(200);
        let chosen = choices(&customer).await;
        assert_eq!(of(&chosen, NotificationKind::Newsletter), (true, Some(OPENING)));
        assert_eq!(of(&chosen, NotificationKind::BackInStock), (false, None), "what was not ticked is not wanted");
        shop.clock.advance_minutes(60);
        save(&[("kinds[]", "newsletter")]).await.expect(200);
        assert_eq!(of(&choices(&customer).await, NotificationKind::Newsletter), (true, Some(OPENING)));
        save(&[]).await.expect(200);
        assert_eq!(of(&choices(&customer).await, NotificationKind::Newsletter), (false, None));
        save(&[("kinds[]", "newsletter")]).await.expect(200);
        assert_eq!(of(&choices(&customer).await, NotificationKind::Newsletter), (true, Some(OPENING.plus_minutes(60))));
    }

    async fn order_updates_cannot_be_turned_off(shop: TestShop) {
        let customer = shop.customer().await;
        let answer = customer.post_form("/actions/account/save_notifications", &[]).await.expect(302);
        assert_eq!(answer.location().as_deref(), Some("/account/notifications?saved=1"));
        assert_eq!(of(&choices(&customer).await, NotificationKind::OrderUpdates), (true, None));
        assert!(customer.get("/account/notifications").await.expect(200).body.contains("Always sent"));
    }

    async fn an_unknown_kind_is_refused_and_others_keep_their_choices(shop: TestShop) {
        let (ada, eve) = (shop.customer().await, shop.customer().await);
        ada.post_action("account/save_notifications", &[("kinds[]", "newsletter")]).await.expect(200);
        for kind in ["", "Newsletter", "everything", "' OR 1=1 --"] {
            eve.post_action("account/save_notifications", &[("kinds[]", kind)]).await.expect(422);
        }
        eve.post_action("account/save_notifications", &[("account_id", "1")]).await.expect(200);
        assert!(of(&choices(&ada).await, NotificationKind::Newsletter).0);
    }
}
