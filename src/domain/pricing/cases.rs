//! Any cart, any promotions, any tax set-up: what the property tests price, on the server and in WebAssembly
//! (`src/tests/wasm`).
//!
//! No `usize` is drawn anywhere, as `prop::collection` and `prop::sample` do: its width, and with it every later draw,
//! would differ between the two.

use crate::domain::{
    ids::{BrandId, CategoryId, CustomerGroupId, ProductId, PromotionId, VariantId},
    pricing::{LineInput, Priced, Promoting, ShippingInput, price},
    promotion::{Conditions, Item, Promotion, Reward, Selection, Shopper, Terms},
    tax::{PostcodePattern, TaxPlace, TaxRate, TaxRule, applicable},
    timestamp::Timestamp,
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use std::collections::BTreeSet;

/// A cart with all that its price depends on.
#[derive(Clone, Debug)]
pub struct Case {
    pub lines: Vec<LineInput>,
    pub shipping: Option<ShippingInput>,
    pub promotions: Vec<Promotion>,
    pub shopper: Shopper,
    pub now: Timestamp,
}

impl Case {
    pub fn price(&self) -> Priced {
        price(&self.lines, self.shipping.as_ref(), &self.promoting())
    }

    pub fn promoting(&self) -> Promoting<'_> {
        Promoting { promotions: &self.promotions, shopper: self.shopper.clone(), now: self.now }
    }
}

/// A row of the shop's table of tax rates.
#[derive(Clone, Debug)]
pub struct TaxRow {
    pub country: &'static str,
    pub category: u8,
    pub rule: TaxRule,
}

/// Where a cart goes.
#[derive(Clone, Copy, Debug)]
pub struct Destination {
    pub country: &'static str,
    pub region: &'static str,
    pub postcode: &'static str,
}

impl Destination {
    pub const fn place(&self) -> TaxPlace<'static> {
        TaxPlace { region: self.region, postcode: self.postcode }
    }

    /// The rates of a category here and now, as the server finds them: by country and category in its query, the rest by
    /// [`applicable`].
    pub fn rates(&self, table: &[TaxRow], category: u8, now: Timestamp) -> Vec<TaxRate> {
        let rows = table.iter().filter(|row| row.country == self.country && row.category == category);
        applicable(rows.map(|row| &row.rule), self.place(), now)
    }
}

const COUNTRIES: &[&str] = &["DE", "US"];
const REGIONS: &[&str] = &["", "California", " california", "Nevada"];
const POSTCODES: &[&str] = &["", "20095", "27498", "90012", "90210-1234", "sw1a 1aa"];
const PATTERNS: &[&str] = &["", "", "27498", "20000-29999", "9*", "1*, SW1A 1AA"];
const TAXES: &[&str] = &["VAT", "State", "County"];
/// Shipping is taxed as the first of them.
const TAX_CATEGORIES: u8 = 3;
/// Instants of a case lie in here, so that many promotions and rates begin and end around it.
const DAYS: std::ops::Range<i64> = 0..200;

fn one_of<T: Copy + std::fmt::Debug>(all: &'static [T]) -> impl Strategy<Value = T> {
    let most = u8::try_from(all.len()).expect("few");
    (0..most).prop_map(|index| all[usize::from(index)])
}

/// Up to so many. In boxes, as WebAssembly's stack is small.
fn some<T: std::fmt::Debug + 'static, const MOST: usize>(
    item: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Vec<T>> {
    let most = u8::try_from(MOST).expect("few");
    (0..=most, prop::array::uniform::<_, MOST>(item.boxed()))
        .prop_map(|(count, items)| items.into_iter().take(usize::from(count)).collect())
}

/// Small ones, where a cent decides, and those up to the largest price.
fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![0_i64..300, 0_i64..100_000, 0_i64..10_000_000_000]
}

fn tax_rate() -> impl Strategy<Value = TaxRate> {
    let ppm = prop_oneof![0_u32..=400_000, one_of(&[0_u32, 70_000, 72_500, 190_000])];
    (one_of(TAXES), ppm, any::<bool>()).prop_map(|(name, ppm, included)| TaxRate { name: name.into(), ppm, included })
}

pub fn tax_rule() -> impl Strategy<Value = TaxRule> {
    let days = (DAYS, prop::option::of(1..100_i64));
    (tax_rate(), any::<bool>(), one_of(PATTERNS), days).prop_map(|(rate, by_region, postcodes, (from, length))| {
        TaxRule {
            rate,
            region: if by_region { "California".into() } else { String::new() },
            postcodes: postcodes.parse::<PostcodePattern>().expect("a pattern"),
            valid_from: Timestamp(from - DAYS.end / 2),
            valid_until: length.map(|length| Timestamp(from - DAYS.end / 2 + length)),
        }
    })
}

fn tax_table() -> impl Strategy<Value = Vec<TaxRow>> {
    let row = (one_of(COUNTRIES), 0..TAX_CATEGORIES, tax_rule());
    let row = row.prop_map(|(country, category, rule)| TaxRow { country, category, rule });
    some::<_, 16>(row)
}

pub fn destination() -> impl Strategy<Value = Destination> {
    (one_of(COUNTRIES), one_of(REGIONS), one_of(POSTCODES)).prop_map(|(country, region, postcode)| Destination {
        country,
        region,
        postcode,
    })
}

pub fn now() -> impl Strategy<Value = Timestamp> {
    DAYS.prop_map(Timestamp)
}

