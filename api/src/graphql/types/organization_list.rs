//! Pages of organizations.
use crate::error::ApiError;
use crate::graphql::connection::{Page, PageArgs, PageInfo, TOTAL, aside, decode_cursor, encode_cursor};
use crate::graphql::context::ContextExt as _;
use crate::graphql::scalars::Int64;
use crate::graphql::types::organization::Organization;
use async_graphql::{Context, Object, SimpleObject};
use query::read::organizations;
use query::scope::PersonScopes as _;
use query::scope::{DefaultScope, PlatformScope};

/// What names this list in a cursor.
const LIST: &str = "organizations";
/// The length of a page that names none.
pub const DEFAULT_PAGE: usize = 50;

/// An organization with its cursor.
#[derive(Clone, Debug, SimpleObject)]
pub struct OrganizationEdge {
    /// The cursor of the organization.
    pub cursor: String,
    /// The organization.
    pub node: Organization,
}

/// A page of organizations.
pub struct OrganizationConnection {
    page: Page<Organization>,
    total: Total,
}

/// How many organizations there are, or how to find out.
enum Total {
    Known(usize),
    Of(PlatformScope, Option<String>),
}

/// A page of organizations, ordered by name.
#[Object]
impl OrganizationConnection {
    /// The organizations with their cursors.
    async fn edges(&self) -> Vec<OrganizationEdge> {
        let edge =
            |(cursor, node): &(String, Organization)| OrganizationEdge { cursor: cursor.clone(), node: node.clone() };
        self.page.items.iter().map(edge).collect()
    }

    /// The organizations.
    async fn nodes(&self) -> Vec<Organization> {
        self.page.items.iter().map(|(_, node)| node.clone()).collect()
    }

    /// The position of the page.
    #[graphql(complexity = "aside(1 + child_complexity)")]
    async fn page_info(&self) -> PageInfo {
        self.page.info.clone()
    }

    /// The number of organizations in the whole filtered set.
    #[graphql(complexity = "aside(TOTAL)")]
    async fn total_count(&self, ctx: &Context<'_>) -> Result<Int64, ApiError> {
        match &self.total {
            Total::Known(total) => Ok(Int64(*total as i64)),
            Total::Of(scope, search) => Ok(Int64(organizations::count(ctx.reader(), scope, search.as_deref()).await?)),
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
                Ok(Self { page: Page::cut(found, size, false, (until, false)), total: Total::Of(scope, search) })
            }
            DefaultScope::Organization(scope) => {
                let needle = search.unwrap_or_default().to_ascii_lowercase();
                let has = |text: &str| text.to_ascii_lowercase().contains(&needle);
                let own = organizations::find(ctx.reader(), &scope).await?;
                let own = own.filter(|row| has(row.org_id.as_str()) || has(&row.name));
                let total = Total::Known(usize::from(own.is_some()));
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
