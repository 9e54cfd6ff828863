//! The scalars of the contract.
use async_graphql::{InputValueError, InputValueResult, Number, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat};
use domain::{Day, Instant, Period};
use serde::Serialize;

/// A whole number as a JSON number; exact up to 2^53 - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Int64(pub i64);

/// A whole number as a JSON number; exact up to 2^53 - 1.
#[Scalar(name = "Int64")]
impl ScalarType for Int64 {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::Number(number) => {
                number.as_i64().map(Self).ok_or_else(|| InputValueError::custom("expected a whole number"))
            }
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::Number(Number::from(self.0))
    }
}

/// A point in time: RFC 3339 in UTC, with microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime(pub Instant);

/// A point in time: RFC 3339 in UTC, with microseconds.
#[Scalar(name = "DateTime")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => Ok(Self(Instant::parse(text)?)),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        match self.0.to_chrono() {
            Some(time) => Value::String(time.to_rfc3339_opts(SecondsFormat::Micros, true)),
            None => Value::Null,
        }
    }
}

/// A UTC day: YYYY-MM-DD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub Day);

/// A UTC day: YYYY-MM-DD.
#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
                // Exactly ten characters, so that 2026-1-1 is not another way to write the same day.
                Ok(date) if text.len() == 10 => Ok(Self(Day::from(date))),
                _ => Err(InputValueError::custom("expected a day as YYYY-MM-DD")),
            },
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// Any JSON value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Json(pub Value);

/// Any JSON value.
#[Scalar(name = "JSON")]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(value))
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

/// The period from one day to another.
///
/// # Errors
/// BAD_USER_INPUT when they are not a valid period.
pub fn period(from: Date, to: Date) -> Result<Period, crate::error::ApiError> {
    Ok(Period::new(from.0, to.0)?)
}
