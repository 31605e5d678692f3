//! The audit log: who changed what, before and after.

use super::{
    access::{Permission, Permissions, Role},
    ids::OrderId,
    order::OrderNumber,
    staff::PageLinks,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Id of the settings about payments, among those of [`AuditSubject::Setting`].
pub const PAYMENT_SETTINGS: i64 = 1;
/// Id of the seller's data on invoices.
pub const LEGAL_SETTINGS: i64 = 2;
/// Id of the settings about how prices are shown.
pub const PRICE_SETTINGS: i64 = 3;
/// Id of the settings about returns.
pub const RETURN_SETTINGS: i64 = 20;
/// Id of the settings about orders.
pub const ORDER_SETTINGS: i64 = 25;
/// Id of the settings about the shop itself.
pub const SHOP_SETTINGS: i64 = 26;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    Create,
    Update,
    Delete,
}

impl AuditAction {
    /// As a sentence has it: "Ann changed …".
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Create => "created",
            Self::Update => "changed",
            Self::Delete => "deleted",
        }
    }
}

/// What kind of thing it was done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum AuditSubject {
    Product,
    Category,
    Brand,
    Color,
    SizeSystem,
    Size,
    Material,
    SpecificationGroup,
    Specification,
    TaxCategory,
    Import,
    /// The money of one.
    Order,
    /// A variant at a fulfillment center.
    InventoryItem,
    FulfillmentCenter,
    /// A customer.
    Account,
    /// Somebody of the staff, or whoever just became or was it.
    StaffMember,
    StaffRole,
    Promotion,
    TaxRate,
    ShippingCarrier,
    ShippingZone,
    /// With what it costs where.
    ShippingMethod,
    /// An endpoint that is told what happens.
    Webhook,
    /// Work of the shop that failed; with the id 0, all of a kind.
    Job,
    /// Of the shop as a whole; its id is 0, or that of a page of settings.
    Setting,
}

impl AuditSubject {
    pub const ALL: [Self; 25] = [
        Self::Product,
        Self::Category,
        Self::Brand,
        Self::Color,
        Self::SizeSystem,
        Self::Size,
        Self::Material,
        Self::SpecificationGroup,
        Self::Specification,
        Self::TaxCategory,
        Self::Import,
        Self::Order,
        Self::InventoryItem,
        Self::FulfillmentCenter,
        Self::Account,
        Self::StaffMember,
        Self::StaffRole,
        Self::Promotion,
        Self::TaxRate,
        Self::ShippingCarrier,
        Self::ShippingZone,
        Self::ShippingMethod,
        Self::Webhook,
        Self::Job,
        Self::Setting,
    ];

    /// Stable text for addresses and forms, as the database has it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Category => "category",
            Self::Brand => "brand",
            Self::Color => "color",
            Self::SizeSystem => "size_system",
            Self::Size => "size",
            Self::Material => "material",
            Self::SpecificationGroup => "specification_group",
            Self::Specification => "specification",
            Self::TaxCategory => "tax_category",
            Self::Import => "import",
            Self::Order => "order",
            Self::InventoryItem => "inventory_item",
            Self::FulfillmentCenter => "fulfillment_center",
            Self::Account => "account",
            Self::StaffMember => "staff_member",
            Self::StaffRole => "staff_role",
            Self::Promotion => "promotion",
            Self::TaxRate => "tax_rate",
            Self::ShippingCarrier => "shipping_carrier",
            Self::ShippingZone => "shipping_zone",
            Self::ShippingMethod => "shipping_method",
            Self::Webhook => "webhook",
            Self::Job => "job",
            Self::Setting => "setting",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.slug() == slug)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Product => "Product",
            Self::Category => "Category",
            Self::Brand => "Brand",
            Self::Color => "Color",
            Self::SizeSystem => "Size system",
            Self::Size => "Size",
            Self::Material => "Material",
            Self::SpecificationGroup => "Specification group",
            Self::Specification => "Specification",
            Self::TaxCategory => "Tax category",
            Self::Import => "Import",
            Self::Order => "Order",
            Self::InventoryItem => "Stock",
            Self::FulfillmentCenter => "Fulfillment center",
            Self::Account => "Customer",
            Self::StaffMember => "Staff",
            Self::StaffRole => "Role",
            Self::Promotion => "Promotion",
            Self::TaxRate => "Tax rate",
            Self::ShippingCarrier => "Shipping carrier",
            Self::ShippingZone => "Shipping zone",
            Self::ShippingMethod => "Shipping method",
            Self::Webhook => "Webhook",
            Self::Job => "Job",
            Self::Setting => "Setting",
        }
    }

    /// Who among the staff may read of it; of some things, only the owner.
    pub const fn readers(self) -> Option<Permission> {
        match self {
            Self::Order => Some(Permission::Orders),
            Self::Account => Some(Permission::Customers),
            Self::Promotion => Some(Permission::Marketing),
            Self::TaxRate
            | Self::Webhook
            | Self::Job
            | Self::ShippingCarrier
            | Self::ShippingZone
            | Self::ShippingMethod => Some(Permission::Settings),
            Self::InventoryItem => Some(Permission::Orders),
            Self::FulfillmentCenter => Some(Permission::Settings),
            Self::StaffMember | Self::StaffRole | Self::Setting => None,
            Self::Product
            | Self::Category
            | Self::Brand
            | Self::Color
            | Self::SizeSystem
            | Self::Size
            | Self::Material
            | Self::SpecificationGroup
            | Self::Specification
            | Self::TaxCategory
            | Self::Import => Some(Permission::Catalog),
        }
    }

    /// What somebody may read of.
    pub fn visible_to(role: Role, permissions: Permissions) -> Vec<Self> {
        let is_visible = |subject: &Self| match subject.readers() {
            Some(permission) => role.lets_into(permissions, permission),
            None => role == Role::Owner,
        };
        Self::ALL.into_iter().filter(is_visible).collect()
    }
}

