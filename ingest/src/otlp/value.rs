//! The values of attributes, borrowed from the body that they came in.
use super::{json, protobuf};
use std::borrow::Cow;

/// The value of an attribute.
#[derive(Clone, Debug, Default)]
pub(crate) enum Value<'a> {
    /// Nothing at all.
    #[default]
    Empty,
    /// A text; what is not UTF-8 in it is replaced.
    Text(Cow<'a, str>),
    /// true or false.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Real(f64),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
    /// A list of values.
    List(Nested<'a>),
    /// Named values.
    Map(Nested<'a>),
}

/// A list or a map as it was sent. It is read where somebody wants to know what is in it, one value at a time:
/// a long list takes no memory, and a deep one no stack.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Nested<'a> {
    /// A protobuf message.
    Protobuf(&'a [u8]),
    /// A JSON object.
    Json(&'a str),
}

impl<'a> Nested<'a> {
    /// Visits the values of a list, up to the first that cannot be read.
    pub(crate) fn values(self, visit: &mut dyn FnMut(Value<'a>)) {
        match self {
            Self::Protobuf(bytes) => protobuf::list(bytes, visit),
            Self::Json(text) => json::list(text, visit),
        }
    }

    /// Visits the names and values of a map, up to the first that cannot be read.
    pub(crate) fn entries(self, visit: &mut dyn FnMut(Cow<'a, str>, Value<'a>)) {
        match self {
            Self::Protobuf(bytes) => protobuf::map(bytes, visit),
            Self::Json(text) => json::map(text, visit),
        }
    }
}

impl Value<'_> {
    /// The text, unless it is empty.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// Whether it is this text or a list with it.
    pub(crate) fn contains(&self, is_it: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Text(text) => is_it(text),
            Self::List(list) => {
                let mut found = false;
                list.values(&mut |value| found = found || value.text().is_some_and(&is_it));
                found
            }
            _ => false,
        }
    }
}
