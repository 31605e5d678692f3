//! The cart as pages show it, and its limits.

use super::{
    forms::{Problem, number},
    ids::{CartLineId, SavedLineId, VariantId},
    money::Money,
    picture::Picture,
    pricing::{DiscountAmount, Totals},
    promotion::CartPromotion,
    shipping::{EstimatePlace, ShippingOffer},
    tax::TaxAmount,
};
use serde::{Deserialize, Serialize};

/// Most units of one variant in a cart.
pub const MAX_QUANTITY: i64 = 99;
/// Most lines of a cart.
pub const MAX_LINES: i64 = 50;
/// Most lines that are saved for later beside a cart.
pub const MAX_SAVED_LINES: i64 = 50;
/// Most coupon codes of a cart.
pub const MAX_COUPONS: i64 = 5;

/// A number of units of one variant, from 1 to [`MAX_QUANTITY`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity(i64);

impl Quantity {
    pub fn new(units: i64) -> Result<Self, Problem> {
        if (1..=MAX_QUANTITY).contains(&units) { Ok(Self(units)) } else { Err(Problem::OutOfRange(1, MAX_QUANTITY)) }
    }

    /// Reads what a person typed.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        number(text, 1, MAX_QUANTITY).and_then(Self::new)
    }

    pub const fn get(self) -> i64 {
        self.0
    }
}

/// A cart with current prices and stock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cart {
    pub version: i64,
    pub lines: Vec<CartLine>,
    /// What is saved for later, the latest first. It counts nowhere else: not in the totals, nor in an order.
    pub saved: Vec<SavedLine>,
    pub totals: CartTotals,
    /// What changed since the shopper last looked.
    pub notices: Vec<CartNotice>,
    /// Promotions that apply, and those that do not with the reason; see [`CartPromotion`].
    pub promotions: Vec<CartPromotion>,
    /// What is missing to free standard shipping, when a zone is known to offer it.
    pub free_shipping: Option<FreeShipping>,
    /// What the prices of its lines are, "incl. VAT"; empty where nothing is taxed.
    pub tax_note: String,
}

impl Cart {
    /// Units over all lines, for the badge.
    pub fn items(&self) -> u32 {
        u32::try_from(self.lines.iter().map(|line| line.quantity).sum::<i64>()).unwrap_or(u32::MAX)
    }

    /// What the lines come to as they are shown, if that is not what they are charged with.
    pub fn shown_items(&self) -> Option<Money> {
        let shown: i64 = self.lines.iter().map(|line| line.shown_total.minor).sum();
        (shown != self.totals.amounts.item_total).then(|| self.totals.money(shown))
    }

    /// Whether every line can be bought as it stands.
    pub fn is_buyable(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.availability.covers(line.quantity))
    }
}

/// One variant in a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    pub id: CartLineId,
    pub variant_id: VariantId,
    pub product_slug: String,
    pub title: String,
    pub sku: String,
    /// "Navy / M"; empty for a product without options.
    pub options: String,
    pub picture: Option<Picture>,
    pub unit_price: Money,
    pub compare_at: Option<Money>,
    pub quantity: i64,
    pub total: Money,
    /// The two prices as the cart shows them, with or without tax.
    pub shown_unit_price: Money,
    pub shown_total: Money,
    pub availability: Availability,
}

/// One variant that is saved for later, at today's price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedLine {
    pub id: SavedLineId,
    /// `None`: the variant is gone for good, and with it SKU, options and picture.
    pub variant_id: Option<VariantId>,
    /// Empty without a variant.
    pub product_slug: String,
    pub title: String,
    pub sku: String,
    /// "Navy / M"; empty for a product without options.
    pub options: String,
    pub picture: Option<Picture>,
    /// Without a variant, the one that was last seen.
    pub unit_price: Money,
    /// The same as the shop shows prices.
    pub shown_unit_price: Money,
    pub compare_at: Option<Money>,
    /// What it cost when it was last in the cart.
    pub seen_price: Money,
    /// The same as the shop shows prices.
    pub shown_seen_price: Money,
    pub quantity: i64,
    pub availability: Availability,
}

impl SavedLine {
    /// The former price, if it has another one now.
    pub fn price_before(&self) -> Option<Money> {
        (self.seen_price != self.unit_price).then_some(self.shown_seen_price)
    }
}

/// How much of a variant can be bought now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Availability {
    /// As much as one likes: nobody counts it.
    Unlimited,
    /// So many units; 0 is sold out.
    Units(i64),
    /// So many units are there, and 0 is sold out for now; what is ordered beyond them leaves when it is back.
    Backorder(i64),
    /// No longer for sale.
    Withdrawn,
}

/// What is said of something that can be ordered though it is sold out.
pub const BACKORDER_NOTE: &str = "Sold out for now: you can order it, it leaves when it is back";

impl Availability {
    /// From whether an order for more than there is would be taken, whether units are counted, and those that are there.
    pub const fn of(more_than_there_is: bool, counted: bool, units: i64) -> Self {
        let units = if units > 0 { units } else { 0 };
        match (more_than_there_is, counted) {
            (false, _) => Self::Units(units),
            (true, true) => Self::Backorder(units),
            (true, false) => Self::Unlimited,
        }
    }

