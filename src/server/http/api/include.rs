//! `include=`: which parts of a resource an answer carries beside its plain fields.

use super::problem::{ApiResult, FieldProblem, Problem};

/// The parts that were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Include<'a>(Vec<&'a str>);

impl<'a> Include<'a> {
    /// Reads a comma-separated list; a part that does not exist is refused by its name.
    pub fn parse(text: Option<&'a str>, known: &[&str]) -> ApiResult<Self> {
        let parts: Vec<&str> = text.unwrap_or_default().split(',').filter(|part| !part.is_empty()).collect();
        match parts.iter().find(|part| !known.contains(part)) {
            None => Ok(Self(parts)),
            Some(part) => {
                let message = format!("\"{part}\" is none of {}.", known.join(", "));
                Err(Problem::invalid(vec![FieldProblem::new("include", "unknown_choice", message)]))
            }
        }
    }

    pub fn has(&self, part: &str) -> bool {
        self.0.contains(&part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_part_is_refused_by_name() {
        let known = ["tags", "variants"];
        assert!(Include::parse(Some("tags,variants"), &known).is_ok_and(|include| include.has("variants")));
        assert!(Include::parse(None, &known).is_ok_and(|include| !include.has("tags")));
        let problem = Include::parse(Some("tags,secrets"), &known).unwrap_err();
        assert!(problem.errors.first().is_some_and(|error| error.message.contains("\"secrets\"")));
    }
}