/// Which entries are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub subject: Option<AuditSubject>,
    pub subject_id: Option<i64>,
    /// Exactly as the log has it; empty for everyone.
    pub actor: String,
    /// Part of what the thing was called.
    pub words: String,
}

/// One page of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    pub entries: Vec<AuditEntry>,
    pub pages: PageLinks,
    /// Everyone who is named in what the reader may know of.
    pub actors: Vec<String>,
    /// The kinds of things that the reader may know of.
    pub subjects: Vec<AuditSubject>,
}

/// One entry of the log, as staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub id: i64,
    pub at: Timestamp,
    pub actor: String,
    pub action: AuditAction,
    pub subject: AuditSubject,
    pub subject_id: i64,
    /// What it was called at the time.
    pub label: String,
    pub changes: Vec<AuditChange>,
}

impl AuditEntry {
    /// Where the thing is edited; it may be gone.
    pub fn href(&self) -> Option<String> {
        let page = match self.subject {
            AuditSubject::Product => "products",
            AuditSubject::Category => "categories",
            AuditSubject::Brand => "brands",
            AuditSubject::Color => "colors",
            AuditSubject::SizeSystem => "size-systems",
            AuditSubject::Size => "sizes",
            AuditSubject::Material => "materials",
            AuditSubject::SpecificationGroup => "specification-groups",
            AuditSubject::Specification => "specifications",
            AuditSubject::TaxCategory => "tax-categories",
            AuditSubject::Import => "imports",
            AuditSubject::Order => {
                return Some(format!("/admin/orders/{}", OrderNumber(OrderId(self.subject_id))));
            }
            AuditSubject::InventoryItem => "stock",
            AuditSubject::FulfillmentCenter => "centers",
            AuditSubject::Account => "customers",
            AuditSubject::StaffMember => "staff",
            AuditSubject::StaffRole => "roles",
            AuditSubject::Promotion => "promotions",
            AuditSubject::TaxRate => "tax-rates",
            AuditSubject::ShippingCarrier => "shipping/carriers",
            AuditSubject::ShippingZone => "shipping/zones",
            AuditSubject::ShippingMethod => "shipping/methods",
            AuditSubject::Webhook => "webhooks",
            AuditSubject::Job => return Some("/admin/jobs".into()),
            AuditSubject::Setting if self.subject_id == PAYMENT_SETTINGS => {
                return Some("/admin/settings/payments".into());
            }
            AuditSubject::Setting if self.subject_id == PRICE_SETTINGS => return Some("/admin/tax-rates".into()),
            AuditSubject::Setting if self.subject_id == LEGAL_SETTINGS => {
                return Some("/admin/settings/legal".into());
            }
            AuditSubject::Setting if self.subject_id == RETURN_SETTINGS => {
                return Some("/admin/settings/returns".into());
            }
            AuditSubject::Setting if self.subject_id == ORDER_SETTINGS => {
                return Some("/admin/settings/orders".into());
            }
            AuditSubject::Setting if self.subject_id == SHOP_SETTINGS => return Some("/admin/settings/shop".into()),
            AuditSubject::Setting => return Some("/admin/settings/security".into()),
        };
        Some(format!("/admin/{page}/{}", self.subject_id))
    }
}

/// A field that differs; values are JSON texts, `None` where there was or is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditChange {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subject_is_found_by_its_slug() {
        for subject in AuditSubject::ALL {
            assert_eq!(AuditSubject::from_slug(subject.slug()), Some(subject));
        }
    }

    #[test]
    fn staff_read_of_what_they_may_see_and_the_owner_of_everything() {
        let visible =
            |role, permissions: &[Permission]| AuditSubject::visible_to(role, permissions.iter().copied().collect());
        assert_eq!(visible(Role::Owner, &[]), AuditSubject::ALL);
        assert!(visible(Role::Staff, &[]).is_empty() && visible(Role::Customer, &Permission::ALL).is_empty());
        assert_eq!(visible(Role::Staff, &[Permission::Customers]), [AuditSubject::Account]);
        let all = visible(Role::Staff, &Permission::ALL);
        assert!(!all.contains(&AuditSubject::StaffMember) && !all.contains(&AuditSubject::StaffRole));
        assert_eq!(all.len(), AuditSubject::ALL.len() - 3);
    }
}
