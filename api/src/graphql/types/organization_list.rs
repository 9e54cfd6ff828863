//! Pages of organizations.
use crate::error::ApiError;
use crate::graphql::connection::{Page, PageArgs, decode_cursor, encode_cursor};
use crate::graphql::context::ContextExt as _;
use crate::graphql::types::connection::{Connection, Listed, TotalCount};
use crate::graphql::types::organization::Organization;
use async_graphql::Context;
use query::read::organizations;
use query::scope::PersonScopes as _;
use query::scope::{DefaultScope, PlatformScope};

/// What names this list in a cursor.
const LIST: &str = "organizations";
/// The length of a page that names none.
pub const DEFAULT_PAGE: usize = 50;

impl Listed for Organization {
    const LIST: &'static str = "Organization";
}

/// A page of organizations, ordered by name.
pub type OrganizationConnection = Connection<Organization, OrganizationTotal>;

/// How many organizations there are, or how to find out.
#[derive(Debug)]
pub enum OrganizationTotal {
    /// So many.
    Known(i64),
    /// Those whose id or name contains this text.
    Of(PlatformScope, Option<String>),
}

impl TotalCount for OrganizationTotal {
    async fn count(&self, ctx: &Context<'_>) -> Result<i64, ApiError> {
        match self {
            Self::Known(total) => Ok(*total),
            Self::Of(scope, search) => Ok(organizations::count(ctx.reader(), scope, search.as_deref()).await?),
        }
    }
}

impl OrganizationConnection {
    /// The page that the arguments ask for.
    ///
    /// # Errors
    /// BAD_USER_INPUT for arguments out of range and foreign cursors.
    pub async fn load(ctx: &Context<'_>, search: Option<String>, args: PageArgs) -> Result<Self, ApiError> {
        let (size, _) = args.size(DEFAULT_PAGE)?;
        let after = args.after.as_deref().map(|cursor| decode_cursor::<(String, String)>(cursor, LIST, ""));
        let after = after.transpose()?;
        let bound = after.as_ref().map(|(name, id)| (name.as_str(), id.as_str()));
        let cursor = |row: &organizations::OrgRow| encode_cursor(LIST, "", &(&row.name, row.org_id.as_str()));
        match ctx.person()?.default_scope()? {
            DefaultScope::Platform(scope) => {
                let search_text = search.as_deref();
                let until = async {
                    let asks = ctx.look_ahead().field("pageInfo").field("hasPreviousPage").exists();
                    match bound.filter(|_| asks) {
                        Some(bound) => organizations::has_until(ctx.reader(), &scope, search_text, bound).await,
                        None => Ok(false),
                    }
                };
                let rows = organizations::page(ctx.reader(), &scope, search_text, bound, size + 1);
                let (rows, until) = futures_util::try_join!(rows, until)?;
                let found = rows
                    .into_iter()
                    .map(|row| (cursor(&row), Organization::listed(scope.organization(row.org_id.clone()), row)))
                    .collect();
                Ok(Self {
                    page: Page::cut(found, size, false, (until, false)),
                    total: OrganizationTotal::Of(scope, search),
                })
            }
            DefaultScope::Organization(scope) => {
                let needle = search.unwrap_or_default().to_ascii_lowercase();
                let has = |text: &str| text.to_ascii_lowercase().contains(&needle);
                let own = organizations::find(ctx.reader(), &scope).await?;
                let own = own.filter(|row| has(row.org_id.as_str()) || has(&row.name));
                let total = OrganizationTotal::Known(i64::from(own.is_some()));
                let is_beyond = |row: &organizations::OrgRow| {
                    bound.is_none_or(|bound| (row.name.as_str(), row.org_id.as_str()) > bound)
                };
                let until = own.as_ref().is_some_and(|row| !is_beyond(row));
                let found = own
                    .into_iter()
                    .filter(is_beyond)
                    .map(|row| (cursor(&row), Organization::new(scope.clone(), row)))
                    .collect();
                Ok(Self { page: Page::cut(found, size, false, (until, false)), total })
            }
        }
    }
}
