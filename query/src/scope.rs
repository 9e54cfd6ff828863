//! What a caller may see. A scope is made only from a person, and every statement needs one: there is no
//! other way to reach a table.
//!
//! [`OrgScope`] is one organization, possibly limited to the caller's own rows; [`PlatformScope`] is any
//! organization; [`OperatorScope`] is the platform itself; [`ManageScope`] is the directory of one
//! organization, for writing.
use crate::error::QueryError;
use domain::Capability;
use domain::Person;
use domain::permission::AccessLevel;
use domain::{OrgId, UserId};
use entities::session_stats;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use store::RowScope;

/// The rows of one organization, or only one person's sessions and metrics in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OrgScope {
    org_id: OrgId,
    own: Option<UserId>,
}

impl OrgScope {
    /// The organization.
    #[must_use]
    pub const fn org_id(&self) -> &OrgId {
        &self.org_id
    }

    /// The only person whose rows may be seen; `None` if everyone's may.
    #[must_use]
    pub const fn own(&self) -> Option<&UserId> {
        self.own.as_ref()
    }

    /// Whether this person's rows may be seen.
    #[must_use]
    pub fn admits(&self, user_id: &UserId) -> bool {
        self.own.as_ref().is_none_or(|own| own == user_id)
    }

    /// Whether a row belongs to the organization. Every table in a statement gets this condition, because a
    /// cluster uses it for routing.
    pub(crate) fn holds(&self, org_id: impl ColumnTrait) -> Expr {
        org_id.eq(self.org_id.as_str())
    }

    /// The same, and that the row belongs to the person the scope is limited to, if there is one.
    pub(crate) fn admits_row(&self, org_id: impl ColumnTrait, user_id: impl ColumnTrait) -> Condition {
        let own = self.own.as_ref().map(|own| user_id.eq(own.as_str()));
        Condition::all().add(self.holds(org_id)).add_option(own)
    }

    /// The same for a row of a session, by the session's person.
    pub(crate) fn admits_session(&self, org_id: impl ColumnTrait, session_id: impl ColumnTrait) -> Condition {
        let own = self.own.as_ref().map(|own| {
            let sessions = session_stats::Entity::find()
                .select_only()
                .column(session_stats::Column::SessionId)
                .filter(self.holds(session_stats::Column::OrgId))
                .filter(session_stats::Column::UserId.eq(own.as_str()));
            session_id.in_subquery(sessions.into_query())
        });
        Condition::all().add(self.holds(org_id)).add_option(own)
    }
}

/// The rows of any organization.
#[derive(Clone, Copy, Debug)]
pub struct PlatformScope(());

impl PlatformScope {
    /// Everything in one organization.
    #[must_use]
    pub const fn organization(self, org_id: OrgId) -> OrgScope {
        OrgScope { org_id, own: None }
    }
}

/// The platform itself: its pipeline and its organizations.
#[derive(Clone, Copy, Debug)]
pub struct OperatorScope(());

impl OperatorScope {
    /// Everything in one organization.
    #[must_use]
    pub const fn organization(self, org_id: OrgId) -> OrgScope {
        OrgScope { org_id, own: None }
    }
}

/// The directory of one organization, for writing.
#[derive(Clone, Debug)]
pub struct ManageScope {
    read: OrgScope,
}

impl ManageScope {
    /// The organization.
    #[must_use]
    pub const fn org_id(&self) -> &OrgId {
        &self.read.org_id
    }

    /// The scope for reading what was written.
    #[must_use]
    pub const fn read(&self) -> &OrgScope {
        &self.read
    }
}

/// The ingest keys of one organization, or those of the platform, for reading and writing.
#[derive(Clone, Debug)]
pub enum KeyScope {
    /// Keys that write to one organization.
    Organization(ManageScope),
    /// Keys that write to all organizations.
    Platform(OperatorScope),
}

impl KeyScope {
    /// The organization; `None` for the platform.
    #[must_use]
    pub const fn org_id(&self) -> Option<&OrgId> {
        match self {
            Self::Organization(scope) => Some(scope.org_id()),
            Self::Platform(_) => None,
        }
    }
}

/// A scope for reading.
pub trait RowScoped: sealed::Sealed + Sync {
    /// The rows that the database may show.
    fn row_scope(&self) -> RowScope;
}

impl RowScoped for OrgScope {
    fn row_scope(&self) -> RowScope {
        RowScope::Organizations(vec![self.org_id.clone()])
    }
}

/// Several organizations, each of which the caller may see.
impl RowScoped for Vec<OrgScope> {
    fn row_scope(&self) -> RowScope {
        RowScope::Organizations(self.iter().map(|scope| scope.org_id.clone()).collect())
    }
}

