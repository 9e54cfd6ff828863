//! How adapters read a record: attributes by name, in whatever type the agent sends them.
use crate::otlp::record::{Attributes, LogRecord, Scope};
use crate::otlp::value::Value;
use domain::contract::{Code, FieldError, Ranges};
use domain::decimal::{self, Beyond};
use domain::{Instant, MAX_WHOLE, NanoUsd};
use std::borrow::Cow;

/// Where a record comes from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place<'a> {
    /// The attributes of the process, or of whatever else was observed.
    pub(crate) resource: Attributes<'a>,
    /// The library that made it.
    pub(crate) scope: Scope<'a>,
}

/// A record as adapters read it.
pub(super) struct Reading<'r, 'a> {
    /// Its attributes.
    pub(super) attributes: &'r Attributes<'a>,
    /// Where it comes from.
    pub(super) place: &'r Place<'a>,
}

impl<'r> Reading<'r, '_> {
    /// A text of the record, unless it is empty.
    pub(super) fn text(&self, name: &str) -> Option<&'r str> {
        self.attributes.get(name)?.text()
    }

    /// A text of the record, else of its resource.
    pub(super) fn told(&self, name: &str) -> Option<&'r str> {
        self.text(name).or_else(|| self.place.resource.get(name)?.text())
    }

    /// The first of these texts.
    pub(super) fn first_told(&self, names: &[&str]) -> Option<&'r str> {
        names.iter().find_map(|name| self.told(name))
    }

    /// The person, under the first of the usual names, then those of an account at the agent.
    pub(super) fn person(&self, accounts: &[&str]) -> Option<Cow<'r, str>> {
        if let Some(id) = self.first_told(&["tachograph.user_id", "enduser.id"]) {
            return Some(Cow::Borrowed(id));
        }
        if let Some(email) = self.told("user.email") {
            return Some(Cow::Owned(email.to_lowercase()));
        }
        self.first_told(accounts).map(Cow::Borrowed)
    }

    /// true or false, or a text with one of them.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        match self.attributes.get(name)? {
            Value::Flag(flag) => Some(*flag),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// A whole number for the field of the payload at `path`; its range is checked with the event.
    pub(super) fn whole(&self, name: &str, path: &'static str) -> Result<Option<i64>, FieldError> {
        self.attributes.get(name).map(|value| whole(value, path)).transpose()
    }

    /// The same, or 0.
    pub(super) fn count(&self, name: &str, path: &'static str) -> Result<i64, FieldError> {
        Ok(self.whole(name, path)?.unwrap_or(0))
    }

    /// A status code of HTTP.
    pub(super) fn status(&self, names: &[&str]) -> Option<i64> {
        let status = names.iter().find_map(|name| self.attributes.get(name))?;
        whole(status, "").ok().filter(|status| (100..1_000).contains(status))
    }

    /// Whole milliseconds. What is no duration is no reason to lose a step, and its money with it.
    pub(super) fn millis(&self, name: &str) -> Option<i64> {
        self.scaled(name, 1.0)
    }

    /// Seconds, as whole milliseconds.
    pub(super) fn seconds(&self, name: &str) -> Option<i64> {
        self.scaled(name, 1_000.0)
    }

    fn scaled(&self, name: &str, factor: f64) -> Option<i64> {
        let value = match self.attributes.get(name)? {
            Value::Whole(whole) => *whole as f64,
            Value::Real(real) => *real,
            Value::Text(text) => text.parse().ok()?,
            _ => return None,
        };
        let scaled = (value * factor).round();
        (scaled.is_finite() && scaled >= 0.0).then_some(scaled as i64).filter(is_duration)
    }

    /// An amount in USD, for the field of the payload at `path`.
    pub(super) fn usd(&self, name: &str, path: &'static str) -> Result<Option<NanoUsd>, FieldError> {
        let Some(value) = self.attributes.get(name) else { return Ok(None) };
        let digits = match value {
            Value::Whole(whole) => Cow::Owned(whole.to_string()),
            // The shortest digits that stand for the number, which are those that the agent had.
            Value::Real(real) => Cow::Owned(real.to_string()),
            Value::Text(text) => Cow::Borrowed(&**text),
            _ => return Err(FieldError::new(path, Code::WrongType, "expected an amount in USD")),
        };
        NanoUsd::parse_usd(&digits)
            .map(Some)
            .map_err(|error| FieldError::number(path, error, "an amount in USD from 0 to 1000000"))
    }
}

/// Whether so many milliseconds may be the duration of anything.
pub(super) const fn is_duration(millis: &i64) -> bool {
    0 <= *millis && *millis <= Ranges::ACCEPTED.millis
}

/// A whole number, also one sent as a text or as a floating-point number.
pub(super) fn whole(value: &Value<'_>, path: &str) -> Result<i64, FieldError> {
    const EXPECTED: &str = "a whole number";
    let digits = match value {
        Value::Whole(whole) => return Ok(*whole),
        Value::Real(real) => Cow::Owned(real.to_string()),
        Value::Text(text) => Cow::Borrowed(&**text),
        _ => return Err(FieldError::new(path, Code::WrongType, format!("expected {EXPECTED}"))),
    };
    decimal::parse(&digits, 0, MAX_WHOLE, Beyond::Refuse).map_err(|error| FieldError::number(path, error, EXPECTED))
}

/// Whether an error is that something took too long; its category is its own.
const TIMEOUT: &str = "timeout";

/// Why a call failed: timeout, the type that the agent names, or the status.
pub(super) fn failure(status: Option<i64>, named: Option<&str>, message: Option<&str>) -> Option<String> {
    let is_timeout = |text: &str| {
        let text = text.to_ascii_lowercase();
        ["timeout", "timed out", "timedout", "etimedout"].iter().any(|word| text.contains(word))
    };
    // A message may be long; the reason stands at its beginning.
    let beginning = message.map(|text| text.char_indices().nth(256).map_or(text, |(end, _)| &text[..end]));
    if matches!(status, Some(408 | 504)) || [named, beginning].into_iter().flatten().any(is_timeout) {
        return Some(TIMEOUT.to_owned());
    }
    let named = named.filter(|name| name.len() <= 64 && name.chars().all(|letter| letter.is_ascii_graphic()));
    named.map(str::to_owned).or_else(|| status.map(|status| format!("http_{status}")))
}

/// When a log record happened, in nanoseconds since 1970; some agents leave the time out and tell only when it
/// was observed, or write it into an attribute.
pub(super) fn time_of(reading: &Reading<'_, '_>, log: &LogRecord<'_>) -> u64 {
    if log.time != 0 {
        return log.time;
    }
    if log.observed != 0 {
        return log.observed;
    }
    let Some(Ok(Instant(micros))) = reading.text("event.timestamp").map(Instant::parse) else { return 0 };
    u64::try_from(micros).unwrap_or(0).saturating_mul(1_000)
}
