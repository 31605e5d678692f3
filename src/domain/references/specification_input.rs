//! The form of a specification, and what becomes of it.

use super::{NAME_LENGTH, name_and_slug};
use crate::domain::{
    forms::{FieldErrors, Problem, optional_line, required_line},
    ids::{SpecificationGroupId, SpecificationId},
    product::SpecificationKind,
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Most choices of one specification.
const CHOICES: usize = 200;
const UNIT_LENGTH: u32 = 20;

/// A specification as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SpecificationForm {
    pub name: String,
    /// Empty: made of the name.
    pub slug: String,
    /// Id of a group, or empty for none.
    pub group: String,
    pub kind: String,
    /// Of a number.
    pub unit: String,
    pub filterable: bool,
    pub comparable: bool,
    /// In their order; those without a name are left out.
    pub choices: Vec<ChoiceInput>,
}

/// A choice as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChoiceInput {
    /// 0 for a new one.
    pub id: i64,
    pub name: String,
}

/// A specification with its checked fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecificationValue {
    pub name: String,
    pub slug: String,
    pub group: Option<SpecificationGroupId>,
    pub kind: SpecificationKind,
    /// Empty unless it is a number.
    pub unit: String,
    pub filterable: bool,
    pub comparable: bool,
    /// In order: the id of a known choice or 0, and its name. Empty unless it is a choice.
    pub choices: Vec<(i64, String)>,
}

/// A stored specification as its edit page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecificationEntry {
    pub id: SpecificationId,
    pub version: i64,
    /// Products that have a value for it.
    pub uses: i64,
    pub name: String,
    pub slug: String,
    pub group: Option<SpecificationGroupId>,
    pub kind: SpecificationKind,
    pub unit: String,
    pub filterable: bool,
    pub comparable: bool,
    pub choices: Vec<UsedChoice>,
}

/// A choice with the number of products that have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedChoice {
    pub id: i64,
    pub name: String,
    pub uses: i64,
}

impl SpecificationEntry {
    /// What the stored fields are, as an edit would state them.
    pub fn value(&self) -> SpecificationValue {
        SpecificationValue {
            name: self.name.clone(),
            slug: self.slug.clone(),
            group: self.group,
            kind: self.kind,
            unit: self.unit.clone(),
            filterable: self.filterable,
            comparable: self.comparable,
            choices: self.choices.iter().map(|choice| (choice.id, choice.name.clone())).collect(),
        }
    }
}

impl SpecificationForm {
    /// The name of a choice's field.
    pub fn choice_field(index: usize) -> String {
        format!("choices.{index}")
    }

    /// The value it asks for, or every field that is wrong.
    pub fn check(&self) -> Result<SpecificationValue, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (name, slug) = name_and_slug(&self.name, &self.slug, &mut errors);
        let group = errors.take("group", group(&self.group)).flatten();
        let kind = SpecificationKind::from_slug(&self.kind).ok_or(Problem::UnknownChoice);
        let kind = errors.take("kind", kind).unwrap_or(SpecificationKind::Text);
        let unit = match kind {
            SpecificationKind::Number => errors.take("unit", optional_line(&self.unit, UNIT_LENGTH)),
            _ => None,
        };
        let choices = match kind {
            SpecificationKind::Choice => self.check_choices(&mut errors),
            _ => Vec::new(),
        };
        errors.into_result()?;
        let unit = unit.unwrap_or_default();
        let (filterable, comparable) = (self.filterable, self.comparable);
        Ok(SpecificationValue { name, slug, group, kind, unit, filterable, comparable, choices })
    }

    fn check_choices(&self, errors: &mut FieldErrors) -> Vec<(i64, String)> {
        let (mut choices, mut seen) = (Vec::new(), HashSet::new());
        for (index, choice) in self.choices.iter().enumerate() {
            if choice.name.trim().is_empty() {
                continue;
            }
            let field = Self::choice_field(index);
            let Some(name) = errors.take(&field, required_line(&choice.name, NAME_LENGTH)) else { continue };
            if seen.insert(name.clone()) {
                choices.push((choice.id, name));
            } else {
                errors.add(&field, Problem::AlreadyTaken);
            }
        }
        if choices.is_empty() && errors.is_empty() {
            errors.add("choices", Problem::Required);
        }
        if choices.len() > CHOICES {
            errors.add("choices", Problem::OutOfRange(1, CHOICES as i64));
        }
        choices
    }
}

fn group(text: &str) -> Result<Option<SpecificationGroupId>, Problem> {
    match text.trim() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Problem::UnknownChoice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn care() -> SpecificationForm {
        let choice = |name: &str| ChoiceInput { id: 0, name: name.into() };
        SpecificationForm {
            name: "Care".into(),
            kind: "choice".into(),
            unit: "g".into(),
            choices: vec![choice(" Hand wash "), choice(""), choice("Wipe clean")],
            ..SpecificationForm::default()
        }
    }

    #[test]
    fn a_choice_has_choices_and_no_unit() {
        let value = care().check().unwrap();
        assert_eq!((value.slug.as_str(), value.unit.as_str()), ("care", ""));
        assert_eq!(value.choices, [(0, "Hand wash".to_owned()), (0, "Wipe clean".to_owned())]);
        let number = SpecificationForm { kind: "number".into(), ..care() }.check().unwrap();
        assert_eq!((number.unit.as_str(), number.choices.len()), ("g", 0));
    }

    #[test]
    fn wrong_fields_are_named() {
        type Breaking = fn(&mut SpecificationForm);
        let broken: [(&str, Breaking); 7] = [
            ("name", |form| form.name = " ".into()),
            ("slug", |form| form.slug = "-".into()),
            ("group", |form| form.group = "x".into()),
            ("kind", |form| form.kind = "date".into()),
            ("choices", |form| form.choices.clear()),
            ("choices.2", |form| form.choices[2].name = "Hand wash".into()),
            ("choices.0", |form| form.choices[0].name = "x".repeat(61)),
        ];
        for (field, breaks) in broken {
            let mut form = care();
            breaks(&mut form);
            let errors = form.check().unwrap_err();
            assert!(errors.message(field).is_some(), "{field}: {errors:?}");
        }
    }
}
