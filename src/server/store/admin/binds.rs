//! The values of a statement whose conditions vary.

use crate::server::store::db::Statement;

/// Values in the order of their placeholders.
#[derive(Clone, Debug, Default)]
pub struct Binds(Vec<Bind>);

#[derive(Clone, Debug)]
enum Bind {
    Int(i64),
    Text(String),
}

impl Binds {
    /// Takes a number and answers with its placeholder.
    pub fn int(&mut self, value: i64) -> String {
        self.0.push(Bind::Int(value));
        format!("${}", self.0.len())
    }

    /// Takes a text and answers with its placeholder.
    pub fn text(&mut self, value: impl Into<String>) -> String {
        self.0.push(Bind::Text(value.into()));
        format!("${}", self.0.len())
    }

    /// Gives the placeholders their values.
    pub fn apply<T>(self, statement: Statement<'_, T>) -> Statement<'_, T> {
        self.0.into_iter().fold(statement, |statement, bind| match bind {
            Bind::Int(value) => statement.bind(value),
            Bind::Text(value) => statement.bind(value),
        })
    }
}
