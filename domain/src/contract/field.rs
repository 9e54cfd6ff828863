//! How the contract declares a field: its name, its type, whether it is required, and a description. The
//! readers use this declaration, and so does everything that describes the contract to producers, such as
//! OpenAPI.
use super::fields::join;
use super::scalar::{cost, flag, line, text, whole};
use super::{Code, FieldError, Fields, Limits};
use crate::NanoUsd;
use crate::codes::Coded;
use crate::ids::MAX_ID_CHARS;
use serde::ser::{Serialize, SerializeMap};
use serde_json::value::RawValue;
use std::fmt;

/// The declaration of a field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether events without it are rejected.
    pub required: bool,
    /// The type of its values.
    pub shape: Shape,
    /// Its description.
    pub about: &'static str,
}

/// The type of a field's values.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// An identifier.
    Id,
    /// A time in RFC 3339 format.
    Time,
    /// A text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// true or false.
    Flag,
    /// A non-negative whole number.
    Whole,
    /// An amount in USD, as a number or as a string.
    Usd,
    /// An object with these fields.
    Object(&'static Object),
    /// A list of objects.
    Objects,
    /// The payload, which depends on the type of event.
    Payload,
}

/// An object within events.
#[derive(Debug)]
pub struct Object {
    /// Its name.
    pub name: &'static str,
    /// Its description.
    pub about: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
}

impl Field {
    /// The description, including the allowed words.
    #[must_use]
    pub fn description(&self) -> String {
        let about = self.about.trim();
        match self.shape {
            Shape::Word(words) => format!("{}: {}.", about.trim_end_matches('.'), OneOf(words)),
            _ => about.to_owned(),
        }
    }

    /// The maximum length in characters, unless it is a setting.
    #[must_use]
    pub const fn max_length(&self) -> Option<usize> {
        if matches!(self.shape, Shape::Id) { Some(MAX_ID_CHARS) } else { None }
    }
}

/// Words as prose: `a, b or c`.
#[derive(Clone, Copy, Debug)]
pub struct OneOf(pub &'static [&'static str]);

impl fmt::Display for OneOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.0.iter().enumerate() {
            let before = match index {
                0 => "",
                _ if index + 1 == self.0.len() => " or ",
                _ => ", ",
            };
            write!(f, "{before}{word}")?;
        }
        Ok(())
    }
}

/// A type of field: how its value is read and written. The paths of its errors begin at the field.
pub trait Kind {
    /// The value as read.
    type Value;
    /// How it is described.
    const SHAPE: Shape;
    /// What was expected, for the error if it is missing.
    const EXPECTED: &'static dyn fmt::Display;

    /// Reads the field of this name.
    fn read(raw: &RawValue, name: &str, limits: Limits) -> Result<Self::Value, FieldError>;

    /// Writes it as a producer would; a value equivalent to an absent field may be left out.
    fn write<M: SerializeMap>(value: &Self::Value, name: &'static str, to: &mut M) -> Result<(), M::Error>;
}

/// An object whose fields are declared with [`object!`].
pub trait Declared: Sized {
    /// How it is described.
    const OBJECT: &'static Object;

    /// Reads the values of the fields; the paths of errors begin within the object.
    fn of_fields(fields: &Fields<'_>, limits: Limits) -> Result<Self, FieldError>;
}

/// A large object, boxed so that it is cheap to move.
impl<T: Declared> Declared for Box<T> {
    const OBJECT: &'static Object = T::OBJECT;

