//! Mail that opens accounts is the owner's alone.

use crate::support::{Buyer, Client};
use tradewind::{
    domain::{access::Permission, staff::MailList},
    server::store::db::{execute, select},
};

async fn subjects(client: &Client) -> Vec<String> {
    let list: MailList =
        client.get_action("admin/list_mail", &[("query", ""), ("older", ""), ("newer", "")]).await.expect(200).json();
    list.mails.into_iter().map(|mail| mail.subject).collect()
}

on_both! {
    async fn staff_for_orders_read_mails_about_orders_and_no_others(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        Buyer::guest(&shop).buy(&shop, mug, "1").await;
        let text = "INSERT INTO outbox_mail (recipient, subject, body_text, body_html, created_at)
                    VALUES ('ada@example.com', 'Set a new password', 'https://shop.example/password-reset?token=x', '', 1)";
        execute(&shop.state.db, text).run().await.expect("a mail");
        let (id,): (i64,) = select(&shop.state.db, "SELECT MAX(id) FROM outbox_mail").one().await.expect("its id");
        let (owner, staff) = (shop.owner().await, shop.staff_with(&Permission::ALL).await);
        assert_eq!((subjects(&owner).await.len(), subjects(&staff).await.len()), (2, 1));
        assert!(!subjects(&staff).await.contains(&"Set a new password".to_owned()));
        let page = format!("/admin/mail/{id}");
        assert!(owner.get(&page).await.expect(200).body.contains("token=x"));
        let refused = staff.get(&page).await.expect(404).body;
        assert!(!refused.contains("token=x"));
        staff.get_action("admin/get_mail", &[("id", &id.to_string())]).await.expect(404);
    }
}
