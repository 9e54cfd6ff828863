//! Who asks.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::types::enums::{Permission, Role};
use crate::graphql::types::organization::Organization;
use async_graphql::{Context, ID, Object};
use domain::Person;
use query::read::organizations;
use query::scope::DefaultScope;
use query::scope::PersonScopes as _;

/// The signed-in person, as described by the access token.
pub struct Viewer(Person);

impl Viewer {
    /// The viewer that this person is.
    #[must_use]
    pub const fn new(person: Person) -> Self {
        Self(person)
    }
}

/// The signed-in person, as described by the access token.
#[Object]
impl Viewer {
    /// The person's id.
    async fn id(&self) -> ID {
        ID::from(self.0.sub.as_str())
    }

    /// The person's name; null if the token has none.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// The person's email address; null if the token has none.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// What the person may do.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// The person's organization; null for platform roles.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<Organization>, ApiError> {
        let DefaultScope::Organization(scope) = self.0.default_scope()? else { return Ok(None) };
        let row = organizations::find(ctx.reader(), &scope).await?;
        Ok(row.map(|row| Organization::new(scope, row)))
    }

    /// What the role allows beyond seeing the organization's figures and their own sessions.
    async fn permissions(&self) -> Vec<Permission> {
        Permission::of(self.0.role)
    }
}
