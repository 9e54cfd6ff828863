//! Which organization a certificate belongs to: either it says so itself, or the table in the settings does.
use super::presented::{Name, Presented};
use anyhow::{anyhow, ensure};
use domain::OrgId;
use domain::ids::is_id;
use percent_encoding::percent_decode_str;
use std::collections::BTreeSet;
use std::str::FromStr as _;
use std::sync::Arc;
use x509_cert::name::Name as Subject;

/// The prefix of our own alternative names.
const OURS: &str = "tachograph:";

/// Whose events a client may send: those of one organization, or `None` for the platform, which is all of
/// them.
pub(super) type Whose = Option<OrgId>;

/// The table from the settings.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(Vec<(Key, Whose)>);

/// A name in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    /// A subject in the form of RFC 4514.
    Subject(String),
    /// An alternative name.
    Other(String),
}

impl Names {
    /// Reads the table; each name may appear in it only once.
    pub(super) fn read(pairs: &[(String, String)]) -> anyhow::Result<Self> {
        let mut entries: Vec<(Key, Whose)> = Vec::with_capacity(pairs.len());
        for (name, whose) in pairs {
            let key = Key::read(name)?;
            ensure!(!entries.iter().any(|(known, _)| *known == key), "ingest-clients: `{name}` stands there twice");
            let whose = match whose.as_str() {
                "*" => None,
                id => Some(organization(id).ok_or_else(|| {
                    anyhow!("ingest-clients: `{name}`: expected the id of an organization, or * for the platform")
                })?),
            };
            entries.push((key, whose));
        }
        Ok(Self(entries))
    }

    /// Which organization this certificate belongs to, or why that cannot be determined.
    pub(super) fn find(&self, presented: &Presented) -> Result<Whose, Arc<str>> {
        let mut found = BTreeSet::new();
        for uri in presented.names.iter().filter_map(|name| match name {
            Name::Uri(uri) => uri.get(..OURS.len()).filter(|start| start.eq_ignore_ascii_case(OURS)).map(|_| uri),
            _ => None,
        }) {
            found.insert(own(uri).ok_or_else(|| {
                Arc::<str>::from(format!(
                    "the client certificate {} has the SAN URI `{uri}`: expected tachograph:org:<org_id> or tachograph:platform",
                    called(presented)
                ))
            })?);
        }
        if found.is_empty() {
            let fits = |key: &Key| match key {
                Key::Subject(subject) => *subject == presented.subject,
                Key::Other(text) => presented.names.iter().any(|name| name.is(text)),
            };
            found.extend(self.0.iter().filter(|(key, _)| fits(key)).map(|(_, whose)| whose.clone()));
        }
        match (found.pop_first(), found.is_empty()) {
            (Some(whose), true) => Ok(whose),
            (Some(_), false) => Err(Arc::from(format!(
                "the client certificate {} names several producers: expected one",
                called(presented)
            ))),
            (None, _) => Err(Arc::from(format!(
                "the client certificate {} names no producer: expected a SAN URI tachograph:org:<org_id> or \
                 tachograph:platform, or its subject or a SAN among ingest-clients of the server's settings",
                called(presented)
            ))),
        }
    }
}

impl Key {
    fn read(name: &str) -> anyhow::Result<Self> {
        ensure!(!name.trim().is_empty(), "ingest-clients: expected a subject or a SAN before the =");
        if let Ok(subject) = Subject::from_str(name) {
            return Ok(Self::Subject(subject.to_string()));
        }
        ensure!(
            !name.contains('=') || name.contains("://"),
            "ingest-clients: `{name}`: expected a SAN, or a subject as `openssl x509 -noout -subject -nameopt RFC2253` prints it"
        );
        Ok(Self::Other(name.to_owned()))
    }
}

/// The meaning of one of our own alternative names.
fn own(uri: &str) -> Option<Whose> {
    match uri.get(OURS.len()..)?.split_once(':') {
        None => uri.ends_with(":platform").then_some(None),
        Some(("org", id)) => organization(&percent_decode_str(id).decode_utf8().ok()?).map(Some),
        Some(_) => None,
    }
}

