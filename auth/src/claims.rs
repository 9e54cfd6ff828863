//! From the claims of a token to a person.
use crate::options::{AuthOptions, ClaimNames};
use crate::verify::TokenError;
use domain::Person;
use domain::ids::{is_id, is_printable};
use domain::{OrgId, Role, UserId};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Reads claims as configured.
#[derive(Clone, Debug)]
pub struct ClaimReader {
    names: ClaimNames,
    roles: BTreeMap<String, Role>,
}

impl ClaimReader {
    /// Reads claims by these settings.
    #[must_use]
    pub fn new(options: &AuthOptions) -> Self {
        Self { names: options.claims.clone(), roles: options.role_map.clone() }
    }

    /// The person that the claims describe.
    ///
    /// # Errors
    /// When a claim is missing or wrong, or the role does not go with the organization.
    pub fn person(&self, claims: &Map<String, Value>) -> Result<Person, TokenError> {
        let sub = text(claims, &self.names.sub)?.filter(|sub| is_id(sub));
        let sub = sub.ok_or_else(|| wrong(&self.names.sub, "must have 1 to 128 printable characters"))?;
        let org_id = match text(claims, &self.names.org_id)? {
            Some(org_id) if is_id(org_id) => Some(OrgId::from(org_id)),
            Some(_) => return Err(wrong(&self.names.org_id, "must have 1 to 128 printable characters")),
            None => None,
        };
        let role = self.role(claims)?;
        match (role.is_platform(), &org_id) {
            (true, Some(_)) => return Err(wrong(&self.names.org_id, "must be absent for a platform role")),
            (false, None) => return Err(wrong(&self.names.org_id, "must name the organization of this role")),
            _ => {}
        }
        Ok(Person {
            sub: UserId::from(sub),
            name: printable(claims, &self.names.name)?,
            email: printable(claims, &self.names.email)?,
            org_id,
            role,
        })
    }

    fn role(&self, claims: &Map<String, Value>) -> Result<Role, TokenError> {
        let words: Vec<&str> = match find(claims, &self.names.role) {
            Some(Value::String(word)) => vec![word],
            Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let known = words.iter().filter_map(|word| self.roles.get(*word).copied().or_else(|| Role::from_wire(word)));
        known.max().ok_or_else(|| wrong(&self.names.role, "must contain a known role"))
    }
}

fn wrong(claim: &str, what: &'static str) -> TokenError {
    TokenError::Claim(format!("{claim} {what}"))
}

/// The value of a claim: by its whole name, or else along the path given by the dots in the name. A key on
/// the path may contain dots itself, as Keycloak's clients do in `resource_access.my.client.roles`.
fn find<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    claims.get(name).or_else(|| {
        let mut ways = name.match_indices('.').map(|(dot, _)| name.split_at(dot));
        ways.find_map(|(key, rest)| find(claims.get(key)?.as_object()?, &rest[1..]))
    })
}

fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, TokenError> {
    match find(claims, name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(wrong(name, "must be a string")),
    }
}

fn printable(claims: &Map<String, Value>, name: &str) -> Result<Option<String>, TokenError> {
    match text(claims, name)? {
        Some(text) if !is_printable(text) => Err(wrong(name, "must not contain control characters")),
        text => Ok(text.filter(|text| !text.is_empty()).map(str::to_owned)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(options: &AuthOptions, claims: &Value) -> Result<Person, TokenError> {
        ClaimReader::new(options).person(claims.as_object().expect("an object"))
    }

    #[test]
    fn claims_are_found_under_their_names_and_roles_translated() {
        let mut options = AuthOptions::default();
        options.claims.role = "realm.roles".to_owned();
        options.claims.org_id = "https://example.org/org".to_owned();
        options.role_map.insert("eng-managers".to_owned(), Role::Manager);
        let claims = json!({
            "sub": "ada", "https://example.org/org": "acme", "realm": {"roles": ["offline", "MEMBER", "eng-managers"]},
        });
        let person = read(&options, &claims).expect("a person");
        assert_eq!((person.role, person.org_id), (Role::Manager, Some(OrgId::from("acme"))));
    }

    #[test]
    fn keys_on_the_way_may_have_dots() {
        let mut options = AuthOptions::default();
        options.claims.role = "resource_access.my.app.roles".to_owned();
        for claims in [
            json!({"sub": "a", "org_id": "o", "resource_access": {"my.app": {"roles": ["MANAGER"]}}}),
            json!({"sub": "a", "org_id": "o", "resource_access": {"my": {"app": {"roles": ["MANAGER"]}}}}),
            json!({"sub": "a", "org_id": "o", "resource_access": {"my": {}, "my.app": {"roles": ["MANAGER"]}}}),
        ] {
            assert_eq!(read(&options, &claims).expect("a person").role, Role::Manager, "{claims}");
        }
    }

    #[test]
    fn role_and_organization_fit_together() {
        let options = AuthOptions::default();
        for (claims, fine) in [
            (json!({"sub": "a", "role": "MEMBER", "org_id": "acme"}), true),
            (json!({"sub": "a", "role": "SUPPORT"}), true),
            (json!({"sub": "a", "role": "SUPPORT", "org_id": null}), true),
            (json!({"sub": "a", "role": "MEMBER"}), false),
            (json!({"sub": "a", "role": "SUPER_ADMIN", "org_id": "acme"}), false),
            (json!({"sub": "a", "role": "KING", "org_id": "acme"}), false),
            (json!({"sub": "a", "org_id": "acme"}), false),
            (json!({"sub": "", "role": "SUPPORT"}), false),
            (json!({"sub": 7, "role": "SUPPORT"}), false),
            (json!({"sub": "a", "role": "MEMBER", "org_id": "a\n"}), false),
            (json!({"sub": "a", "role": "SUPPORT", "name": "\u{7}"}), false),
        ] {
            assert_eq!(read(&options, &claims).is_ok(), fine, "{claims}");
        }
    }
}
