//! The simple models, which share their admin pages.

use super::Sort;
use crate::domain::audit::AuditSubject;
use serde::{Deserialize, Serialize};

/// Which model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    Brand,
    Color,
    SizeSystem,
    Size,
    Material,
    TaxCategory,
    SpecificationGroup,
}

impl ReferenceKind {
    pub const ALL: [Self; 7] = [
        Self::Brand,
        Self::Color,
        Self::SizeSystem,
        Self::Size,
        Self::Material,
        Self::TaxCategory,
        Self::SpecificationGroup,
    ];

    /// As addresses and forms have it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Brand => "brands",
            Self::Color => "colors",
            Self::SizeSystem => "size-systems",
            Self::Size => "sizes",
            Self::Material => "materials",
            Self::TaxCategory => "tax-categories",
            Self::SpecificationGroup => "specification-groups",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    pub const fn subject(self) -> AuditSubject {
        match self {
            Self::Brand => AuditSubject::Brand,
            Self::Color => AuditSubject::Color,
            Self::SizeSystem => AuditSubject::SizeSystem,
            Self::Size => AuditSubject::Size,
            Self::Material => AuditSubject::Material,
            Self::TaxCategory => AuditSubject::TaxCategory,
            Self::SpecificationGroup => AuditSubject::SpecificationGroup,
        }
    }

    /// Whether staff put its entries in an order that shoppers see.
    pub const fn is_ordered(self) -> bool {
        matches!(self, Self::Color | Self::Size | Self::SpecificationGroup)
    }

    pub const fn has_description(self) -> bool {
        matches!(self, Self::Brand)
    }

    pub const fn has_hex(self) -> bool {
        matches!(self, Self::Color)
    }

    /// The order in which its list is read unless told otherwise.
    pub const fn usual_sort(self) -> Sort {
        if self.is_ordered() { Sort::Position } else { Sort::Name }
    }

    /// The page that lists its entries; sizes stand with their systems, groups with their specifications.
    pub const fn list_page(self) -> &'static str {
        match self {
            Self::Brand => "/admin/brands",
            Self::Color => "/admin/colors",
            Self::SizeSystem | Self::Size => "/admin/size-systems",
            Self::Material => "/admin/materials",
            Self::TaxCategory => "/admin/tax-categories",
            Self::SpecificationGroup => "/admin/specifications",
        }
    }

    /// An entry's own page.
    pub fn page(self, id: i64) -> String {
        format!("/admin/{}/{id}", self.slug())
    }

    /// Where an entry is seen once it is saved: on its own page, or on that of its size system.
    pub fn page_after(self, system: Option<&str>, id: i64) -> String {
        match system.and_then(|system| system.parse().ok()) {
            Some(system) => Self::SizeSystem.page(system),
            None => self.page(id),
        }
    }

    /// "brand", as a sentence has it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Brand => "brand",
            Self::Color => "color",
            Self::SizeSystem => "size system",
            Self::Size => "size",
            Self::Material => "material",
            Self::TaxCategory => "tax category",
            Self::SpecificationGroup => "specification group",
        }
    }

    /// "Brands", as a title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Brand => "Brands",
            Self::Color => "Colors",
            Self::SizeSystem => "Size systems",
            Self::Size => "Sizes",
            Self::Material => "Materials",
            Self::TaxCategory => "Tax categories",
            Self::SpecificationGroup => "Specification groups",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_slug() {
        for kind in ReferenceKind::ALL {
            assert_eq!(ReferenceKind::from_slug(kind.slug()), Some(kind));
        }
        assert_eq!(ReferenceKind::from_slug("products"), None);
    }
}
