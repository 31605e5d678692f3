//! Specifications in the product form: each value is checked by its kind, at its field.

use super::SpecificationValueInput;
use crate::domain::{
    forms::{FieldErrors, Problem, required_line},
    ids::SpecificationId,
    product::SpecificationKind,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

const TEXT: u32 = 300;

/// A specification that the form asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecificationField {
    pub id: SpecificationId,
    pub name: String,
    pub group: String,
    pub kind: SpecificationKind,
    /// Of a number, for example "g/m²".
    pub unit: String,
    /// Of a choice, in order.
    pub choices: Vec<String>,
}

/// A specification's value, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpecificationAnswer {
    Text(String),
    /// With a point and at most six decimals.
    Number(String),
    Boolean(bool),
    /// By name.
    Choice(String),
}

/// Name of a value's input: by the specification, so that it stays the same when other groups come and go.
pub fn specification_field(place: usize, field: &str) -> String {
    format!("product[specifications][{place}][{field}]")
}

/// The values that were filled in; those of unknown specifications are left out.
pub fn check_specifications(
    values: &[SpecificationValueInput],
    fields: &[SpecificationField],
    errors: &mut FieldErrors,
) -> Vec<(SpecificationId, SpecificationAnswer)> {
    let mut answers: Vec<(SpecificationId, SpecificationAnswer)> = Vec::new();
    for (place, input) in values.iter().enumerate() {
        let Some(field) = fields.iter().find(|field| field.id.0 == input.id) else { continue };
        if input.value.trim().is_empty() || answers.iter().any(|(id, _)| *id == field.id) {
            continue;
        }
        if let Some(answer) = errors.take(&specification_field(place, "value"), answer(field, &input.value)) {
            answers.push((field.id, answer));
        }
    }
    answers
}

fn answer(field: &SpecificationField, text: &str) -> Result<SpecificationAnswer, Problem> {
    match field.kind {
        SpecificationKind::Text => required_line(text, TEXT).map(SpecificationAnswer::Text),
        SpecificationKind::Number => number(text, &field.unit).map(SpecificationAnswer::Number),
        SpecificationKind::Boolean => match text.trim() {
            "true" => Ok(SpecificationAnswer::Boolean(true)),
            "false" => Ok(SpecificationAnswer::Boolean(false)),
            _ => Err(Problem::UnknownChoice),
        },
        SpecificationKind::Choice => {
            let known = field.choices.iter().find(|choice| choice.as_str() == text.trim());
            known.cloned().map(SpecificationAnswer::Choice).ok_or(Problem::UnknownChoice)
        }
    }
}

/// A decimal with at most six places; a comma for the point and the unit behind it are understood.
fn number(text: &str, unit: &str) -> Result<String, Problem> {
    let text = text.trim();
    let text = text.strip_suffix(unit).unwrap_or(text).trim().replace(',', ".");
    let number: Decimal = text.parse().map_err(|_| Problem::NotADecimal)?;
    let number = number.normalize();
    let micro = number.checked_mul(Decimal::from(1_000_000)).ok_or(Problem::NotADecimal)?.normalize();
    if micro.scale() > 0 || i64::try_from(micro).is_err() { Err(Problem::NotADecimal) } else { Ok(number.to_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(id: i64, kind: SpecificationKind) -> SpecificationField {
        SpecificationField {
            id: SpecificationId(id),
            name: "Weight".into(),
            group: String::new(),
            kind,
            unit: "g/m²".into(),
            choices: vec!["Cotton".into()],
        }
    }

    fn check(kind: SpecificationKind, value: &str) -> Result<Option<SpecificationAnswer>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let input = SpecificationValueInput { id: 1, value: value.into() };
        let answers = check_specifications(&[input], &[field(1, kind)], &mut errors);
        errors.into_result().map(|()| answers.into_iter().next().map(|(_, answer)| answer))
    }

    #[test]
    fn values_are_read_by_their_kind() {
        use SpecificationAnswer::*;
        let number = |text: &str| Ok(Some(Number(text.into())));
        assert_eq!(check(SpecificationKind::Number, " 180,50 g/m² "), number("180.5"));
        assert_eq!(check(SpecificationKind::Number, "-0.000001"), number("-0.000001"));
        assert_eq!(check(SpecificationKind::Boolean, "false"), Ok(Some(Boolean(false))));
        assert_eq!(check(SpecificationKind::Choice, "Cotton"), Ok(Some(Choice("Cotton".into()))));
        assert_eq!(check(SpecificationKind::Text, " two\nlines "), Ok(Some(Text("two lines".into()))));
        assert_eq!(check(SpecificationKind::Number, "  "), Ok(None));
    }

    #[test]
    fn a_value_of_another_kind_is_refused_at_its_field() {
        for (kind, value) in [
            (SpecificationKind::Number, "heavy"),
            (SpecificationKind::Number, "0.0000001"),
            (SpecificationKind::Number, "99999999999999999999"),
            (SpecificationKind::Boolean, "maybe"),
            (SpecificationKind::Choice, "Linen"),
        ] {
            let errors = check(kind, value).unwrap_err();
            assert!(errors.message("product[specifications][0][value]").is_some(), "{value}");
        }
    }
}
