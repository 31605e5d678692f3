//! What products refer to, in memory, and making what a file names and the shop does not have.

use super::colors;
use crate::{
    domain::{
        audit::AuditSubject,
        forms::{Problem, required_line},
        ids::{BrandId, CategoryId, ColorId, MaterialId, SizeId, TaxCategoryId},
        slug::slugify,
        timestamp::Timestamp,
    },
    server::{
        services::audit::{self, Subject},
        store::{
            Conn, StoreError, StoreResult, Tx,
            catalog_references::{
                self, BrandRecord, CategoryRecord, ColorRecord, NamedRecord, NamedTable, References, SizeRecord,
                SpecificationRecord,
            },
            catalog_write::categories::{self, CategoryRow},
        },
    },
};
use serde::Serialize;

/// Longest name of any of them.
pub const NAME: u32 = 60;

/// Sizes that no size system of the shop has.
const IMPORTED_SIZES: (&str, &str) = ("imported-sizes", "Imported sizes");

/// Who writes, and when.
#[derive(Clone, Copy, Debug)]
pub struct Author<'a> {
    pub actor: &'a str,
    pub now: Timestamp,
}

/// Why something was not made: the file's fault, or the store's.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error("{0:?}")]
    Wrong(Problem),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Everything that products refer to, as far as this import has seen it.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub refs: References,
}

impl Known {
    pub async fn load(on: impl Into<Conn<'_>>) -> StoreResult<Self> {
        Ok(Self { refs: catalog_references::read(on).await? })
    }

    pub fn brand(&self, slug: &str) -> Option<BrandId> {
        self.refs.brands.iter().find(|brand| brand.slug == slug).map(|brand| brand.id)
    }

    pub fn brand_named(&self, name: &str) -> Option<BrandId> {
        by_name(&self.refs.brands, name, |brand| &brand.name).map(|brand| brand.id)
    }

    pub fn material(&self, slug: &str) -> Option<MaterialId> {
        id_of(&self.refs.materials, slug).map(MaterialId)
    }

    pub fn tax_category(&self, slug: &str) -> Option<TaxCategoryId> {
        id_of(&self.refs.tax_categories, slug).map(TaxCategoryId)
    }

    pub fn category(&self, slug: &str) -> Option<CategoryId> {
        self.refs.categories.iter().find(|category| category.slug == slug).map(|category| category.id)
    }

    /// The category at the end of a path of names; a single name is found wherever in the tree it stands.
    pub fn category_at(&self, path: &[String]) -> Option<CategoryId> {
        if let [name] = path {
            return by_name(&self.refs.categories, name, |category| &category.name).map(|category| category.id);
        }
        let mut parent = None;
        for name in path {
            parent = Some(self.child(parent, name)?);
        }
        parent
    }

    fn child(&self, parent: Option<CategoryId>, name: &str) -> Option<CategoryId> {
        let fits = |category: &&CategoryRecord| category.parent_id == parent && same_name(&category.name, name);
        self.refs.categories.iter().find(fits).map(|category| category.id)
    }

    pub fn color(&self, slug: &str) -> Option<ColorId> {
        self.refs.colors.iter().find(|color| color.slug == slug).map(|color| color.id)
    }

    pub fn color_named(&self, name: &str) -> Option<ColorId> {
        by_name(&self.refs.colors, name, |color| &color.name).map(|color| color.id)
    }

    pub fn size(&self, slug: &str) -> Option<SizeId> {
        self.refs.sizes.iter().find(|size| size.slug == slug).map(|size| size.id)
    }

    pub fn size_named(&self, name: &str) -> Option<SizeId> {
        by_name(&self.refs.sizes, name, |size| &size.name).map(|size| size.id)
    }

    pub fn specification(&self, slug: &str) -> Option<&SpecificationRecord> {
        self.refs.specifications.iter().find(|specification| specification.slug == slug)
    }

    /// The brand of a name, made if the shop has none.
    pub async fn make_brand(&mut self, tx: &mut Tx, by: Author<'_>, name: &str) -> Result<(), MakeError> {
        if self.brand_named(name).is_some() {
            return Ok(());
        }
        let name = line(name)?;
        let slug = free_slug(&name, "brand", |slug| self.brand(slug).is_some());
        let mut brand = BrandRecord { id: BrandId(0), slug, name, description: String::new() };
        brand.id = catalog_references::save_brand(tx, &brand).await?;
        created(tx, by, Subject::new(AuditSubject::Brand, brand.id.0, &brand.name), &brand).await?;
        self.refs.brands.push(brand);
        Ok(())
    }

    /// The color of a name, made with the swatch that CSS knows it by.
    pub async fn make_color(&mut self, tx: &mut Tx, by: Author<'_>, name: &str) -> Result<(), MakeError> {
        if self.color_named(name).is_some() {
            return Ok(());
        }
        let name = line(name)?;
        let slug = free_slug(&name, "color", |slug| self.color(slug).is_some());
        let position = self.refs.colors.iter().map(|color| color.position + 1).max().unwrap_or(0);
        let mut color = ColorRecord { id: ColorId(0), slug, hex: colors::hex(&name), name, position };
        color.id = catalog_references::save_color(tx, &color).await?;
        created(tx, by, Subject::new(AuditSubject::Color, color.id.0, &color.name), &color).await?;
        self.refs.colors.push(color);
        Ok(())
    }

