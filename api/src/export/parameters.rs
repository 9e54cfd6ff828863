//! The query of an export, by the names of the contract. What it does not know, it refuses.
use crate::error::ApiError;
use crate::graphql::scalars::{Date, Int64};
use async_graphql::{InputType, Number, Value};
use domain::Period;
use std::collections::BTreeMap;

/// What was given and not taken yet.
#[derive(Debug)]
pub(super) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// The parameters of a query; each may be given once.
    pub(super) fn read(given: Vec<(String, String)>) -> Result<Self, ApiError> {
        let mut known = BTreeMap::new();
        for (name, value) in given {
            if known.contains_key(&name) {
                return Err(ApiError::bad_input(format!("{name}: expected once")));
            }
            known.insert(name, value);
        }
        Ok(Self(known))
    }

    /// The days of `from` and `to`, which must be given.
    pub(super) fn period(&mut self) -> Result<Period, ApiError> {
        let mut day = |name: &str| -> Result<Date, ApiError> {
            self.text(name)
                .and_then(|text| Date::parse(Some(Value::String(text))).ok())
                .ok_or_else(|| ApiError::bad_input(format!("{name}: expected a day as YYYY-MM-DD")))
        };
        let (from, to) = (day("from")?, day("to")?);
        Period::new(from.0, to.0).map_err(|error| ApiError::bad_input(format!("from, to: {error}")))
    }

    /// A text.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    /// A word of the contract.
    pub(super) fn word<T: InputType>(&mut self, name: &str) -> Result<Option<T>, ApiError> {
        self.value(name, "a value of the schema, such as NAME or DESC", |text| Some(Value::String(text.to_owned())))
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self, name: &str) -> Result<Option<bool>, ApiError> {
        self.value(name, "true or false", |text| text.parse().ok().map(Value::Boolean))
    }

    /// A whole number.
    pub(super) fn whole(&mut self, name: &str) -> Result<Option<Int64>, ApiError> {
        self.value(name, "a whole number", |text| text.parse::<i64>().ok().map(|number| Value::Number(number.into())))
    }

    /// A number.
    pub(super) fn number(&mut self, name: &str) -> Result<Option<f64>, ApiError> {
        self.value(name, "a number", |text| Some(Value::Number(Number::from_f64(text.parse().ok()?)?)))
    }

    /// Refuses what nobody took.
    pub(super) fn finish(self) -> Result<(), ApiError> {
        match self.0.keys().next() {
            Some(name) => Err(ApiError::bad_input(format!("{name}: this export has no such parameter"))),
            None => Ok(()),
        }
    }

    fn value<T: InputType>(
        &mut self,
        name: &str,
        expected: &str,
        read: impl FnOnce(&str) -> Option<Value>,
    ) -> Result<Option<T>, ApiError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let value = read(&text).and_then(|value| T::parse(Some(value)).ok());
        value.map(Some).ok_or_else(|| ApiError::bad_input(format!("{name}: expected {expected}")))
    }
}
