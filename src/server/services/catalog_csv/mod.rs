//! The shop's own CSV: its columns, and how values stand in its cells. `docs/import.md` describes it for its users.

pub mod cells;

/// What a row tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowType {
    TaxCategory,
    Brand,
    Color,
    SizeSystem,
    Size,
    Material,
    SpecificationGroup,
    Specification,
    Category,
    Product,
    Variant,
    Image,
    Related,
}

impl RowType {
    pub const ALL: [Self; 13] = [
        Self::TaxCategory,
        Self::Brand,
        Self::Color,
        Self::SizeSystem,
        Self::Size,
        Self::Material,
        Self::SpecificationGroup,
        Self::Specification,
        Self::Category,
        Self::Product,
        Self::Variant,
        Self::Image,
        Self::Related,
    ];

    /// As the column `type` has it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::TaxCategory => "tax_category",
            Self::Brand => "brand",
            Self::Color => "color",
            Self::SizeSystem => "size_system",
            Self::Size => "size",
            Self::Material => "material",
            Self::SpecificationGroup => "specification_group",
            Self::Specification => "specification",
            Self::Category => "category",
            Self::Product => "product",
            Self::Variant => "variant",
            Self::Image => "image",
            Self::Related => "related",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The columns, in the order in which an export writes them.
pub const COLUMNS: [&str; 58] = [
    "type",
    "slug",
    "name",
    "parent",
    "description",
    "visible",
    "hex",
    "position",
    "kind",
    "unit",
    "filterable",
    "comparable",
    "choices",
    "specification_groups",
    "summary",
    "status",
    "published_at",
    "brand",
    "categories",
    "material",
    "tax_category",
    "tags",
    "specifications",
    "seo_title",
    "seo_description",
    "sold",
    "option1_name",
    "option1_kind",
    "option1_values",
    "option1_links",
    "option2_name",
    "option2_kind",
    "option2_values",
    "option2_links",
    "option3_name",
    "option3_kind",
    "option3_values",
    "option3_links",
    "sku",
    "option1",
    "option2",
    "option3",
    "price",
    "compare_at",
    "cost",
    "barcode",
    "stock",
    "track_stock",
    "when_sold_out",
    "weight_g",
    "length_mm",
    "width_mm",
    "height_mm",
    "image",
    "alt",
    "variants",
    "related",
    "former_slugs",
];
