//! The fields of one JSON object, not parsed until they are used.
use super::{Code, FieldError};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// Marks our one error among those of the JSON parser.
const DUPLICATE: &str = "duplicate field ";
/// From this many fields on, a set finds duplicates faster than a linear search.
const MANY: usize = 24;

/// The fields of an object in their order, without duplicates.
#[derive(Debug)]
pub struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// Reads the object at `path`.
    ///
    /// # Errors
    /// When it is not an object, or a field occurs twice.
    pub fn read(raw: &'a RawValue, path: &str) -> Result<Self, FieldError> {
        if !raw.get().starts_with('{') {
            return Err(FieldError::new(path, Code::WrongType, "expected an object"));
        }
        serde_json::from_str(raw.get()).map_err(|error| {
            let text = error.to_string();
            match text.strip_prefix(DUPLICATE).and_then(|rest| rest.split_once(" at line ")) {
                Some((name, _)) => {
                    FieldError::new(join(path, name), Code::DuplicateField, "expected the field only once")
                }
                None => FieldError::new(path, Code::InvalidText, "expected field names that are valid text"),
            }
        })
    }

    /// The value of a field; `None` if it is absent or null.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, raw)| *raw).filter(|raw| raw.get() != "null")
    }

    /// The object as JSON again, without nulls and without the field `omit`.
    #[must_use]
    pub fn without(&self, omit: &str) -> String {
        let mut text = String::from("{");
        for (name, raw) in self.0.iter().filter(|(name, raw)| name != omit && raw.get() != "null") {
            if text.len() > 1 {
                text.push(',');
            }
            // A string can always be serialized.
            text.push_str(&serde_json::to_string(name).unwrap_or_default());
            text.push(':');
            text.push_str(raw.get());
        }
        text.push('}');
        text
    }
}

/// `path.name`, or just the name at the top level.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields: Vec<(Cow<'de, str>, &'de RawValue)> = Vec::with_capacity(12);
                let mut seen: Option<HashSet<Cow<'de, str>>> = None;
                while let Some(Name(name)) = map.next_key()? {
                    let twice = match &mut seen {
                        Some(seen) => !seen.insert(name.clone()),
                        None => fields.iter().any(|(field, _)| *field == name),
                    };
                    if twice {
                        return Err(A::Error::custom(format_args!("{DUPLICATE}{name}")));
                    }
                    fields.push((name, map.next_value()?));
                    if fields.len() == MANY {
                        seen = Some(fields.iter().map(|(field, _)| field.clone()).collect());
                    }
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// A name, borrowed from the text if it contains no escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Text)
    }
}
