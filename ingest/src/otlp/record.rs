//! The records of OTLP: log records, spans and data points, with the attributes that events are made of.
use super::value::Value;
use domain::contract::{Code, FieldError};
use std::borrow::Cow;

/// The maximum number of attributes of a record, a resource or a scope. Real agents have a few dozen.
const MAX_ATTRIBUTES: usize = 1_024;

/// Why a message or a part of it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub(super) code: Code,
    pub(super) message: Cow<'static, str>,
}

impl Malformed {
    pub(super) const fn new(message: &'static str) -> Self {
        Self { code: Code::WrongType, message: Cow::Borrowed(message) }
    }

    /// The error for a text that is not JSON, or, if it is, then not what is expected. The JSON library would quote
    /// the text that it found in place of that, which may be what somebody said, and long.
    pub(super) fn json(error: &serde_json::Error, expected: Self) -> Self {
        if error.is_data() {
            return expected;
        }
        Self { code: Code::InvalidJson, message: Cow::Owned(error.to_string()) }
    }
}

impl From<Malformed> for FieldError {
    fn from(malformed: Malformed) -> Self {
        Self::new("", malformed.code, malformed.message)
    }
}

/// Receives what a body contains, in its order. A resource comes before its scopes, a scope before its records.
pub(crate) trait Sink<'a> {
    /// The attributes of the resource that the following records belong to.
    fn resource(&mut self, attributes: Result<Attributes<'a>, Malformed>);

    /// The scope that the following records belong to.
    fn scope(&mut self, scope: Scope<'a>);

    /// A record, or why it cannot be read; the following ones may be readable.
    fn record(&mut self, record: Result<Record<'a>, Malformed>);
}

/// A record of any signal.
#[derive(Clone, Debug)]
pub(crate) enum Record<'a> {
    /// A log record.
    Log(LogRecord<'a>),
    /// A span.
    Span(Span<'a>),
    /// A data point of a metric.
    Point(Point<'a>),
}

impl<'a> Record<'a> {
    /// Its attributes.
    pub(crate) const fn attributes(&self) -> &Attributes<'a> {
        match self {
            Self::Log(log) => &log.attributes,
            Self::Span(span) => &span.attributes,
            Self::Point(point) => &point.attributes,
        }
    }
}

/// The library that made a record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope<'a> {
    /// Its name.
    pub(crate) name: Cow<'a, str>,
}

/// The id of a trace.
pub(crate) type TraceId = [u8; 16];
/// The id of a span.
pub(crate) type SpanId = [u8; 8];

/// A log record.
#[derive(Clone, Debug, Default)]
pub(crate) struct LogRecord<'a> {
    /// When it happened, in nanoseconds since 1970; 0 if that is not known.
    pub(crate) time: u64,
    /// When it was observed, likewise.
    pub(crate) observed: u64,
    /// The name of the event, if the agent uses this field.
    pub(crate) event_name: Cow<'a, str>,
    /// The body.
    pub(crate) body: Value<'a>,
    /// The attributes.
    pub(crate) attributes: Attributes<'a>,
    /// The trace, if it has one.
    pub(crate) trace_id: Option<TraceId>,
    /// The span within the trace.
    pub(crate) span_id: Option<SpanId>,
}

/// A span.
#[derive(Clone, Debug, Default)]
pub(crate) struct Span<'a> {
    /// The trace.
    pub(crate) trace_id: Option<TraceId>,
    /// Its id within the trace.
    pub(crate) span_id: Option<SpanId>,
    /// The span that it is part of; `None` for the root.
    pub(crate) parent_span_id: Option<SpanId>,
    /// Its name.
    pub(crate) name: Cow<'a, str>,
    /// When it began, in nanoseconds since 1970.
    pub(crate) start: u64,
    /// When it ended, likewise.
    pub(crate) end: u64,
    /// Whether its status is an error.
    pub(crate) is_error: bool,
    /// The attributes.
    pub(crate) attributes: Attributes<'a>,
}

