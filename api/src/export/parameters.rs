//! The query parameters of an export, named as in the contract. Unknown parameters are rejected.
use crate::error::ApiError;
use crate::graphql::scalars::{Date, Int64};
use async_graphql::{InputType, Number, Value};
use domain::Period;
use std::collections::BTreeMap;

/// The parameters that have not been read yet.
#[derive(Debug)]
pub(super) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// The parameters of a query; each may be given only once.
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

    /// The days `from` and `to`, which are required.
    pub(super) fn period(&mut self) -> Result<Period, ApiError> {
        let mut day = |name: &str| -> Result<Date, ApiError> {
            self.text(name)
                .and_then(|text| Date::parse(Some(Value::String(text))).ok())
                .ok_or_else(|| ApiError::bad_input(format!("{name}: expected a day as YYYY-MM-DD")))
        };
        let (from, to) = (day("from")?, day("to")?);
        Period::new(from.0, to.0).map_err(|error| ApiError::bad_input(format!("from, to: {error}")))
    }

    /// A text parameter.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    /// An enum value of the contract.
    pub(super) fn word<T: InputType>(&mut self, name: &str) -> Result<Option<T>, ApiError> {
        self.value(name, "a value of the schema, such as NAME or DESC", |text| Some(Value::String(text.to_owned())))
    }

    /// A Boolean parameter: `true` or `false`.
    pub(super) fn truth(&mut self, name: &str) -> Result<Option<bool>, ApiError> {
        self.value(name, "true or false", |text| text.parse().ok().map(Value::Boolean))
    }

    /// An integer parameter.
    pub(super) fn whole(&mut self, name: &str) -> Result<Option<Int64>, ApiError> {
        self.value(name, "a whole number", |text| text.parse::<i64>().ok().map(|number| Value::Number(number.into())))
    }

    /// A number parameter.
    pub(super) fn number(&mut self, name: &str) -> Result<Option<f64>, ApiError> {
        self.value(name, "a number", |text| Some(Value::Number(Number::from_f64(text.parse().ok()?)?)))
    }

    /// Rejects parameters that were not read.
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