/// A line with its tax category; few products, brands and categories, so that promotions meet them.
fn line() -> impl Strategy<Value = (LineInput, u8)> {
    let item = (0_i64..6, prop::option::of(0_i64..3), 0_i64..4);
    (amount(), 1_i64..=99, item, 0..TAX_CATEGORIES).prop_map(|(unit_price_minor, quantity, item, taxed_as)| {
        let (product, brand, category) = item;
        let item = Item {
            product: ProductId(product),
            brand: brand.map(BrandId),
            categories: BTreeSet::from([CategoryId(category), CategoryId(100)]),
        };
        let line = LineInput { variant: VariantId(0), item, unit_price_minor, quantity, tax_rates: Vec::new() };
        (line, taxed_as)
    })
}

fn selection() -> impl Strategy<Value = Selection> {
    let ids = |most| prop::option::of(0_i64..most);
    (ids(6), ids(4), ids(3)).prop_map(|(products, categories, brands)| Selection {
        products: products.into_iter().map(ProductId).collect(),
        categories: categories.into_iter().map(CategoryId).collect(),
        brands: brands.into_iter().map(BrandId).collect(),
    })
}

fn reward() -> impl Strategy<Value = Reward> {
    prop_oneof![
        (1_i64..=1_000_000).prop_map(|ppm| Reward::Percent { ppm }),
        amount().prop_map(|amount| Reward::Fixed { amount_minor: amount + 1 }),
        amount().prop_map(|amount| Reward::FixedPerUnit { amount_minor: amount + 1 }),
        Just(Reward::FreeShipping),
        (1_i64..5, 1_i64..5, 1_i64..=1_000_000, selection()).prop_map(|(buy, get, ppm, gets)| Reward::BuyGet {
            buy,
            get,
            ppm,
            gets
        }),
    ]
}

fn rarely<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.25, value)
}

fn conditions() -> impl Strategy<Value = Conditions> {
    let group = rarely((0_i64..3).prop_map(CustomerGroupId));
    let days = (rarely(DAYS), rarely(DAYS));
    let first_order = prop::bool::weighted(0.15);
    (rarely(amount()), rarely(1_i64..100), group, first_order, days).prop_map(
        |(minimum_minor, minimum_quantity, customer_group, first_order, (starts, ends))| Conditions {
            minimum_minor,
            minimum_quantity,
            customer_group,
            first_order,
            starts_at: starts.map(Timestamp),
            ends_at: ends.map(Timestamp),
        },
    )
}

fn promotion() -> impl Strategy<Value = Promotion> {
    let limits = (rarely(1_i64..5), rarely(1_i64..3));
    let uses = (prop::bool::weighted(0.1), 0_i64..3);
    let rank = (0_i64..3, prop::bool::weighted(0.15));
    let terms = (reward(), selection(), conditions(), limits, rank, prop::bool::weighted(0.9));
    (terms, any::<bool>(), uses).prop_map(|(terms, by_code, (used_up, customer_uses))| {
        let (reward, selection, conditions, (usage_limit, customer_limit), (priority, exclusive), active) = terms;
        let terms = Terms {
            name: String::new(),
            active,
            reward,
            selection,
            conditions,
            usage_limit,
            customer_limit,
            priority,
            exclusive,
        };
        let code = by_code.then(String::new);
        Promotion { id: PromotionId(0), terms, code, used_up, customer_uses }
    })
}

/// Promotions of different ids and codes; some share a name.
fn promotions() -> impl Strategy<Value = Vec<Promotion>> {
    some::<_, 8>(promotion()).prop_map(|mut all| {
        for (id, promotion) in (0_i64..).zip(&mut all) {
            promotion.id = PromotionId(id);
            promotion.terms.name = format!("P{}", id % 5);
            promotion.code = promotion.code.as_ref().map(|_| format!("CODE{id}"));
        }
        all
    })
}

fn shopper() -> impl Strategy<Value = Shopper> {
    (any::<[bool; 3]>(), any::<bool>()).prop_map(|(groups, has_ordered)| Shopper {
        groups: (0..).zip(groups).filter(|(_, is_in)| *is_in).map(|(group, _)| CustomerGroupId(group)).collect(),
        has_ordered,
    })
}

/// Carts of at most so many lines, each of another variant, as carts are.
pub fn case<const LINES: usize>() -> impl Strategy<Value = Case> {
    let lines = some::<_, LINES>(line());
    let place = (tax_table(), destination(), now());
    (lines, place, prop::option::of(0_i64..100_000), promotions(), shopper()).prop_map(
        |(lines, (table, destination, now), shipping, promotions, shopper)| {
            let numbered = (0_i64..).zip(lines);
            let lines = numbered.map(|(variant, (line, taxed_as))| LineInput {
                variant: VariantId(variant),
                tax_rates: destination.rates(&table, taxed_as, now),
                ..line
            });
            let shipping = shipping.map(|price_minor| ShippingInput {
                label: "Standard".into(),
                price_minor,
                tax_rates: destination.rates(&table, 0, now),
            });
            Case { lines: lines.collect(), shipping, promotions, shopper, now }
        },
    )
}

/// The cases of which is recorded what they cost; the same everywhere and every time.
const RECORDED: usize = 500;

/// What the server found that they cost.
pub const RECORD: &str = include_str!("recorded.txt");

/// What they cost here, a line each: the totals to read, and a digest of the cart and of every part of its price.
pub fn record() -> String {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = case::<12>();
    let mut record = String::from("digest total items shipping discount included_tax added_tax\n");
    for _ in 0..RECORDED {
        let case = strategy.new_tree(&mut runner).expect("a case").current();
        let priced = case.price();
        let of = priced.totals;
        let totals = [
            of.total,
            of.item_total,
            of.shipping_total,
            of.discount_total,
            of.included_tax_total,
            of.additional_tax_total,
        ];
        let totals = totals.map(|minor| minor.to_string()).join(" ");
        record.push_str(&format!("{:016x} {totals}\n", digest(&format!("{case:?} {priced:?}"))));
    }
    record
}

/// FNV-1a, of 64 bits.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
