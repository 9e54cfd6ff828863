//! One value of an export, as CSV and as JSON.
use chrono::SecondsFormat;
use domain::Instant;
use serde_json::Value;

/// Characters that begin a formula in spreadsheets, which would execute it. Some treat the full-width forms
/// like the plain ones.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell(Value);

impl Cell {
    /// A text; null if there is none.
    pub(super) fn text<'a>(text: impl Into<Option<&'a str>>) -> Self {
        Self(text.into().map_or(Value::Null, Value::from))
    }

    /// A whole number.
    pub(super) fn int(number: i64) -> Self {
        Self(Value::from(number))
    }

    /// A number; null if there is none.
    pub(super) fn float(number: impl Into<Option<f64>>) -> Self {
        // NaN and infinity have no JSON form either.
        Self(number.into().map_or(Value::Null, Value::from))
    }

    /// A Boolean.
    pub(super) fn bool(truth: bool) -> Self {
        Self(Value::from(truth))
    }

    /// An instant in the format of the contract; null if there is none.
    pub(super) fn time(at: impl Into<Option<Instant>>) -> Self {
        let time = at.into().and_then(|at| at.to_chrono());
        Self(time.map_or(Value::Null, |time| Value::from(time.to_rfc3339_opts(SecondsFormat::Micros, true))))
    }

    /// The value as JSON.
    pub(super) const fn json(&self) -> &Value {
        &self.0
    }

    /// The value for a CSV file. A text that a spreadsheet would interpret as a formula gets an apostrophe in
    /// front; numbers stay as they are.
    pub(super) fn csv(&self) -> String {
        match &self.0 {
            Value::Null => String::new(),
            Value::String(text) if text.starts_with(FORMULA) => format!("'{text}"),
            Value::String(text) => text.clone(),
            Value::Number(number) => match number.to_string() {
                // Plain digits: not every CSV reader understands exponents.
                text if text.contains('e') => number.as_f64().map_or(text, |number| number.to_string()),
                text => text,
            },
            other => other.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_numbers_stay_numbers() {
        for text in ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "＝1", "＋1", "－1", "＠a"] {
            assert_eq!(Cell::text(text).csv(), format!("'{text}"));
            assert_eq!(Cell::text(text).json(), text);
        }
        assert_eq!(Cell::text("a=1").csv(), "a=1");
        assert_eq!((Cell::int(-1).csv(), Cell::float(-0.5).csv()), ("-1".to_owned(), "-0.5".to_owned()));
        assert_eq!((Cell::float(1e-9).csv(), Cell::float(0.5).csv()), ("0.000000001".to_owned(), "0.5".to_owned()));
        assert_eq!((Cell::text(None).csv(), Cell::float(None).csv()), (String::new(), String::new()));
        assert_eq!(Cell::time(Instant(1_772_452_800_000_000)).csv(), "2026-03-02T12:00:00.000000Z");
    }
}
