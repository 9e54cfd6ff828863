//! Parses `{"events": [..]}`, reading no further than the last event that is allowed.
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// The raw JSON of each event; `None` if there are more than `most`.
///
/// # Errors
/// When the text has another form.
pub(super) fn read(text: &str, most: usize) -> Result<Option<Vec<&RawValue>>, serde_json::Error> {
    let mut too_many = false;
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = reader.deserialize_map(Batch { most, too_many: &mut too_many }).and_then(|events| {
        reader.end()?;
        Ok(events)
    });
    match read {
        Err(_) if too_many => Ok(None),
        read => read.map(Some),
    }
}

/// The enclosing object.
struct Batch<'m> {
    most: usize,
    too_many: &'m mut bool,
}

impl<'de> Visitor<'de> for Batch<'_> {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a list `events`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut events = None;
        while let Some(name) = map.next_key::<String>()? {
            if name != "events" {
                map.next_value::<IgnoredAny>()?;
            } else if events.is_some() {
                return Err(A::Error::duplicate_field("events"));
            } else {
                events = Some(map.next_value_seed(Events { most: self.most, too_many: &mut *self.too_many })?);
            }
        }
        events.ok_or_else(|| A::Error::missing_field("events"))
    }
}

/// The list.
struct Events<'m> {
    most: usize,
    too_many: &'m mut bool,
}

impl<'de> DeserializeSeed<'de> for Events<'_> {
    type Value = Vec<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, list: D) -> Result<Self::Value, D::Error> {
        list.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Events<'_> {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of events")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut events = Vec::new();
        while let Some(event) = list.next_element()? {
            if events.len() == self.most {
                *self.too_many = true;
                return Err(A::Error::custom("too many events"));
            }
            events.push(event);
        }
        Ok(events)
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_batch_is_read_up_to_its_limit() {
        let count = |text, most| read(text, most).map(|events| events.map(|events| events.len()));
        assert_eq!(count(r#"{"a":[1,2,3],"events":[{},[1,2],3],"b":{}}"#, 3).expect("a batch"), Some(3));
        // The rest is not parsed.
        assert_eq!(count(r#"{"events":[1,2,3,4,%"#, 3).expect("a batch"), None);
        for text in ["{}", r#"{"events":{}}"#, r#"{"events":[],"events":[]}"#, r#"{"events":[]} 1"#, r#"{"events":[1"#]
        {
            assert!(count(text, 3).is_err(), "{text}");
        }
    }
}