/// A valid organization id.
fn organization(id: &str) -> Option<OrgId> {
    is_id(id).then(|| OrgId::from(id))
}

/// What to call a certificate in a message: its subject, or else its first alternative name, or else its
/// serial number.
fn called(presented: &Presented) -> String {
    let name = Some(presented.subject.clone()).filter(|subject| !subject.is_empty());
    let name = name.or_else(|| presented.names.first().map(ToString::to_string));
    name.map_or_else(|| format!("number {}", presented.serial), |name| format!("`{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Instant;

    fn presented(subject: &str, names: &[Name]) -> Presented {
        Presented {
            serial: "0A".to_owned(),
            fingerprint: "0a1b2c3d4e5f6071".to_owned(),
            subject: subject.to_owned(),
            names: names.to_vec(),
            ends: Instant(0),
        }
    }

    fn uri(text: &str) -> Name {
        Name::Uri(text.to_owned())
    }

    fn table(pairs: &[(&str, &str)]) -> anyhow::Result<Names> {
        Names::read(&pairs.iter().map(|(name, org)| ((*name).to_owned(), (*org).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn a_certificate_may_say_it_itself() {
        let names = Names::default();
        let find = |text: &str| names.find(&presented("CN=x", &[uri("https://other.example"), uri(text)]));
        assert_eq!(find("tachograph:platform"), Ok(None));
        assert_eq!(find("tachograph:org:acme"), Ok(Some(OrgId::from("acme"))));
        assert_eq!(find("tachograph:org:a%20b:c%25"), Ok(Some(OrgId::from("a b:c%"))));
        for wrong in ["tachograph:org:", "tachograph:org", "tachograph:all", "tachograph:team:x", "tachograph:org:%00"]
        {
            let reason = find(wrong).expect_err("it is none");
            assert!(reason.contains(wrong) && reason.contains("tachograph:org:<org_id>"), "{reason}");
        }
        let two = [uri("tachograph:org:a"), uri("tachograph:org:b")];
        assert!(names.find(&presented("", &two)).expect_err("which?").contains("several producers"));
    }

    #[test]
    fn else_the_table_says_it_by_subject_or_other_name() {
        let names = table(&[
            ("CN=agent 7,O=Acme\\, Inc.", "acme"),
            ("Build.Example", "builds"),
            ("192.0.2.7", "lab"),
            ("spiffe://prod/agent?a=b", "*"),
        ])
        .expect("a table");
        let find = |subject: &str, name: Option<Name>| names.find(&presented(subject, name.as_slice()));
        assert_eq!(find("CN=agent 7,O=Acme\\, Inc.", None), Ok(Some(OrgId::from("acme"))));
        assert_eq!(find("", Some(Name::Caseless("build.example".to_owned()))), Ok(Some(OrgId::from("builds"))));
        assert_eq!(find("", Some(Name::Ip("192.0.2.7".parse().expect("an address")))), Ok(Some(OrgId::from("lab"))));
        assert_eq!(find("", Some(uri("spiffe://prod/agent?a=b"))), Ok(None));
        let reason = find("CN=agent 8", Some(uri("spiffe://PROD/agent?a=b"))).expect_err("unknown");
        assert!(reason.contains("`CN=agent 8` names no producer"), "{reason}");
        let both = find("CN=agent 7,O=Acme\\, Inc.", Some(Name::Caseless("build.example".to_owned())));
        assert!(both.expect_err("which?").contains("several producers"));
        let own = find("CN=agent 7,O=Acme\\, Inc.", Some(uri("tachograph:org:own")));
        assert_eq!(own, Ok(Some(OrgId::from("own"))), "what it says itself goes before the table");
    }

    #[test]
    fn a_table_that_means_nothing_is_refused() {
        for (pairs, wrong) in [
            (&[("", "acme")][..], "expected a subject or a SAN"),
            (&[("CN = agent, O = Acme", "acme")], "-nameopt RFC2253"),
            (&[("CN=a", "")], "expected the id of an organization, or *"),
            (&[("CN=a", "x"), ("cn=a", "y")], "stands there twice"),
        ] {
            let error = table(pairs).expect_err("refused").to_string();
            assert!(error.contains(wrong), "{error}");
        }
    }
}