/// A data point of a metric.
#[derive(Clone, Debug, Default)]
pub(crate) struct Point<'a> {
    /// The name of the metric.
    pub(crate) metric: Cow<'a, str>,
    /// What the value is.
    pub(crate) kind: PointKind,
    /// The beginning of the time that it covers, in nanoseconds since 1970.
    pub(crate) start: u64,
    /// The end of that time, likewise.
    pub(crate) time: u64,
    /// The value of a sum.
    pub(crate) value: Value<'a>,
    /// The attributes.
    pub(crate) attributes: Attributes<'a>,
}

/// What the value of a data point is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PointKind {
    /// What was added since the point before.
    Delta,
    /// What was added since the beginning of the process.
    Cumulative,
    /// Anything that is not a sum.
    #[default]
    Other,
}

/// Attributes in the order in which they were sent, unless they were sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attributes<'a> {
    all: Vec<(Cow<'a, str>, Value<'a>)>,
    is_sorted: bool,
}

impl<'a> Attributes<'a> {
    pub(super) fn push(&mut self, name: Cow<'a, str>, value: Value<'a>) -> Result<(), Malformed> {
        if self.all.capacity() == 0 {
            self.all.reserve(32);
        }
        if self.all.len() == MAX_ATTRIBUTES {
            let message = Cow::Borrowed("expected at most 1024 attributes");
            return Err(Malformed { code: Code::TooLarge, message });
        }
        self.all.push((name, value));
        self.is_sorted = false;
        Ok(())
    }

    /// The first value of this name that is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&Value<'a>> {
        let is_it = |(own, value): &&(Cow<'a, str>, Value<'a>)| own == name && !matches!(value, Value::Empty);
        if self.is_sorted {
            let from = self.all.partition_point(|(own, _)| **own < *name);
            return self.all.get(from).filter(is_it).map(|(_, value)| value);
        }
        self.all.iter().find(is_it).map(|(_, value)| value)
    }

    /// Sorts them, and drops empty ones: those of a resource are read for each of its records, and there may be as
    /// many of either as fit into a body.
    pub(super) fn sort(&mut self) {
        self.all.retain(|(_, value)| !matches!(value, Value::Empty));
        self.all.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.is_sorted = true;
    }

    /// Cuts longer texts.
    pub(super) fn shorten(&mut self, most: usize) {
        for (_, value) in &mut self.all {
            if let Value::Text(text) = value {
                shorten(text, most);
            }
        }
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Value<'a>)> {
        self.all.iter().map(|(name, value)| (&**name, value))
    }
}

/// The name of a metric, which each of its points carries; no metric is known by a longer one.
pub(super) fn metric_name(mut name: Cow<'_, str>) -> Cow<'_, str> {
    const MOST: usize = 1_024;
    shorten(&mut name, MOST);
    name
}

/// Cuts a longer text, between two of its characters.
pub(super) fn shorten(text: &mut Cow<'_, str>, most: usize) {
    let end = text.floor_char_boundary(most);
    if end < text.len() {
        match text {
            Cow::Borrowed(text) => *text = text.get(..end).unwrap_or_default(),
            Cow::Owned(text) => {
                text.truncate(end);
                text.shrink_to_fit();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Attributes, Value, shorten};
    use std::borrow::Cow;

    #[test]
    fn the_first_value_that_is_not_empty() {
        let text = |text: &'static str| Value::Text(Cow::Borrowed(text));
        let mut attributes = Attributes::default();
        for (name, value) in [
            ("b", text("2")),
            ("c", Value::Empty),
            ("a", Value::Empty),
            ("a", text("1")),
            ("b", text("3")),
            ("a", text("4")),
        ] {
            attributes.push(Cow::Borrowed(name), value).expect("room");
        }
        for is_sorted in [false, true] {
            let found = ["a", "b", "c", "d", ""].map(|name| attributes.get(name).and_then(Value::text));
            assert_eq!(found, [Some("1"), Some("2"), None, None, None], "{is_sorted}");
            attributes.sort();
        }
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        for (text, most, cut) in [("", 3, ""), ("abc", 3, "abc"), ("abcd", 3, "abc"), ("aéb", 2, "a"), ("é", 0, "")] {
            for mut text in [Cow::Borrowed(text), Cow::Owned(text.to_owned())] {
                shorten(&mut text, most);
                assert_eq!(text, cut);
            }
        }
    }
}