impl RowScoped for PlatformScope {
    fn row_scope(&self) -> RowScope {
        RowScope::Platform
    }
}

impl RowScoped for OperatorScope {
    fn row_scope(&self) -> RowScope {
        RowScope::Platform
    }
}

impl RowScoped for KeyScope {
    fn row_scope(&self) -> RowScope {
        match self {
            Self::Organization(scope) => scope.read().row_scope(),
            Self::Platform(scope) => scope.row_scope(),
        }
    }
}

mod sealed {
    /// Restricts the scopes to those in this file.
    pub trait Sealed {}
    impl Sealed for super::OrgScope {}
    impl Sealed for Vec<super::OrgScope> {}
    impl Sealed for super::PlatformScope {}
    impl Sealed for super::OperatorScope {}
    impl Sealed for super::KeyScope {}
}

/// The scope for a person who names no organization.
#[derive(Clone, Debug)]
pub enum DefaultScope {
    /// The person's organization.
    Organization(OrgScope),
    /// Any organization.
    Platform(PlatformScope),
}

/// The only way from a person to scopes.
pub trait PersonScopes {
    /// The person's default scope. One scope restricts sessions and people alike, as the table of permissions
    /// does.
    ///
    /// # Errors
    /// FORBIDDEN for a person without an organization whose role may not enter any.
    fn default_scope(&self) -> Result<DefaultScope, QueryError>;

    /// The requested organization, as far as the person may see it. Whether it exists is not checked here.
    ///
    /// # Errors
    /// NOT_FOUND for an organization whose existence the person may not know of.
    fn organization(&self, wanted: &OrgId) -> Result<OrgScope, QueryError>;

    /// The platform itself.
    ///
    /// # Errors
    /// FORBIDDEN for anyone but a SUPER_ADMIN.
    fn operator(&self) -> Result<OperatorScope, QueryError>;

    /// The ingest keys of an organization, or those of the platform if none is given.
    ///
    /// # Errors
    /// As for [`Self::manage`] and [`Self::operator`].
    fn keys(&self, org_id: Option<&OrgId>) -> Result<KeyScope, QueryError>;

    /// The directory of an organization, for writing.
    ///
    /// # Errors
    /// FORBIDDEN for roles that may not write a directory, NOT_FOUND for another organization.
    fn manage(&self, wanted: &OrgId) -> Result<ManageScope, QueryError>;
}

impl PersonScopes for Person {
    fn default_scope(&self) -> Result<DefaultScope, QueryError> {
        match &self.org_id {
            Some(org_id) => Ok(DefaultScope::Organization(OrgScope {
                org_id: org_id.clone(),
                own: (self.reach(Capability::ViewSessions) <= AccessLevel::Own).then(|| self.sub.clone()),
            })),
            None => {
                self.may(Capability::SwitchOrganization)?;
                Ok(DefaultScope::Platform(PlatformScope(())))
            }
        }
    }

    fn organization(&self, wanted: &OrgId) -> Result<OrgScope, QueryError> {
        match self.default_scope()? {
            DefaultScope::Organization(scope) if scope.org_id() == wanted => Ok(scope),
            DefaultScope::Organization(_) => Err(QueryError::NotFound("organization")),
            DefaultScope::Platform(platform) => Ok(platform.organization(wanted.clone())),
        }
    }

    fn operator(&self) -> Result<OperatorScope, QueryError> {
        self.may(Capability::OperatePlatform)?;
        Ok(OperatorScope(()))
    }

    fn keys(&self, org_id: Option<&OrgId>) -> Result<KeyScope, QueryError> {
        match org_id {
            Some(org_id) => self.manage(org_id).map(KeyScope::Organization),
            None => self.operator().map(KeyScope::Platform),
        }
    }

    fn manage(&self, wanted: &OrgId) -> Result<ManageScope, QueryError> {
        self.may(Capability::ManageOrganization)?;
        Ok(ManageScope { read: self.organization(wanted)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Role;

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
    fn a_member_sees_own_rows_and_nobody_a_foreign_organization() {
        for role in Role::ALL.iter().copied() {
            let own = person(role).organization(&OrgId::from("acme")).expect("the own one, or any");
            assert_eq!(own.own().is_some(), role == Role::Member, "{role:?}");
            assert_eq!(person(role).organization(&OrgId::from("other")).is_ok(), role.is_platform(), "{role:?}");
        }
    }

    #[test]
    fn without_an_organization_only_the_platform_is_at_home() {
        for role in Role::ALL.iter().copied() {
            let nowhere = Person { org_id: None, ..person(role) };
            assert_eq!(nowhere.default_scope().is_ok(), role.is_platform(), "{role:?}");
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
