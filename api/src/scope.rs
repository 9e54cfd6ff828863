//! What a caller may see. A scope is made from a person alone, and every statement needs one: there
//! is no other way to a table.
//!
//! [`OrgScope`] is one organisation, perhaps only one's own rows of it; [`PlatformScope`] is any
//! organisation; [`OperatorScope`] the platform itself; [`ManageScope`] the directory of one
//! organisation, for writing.
use crate::auth::Person;
use crate::error::ApiError;
use entities::{OrgId, Role, UserId};

/// The rows of one organisation, or only one person's sessions and figures in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OrgScope {
    org_id: OrgId,
    own: Option<UserId>,
}

impl OrgScope {
    /// The organisation.
    #[must_use]
    pub const fn org_id(&self) -> &OrgId {
        &self.org_id
    }

    /// The person whose rows alone may be seen, where not all may.
    #[must_use]
    pub const fn own(&self) -> Option<&UserId> {
        self.own.as_ref()
    }

    /// Whether this person's rows may be seen.
    #[must_use]
    pub fn admits(&self, user_id: &UserId) -> bool {
        self.own.as_ref().is_none_or(|own| own == user_id)
    }
}

/// The rows of any organisation.
#[derive(Clone, Copy, Debug)]
pub struct PlatformScope(());

impl PlatformScope {
    /// Everything of one organisation.
    #[must_use]
    pub const fn organization(self, org_id: OrgId) -> OrgScope {
        OrgScope { org_id, own: None }
    }
}

/// The platform itself: its pipeline, and who its organisations are.
#[derive(Clone, Copy, Debug)]
pub struct OperatorScope(());

impl OperatorScope {
    /// Everything of one organisation.
    #[must_use]
    pub const fn organization(self, org_id: OrgId) -> OrgScope {
        OrgScope { org_id, own: None }
    }
}

/// The directory of one organisation, for writing.
#[derive(Clone, Debug)]
pub struct ManageScope {
    read: OrgScope,
}

impl ManageScope {
    /// The organisation.
    #[must_use]
    pub const fn org_id(&self) -> &OrgId {
        &self.read.org_id
    }

    /// The scope to read what was written.
    #[must_use]
    pub const fn read(&self) -> &OrgScope {
        &self.read
    }
}

/// A scope by which something may be read.
pub trait Sighted: sealed::Sealed {}
impl Sighted for OrgScope {}
/// Several organisations, of which the caller may see each.
impl Sighted for Vec<OrgScope> {}
impl Sighted for PlatformScope {}
impl Sighted for OperatorScope {}

mod sealed {
    /// Keeps the scopes to those of this file.
    pub trait Sealed {}
    impl Sealed for super::OrgScope {}
    impl Sealed for Vec<super::OrgScope> {}
    impl Sealed for super::PlatformScope {}
    impl Sealed for super::OperatorScope {}
}

/// Where a person may look without naming an organisation.
#[derive(Clone, Debug)]
pub enum Home {
    /// In the person's organisation.
    Organization(OrgScope),
    /// In any.
    Platform(PlatformScope),
}

impl Person {
    /// Where the person may look.
    #[must_use]
    pub fn home(&self) -> Home {
        match &self.org_id {
            Some(org_id) => Home::Organization(OrgScope {
                org_id: org_id.clone(),
                own: (self.role == Role::Member).then(|| self.sub.clone()),
            }),
            None => Home::Platform(PlatformScope(())),
        }
    }

    /// The organisation that is wanted, as far as the person may see it. Whether it exists is for
    /// the reader to find out.
    ///
    /// # Errors
    /// NOT_FOUND for an organisation of which the person may not even know.
    pub fn organization(&self, wanted: &OrgId) -> Result<OrgScope, ApiError> {
        match self.home() {
            Home::Organization(scope) if scope.org_id() == wanted => Ok(scope),
            Home::Organization(_) => Err(ApiError::NotFound("organization")),
            Home::Platform(platform) => Ok(platform.organization(wanted.clone())),
        }
    }

    /// The platform itself.
    ///
    /// # Errors
    /// FORBIDDEN for anyone but a SUPER_ADMIN.
    pub const fn operator(&self) -> Result<OperatorScope, ApiError> {
        match self.role {
            Role::SuperAdmin => Ok(OperatorScope(())),
            _ => Err(ApiError::Forbidden("only a SUPER_ADMIN may do this")),
        }
    }

    /// The directory of an organisation, for writing.
    ///
    /// # Errors
    /// FORBIDDEN for roles that write no directory, NOT_FOUND for a foreign organisation.
    pub fn manage(&self, wanted: &OrgId) -> Result<ManageScope, ApiError> {
        match self.role {
            Role::OrgAdmin | Role::SuperAdmin => Ok(ManageScope { read: self.organization(wanted)? }),
            _ => Err(ApiError::Forbidden("only an ORG_ADMIN of the organization or a SUPER_ADMIN may do this")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(role: Role) -> Person {
        Person {
            sub: UserId::from("u1"),
            name: None,
            email: None,
            org_id: (!role.is_platform()).then(|| OrgId::from("acme")),
            role,
        }
    }

    #[test]
    fn a_member_sees_own_rows_and_nobody_a_foreign_organisation() {
        for role in Role::ALL.iter().copied() {
            let own = person(role).organization(&OrgId::from("acme")).expect("the own one, or any");
            assert_eq!(own.own().is_some(), role == Role::Member, "{role:?}");
            assert_eq!(person(role).organization(&OrgId::from("other")).is_ok(), role.is_platform(), "{role:?}");
        }
    }

    #[test]
    fn who_writes_and_who_operates() {
        let may = |check: &dyn Fn(Person) -> bool| {
            Role::ALL.iter().copied().filter(|role| check(person(*role))).collect::<Vec<_>>()
        };
        assert_eq!(may(&|p| p.operator().is_ok()), [Role::SuperAdmin]);
        assert_eq!(may(&|p| p.manage(&OrgId::from("acme")).is_ok()), [Role::OrgAdmin, Role::SuperAdmin]);
        assert_eq!(may(&|p| p.manage(&OrgId::from("other")).is_ok()), [Role::SuperAdmin]);
    }
}
