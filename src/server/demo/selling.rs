//! What the demo shop starts with: a German shop that ships to Europe and North America.

use crate::{
    domain::{invoice::LegalSettings, shop_settings::ShopSettings},
    server::store::{
        StoreResult, Tx,
        catalog_write::references,
        selling_terms::{self, CarrierRow, MethodRow, RateRow, TaxRateRow, ZoneRow},
    },
};

const CARRIERS: [CarrierRow<'static>; 3] = [
    CarrierRow {
        slug: "dhl",
        name: "DHL",
        tracking_url: "https://www.dhl.de/en/privatkunden/pakete-empfangen/verfolgen.html?piececode={tracking}",
    },
    CarrierRow { slug: "dpd", name: "DPD", tracking_url: "https://tracking.dpd.de/status/en_US/parcel/{tracking}" },
    CarrierRow { slug: "ups", name: "UPS", tracking_url: "https://www.ups.com/track?tracknum={tracking}" },
];

const ZONES: [ZoneRow<'static>; 3] = [
    ZoneRow { slug: "germany", name: "Germany", countries: &["DE"] },
    ZoneRow {
        slug: "eu",
        name: "European Union",
        countries: &["AT", "BE", "CZ", "DK", "ES", "FI", "FR", "IE", "IT", "LU", "NL", "PL", "PT", "SE"],
    },
    ZoneRow { slug: "world", name: "Further countries", countries: &["CA", "CH", "GB", "NO", "US"] },
];

const METHODS: [MethodRow<'static>; 3] = [
    MethodRow {
        slug: "standard",
        name: "Standard",
        carrier: "dhl",
        days: (2, 4),
        rates: &[rate("germany", 490, Some(10_000)), rate("eu", 1_290, Some(20_000)), rate("world", 2_490, None)],
    },
    MethodRow {
        slug: "express",
        name: "Express",
        carrier: "dpd",
        days: (1, 2),
        rates: &[rate("germany", 990, None), rate("eu", 1_990, None), rate("world", 3_990, None)],
    },
    MethodRow {
        slug: "overnight",
        name: "Overnight",
        carrier: "ups",
        days: (1, 1),
        rates: &[rate("germany", 1_690, None)],
    },
];

const fn rate(zone: &'static str, price_minor: i64, free_from_minor: Option<i64>) -> RateRow<'static> {
    RateRow { zone, price_minor, free_from_minor }
}

/// Slugs and names of the tax categories.
const TAX_CATEGORIES: [(&str, &str); 2] = [("standard", "Standard"), ("reduced", "Books and print")];

/// Country, standard and reduced VAT (books) in hundredths of a percent, and whether the prices contain it.
///
/// Within the Union the price is the same everywhere and contains the tax of the country of
/// destination (Directive 2006/112/EC, article 33); elsewhere the tax is added.
const TAX_RATES: [(&str, i64, i64, bool); 18] = [
    ("AT", 2_000, 1_000, true),
    ("BE", 2_100, 600, true),
    ("CZ", 2_100, 0, true),
    ("DE", 1_900, 700, true),
    ("DK", 2_500, 2_500, true),
    ("ES", 2_100, 400, true),
    ("FI", 2_550, 1_350, true),
    ("FR", 2_000, 550, true),
    ("IE", 2_300, 0, true),
    ("IT", 2_200, 400, true),
    ("LU", 1_700, 300, true),
    ("NL", 2_100, 900, true),
    ("PL", 2_300, 500, true),
    ("PT", 2_300, 600, true),
    ("SE", 2_500, 600, true),
    ("CH", 810, 260, false),
    ("GB", 2_000, 0, false),
    ("NO", 2_500, 0, false),
];

const PPM_PER_HUNDREDTH: i64 = 100;

/// Adds carriers, zones, methods and taxes, as far as they are not there yet.
pub async fn add_selling_terms(tx: &mut Tx) -> StoreResult<()> {
    references::add_tax_categories(tx, &TAX_CATEGORIES).await?;
    selling_terms::add_carriers(tx, &CARRIERS).await?;
    selling_terms::add_zones(tx, &ZONES).await?;
    selling_terms::add_methods(tx, &METHODS).await?;
    let row = |country, category, hundredths: i64, included| TaxRateRow {
        country,
        category,
        name: "VAT",
        ppm: hundredths * PPM_PER_HUNDREDTH,
        included,
    };
    let rates: Vec<TaxRateRow<'_>> = TAX_RATES
        .into_iter()
        .flat_map(|(country, standard, reduced, included)| {
            [row(country, "standard", standard, included), row(country, "reduced", reduced, included)]
        })
        .filter(|rate| rate.ppm > 0)
        .collect();
    selling_terms::add_tax_rates(tx, &rates).await
}

/// What the demo shop is called.
pub fn shop() -> ShopSettings {
    ShopSettings { name: "Halyard".into(), home_country: "DE".into() }
}

/// Who sells in the demo shop.
pub fn seller() -> LegalSettings {
    LegalSettings {
        name: "Halyard GmbH".into(),
        street: "Speicherstraße 12".into(),
        postcode: "20457".into(),
        city: "Hamburg".into(),
        country: "Germany".into(),
        vat_id: "DE123456789".into(),
        register: "Amtsgericht Hamburg, HRB 123456".into(),
        email: "shop@example.com".into(),
        footer: "A shop for trying out: nothing is sold here.".into(),
        ..LegalSettings::default()
    }
}
