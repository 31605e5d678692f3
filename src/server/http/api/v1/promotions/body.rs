//! Promotions as the API has them: what is written, and what is read.

use super::super::{
    products::instant as read_instant,
    types::{Money, instant},
};
use crate::{
    domain::{
        forms::Problem as Reason,
        ids::PromotionId,
        money,
        promotion::PromotionInput as Form,
        staff::{PromotionEditor, PromotionRow, PromotionTab},
        timestamp::Timestamp,
    },
    server::{
        http::api::problem::{ApiResult, Problem},
        services::pricing::CURRENCY,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a promotion takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PromotionReward)]
pub enum Reward {
    /// A part of everything that it is for: needs `percent`.
    Percent,
    /// An amount off all that it is for together: needs `amount`.
    Fixed,
    /// An amount off each unit: needs `amount`.
    FixedPerUnit,
    FreeShipping,
    /// Needs `buy`, `get` and `percent`.
    BuyGet,
}

impl Reward {
    const fn slug(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Fixed => "fixed",
            Self::FixedPerUnit => "fixed_per_unit",
            Self::FreeShipping => "free_shipping",
            Self::BuyGet => "buy_get",
        }
    }

    fn of(slug: &str) -> Self {
        let all = [Self::Percent, Self::Fixed, Self::FixedPerUnit, Self::FreeShipping, Self::BuyGet];
        all.into_iter().find(|reward| reward.slug() == slug).unwrap_or(Self::Percent)
    }
}

/// A promotion as it is written; a field without a value is no condition.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromotionInput {
    /// As shoppers read it.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    #[serde(default)]
    active: bool,
    reward: Reward,
    /// A decimal number above 0 and up to 100, as text: "12.5".
    #[serde(default)]
    #[schema(max_length = 9, required = false)]
    percent: Option<String>,
    #[serde(default)]
    #[schema(required = false)]
    amount: Option<Money>,
    #[serde(default)]
    #[schema(minimum = 1, maximum = 4950, required = false)]
    buy: Option<i64>,
    #[serde(default)]
    #[schema(minimum = 1, maximum = 4950, required = false)]
    get: Option<i64>,
    /// Coupon codes, in upper case; `null` for a promotion that needs none.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 1000, required = false)]
    codes: Option<Vec<String>>,
    /// How often each code may be used.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100_000_000, required = false)]
    code_limit: Option<i64>,
    /// What it is for: slugs of products, and ids of categories and brands. All empty: everything.
    #[serde(default)]
    #[schema(max_items = 200, required = false)]
    products: Vec<String>,
    #[serde(default)]
    #[schema(max_items = 200, required = false)]
    category_ids: Vec<i64>,
    #[serde(default)]
    #[schema(max_items = 200, required = false)]
    brand_ids: Vec<i64>,
    /// With `buy_get`: what is got. All empty: the same.
    #[serde(default)]
    #[schema(max_items = 200, required = false)]
    get_products: Vec<String>,
    #[serde(default)]
    #[schema(max_items = 200, required = false)]
    get_category_ids: Vec<i64>,
    #[serde(default)]
    #[schema(max_items = 200, required = false)]
    get_brand_ids: Vec<i64>,
    /// Least value of what it is for, before discounts.
    #[serde(default)]
    #[schema(required = false)]
    minimum: Option<Money>,
    /// Least units of what it is for.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 4950, required = false)]
    minimum_quantity: Option<i64>,
    #[serde(default)]
    #[schema(minimum = 1, required = false)]
    customer_group_id: Option<i64>,
    #[serde(default)]
    first_order: bool,
    /// To the minute.
    #[serde(default)]
    #[schema(format = "date-time", required = false)]
    starts_at: Option<String>,
    /// The first minute at which it is over.
    #[serde(default)]
    #[schema(format = "date-time", required = false)]
    ends_at: Option<String>,
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100_000_000, required = false)]
    usage_limit: Option<i64>,
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100_000_000, required = false)]
    customer_limit: Option<i64>,
    /// Lower applies first.
    #[serde(default)]
    #[schema(minimum = -1000, maximum = 1000, required = false)]
    priority: i64,
    /// Applies alone.
    #[serde(default)]
    exclusive: bool,
}

/// A promotion.
#[derive(Debug, Serialize, ToSchema)]
pub struct Promotion {
    id: i64,
    pub(super) version: i64,
    /// Orders that hold it.
    uses: i64,
    /// Uses by code, of those that were used.
    used_codes: Vec<UsedCode>,
    /// What `PUT` takes.
    terms: PromotionInput,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UsedCode {
    code: String,
    uses: i64,
}

/// A promotion in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromotionSummary {
    id: i64,
    name: String,
    /// "15 % off", in words.
    reward: String,
    /// "Automatic", a code, or how many codes there are.
    trigger: String,
    state: PromotionStateName,
    uses: i64,
    #[schema(required = true)]
    usage_limit: Option<i64>,
    #[schema(required = true, format = "date-time")]
    starts_at: Option<String>,
    #[schema(required = true, format = "date-time")]
    ends_at: Option<String>,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PromotionRunning)]
pub enum PromotionStateName {
    Running,
    Scheduled,
    Ended,
    Paused,
}

