//! The shop's own name and country.

use crate::{
    accounts::{register, set_up_second_factor},
    support::{Buyer, Client, PASSWORD, TestShop, address_with, card},
};
use tradewind::{
    domain::{
        access::Permission,
        shop_settings::{Shop, ShopSettings},
    },
    server::{demo::selling, services::shop_settings},
};

async fn save(client: &Client, name: &str, country: &str) -> crate::support::Answer {
    client.post_action("admin/save_shop_settings", &[("name", name), ("home_country", country)]).await
}

async fn settings(shop: &TestShop) -> (String, String) {
    let ShopSettings { name, home_country } = shop_settings::load(&shop.state.db).await.expect("the settings");
    (name, home_country)
}

async fn page(client: &Client, path: &str) -> String {
    client.get(path).await.expect(200).body
}

fn is_chosen(page: &str, country: &str) -> bool {
    page.contains(&format!("<option value=\"{country}\" selected"))
}

on_both! {
    async fn pages_show_the_name_as_it_is_now(shop: TestShop) {
        shop.sell("Mug", 1_900, 9).await;
        let (owner, visitor) = (shop.owner().await, shop.visitor());
        let front = page(&visitor, "/").await;
        assert!(front.contains(" · Tradewind</title>") && front.contains("aria-label=\"Tradewind, front page\""), "{front}");
        save(&owner, "Rope & <Sail>", "DE").await.expect(200);
        for path in ["/", "/cart", "/p/mug", "/login"] {
            let page = page(&visitor, path).await;
            assert!(page.contains(" · Rope & ‹Sail›</title>"), "{path}: {page}");
            assert!(page.contains("aria-label=\"Rope &amp; &lt;Sail&gt;, front page\""), "{path}: {page}");
            assert!(!page.contains("<Sail>") && !page.contains(" · Tradewind"), "{path}: {page}");
        }
        let front = page(&visitor, "/").await;
        assert!(front.contains("<meta property=\"og:site_name\" content=\"Rope &amp; &lt;Sail&gt;\">"), "{front}");
        for kind in ["Organization", "WebSite"] {
            assert_eq!(crate::seo::data(&front, kind).expect(kind)["name"], "Rope & <Sail>");
        }
        let admin = page(&owner, "/admin/settings/shop").await;
        assert!(admin.contains("Shop settings · Admin · Rope & ‹Sail›</title>"), "{admin}");
        assert!(admin.contains("class=\"logo\">Rope &amp; &lt;Sail&gt;<"), "{admin}");
        let refused = shop.customer().await.get("/admin").await.expect(403).body;
        assert!(refused.contains("<title>Crew only · Rope &amp; &lt;Sail&gt;</title>"), "{refused}");
        let lost = visitor.get("/nowhere").await.expect(404).body;
        assert!(lost.contains("· Rope & ‹Sail›</title>"), "{lost}");
    }

    async fn what_leaves_the_shop_is_in_its_name(shop: TestShop) {
        let owner = shop.owner().await;
        save(&owner, "Rope: Sail", "DE").await.expect(200);
        register(&shop.visitor(), "Ada", "ada@example.com", PASSWORD).await.expect(200);
        let mug = shop.sell("Mug", 1_900, 9).await;
        Buyer::guest(&shop).buy(&shop, mug, "1").await;
        shop.run_jobs().await;
        let mails = shop.mails().await;
        assert!(mails.len() >= 2, "{mails:?}");
        for mail in mails {
            assert!(mail.body_text.contains("\nRope: Sail") && mail.body_html.contains(">Rope: Sail</p>"), "{mail:?}");
        }
        let robin = shop.customer().await;
        robin.post_form_from("/account/security", "/actions/security/begin_second_factor", &[]).await.expect(302);
        let security = page(&robin, "/account/security").await;
        assert!(security.contains("otpauth://totp/Rope%20%20Sail:"), "an app cannot read two colons: {security}");
        set_up_second_factor(&shop, &shop.customer().await).await;
        let seller = page(&owner, "/admin/settings/legal").await;
        assert!(seller.contains("value=\"Rope: Sail\""), "invoices name the shop until the seller is set: {seller}");
    }

    async fn prices_and_forms_are_those_of_the_home_country(shop: TestShop) {
        let mug = shop.sell("Mug", 1_900, 9).await;
        let (owner, buyer) = (shop.owner().await, Buyer::guest(&shop));
        buyer.add(mug, "1").await.expect(200);
        assert_eq!(buyer.cart().await.totals.taxes[0].label, "VAT 19 %");
        assert!(page(&buyer.client, "/").await.contains("within Germany from €100"));

        save(&owner, "Tradewind", "FR").await.expect(200);
        assert_eq!(buyer.cart().await.totals.taxes[0].label, "VAT 20 %");
        let front = page(&buyer.client, "/").await;
        assert!(front.contains("within France from €200") && !front.contains("within Germany"), "{front}");
        buyer.save("contact", &[("email", "ada@example.com")]).await.expect(200);
        for path in ["/cart", "/checkout/address"] {
            let page = page(&buyer.client, path).await;
            assert!(is_chosen(&page, "FR") && !is_chosen(&page, "DE"), "{path}: {page}");
        }
        for path in ["/admin/centers/new", "/admin/tax-rates/new", "/admin/settings/shop"] {
            let page = page(&owner, path).await;
            assert!(is_chosen(&page, "FR"), "{path}: {page}");
        }
        let customer = shop.customer().await;
        assert!(is_chosen(&page(&customer, "/account/addresses/new").await, "FR"));

        // Taxes are added there.
        save(&owner, "Tradewind", "GB").await.expect(200);
        let cart = buyer.cart().await;
        assert_eq!((cart.totals.taxes[0].label.as_str(), cart.totals.amounts.total), ("VAT 20 %", 2_280));
        assert_eq!((cart.lines[0].shown_unit_price.minor, cart.tax_note.as_str()), (2_280, "incl. VAT"));
        assert!(page(&buyer.client, "/p/mug").await.contains("€22.80"));

        // What the shopper says counts.
        buyer.fill_checkout_with("ada@example.com", &address_with(&[])).await;
        assert_eq!(buyer.cart().await.totals.taxes[0].label, "VAT 19 %");
        let placed: String = buyer.place().await.expect(200).json();
        let placed = crate::support::Placed::behind(&shop, &placed).await;
        buyer.pay(&placed, card::SUCCESS).await.expect(303);
        shop.assert_consistent().await;
    }

    async fn it_is_for_those_who_set_up_the_shop(shop: TestShop) {
        let others: Vec<_> = Permission::ALL.into_iter().filter(|permission| *permission != Permission::Settings).collect();
        for client in [shop.staff_with(&others).await, shop.customer().await] {
            save(&client, "Mine", "FR").await.expect(403);
            client.get_action("admin/get_shop_settings", &[]).await.expect(403);
            client.get("/admin/settings/shop").await.expect(403);
        }
        save(&shop.visitor(), "Mine", "FR").await.expect(401);
        assert_eq!(settings(&shop).await, ("Tradewind".into(), "DE".into()));
        let staff = shop.staff_with(&[Permission::Settings]).await;
        save(&staff, "Blue Anchor", "FR").await.expect(200);
        assert_eq!(settings(&shop).await, ("Blue Anchor".into(), "FR".into()));
        let log = page(&shop.owner().await, "/admin/audit?subject=setting").await;
        assert!(log.contains("href=\"/admin/settings/shop\"") && log.contains("Blue Anchor"), "{log}");
    }

    async fn what_cannot_be_kept_is_named_and_changes_nothing(shop: TestShop) {
        let owner = shop.owner().await;
        save(&owner, "Blue Anchor", "NL").await.expect(200);
        let long = "x".repeat(41);
        for (name, country, field) in [
            ("", "DE", "name"), (" \n", "DE", "name"), (long.as_str(), "DE", "name"),
            ("Other", "XX", "home_country"), ("Other", "", "home_country"), ("Other", "de", "home_country"),
        ] {
            let error = save(&owner, name, country).await.expect(422).error();
            assert!(error.field_message(field).is_some(), "{name:?} {country:?}: {error:?}");
        }
        assert_eq!(settings(&shop).await, ("Blue Anchor".into(), "NL".into()));
        assert!(page(&shop.visitor(), "/").await.contains("· Blue Anchor</title>"));
    }

    async fn it_is_set_without_scripts(shop: TestShop) {
        let owner = shop.owner().await;
        let send = async |name: &str| {
            let form = [("name", name), ("home_country", "DE")];
            let answer = owner.post_form_from("/admin/settings/shop", "/actions/admin/save_shop_settings", &form).await;
            answer.expect(302).location().expect("on")
        };
        assert_eq!(send("Blue Anchor").await, "/admin/settings/shop?saved=1");
        let saved = page(&owner, "/admin/settings/shop?saved=1").await;
        assert!(saved.contains("Saved.") && saved.contains("value=\"Blue Anchor\""), "{saved}");
        let back = send(" ").await;
        let refused = page(&owner, back.strip_prefix(&shop.url).unwrap_or(&back)).await;
        assert!(refused.contains("Please fill this in.") && !refused.contains("Saved."), "{refused}");
    }

    async fn only_the_demo_shop_says_that_it_is_one(shop: TestShop) {
        let notice = "is the demo shop of Tradewind. Nothing here can be bought for real.";
        assert!(!page(&shop.visitor(), "/").await.contains("demo shop"));
        shop_settings::set_up(&shop.state, &selling::shop()).await.expect("named");
        shop_settings::mark_as_demo(&shop.state).await.expect("a demo shop");
        let front = page(&shop.visitor(), "/").await;
        assert!(front.contains(&format!("Halyard {notice}")) && front.contains("· Halyard</title>"), "{front}");
        save(&shop.owner().await, "Blue Anchor", "DE").await.expect(200);
        shop_settings::set_up(&shop.state, &selling::shop()).await.expect("a name is kept");
        assert!(page(&shop.visitor(), "/").await.contains(&format!("Blue Anchor {notice}")));
    }

    async fn it_is_remembered_for_a_while(shop: TestShop) {
        let first = shop_settings::current(&shop.state).await.expect("a shop");
        let before = shop.state.db.queries();
        assert_eq!((&*shop_settings::current(&shop.state).await.expect("a shop"), &*first), (&Shop::default(), &Shop::default()));
        shop.visitor().get("/admin/nowhere/at/all").await;
        assert_eq!(shop.state.db.queries(), before);
    }
}