    /// The size of a name, made in a size system of imported ones.
    pub async fn make_size(&mut self, tx: &mut Tx, by: Author<'_>, name: &str) -> Result<(), MakeError> {
        if self.size_named(name).is_some() {
            return Ok(());
        }
        let name = line(name)?;
        let system = self.make_size_system(tx, by).await?;
        let slug = free_slug(&name, "size", |slug| self.size(slug).is_some());
        let of_system = self.refs.sizes.iter().filter(|size| size.size_system_id == system);
        let position = of_system.map(|size| size.position + 1).max().unwrap_or(0);
        let mut size = SizeRecord { id: SizeId(0), size_system_id: system, slug, name, position };
        size.id = catalog_references::save_size(tx, &size).await?;
        created(tx, by, Subject::new(AuditSubject::Size, size.id.0, &size.name), &size).await?;
        self.refs.sizes.push(size);
        Ok(())
    }

    async fn make_size_system(&mut self, tx: &mut Tx, by: Author<'_>) -> Result<i64, MakeError> {
        let (slug, name) = IMPORTED_SIZES;
        if let Some(id) = id_of(&self.refs.size_systems, slug) {
            return Ok(id);
        }
        let mut system = NamedRecord { id: 0, slug: slug.into(), name: name.into() };
        system.id = catalog_references::save_named(tx, NamedTable::SizeSystem, &system).await?;
        created(tx, by, Subject::new(AuditSubject::SizeSystem, system.id, name), &system).await?;
        let id = system.id;
        self.refs.size_systems.push(system);
        Ok(id)
    }

    /// The category at the end of a path of names; what is missing of the path is made.
    pub async fn make_category(&mut self, tx: &mut Tx, by: Author<'_>, path: &[String]) -> Result<(), MakeError> {
        if self.category_at(path).is_some() {
            return Ok(());
        }
        let mut parent = None;
        for name in path {
            parent = match self.child(parent, name) {
                Some(id) => Some(id),
                None => {
                    let name = line(name)?;
                    let slug = free_slug(&name, "category", |slug| self.category(slug).is_some());
                    let category = CategoryRecord {
                        id: CategoryId(0),
                        parent_id: parent,
                        slug,
                        name,
                        description: String::new(),
                        visible: true,
                        picture: None,
                    };
                    Some(self.add_category(tx, by, category).await?)
                }
            };
        }
        Ok(())
    }

    /// Adds a category behind its siblings; its parent must be known.
    pub async fn add_category(
        &mut self,
        tx: &mut Tx,
        by: Author<'_>,
        mut category: CategoryRecord,
    ) -> Result<CategoryId, MakeError> {
        categories::lock_tree(tx).await?;
        let place = categories::last_place(tx, category.parent_id).await?;
        let place = place.ok_or(MakeError::Wrong(Problem::UnknownChoice))?;
        let row = CategoryRow {
            slug: &category.slug,
            name: &category.name,
            description: &category.description,
            picture: category.picture.as_deref(),
        };
        category.id = categories::insert(tx, row, category.parent_id, place).await?;
        if !category.visible {
            catalog_references::update_category(tx, &category).await?;
        }
        created(tx, by, Subject::new(AuditSubject::Category, category.id.0, &category.name), &category).await?;
        let id = category.id;
        self.refs.categories.push(category);
        Ok(id)
    }
}

fn line(name: &str) -> Result<String, MakeError> {
    required_line(name, NAME).map_err(MakeError::Wrong)
}

/// Notes in the audit log that something is new.
pub async fn created<T: Serialize>(tx: &mut Tx, by: Author<'_>, subject: Subject, made: &T) -> StoreResult<()> {
    audit::note(tx, by.now, by.actor, subject, None, Some(made)).await
}

pub fn id_of(records: &[NamedRecord], slug: &str) -> Option<i64> {
    records.iter().find(|record| record.slug == slug).map(|record| record.id)
}

/// The one of that name; else the first whose name differs only in case.
fn by_name<'a, T>(records: &'a [T], name: &str, name_of: impl Fn(&T) -> &String) -> Option<&'a T> {
    let exactly = records.iter().find(|record| name_of(record) == name.trim());
    exactly.or_else(|| records.iter().find(|record| same_name(name_of(record), name)))
}

/// "Light Blue" and "light blue" are one color.
fn same_name(one: &str, other: &str) -> bool {
    one == other.trim() || one.to_lowercase() == other.trim().to_lowercase()
}

/// The slug of a name, with a number behind it where it is taken.
fn free_slug(name: &str, kind: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let slug = match slugify(name) {
        slug if slug.is_empty() => kind.to_owned(),
        slug => slug,
    };
    if !is_taken(&slug) {
        return slug;
    }
    (2..).map(|number| format!("{slug}-{number}")).find(|slug| !is_taken(slug)).unwrap_or(slug)
}
