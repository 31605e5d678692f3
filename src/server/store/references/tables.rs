//! The tables of the simple models.

use super::Table;
use crate::{
    domain::references::{Brand, Color, Material, Size, SizeSystem, SpecificationGroup, TaxCategory},
    server::store::db::Statement,
};

impl Table for Brand {
    const NAME: &'static str = "brand";
    const COLUMNS: &'static [&'static str] = &["name", "slug", "description"];
    const USES: &'static str = "(SELECT COUNT(*) FROM product WHERE product.brand_id = entry.id)";
    const SLUG_KEY: &'static str = "brand_slug_key";

    fn bind<'c, R>(&self, statement: Statement<'c, R>) -> Statement<'c, R> {
        statement.bind(&self.name).bind(&self.slug).bind(&self.description)
    }
}

impl Table for Color {
    const NAME: &'static str = "color";
    const COLUMNS: &'static [&'static str] = &["name", "slug", "hex"];
    const USES: &'static str = "(SELECT COUNT(DISTINCT product_option.product_id) FROM option_value
        JOIN product_option ON product_option.id = option_value.product_option_id WHERE option_value.color_id = entry.id)";
    const SLUG_KEY: &'static str = "color_slug_key";

    fn bind<'c, R>(&self, statement: Statement<'c, R>) -> Statement<'c, R> {
        statement.bind(&self.name).bind(&self.slug).bind(&self.hex)
    }
}

impl Table for SizeSystem {
    const NAME: &'static str = "size_system";
    const COLUMNS: &'static [&'static str] = &["name", "slug"];
    const USES: &'static str = "(SELECT COUNT(*) FROM size WHERE size.size_system_id = entry.id)";
    const SLUG_KEY: &'static str = "size_system_slug_key";

    fn bind<'c, R>(&self, statement: Statement<'c, R>) -> Statement<'c, R> {
        statement.bind(&self.name).bind(&self.slug)
    }
}

impl Table for Size {
    const NAME: &'static str = "size";
    const COLUMNS: &'static [&'static str] = &["name", "slug", "size_system_id"];
    const USES: &'static str = "(SELECT COUNT(DISTINCT product_option.product_id) FROM option_value
        JOIN product_option ON product_option.id = option_value.product_option_id WHERE option_value.size_id = entry.id)";
    const SLUG_KEY: &'static str = "size_slug_key";
    const ORDERED_WITHIN: Option<&'static str> = Some("size_system_id");

    fn bind<'c, R>(&self, statement: Statement<'c, R>) -> Statement<'c, R> {
        statement.bind(&self.name).bind(&self.slug).bind(self.size_system)
    }
}

impl Table for Material {
    const NAME: &'static str = "material";
    const COLUMNS: &'static [&'static str] = &["name", "slug"];
    const USES: &'static str = "(SELECT COUNT(*) FROM product WHERE product.material_id = entry.id)";
    const SLUG_KEY: &'static str = "material_slug_key";

    fn bind<'c, R>(&self, statement: Statement<'c, R>) -> Statement<'c, R> {
        statement.bind(&self.name).bind(&self.slug)
    }
}

impl Table for TaxCategory {
    const NAME: &'static str = "tax_category";
    const COLUMNS: &'static [&'static str] = &["name", "slug"];
    // A tax category with rates is in use, too: without it, they would say nothing.
    const USES: &'static str = "((SELECT COUNT(*) FROM product WHERE product.tax_category_id = entry.id)
        + (SELECT COUNT(*) FROM tax_rate WHERE tax_rate.tax_category_id = entry.id))";
    const SLUG_KEY: &'static str = "tax_category_slug_key";

    fn bind<'c, R>(&self, statement: Statement<'c, R>) -> Statement<'c, R> {
        statement.bind(&self.name).bind(&self.slug)
    }
}

impl Table for SpecificationGroup {
    const NAME: &'static str = "specification_group";
    const COLUMNS: &'static [&'static str] = &["name", "slug"];
    const USES: &'static str =
        "(SELECT COUNT(*) FROM specification WHERE specification.specification_group_id = entry.id)";
    const SLUG_KEY: &'static str = "specification_group_slug_key";

    fn bind<'c, R>(&self, statement: Statement<'c, R>) -> Statement<'c, R> {
        statement.bind(&self.name).bind(&self.slug)
    }
}
