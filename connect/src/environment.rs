//! Environment variables, and how they are written.
use crate::{Form, Snippet, Syntax, Target};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that stand as they are in a value of `OTEL_RESOURCE_ATTRIBUTES`. The specification encodes commas,
/// equals signs, percent signs and what no header may hold; whatever a shell or a file might read otherwise is encoded
/// with them, so that the line is the same everywhere.
const ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'@')
    .remove(b':')
    .remove(b'+');

/// Variables, in the order in which they are shown.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    variables: Vec<(&'static str, String)>,
    /// Variables that must not be set.
    unset: Vec<&'static str>,
}

/// How an agent reads the values within `OTEL_EXPORTER_OTLP_HEADERS` or `OTEL_RESOURCE_ATTRIBUTES`. Some read one of the
/// two in the one way, and the other in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// As the specification says: percent-encoded.
    Encoded,
    /// As they stand.
    Plain,
}

impl Environment {
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    pub(crate) fn with_if(self, applies: bool, name: &'static str, value: &str) -> Self {
        if applies { self.with(name, value) } else { self }
    }

    pub(crate) fn without(mut self, name: &'static str) -> Self {
        self.unset.push(name);
        self
    }

    /// Where everything is sent.
    pub(crate) fn endpoint(self, target: &Target<'_>) -> Self {
        self.with("OTEL_EXPORTER_OTLP_ENDPOINT", target.url())
    }

    /// The key.
    pub(crate) fn key(self, target: &Target<'_>, values: Values) -> Self {
        let space = if values == Values::Encoded { "%20" } else { " " };
        self.with("OTEL_EXPORTER_OTLP_HEADERS", format!("Authorization=Bearer{space}{}", target.key()))
    }

    /// What the agent says about itself with every record; nothing if there is nothing to say.
    pub(crate) fn attributes(self, target: &Target<'_>, form: Form, values: Values) -> Self {
        let attributes = target.attributes(form);
        if attributes.is_empty() {
            return self;
        }
        let pairs = attributes.iter().map(|(name, value)| match values {
            Values::Encoded => format!("{name}={}", utf8_percent_encode(value, ATTRIBUTE)),
            Values::Plain => format!("{name}={}", plain(value)),
        });
        self.with("OTEL_RESOURCE_ATTRIBUTES", pairs.collect::<Vec<_>>().join(","))
    }

    pub(crate) fn variables(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.variables.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// The variables as lines; `None` if there are none.
    pub(crate) fn snippet(&self, form: Form) -> Option<Snippet> {
        let (place, syntax) = match form {
            Form::Shell | Form::Settings => ("your shell; to keep them, add them to its profile", Syntax::Shell),
            Form::Container => {
                ("the environment of the container, such as a file for docker run --env-file", Syntax::Env)
            }
            Form::Managed => ("the environment of every machine, such as /etc/environment", Syntax::Env),
        };
        let text = match syntax {
            Syntax::Shell => self.shell(),
            _ => self.variables().map(|(name, value)| format!("{name}={value}\n")).collect(),
        };
        (!text.is_empty()).then(|| Snippet { place: place.to_owned(), syntax, text })
    }

    fn shell(&self) -> String {
        let set = self.variables().map(|(name, value)| format!("export {name}={}\n", quoted(value)));
        let unset = self.unset.iter().map(|name| format!("unset {name}\n"));
        set.chain(unset).collect()
    }
}

/// A value as it stands, except for what would end it: a comma ends an attribute, and a line break its line. That the
/// agent does not read them again is the least harm.
fn plain(value: &str) -> String {
    let ends = |character: char| character == ',' || character.is_control();
    let parts = value.split_inclusive(ends).map(|part| match part.char_indices().next_back() {
        Some((at, last)) if ends(last) => {
            let (before, end) = part.split_at(at);
            format!("{before}{}", utf8_percent_encode(end, ATTRIBUTE))
        }
        _ => part.to_owned(),
    });
    parts.collect()
}

/// A value as one word of a shell.
fn quoted(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/@:+,=%".contains(&byte);
    if !value.is_empty() && value.bytes().all(is_plain) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_shell_stays_one_word() {
        for (value, word) in [
            ("http/protobuf", "http/protobuf"),
            ("Authorization=Bearer%20tgk_a", "Authorization=Bearer%20tgk_a"),
            ("Authorization=Bearer tgk_a", "'Authorization=Bearer tgk_a'"),
            ("", "''"),
            ("a'b", r"'a'\''b'"),
            ("$(rm -r .)", "'$(rm -r .)'"),
            ("a\nb", "'a\nb'"),
            ("~", "'~'"),
        ] {
            assert_eq!(quoted(value), word);
        }
    }

    #[test]
    fn attributes_are_encoded_as_the_specification_says() {
        let target =
            Target { user: Some("zoë@x.test, \"q\"=1; 100%"), repository: Some("acme/shop"), ..Target::default() };
        let written = Environment::default().attributes(&target, Form::Shell, Values::Encoded);
        let value = "tachograph.user_id=zo%C3%AB@x.test%2C%20%22q%22%3D1%3B%20100%25,vcs.repository.name=acme/shop";
        assert_eq!(written.variables().collect::<Vec<_>>(), [("OTEL_RESOURCE_ATTRIBUTES", value)]);
        let managed = Environment::default().attributes(&target, Form::Managed, Values::Encoded);
        assert_eq!(managed.variables().count(), 0);
    }

    #[test]
    fn attributes_that_are_not_decoded_stand_as_they_are() {
        let target = Target { user: Some("zoë, 100%\n"), repository: Some("acme/web shop"), ..Target::default() };
        let written = Environment::default().attributes(&target, Form::Shell, Values::Plain);
        let value = "tachograph.user_id=zoë%2C 100%%0A,vcs.repository.name=acme/web shop";
        assert_eq!(written.variables().collect::<Vec<_>>(), [("OTEL_RESOURCE_ATTRIBUTES", value)]);
    }
}
