//! The simple models: what each has, and what makes it valid.

use super::ReferenceKind;
use crate::domain::{
    forms::{FieldErrors, Problem, optional_text, required_line},
    ids::SizeSystemId,
    slug::{slug, slugify},
};
use serde::{Deserialize, Serialize};

/// Longest name, in characters.
pub const NAME_LENGTH: u32 = 60;
/// Longest description, in characters.
pub const DESCRIPTION_LENGTH: u32 = 2_000;

/// Any simple model as it was sent; each reads the fields that it has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReferenceInput {
    pub name: String,
    /// Empty: made of the name.
    pub slug: String,
    /// Of a brand.
    pub description: String,
    /// Of a color: "#1d3557".
    pub hex: String,
    /// Of a size: the id of its size system, which it keeps.
    pub size_system: String,
}

/// A simple model with its checked fields.
pub trait Reference: Clone + PartialEq + Serialize + Sized + Send + Sync + 'static {
    const KIND: ReferenceKind;

    /// The value that an input asks for, or every field that is wrong.
    fn check(input: &ReferenceInput) -> Result<Self, FieldErrors>;

    /// The input that would make this value: what a form starts with.
    fn input(&self) -> ReferenceInput;

    fn name(&self) -> &str;
}

/// A stored model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Entry<T> {
    pub id: i64,
    /// To be sent back: a change of an older version is refused.
    pub version: i64,
    /// How many things refer to it: products, or a system's sizes, or a group's specifications.
    pub uses: i64,
    #[cfg_attr(feature = "ssr", sqlx(flatten))]
    #[serde(flatten)]
    pub value: T,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Brand {
    pub name: String,
    pub slug: String,
    pub description: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Color {
    pub name: String,
    pub slug: String,
    /// "#rrggbb" in lower case.
    pub hex: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct SizeSystem {
    pub name: String,
    pub slug: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Size {
    pub name: String,
    pub slug: String,
    #[cfg_attr(feature = "ssr", sqlx(rename = "size_system_id"))]
    pub size_system: SizeSystemId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Material {
    pub name: String,
    pub slug: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct TaxCategory {
    pub name: String,
    pub slug: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct SpecificationGroup {
    pub name: String,
    pub slug: String,
}

/// Name and slug, which all have; the slug is made of the name where it is left empty.
pub fn name_and_slug(name: &str, slug_text: &str, errors: &mut FieldErrors) -> (String, String) {
    let name = errors.take("name", required_line(name, NAME_LENGTH)).unwrap_or_default();
    let given = slug_text.trim().to_lowercase();
    let slug = match given.as_str() {
        // Without a name there is nothing to make it of, and the name's own problem says enough.
        "" if name.is_empty() => String::new(),
        "" => errors.take("slug", slug(&slugify(&name))).unwrap_or_default(),
        given => errors.take("slug", slug(given)).unwrap_or_default(),
    };
    (name, slug)
}

/// "#rrggbb" in lower case, from that or "rrggbb" or "#rgb".
pub fn hex_color(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::Required);
    }
    let digits = text.strip_prefix('#').unwrap_or(text).to_ascii_lowercase();
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Problem::NotAColor);
    }
    match digits.len() {
        6 => Ok(format!("#{digits}")),
        3 => Ok(std::iter::once('#').chain(digits.chars().flat_map(|digit| [digit, digit])).collect()),
        _ => Err(Problem::NotAColor),
    }
}

impl Reference for Brand {
    const KIND: ReferenceKind = ReferenceKind::Brand;

    fn check(input: &ReferenceInput) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (name, slug) = name_and_slug(&input.name, &input.slug, &mut errors);
        let description = optional_text(&input.description, DESCRIPTION_LENGTH);
        let description = errors.take("description", description).unwrap_or_default();
        errors.into_result().map(|()| Self { name, slug, description })
    }

    fn input(&self) -> ReferenceInput {
        ReferenceInput { description: self.description.clone(), ..named(&self.name, &self.slug) }
    }

    fn name(&self) -> &str {
        &self.name
    }
}

impl Reference for Color {
    const KIND: ReferenceKind = ReferenceKind::Color;

    fn check(input: &ReferenceInput) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (name, slug) = name_and_slug(&input.name, &input.slug, &mut errors);
        let hex = errors.take("hex", hex_color(&input.hex)).unwrap_or_default();
        errors.into_result().map(|()| Self { name, slug, hex })
    }

    fn input(&self) -> ReferenceInput {
        ReferenceInput { hex: self.hex.clone(), ..named(&self.name, &self.slug) }
    }

    fn name(&self) -> &str {
        &self.name
    }
}