    fn of_fields(fields: &Fields<'_>, limits: Limits) -> Result<Self, FieldError> {
        T::of_fields(fields, limits).map(Self::new)
    }
}

/// Declares a struct whose fields are those of a JSON object: each with a one-line description, whether it is
/// `required`, `optional` (an `Option`) or `defaulted` (its default if absent), and its [`Kind`].
macro_rules! object {
    (
        #[doc = $about:literal]
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( #[doc = $says:literal] $field:ident: $presence:ident $kind:ty, )+
        }
    ) => {
        #[doc = $about]
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name { $( #[doc = $says] pub $field: object!(@type $presence $kind), )+ }

        impl $crate::contract::field::Declared for $name {
            const OBJECT: &'static Object = &Object {
                name: stringify!($name),
                about: $about,
                fields: &[ $( Field {
                    name: stringify!($field),
                    required: object!(@required $presence),
                    shape: <$kind as Kind>::SHAPE,
                    about: $says,
                }, )+ ],
            };

            fn of_fields(fields: &Fields<'_>, limits: Limits) -> Result<Self, FieldError> {
                Ok(Self { $( $field: object!(@read $presence $kind, fields, stringify!($field), limits), )+ })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut map = to.serialize_map(None)?;
                $( object!(@write $presence $kind, &self.$field, stringify!($field), &mut map); )+
                map.end()
            }
        }
    };
    (@type optional $kind:ty) => { Option<<$kind as Kind>::Value> };
    (@type $presence:ident $kind:ty) => { <$kind as Kind>::Value };
    (@required required) => { true };
    (@required $presence:ident) => { false };
    (@read required $kind:ty, $fields:ident, $name:expr, $limits:ident) => {
        <$kind as Kind>::read($fields.required($name, <$kind as Kind>::EXPECTED)?, $name, $limits)?
    };
    (@read optional $kind:ty, $fields:ident, $name:expr, $limits:ident) => {
        match $fields.get($name) {
            Some(raw) => Some(<$kind as Kind>::read(raw, $name, $limits)?),
            None => None,
        }
    };
    (@read defaulted $kind:ty, $fields:ident, $name:expr, $limits:ident) => {
        match $fields.get($name) {
            Some(raw) => <$kind as Kind>::read(raw, $name, $limits)?,
            None => Default::default(),
        }
    };
    (@write optional $kind:ty, $value:expr, $name:expr, $map:expr) => {
        if let Some(value) = $value {
            <$kind as Kind>::write(value, $name, $map)?;
        }
    };
    (@write $presence:ident $kind:ty, $value:expr, $name:expr, $map:expr) => {
        <$kind as Kind>::write($value, $name, $map)?
    };
}
pub(super) use object;

/// How an event type relates to the event's `run_id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunLink {
    /// It is ignored.
    Ignored,
    /// It may name the run during which the event happened.
    Optional,
    /// The event is part of a run, and must name it.
    Required,
}

/// Declares the event types: each with its payload, its stored code and its word, its relation to a `run` (a
/// [`RunLink`]), and whether it `has_fact`, that is, a row of its own or a part of one.
macro_rules! event_types {
    ($(
        $(#[$meta:meta])*
        $name:ident($payload:ty) = $code:literal => $wire:literal, run: $run:ident, has_fact: $has_fact:literal;
    )+) => {
        coded_enum! {
            /// The event types.
            pub enum EventType { $( $(#[$meta])* $name = $code => $wire, )+ }
        }

        /// The contents of an event besides its envelope.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum EventBody { $( $(#[$meta])* $name($payload), )+ }

        impl EventType {
            /// The declaration of its payload.
            #[must_use]
            pub const fn payload(self) -> &'static Object {
                match self { $( Self::$name => <$payload as Declared>::OBJECT, )+ }
            }

            /// How it relates to the run that it names.
            #[must_use]
            pub const fn run(self) -> RunLink {
                match self { $( Self::$name => RunLink::$run, )+ }
            }

            /// Whether it is part of a fact; if not, it is a plain event.
            #[must_use]
            pub const fn has_fact(self) -> bool {
                match self { $( Self::$name => $has_fact, )+ }
            }
        }

        impl EventBody {
            /// Reads the payload of an event of this type.
            ///
            /// # Errors
            /// When a field violates the contract.
            pub fn read(event_type: EventType, payload: &Fields<'_>, limits: Limits) -> Result<Self, FieldError> {
                let body = match event_type {
                    $( EventType::$name => <$payload>::of_fields(payload, limits).map(Self::$name), )+
                };
                body.map_err(|error| error.within(PATH))
            }

            /// The event's type.
            #[must_use]
            pub const fn event_type(&self) -> EventType {
                match self { $( Self::$name(_) => EventType::$name, )+ }
            }
        }

        /// Written as a producer would write it.
        impl Serialize for EventBody {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self { $( Self::$name(payload) => payload.serialize(to), )+ }
            }
        }
    };
}
pub(super) use event_types;

/// A single-line text.
pub struct Line;

impl Kind for Line {
    type Value = String;
    const SHAPE: Shape = Shape::Text;
    const EXPECTED: &'static dyn fmt::Display = &"a string";

    fn read(raw: &RawValue, name: &str, limits: Limits) -> Result<String, FieldError> {
        Ok(line(raw, name, limits.field_chars)?.into_owned())
    }

    fn write<M: SerializeMap>(value: &String, name: &'static str, to: &mut M) -> Result<(), M::Error> {
        to.serialize_entry(name, value)
    }
}

/// The text of a message: any text, possibly several lines, without NUL, which `PostgreSQL` rejects.
pub struct Speech;

impl Kind for Speech {
    type Value = String;
    const SHAPE: Shape = Shape::Text;
    const EXPECTED: &'static dyn fmt::Display = &"a string";

    fn read(raw: &RawValue, name: &str, _: Limits) -> Result<String, FieldError> {
        let text = text(raw, name)?;
        if text.contains('\0') {
            return Err(FieldError::new(name, Code::ControlCharacter, "expected a string without NUL"));
        }
        Ok(text.into_owned())
    }

    fn write<M: SerializeMap>(value: &String, name: &'static str, to: &mut M) -> Result<(), M::Error> {
        to.serialize_entry(name, value)
    }
}

/// One of the words of an enum.
pub struct Word<T>(std::marker::PhantomData<T>);

impl<T: Coded> Kind for Word<T> {
    type Value = T;
    const SHAPE: Shape = Shape::Word(T::WORDS);
    const EXPECTED: &'static dyn fmt::Display = &OneOf(T::WORDS);

    fn read(raw: &RawValue, name: &str, _: Limits) -> Result<T, FieldError> {
        T::of_word(&text(raw, name)?)
            .ok_or_else(|| FieldError::new(name, Code::UnknownValue, format!("expected {}", Self::EXPECTED)))
    }

    fn write<M: SerializeMap>(value: &T, name: &'static str, to: &mut M) -> Result<(), M::Error> {
        to.serialize_entry(name, value.word())
    }
}

/// Yes or no.
pub struct Flag;

impl Kind for Flag {
    type Value = bool;
    const SHAPE: Shape = Shape::Flag;
    const EXPECTED: &'static dyn fmt::Display = &"true or false";

    fn read(raw: &RawValue, name: &str, _: Limits) -> Result<bool, FieldError> {
        flag(raw, name)
    }

    fn write<M: SerializeMap>(value: &bool, name: &'static str, to: &mut M) -> Result<(), M::Error> {
        to.serialize_entry(name, value)
    }
}

/// Declares the kinds of whole numbers, each with its own maximum.
macro_rules! whole_numbers {
    ($( $(#[$meta:meta])* $kind:ident up to $range:ident, )+) => { $(
        $(#[$meta])*
        pub struct $kind;

        impl Kind for $kind {
            type Value = i64;
            const SHAPE: Shape = Shape::Whole;
            const EXPECTED: &'static dyn fmt::Display = &"a whole number";

            fn read(raw: &RawValue, name: &str, limits: Limits) -> Result<i64, FieldError> {
                whole(raw, name, limits.ranges.$range)
            }

            fn write<M: SerializeMap>(value: &i64, name: &'static str, to: &mut M) -> Result<(), M::Error> {
                to.serialize_entry(name, value)
            }
        }
    )+ };
}

whole_numbers! {
    /// Milliseconds.
    Millis up to millis,
    /// Tokens.
    Tokens up to tokens,
    /// Lines, files, tests and anything else that is counted.
    Count up to counts,
}

/// An amount in USD.
pub struct Usd;

impl Kind for Usd {
    type Value = NanoUsd;
    const SHAPE: Shape = Shape::Usd;
    const EXPECTED: &'static dyn fmt::Display = &"an amount in USD";

    fn read(raw: &RawValue, name: &str, _: Limits) -> Result<NanoUsd, FieldError> {
        cost(raw, name)
    }

    /// As a string of decimal digits: money is never represented as a float.
    fn write<M: SerializeMap>(NanoUsd(nano): &NanoUsd, name: &'static str, to: &mut M) -> Result<(), M::Error> {
        let (whole, rest) = (nano / NanoUsd::USD, nano % NanoUsd::USD);
        match rest % 1_000 {
            0 => to.serialize_entry(name, &format!("{whole}.{:06}", rest / 1_000)),
            _ => to.serialize_entry(name, &format!("{whole}.{rest:09}")),
        }
    }
}

/// An object within a payload.
pub struct Nested<T>(std::marker::PhantomData<T>);

impl<T: Declared + Serialize> Kind for Nested<T> {
    type Value = T;
    const SHAPE: Shape = Shape::Object(T::OBJECT);
    const EXPECTED: &'static dyn fmt::Display = &"an object";

    fn read(raw: &RawValue, name: &str, limits: Limits) -> Result<T, FieldError> {
        let fields = Fields::read(raw, name)?;
        T::of_fields(&fields, limits).map_err(|error| error.within(name))
    }

    fn write<M: SerializeMap>(value: &T, name: &'static str, to: &mut M) -> Result<(), M::Error> {
        to.serialize_entry(name, value)
    }
}

impl<'a> Fields<'a> {
    /// The value of a required field.
    pub(super) fn required(&self, name: &str, expected: &dyn fmt::Display) -> Result<&'a RawValue, FieldError> {
        self.get(name).ok_or_else(|| FieldError::missing(name, expected))
    }
}

impl FieldError {
    /// The error for a missing field.
    pub(super) fn missing(path: impl Into<String>, expected: &dyn fmt::Display) -> Self {
        Self::new(path, Code::Missing, format!("expected {expected}"))
    }

    /// The same error, with its path seen from the object at `path`.
    pub(super) fn within(self, path: &str) -> Self {
        Self { path: join(path, &self.path), ..self }
    }
}