impl From<PromotionRow> for PromotionSummary {
    fn from(row: PromotionRow) -> Self {
        Self {
            id: row.id.0,
            name: row.name,
            reward: row.reward,
            trigger: row.trigger,
            state: match row.tab {
                PromotionTab::Scheduled => PromotionStateName::Scheduled,
                PromotionTab::Ended => PromotionStateName::Ended,
                PromotionTab::Paused => PromotionStateName::Paused,
                PromotionTab::All | PromotionTab::Running => PromotionStateName::Running,
            },
            uses: row.uses,
            usage_limit: row.usage_limit,
            starts_at: row.starts_at.map(instant),
            ends_at: row.ends_at.map(instant),
        }
    }
}

/// Money in the shop's currency, as the form has it.
pub(super) fn decimal(field: &str, amount: Option<Money>) -> ApiResult<String> {
    match amount {
        None => Ok(String::new()),
        Some(amount) if amount.currency != CURRENCY => {
            Err(Problem::field(format!("{field}.currency"), Reason::UnknownChoice))
        }
        Some(amount) => Ok(money::Money::new(amount.amount, amount.currency).decimal()),
    }
}

fn number(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn texts(ids: &[i64]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// Lines of a text box. What would be two there cannot be one here.
fn lines(field: &str, texts: &[String]) -> ApiResult<String> {
    match texts.iter().position(|text| text.trim().is_empty() || text.contains(['\n', ',', ' '])) {
        None => Ok(texts.join("\n")),
        Some(index) => Err(Problem::field(format!("{field}.{index}"), Reason::UnknownChoice)),
    }
}

impl PromotionInput {
    /// What the form of the admin would send.
    pub(super) fn form(&self) -> ApiResult<Form> {
        let minute = |field: &str, text: &Option<String>| -> ApiResult<String> {
            let at = text.as_deref().map(|text| read_instant(field, text)).transpose()?;
            Ok(at.map(Timestamp::minute).unwrap_or_default())
        };
        let codes = self.codes.as_deref();
        Ok(Form {
            name: self.name.clone(),
            active: self.active,
            trigger: if codes.is_some() { "code" } else { "automatic" }.into(),
            codes: lines("codes", codes.unwrap_or_default())?,
            code_limit: number(self.code_limit),
            reward: self.reward.slug().into(),
            percent: self.percent.clone().unwrap_or_default(),
            amount: decimal("amount", self.amount)?,
            buy: number(self.buy),
            get: number(self.get),
            products: lines("products", &self.products)?,
            categories: texts(&self.category_ids),
            brands: texts(&self.brand_ids),
            get_products: lines("get_products", &self.get_products)?,
            get_categories: texts(&self.get_category_ids),
            get_brands: texts(&self.get_brand_ids),
            minimum: decimal("minimum", self.minimum)?,
            minimum_quantity: number(self.minimum_quantity),
            customer_group: number(self.customer_group_id),
            first_order: self.first_order,
            starts_at: minute("starts_at", &self.starts_at)?,
            ends_at: minute("ends_at", &self.ends_at)?,
            usage_limit: number(self.usage_limit),
            customer_limit: number(self.customer_limit),
            priority: self.priority.to_string(),
            exclusive: self.exclusive,
        })
    }

    fn of(form: Form) -> Self {
        let number = |text: &str| text.parse().ok();
        let money = |text: &str| money::Money::parse(text, CURRENCY).map(Money::from);
        let split = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let ids = |texts: &[String]| texts.iter().filter_map(|id| id.parse().ok()).collect();
        let minute = |text: &str| Timestamp::parse_minute(text).map(instant);
        Self {
            active: form.active,
            reward: Reward::of(&form.reward),
            percent: Some(form.percent).filter(|percent| !percent.is_empty()),
            amount: money(&form.amount),
            buy: number(&form.buy),
            get: number(&form.get),
            codes: (form.trigger == "code").then(|| split(&form.codes)),
            code_limit: number(&form.code_limit),
            products: split(&form.products),
            category_ids: ids(&form.categories),
            brand_ids: ids(&form.brands),
            get_products: split(&form.get_products),
            get_category_ids: ids(&form.get_categories),
            get_brand_ids: ids(&form.get_brands),
            minimum: money(&form.minimum),
            minimum_quantity: number(&form.minimum_quantity),
            customer_group_id: number(&form.customer_group),
            first_order: form.first_order,
            starts_at: minute(&form.starts_at),
            ends_at: minute(&form.ends_at),
            usage_limit: number(&form.usage_limit),
            customer_limit: number(&form.customer_limit),
            priority: form.priority.parse().unwrap_or_default(),
            exclusive: form.exclusive,
            name: form.name,
        }
    }
}

impl From<PromotionEditor> for Promotion {
    fn from(editor: PromotionEditor) -> Self {
        let (id, version) = editor.promotion.unwrap_or((PromotionId(0), 0));
        let used = editor.used_codes.into_iter();
        Self {
            id: id.0,
            version,
            uses: editor.uses,
            used_codes: used.map(|(code, uses)| UsedCode { code, uses }).collect(),
            terms: PromotionInput::of(editor.form),
        }
    }
}
