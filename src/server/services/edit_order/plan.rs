//! What a change comes to: which lines stay with how many units, which are added, and how the order is taxed then.

use crate::{
    domain::{
        address::Address,
        forms::{FieldErrors, Problem},
        ids::{OrderLineId, TaxCategoryId},
        money::Money,
        order_edit::{
            AddedLine, AmendedOrder, ContactChange, LineChange, LineToAmend, MOST_LINES, OrderChange, OrderEditPreview,
            OrderToAmend, Settlement, ShippingToAmend, added_field, amend, wanted_field,
        },
        pricing::{Adjustment, Totals, discount_summary, tax_summary},
        tax::{TaxPlace, TaxRate, applicable},
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        services::pricing::STANDARD_TAX_CATEGORY,
        store::{
            StoreError, StoreResult, Tx,
            order_edits::{self, BuyableVariant, EditableLine, EditableOrder, KeptAdjustment},
            orders::LockedOrder,
            pricing::{self, CountryTax},
        },
    },
};

/// A line that was there, with its units after the change, canceled ones included.
#[derive(Clone, Debug)]
pub(super) struct PlannedLine {
    pub(super) line: EditableLine,
    pub(super) quantity: i64,
}

impl PlannedLine {
    /// Further units; below zero, units that are not wanted any more.
    pub(super) const fn change(&self) -> i64 {
        self.quantity - self.line.quantity
    }
}

/// A change, worked out.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) lines: Vec<PlannedLine>,
    pub(super) added: Vec<(BuyableVariant, i64)>,
    pub(super) amended: AmendedOrder,
    pub(super) before: Totals,
    pub(super) email: String,
    pub(super) shipping_address: Address,
    pub(super) billing_address: Address,
    /// Whether its centers are to be chosen anew: it goes to another country, and nothing has left yet.
    pub(super) is_sent_elsewhere: bool,
    contact: Vec<ContactChange>,
}

impl Plan {
    /// Reads the order and works the change out, or says every field that is wrong.
    pub(super) async fn make(tx: &mut Tx, order: &LockedOrder, change: &OrderChange) -> Result<Self, AppError> {
        let kept = order_edits::find_order(&mut *tx, order.id).await?;
        let lines = order_edits::lines(&mut *tx, order.id).await?;
        let adjustments = order_edits::adjustments(&mut *tx, order.id).await?;
        let mut errors = FieldErrors::default();
        let lines = planned(lines, change, &mut errors);
        let added = added(tx, change, &mut errors).await?;
        check_what_is_left(&lines, &added, &mut errors);
        let (shipping, billing) = (read(&kept.shipping_address)?, read(&kept.billing_address)?);
        let to = change.shipping_address.clone().unwrap_or_else(|| shipping.clone());
        let is_moved = place_of(&to) != place_of(&shipping);
        if is_moved
            && order.pickup_center_id.is_none()
            && pricing::methods(&mut *tx, &to.country, &to.region).await?.is_empty()
        {
            errors.add("shipping_country", Problem::NotShippedTo);
        }
        errors.into_result()?;
        let taxes = Taxes::load(tx, (&shipping, &to), kept.placed_at).await?;
        let is_open = lines.iter().all(|planned| planned.line.shipped == 0);
        let amended = amend(&to_amend(&kept, &lines, &added, &adjustments, &taxes, is_open));
        let plan = Self {
            before: totals_of(&lines, &kept, &adjustments),
            is_sent_elsewhere: to.country != shipping.country && is_open && order.pickup_center_id.is_none(),
            email: change.email.clone().unwrap_or_else(|| kept.email.clone()),
            billing_address: change.billing_address.clone().unwrap_or_else(|| billing.clone()),
            shipping_address: to,
            lines,
            added,
            amended,
            contact: Vec::new(),
        };
        let plan = Self { contact: plan.contact(&kept.email, &shipping, &billing), ..plan };
        let is_same = plan.lines.iter().all(|line| line.change() == 0) && plan.added.is_empty();
        if is_same && plan.contact.is_empty() {
            return Err(AppError::field(&plan.first_field(), Problem::Unchanged));
        }
        Ok(plan)
    }

    /// Where something is said that concerns no field of its own.
    pub(super) fn first_field(&self) -> String {
        self.lines.first().map(|planned| wanted_field(planned.line.line)).unwrap_or_default()
    }