    pub const fn covers(self, quantity: i64) -> bool {
        match self {
            Self::Unlimited | Self::Backorder(_) => true,
            Self::Units(units) => units >= quantity,
            Self::Withdrawn => false,
        }
    }

    /// As many units of those that are wanted as can be bought.
    pub fn at_most(self, wanted: i64) -> i64 {
        match self {
            Self::Unlimited | Self::Backorder(_) => wanted,
            Self::Units(units) => wanted.min(units),
            Self::Withdrawn => 0,
        }
    }

    /// Whether a single unit can be bought, be it that it leaves later.
    pub const fn can_be_bought(self) -> bool {
        self.covers(1)
    }

    /// Whether a single unit can leave now.
    pub const fn in_stock(self) -> bool {
        match self {
            Self::Unlimited => true,
            Self::Units(units) | Self::Backorder(units) => units > 0,
            Self::Withdrawn => false,
        }
    }

    /// Of so many units, those that leave when they are back.
    pub const fn backordered(self, quantity: i64) -> i64 {
        match self {
            Self::Backorder(units) if units < quantity => quantity - units,
            _ => 0,
        }
    }

    /// What to say where so many units are wanted and some of them leave later.
    pub fn backorder_note(self, quantity: i64) -> Option<String> {
        match self.backordered(quantity) {
            0 => None,
            late if late == quantity => Some(format!("{BACKORDER_NOTE}.")),
            late => Some(format!("{} in stock, {late} more when it is back.", quantity - late)),
        }
    }

    /// The number to show as "3 left", when it is low enough to matter.
    pub const fn few_left(self) -> Option<i64> {
        match self {
            Self::Units(units) if units > 0 && units <= 5 => Some(units),
            _ => None,
        }
    }
}

/// The totals of a cart with their currency, and tax by rate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartTotals {
    pub amounts: Totals,
    pub currency: super::money::Currency,
    pub discounts: Vec<DiscountAmount>,
    pub taxes: Vec<TaxAmount>,
    /// The chosen shipping method, once there is one.
    pub shipping_method: Option<String>,
}

impl CartTotals {
    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

/// Something that changed under the shopper's hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CartNotice {
    PriceChanged { title: String, before: Money, now: Money },
    FewerAvailable { title: String, available: i64 },
    SoldOut { title: String },
    Withdrawn { title: String },
}

/// What shipping and taxes would come to in a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartEstimate {
    /// What the form shows; without a country nobody has said where to yet.
    pub place: EstimatePlace,
    /// None where nothing ships to.
    pub offers: Vec<ShippingOffer>,
    /// With the chosen method or, without one, the cheapest.
    pub totals: CartTotals,
}

/// How far the cart is from shipping free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeShipping {
    pub threshold: Money,
    /// Zero when reached.
    pub missing: Money,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_a_whole_number_from_1_to_99() {
        for text in ["0", "-1", "1000000000000", "100", "1.5", "", "many", "99999999999999999999999"] {
            assert!(Quantity::parse(text).is_err(), "{text}");
        }
        assert_eq!(Quantity::parse("99").map(Quantity::get), Ok(99));
    }

    #[test]
    fn no_more_can_be_had_than_there_is() {
        assert_eq!(Availability::Units(3).at_most(5), 3);
        assert_eq!(Availability::Units(3).at_most(2), 2);
        assert_eq!(Availability::Unlimited.at_most(5), 5);
        assert_eq!(Availability::Withdrawn.at_most(5), 0);
        assert_eq!(Availability::Backorder(3).at_most(5), 5);
    }

    #[test]
    fn what_may_be_backordered_can_be_bought_and_is_in_stock_only_while_there_is_some() {
        assert_eq!(Availability::of(true, true, -3), Availability::Backorder(0));
        assert_eq!(Availability::of(true, false, 3), Availability::Unlimited);
        assert_eq!(Availability::of(false, true, -3), Availability::Units(0));
        let (some, none) = (Availability::Backorder(2), Availability::Backorder(0));
        assert!(some.in_stock() && some.can_be_bought() && !none.in_stock() && none.can_be_bought());
        assert_eq!((some.backordered(2), some.backordered(5), none.backordered(1)), (0, 3, 1));
        assert_eq!(some.backorder_note(2), None);
        assert_eq!(some.backorder_note(5).as_deref(), Some("2 in stock, 3 more when it is back."));
        assert!(none.backorder_note(1).is_some_and(|note| note.starts_with("Sold out for now")));
        assert_eq!(Availability::Units(0).backorder_note(1), None);
    }

    #[test]
    fn few_left_is_told_only_when_it_is_few() {
        assert_eq!(Availability::Units(3).few_left(), Some(3));
        assert_eq!(Availability::Units(0).few_left(), None);
        assert_eq!(Availability::Units(6).few_left(), None);
        assert_eq!(Availability::Unlimited.few_left(), None);
    }
}
