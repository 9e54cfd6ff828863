//! Putting a statement together from parts, its values numbered as they come.
use crate::scope::OrgScope;
use domain::Instant;
use std::sync::Arc;
use store::Sql;

/// The most values of one list, so that the values of a statement stay within every engine's limit.
pub const MAX_LIST: usize = 1_000;

/// A value of a statement.
#[derive(Clone, Debug)]
pub enum Value {
    /// A text.
    Text(Arc<str>),
    /// A whole number.
    Int(i64),
    /// A floating number.
    Float(f64),
    /// A truth value.
    Bool(bool),
}

impl From<Arc<str>> for Value {
    fn from(text: Arc<str>) -> Self {
        Self::Text(text)
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Arc::from(text))
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}
impl From<Instant> for Value {
    fn from(instant: Instant) -> Self {
        Self::Int(instant.0)
    }
}

/// A statement in the making.
#[derive(Clone, Debug, Default)]
pub struct Statement {
    text: String,
    values: Vec<Value>,
}

impl Statement {
    /// A statement about one organisation, whose id is `$1`.
    #[must_use]
    pub fn of(scope: &OrgScope, text: &str) -> Self {
        Self { text: text.to_owned(), values: vec![Value::Text(scope.org_id().shared())] }
    }

    /// A statement without values yet.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    /// Whether it has no text yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds text.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a value, and returns the name under which the text speaks of it.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// Adds ` AND column operator value`.
    pub fn and(&mut self, condition: &str, value: impl Into<Value>) {
        let name = self.bind(value);
        self.text.push_str(" AND ");
        self.text.push_str(condition);
        self.text.push(' ');
        self.text.push_str(&name);
    }

    /// Adds that the session of the row is one that the scope admits.
    pub fn and_own_sessions(&mut self, scope: &OrgScope) {
        if let Some(own) = scope.own() {
            let own = self.bind(own.shared());
            self.text.push_str(&format!(
                " AND session_id IN (SELECT session_id FROM session_stats WHERE org_id = $1 AND user_id = {own})"
            ));
        }
    }

    /// Adds ` AND column IN (..)`. The list is filled up to a power of two with its last value, so
    /// that the database meets few different statements. Nothing is in an empty list.
    pub fn and_in(&mut self, column: &str, ids: &[Arc<str>]) {
        let Some(last) = ids.last() else {
            self.text.push_str(" AND 1 = 0");
            return;
        };
        let mut names = Vec::new();
        for position in 0..ids.len().next_power_of_two() {
            names.push(self.bind(Arc::clone(ids.get(position).unwrap_or(last))));
        }
        self.text.push_str(&format!(" AND {column} IN ({})", names.join(", ")));
    }

    /// Its text so far.
    #[cfg(test)]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The statement.
    #[must_use]
    pub fn into_sql(self) -> Sql {
        self.values.into_iter().fold(Sql::new(self.text), |sql, value| match value {
            Value::Text(text) => sql.text(text),
            Value::Int(number) => sql.int(number),
            Value::Float(number) => sql.float(number),
            Value::Bool(truth) => sql.bool(truth),
        })
    }
}