    fn contact(&self, email: &str, shipping: &Address, billing: &Address) -> Vec<ContactChange> {
        let address = |what: &str, before: &Address, after: &Address| {
            let lines = |address: &Address| {
                let phone = (!address.phone.is_empty()).then(|| address.phone.clone());
                address.lines().into_iter().chain(phone).collect::<Vec<_>>()
            };
            (before != after).then(|| ContactChange { what: what.into(), before: lines(before), after: lines(after) })
        };
        let email = (self.email != email).then(|| ContactChange {
            what: "E-mail".into(),
            before: vec![email.to_owned()],
            after: vec![self.email.clone()],
        });
        [
            address("Shipping address", shipping, &self.shipping_address),
            address("Billing address", billing, &self.billing_address),
            email,
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    pub(super) fn preview(&self, order: &LockedOrder, settlement: Settlement) -> OrderEditPreview {
        let money = |minor: i64| order.money(minor);
        let kept = self.lines.iter().map(|planned| line_change(planned, money));
        let added = self.added.iter().map(|(variant, units)| LineChange {
            sku: variant.sku.clone(),
            title: variant.title.clone(),
            options: variant.options.clone(),
            unit_price: money(variant.price_minor),
            before: 0,
            after: *units,
        });
        OrderEditPreview {
            lines: kept.chain(added).collect(),
            before: self.before,
            after: self.amended.totals,
            discounts: discount_summary(&self.amended.adjustments),
            taxes: tax_summary(&self.amended.adjustments),
            total_before: money(self.before.total),
            total_after: money(self.amended.totals.total),
            settlement,
            contact: self.contact.clone(),
        }
    }

    /// The lines that are removed: nothing of them has shipped or was canceled.
    pub(super) fn removed(&self) -> Vec<OrderLineId> {
        self.lines.iter().filter(|planned| planned.quantity == 0).map(|planned| planned.line.line).collect()
    }
}

fn line_change(planned: &PlannedLine, money: impl Fn(i64) -> Money) -> LineChange {
    let line = &planned.line;
    LineChange {
        sku: line.sku.clone(),
        title: line.title.clone(),
        options: line.options.clone(),
        unit_price: money(line.unit_price_minor),
        before: line.quantity - line.canceled,
        after: planned.quantity - line.canceled,
    }
}

fn read(json: &str) -> StoreResult<Address> {
    serde_json::from_str(json).map_err(|error| StoreError::Inconsistent(format!("address of an order: {error}")))
}

/// What taxes and shipping look at.
fn place_of(address: &Address) -> (&str, &str, &str) {
    (&address.country, &address.region, &address.postcode)
}

/// The lines with their units after the change. What has left cannot be taken back.
fn planned(lines: Vec<EditableLine>, change: &OrderChange, errors: &mut FieldErrors) -> Vec<PlannedLine> {
    for (line, _) in &change.wanted {
        if lines.iter().all(|known| known.line != *line) {
            errors.add(&wanted_field(*line), Problem::UnknownChoice);
        }
    }
    let quantity = |line: &EditableLine, errors: &mut FieldErrors| {
        let wanted = change.wanted.iter().find(|(wanted, _)| *wanted == line.line).map(|(_, units)| *units);
        let now = line.quantity - line.canceled;
        match wanted {
            // Of a variant that was deleted there are no more.
            Some(units) if units < line.shipped || (units > now && line.variant.is_none()) => {
                errors.add(&wanted_field(line.line), Problem::OutOfRange(line.shipped, now));
                line.quantity
            }
            Some(units) => units + line.canceled,
            None => line.quantity,
        }
    };
    let mut plan = Vec::with_capacity(lines.len());
    for line in lines {
        let quantity = quantity(&line, errors);
        plan.push(PlannedLine { line, quantity });
    }
    plan
}

async fn added(tx: &mut Tx, change: &OrderChange, errors: &mut FieldErrors) -> StoreResult<Vec<(BuyableVariant, i64)>> {
    let ids: Vec<_> = change.added.iter().map(|(variant, _)| *variant).collect();
    let mut known = order_edits::variants(tx, &ids).await?;
    let mut added = Vec::with_capacity(ids.len());
    for (variant, units) in &change.added {
        match known.iter().position(|known| known.variant == *variant) {
            Some(index) => added.push((known.swap_remove(index), *units)),
            None => errors.add(&added_field(*variant), Problem::UnknownChoice),
        }
    }
    Ok(added)
}

fn check_what_is_left(lines: &[PlannedLine], added: &[(BuyableVariant, i64)], errors: &mut FieldErrors) {
    let open = |planned: &PlannedLine| planned.quantity - planned.line.shipped - planned.line.canceled;
    let field = lines.first().map(|planned| wanted_field(planned.line.line)).unwrap_or_default();
    if added.is_empty() && lines.iter().map(open).sum::<i64>() <= 0 {
        errors.add(&field, Problem::NothingLeft);
    }
    if lines.len() + added.len() > MOST_LINES {
        errors.add(&field, Problem::TooMany(u32::try_from(MOST_LINES).unwrap_or(u32::MAX)));
    }
}

/// The taxes of where an order went and of where it goes, as they were on the day on which it was placed: what was agreed
/// on then does not change because a rate has changed since.
struct Taxes<'a> {
    before: (Vec<CountryTax>, TaxPlace<'a>),
    after: (Vec<CountryTax>, TaxPlace<'a>),
    at: Timestamp,
}

impl<'a> Taxes<'a> {
    async fn load(tx: &mut Tx, (from, to): (&'a Address, &'a Address), at: Timestamp) -> StoreResult<Self> {
        let place = |address: &'a Address| TaxPlace { region: &address.region, postcode: &address.postcode };
        let before = pricing::taxes(&mut *tx, &from.country).await?;
        let after = if from.country == to.country { before.clone() } else { pricing::taxes(tx, &to.country).await? };
        Ok(Self { before: (before, place(from)), after: (after, place(to)), at })
    }

    fn rates(&self, (taxes, place): &(Vec<CountryTax>, TaxPlace<'_>), of: Option<TaxCategoryId>) -> Vec<TaxRate> {
        let is_meant = |tax: &&CountryTax| match of {
            Some(category) => tax.category_id == category,
            None => tax.category_slug == STANDARD_TAX_CATEGORY,
        };
        applicable(taxes.iter().filter(is_meant).map(|tax| &tax.rule), *place, self.at)
    }

    /// Of a category; without one, of shipping.
    fn now(&self, of: Option<TaxCategoryId>) -> Vec<TaxRate> {
        self.rates(&self.after, of)
    }

    /// Whether a category is taxed in another way where the order goes now.
    fn differ(&self, of: Option<TaxCategoryId>) -> bool {
        self.rates(&self.before, of) != self.now(of)
    }
}

fn to_amend(
    kept: &EditableOrder,
    lines: &[PlannedLine],
    added: &[(BuyableVariant, i64)],
    adjustments: &[KeptAdjustment],
    taxes: &Taxes<'_>,
    is_open: bool,
) -> OrderToAmend {
    let of =
        |line: Option<OrderLineId>| adjustments.iter().filter(move |own| own.order_line_id == line).map(adjustment);
    let line = |planned: &PlannedLine| LineToAmend {
        unit_price_minor: planned.line.unit_price_minor,
        quantity: planned.line.quantity,
        settled: planned.line.shipped + planned.line.canceled,
        wanted: planned.quantity,
        adjustments: of(Some(planned.line.line)).collect(),
        tax_rates: taxes.now(planned.line.tax_category),
    };
    let categories = lines.iter().map(|planned| planned.line.tax_category).chain([None]);
    OrderToAmend {
        is_elsewhere: categories.into_iter().any(|category| taxes.differ(category)),
        lines: lines.iter().map(line).collect(),
        added: added
            .iter()
            .map(|(variant, quantity)| AddedLine {
                unit_price_minor: variant.price_minor,
                quantity: *quantity,
                tax_rates: taxes.now(Some(variant.tax_category)),
            })
            .collect(),
        shipping: ShippingToAmend {
            price_minor: kept.shipping_total_minor,
            adjustments: of(None).collect(),
            tax_rates: taxes.now(None),
            is_open: is_open && kept.shipping_credited_minor == 0,
        },
    }
}

fn adjustment(kept: &KeptAdjustment) -> Adjustment {
    Adjustment {
        line: None,
        kind: kept.kind,
        label: kept.label.clone(),
        amount_minor: kept.amount_minor,
        included: kept.included,
        promotion: kept.promotion_id,
    }
}

fn totals_of(lines: &[PlannedLine], kept: &EditableOrder, adjustments: &[KeptAdjustment]) -> Totals {
    let items = lines.iter().map(|planned| planned.line.unit_price_minor * planned.line.quantity).sum();
    let adjustments: Vec<Adjustment> = adjustments.iter().map(adjustment).collect();
    crate::domain::pricing::totals(items, kept.shipping_total_minor, &adjustments)
}
