//! Declares enums that are stored as small integers and sent as words.

/// The interface of all enums declared by [`coded_enum`], for code that reads any of them.
pub trait Coded: Copy {
    /// The words of all values.
    const WORDS: &'static [&'static str];

    /// The value with this word.
    fn of_word(word: &str) -> Option<Self>;

    /// The value's word.
    fn word(self) -> &'static str;
}

/// Declares an enum with a stable stored code and a wire name per variant.
macro_rules! coded_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $( $(#[$vmeta:meta])* $variant:ident = $code:literal => $wire:literal, )+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$vmeta])* $variant, )+ }

        impl $name {
            /// All values, in declaration order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The words of all values, in the same order.
            pub const WORDS: &'static [&'static str] = &[ $( $wire, )+ ];

            /// The number under which the value is stored; it never changes.
            #[must_use]
            pub const fn code(self) -> i16 {
                match self { $( Self::$variant => $code, )+ }
            }

            /// The value stored under `code`, if there is one.
            #[must_use]
            pub const fn from_code(code: i16) -> Option<Self> {
                match code { $( $code => Some(Self::$variant), )+ _ => None }
            }

            /// The word for the value in events and tokens.
            #[must_use]
            pub const fn wire(self) -> &'static str {
                match self { $( Self::$variant => $wire, )+ }
            }

            /// The value with this word, if there is one.
            #[must_use]
            pub fn from_wire(word: &str) -> Option<Self> {
                match word { $( $wire => Some(Self::$variant), )+ _ => None }
            }
        }

        /// As its stored code.
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_i16(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let code = <i16 as serde::Deserialize>::deserialize(from)?;
                Self::from_code(code).ok_or_else(|| serde::de::Error::custom(concat!("no ", stringify!($name))))
            }
        }

        impl $crate::codes::Coded for $name {
            const WORDS: &'static [&'static str] = Self::WORDS;

            fn of_word(word: &str) -> Option<Self> {
                Self::from_wire(word)
            }

            fn word(self) -> &'static str {
                self.wire()
            }
        }
    };
}

pub(crate) use coded_enum;
