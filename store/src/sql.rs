//! A statement with scalar parameters.
use crate::StoreError;
use domain::{Day, Instant};
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Encode, Type};
use std::sync::Arc;

/// The text of a statement, with `$1`, `$2` .. for the values given in this order.
///
/// It is going, once the API reads by name: see [`Engine::statement`](crate::Engine::statement).
#[derive(Clone, Debug)]
pub struct Sql {
    pub(crate) text: String,
    params: Vec<Param>,
}

#[derive(Clone, Debug)]
enum Param {
    Text(Option<Arc<str>>),
    Int(Option<i64>),
    Float(f64),
    Bool(bool),
    Bytes(Vec<u8>),
}

impl Sql {
    /// A statement without values yet.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), params: Vec::new() }
    }

    /// Gives the next value: a text.
    #[must_use]
    pub fn text(mut self, value: impl Into<Arc<str>>) -> Self {
        self.params.push(Param::Text(Some(value.into())));
        self
    }

    /// Gives the next value: a text or null.
    #[must_use]
    pub fn text_or_null(mut self, value: Option<&str>) -> Self {
        self.params.push(Param::Text(value.map(Arc::from)));
        self
    }

    /// Gives the next value: a whole number.
    #[must_use]
    pub fn int(mut self, value: impl Into<i64>) -> Self {
        self.params.push(Param::Int(Some(value.into())));
        self
    }

    /// Gives the next value: a whole number or null.
    #[must_use]
    pub fn int_or_null(mut self, value: Option<i64>) -> Self {
        self.params.push(Param::Int(value));
        self
    }

    /// Gives the next value: an instant.
    #[must_use]
    pub fn instant(self, value: Instant) -> Self {
        self.int(value.0)
    }

    /// Gives the next value: a day.
    #[must_use]
    pub fn day(self, value: Day) -> Self {
        self.int(i64::from(value.0))
    }

    /// Gives the next value: a floating number.
    #[must_use]
    pub fn float(mut self, value: f64) -> Self {
        self.params.push(Param::Float(value));
        self
    }

    /// Gives the next value: a truth value.
    #[must_use]
    pub fn bool(mut self, value: bool) -> Self {
        self.params.push(Param::Bool(value));
        self
    }

    /// Gives the next value: bytes.
    #[must_use]
    pub fn bytes(mut self, value: impl Into<Vec<u8>>) -> Self {
        self.params.push(Param::Bytes(value.into()));
        self
    }

    /// How many values were given; the next one is `$` this plus one.
    #[must_use]
    pub fn given(&self) -> usize {
        self.params.len()
    }

    pub(crate) fn split_sqlite(self) -> Result<(String, SqliteArguments), StoreError> {
        let mut arguments = SqliteArguments::default();
        for param in self.params {
            match param {
                Param::Text(value) => add(&mut arguments, value)?,
                Param::Int(value) => add(&mut arguments, value)?,
                Param::Float(value) => add(&mut arguments, value)?,
                Param::Bool(value) => add(&mut arguments, value)?,
                Param::Bytes(value) => add(&mut arguments, value)?,
            }
        }
        Ok((self.text, arguments))
    }

    pub(crate) fn split_postgres(self) -> Result<(String, PgArguments), StoreError> {
        let mut arguments = PgArguments::default();
        for param in self.params {
            match param {
                Param::Text(value) => add(&mut arguments, value.as_deref())?,
                Param::Int(value) => add(&mut arguments, value)?,
                Param::Float(value) => add(&mut arguments, value)?,
                Param::Bool(value) => add(&mut arguments, value)?,
                Param::Bytes(value) => add(&mut arguments, value)?,
            }
        }
        Ok((self.text, arguments))
    }
}

impl From<&str> for Sql {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

pub(crate) fn add<'t, A: Arguments, T>(arguments: &mut A, value: T) -> Result<(), StoreError>
where
    T: Encode<'t, A::Database> + Type<A::Database>,
{
    arguments.add(value).map_err(|error| StoreError::from(sqlx::Error::Encode(error)))
}