impl Reference for Size {
    const KIND: ReferenceKind = ReferenceKind::Size;

    fn check(input: &ReferenceInput) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (name, slug) = name_and_slug(&input.name, &input.slug, &mut errors);
        let system = input.size_system.trim().parse().map_err(|_| Problem::UnknownChoice);
        let size_system = errors.take("size_system", system).unwrap_or(SizeSystemId(0));
        errors.into_result().map(|()| Self { name, slug, size_system })
    }

    fn input(&self) -> ReferenceInput {
        ReferenceInput { size_system: self.size_system.to_string(), ..named(&self.name, &self.slug) }
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// Models that have nothing but a name and a slug.
macro_rules! named_references {
    ($($model:ident),*) => {$(
        impl Reference for $model {
            const KIND: ReferenceKind = ReferenceKind::$model;

            fn check(input: &ReferenceInput) -> Result<Self, FieldErrors> {
                let mut errors = FieldErrors::default();
                let (name, slug) = name_and_slug(&input.name, &input.slug, &mut errors);
                errors.into_result().map(|()| Self { name, slug })
            }

            fn input(&self) -> ReferenceInput {
                named(&self.name, &self.slug)
            }

            fn name(&self) -> &str {
                &self.name
            }
        }
    )*};
}

named_references!(SizeSystem, Material, TaxCategory, SpecificationGroup);

fn named(name: &str, slug: &str) -> ReferenceInput {
    ReferenceInput { name: name.to_owned(), slug: slug.to_owned(), ..ReferenceInput::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_left_empty_is_made_of_the_name() {
        let input = ReferenceInput { name: " Tarn & Søn ".into(), ..ReferenceInput::default() };
        let brand = Brand::check(&input).unwrap();
        assert_eq!((brand.name.as_str(), brand.slug.as_str()), ("Tarn & Søn", "tarn-soen"));
        assert_eq!(Brand::check(&brand.input()), Ok(brand));
    }

    #[test]
    fn wrong_fields_are_named() {
        let input = |name: &str, slug: &str, hex: &str| ReferenceInput {
            name: name.into(),
            slug: slug.into(),
            hex: hex.into(),
            ..ReferenceInput::default()
        };
        for (field, input) in [
            ("name", input(" ", "navy", "#203050")),
            ("name", input(&"x".repeat(61), "navy", "#203050")),
            ("slug", input("Navy", "a b", "#203050")),
            ("slug", input("藍", "", "#203050")),
            ("hex", input("Navy", "", "")),
            ("hex", input("Navy", "", "navy")),
            ("hex", input("Navy", "", "#20305")),
            ("hex", input("Navy", "", "#20305ü")),
        ] {
            let errors = Color::check(&input).unwrap_err();
            assert!(errors.message(field).is_some(), "{field}: {errors:?}");
        }
    }

    #[test]
    fn colors_have_one_spelling() {
        for text in ["#20AAff", " 20aaff ", "#20AAFF"] {
            assert_eq!(hex_color(text), Ok("#20aaff".into()), "{text}");
        }
        assert_eq!(hex_color("#0af"), Ok("#00aaff".into()));
    }
}
