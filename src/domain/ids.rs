//! Typed row ids: a product's id cannot be passed where a variant's is meant.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// An address in a customer's address book.
    AccountAddressId;
    /// A customer, a staff member or the owner.
    AccountId;
    ApiTokenId;
    BrandId;
    CartId;
    CartLineId;
    CategoryId;
    ColorId;
    CouponCodeId;
    CustomerGroupId;
    FulfillmentCenterId;
    ImageId;
    ImportId;
    InventoryItemId;
    /// An invoice or a credit note.
    InvoiceId;
    JobId;
    MaterialId;
    OptionValueId;
    OrderId;
    OrderLineId;
    OutboxMailId;
    PaymentId;
    ProductId;
    ProductImageId;
    ProductOptionId;
    PromotionId;
    RefundId;
    /// A return of an order.
    ReturnId;
    /// What is saved for later beside a cart.
    SavedLineId;
    SavedPaymentMethodId;
    ShipmentId;
    ShippingCarrierId;
    ShippingMethodId;
    ShippingZoneId;
    SizeId;
    SizeSystemId;
    SpecificationGroupId;
    SpecificationId;
    StaffRoleId;
    TaxCategoryId;
    TaxRateId;
    VariantId;
}
