//! Identifiers are opaque strings from upstream; each kind has its own type, so that a run id cannot be used to
//! look up a session.
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// The maximum length of an identifier, in characters.
pub const MAX_ID_CHARS: usize = 128;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The identifier as upstream wrote it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The identifier as a shared string, without copying it.
            #[must_use]
            pub fn shared(&self) -> Arc<str> {
                Arc::clone(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Arc::from(text))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Arc::from(text))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from).map(Self::from)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// An organization: the tenant boundary.
    OrgId
);
id!(
    /// A person; shared between organizations.
    UserId
);
id!(
    /// A session, unique within its organization.
    SessionId
);
id!(
    /// A run, unique within its organization.
    RunId
);
id!(
    /// An event, unique within its organization.
    EventId
);

/// Whether a text has no control characters. Identifiers, names and searches never have any, and `PostgreSQL`
/// rejects NUL.
#[must_use]
pub fn is_printable(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

/// Whether a text is a valid identifier.
#[must_use]
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= MAX_ID_CHARS && is_printable(text)
}
