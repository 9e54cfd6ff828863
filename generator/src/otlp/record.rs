//! Records as an agent makes them, before they are encoded.
use domain::Instant;
use std::borrow::Cow;

/// An attribute: name and value.
pub type Attribute = (Cow<'static, str>, Value);

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// true or false.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Real(f64),
    /// A list of texts.
    Texts(Vec<String>),
}

/// A record of one of the three signals.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// Of logs.
    Log(Log),
    /// Of traces.
    Span(Span),
    /// Of metrics.
    Point(Point),
}

/// A log record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// Its time; `None` if only `observed` is set.
    pub time: Option<Instant>,
    /// When it was observed.
    pub observed: Option<Instant>,
    /// The severity, number and name.
    pub severity: Option<(u8, &'static str)>,
    /// The body.
    pub body: Option<String>,
    /// The name of the event, in the field of that name.
    pub event_name: &'static str,
    /// The attributes.
    pub attributes: Vec<Attribute>,
}

/// A span.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The trace, 32 hexadecimal digits.
    pub trace_id: String,
    /// The span, 16 hexadecimal digits.
    pub span_id: String,
    /// The parent, likewise; empty for a root.
    pub parent_span_id: String,
    /// The name.
    pub name: String,
    /// The kind: 1 internal, 3 client.
    pub kind: u8,
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// Whether it ended with an error.
    pub is_error: bool,
    /// The attributes.
    pub attributes: Vec<Attribute>,
}

/// A data point of a monotonic sum of deltas.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The metric.
    pub metric: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The time of the point before.
    pub start: Instant,
    /// Its time.
    pub time: Instant,
    /// The amount since then.
    pub value: f64,
    /// The attributes.
    pub attributes: Vec<Attribute>,
}

/// An instant in nanoseconds since 1970.
pub(crate) fn nanos(at: Instant) -> u64 {
    u64::try_from(at.0).unwrap_or(0).saturating_mul(1_000)
}

/// An attribute with a text.
pub(crate) fn text(name: &'static str, text: impl Into<String>) -> Attribute {
    (Cow::Borrowed(name), Value::Text(text.into()))
}

/// An attribute with a whole number.
pub(crate) const fn whole(name: &'static str, number: i64) -> Attribute {
    (Cow::Borrowed(name), Value::Whole(number))
}

/// An attribute with a number that an agent writes as a text.
pub(crate) fn worded(name: &'static str, number: i64) -> Attribute {
    text(name, number.to_string())
}

/// An attribute with any number.
pub(crate) const fn real(name: &'static str, number: f64) -> Attribute {
    (Cow::Borrowed(name), Value::Real(number))
}

/// An attribute that is true or false.
pub(crate) const fn flag(name: &'static str, flag: bool) -> Attribute {
    (Cow::Borrowed(name), Value::Flag(flag))
}
