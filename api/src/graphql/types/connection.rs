//! The connections of the schema: a page of a list, its edges, and what is told of the whole list.
use crate::error::ApiError;
use crate::graphql::connection::{Page, PageInfo, TOTAL, aside};
use crate::graphql::scalars::Int64;
use crate::graphql::types::metrics::Metrics;
use async_graphql::{Context, Object, OutputType, SimpleObject, TypeName};
use std::borrow::Cow;
use std::future::Future;

/// What a list is made of.
pub trait Listed: OutputType + Clone {
    /// Names the types of its list: `Session` makes `SessionEdge` and `SessionConnection`.
    const LIST: &'static str;
    /// Whether its connection is a [`SummedConnection`].
    const IS_SUMMED: bool = false;
}

/// How many items a whole list has: known already, or counted where somebody asks.
pub trait TotalCount: Send + Sync {
    /// The number of items.
    ///
    /// # Errors
    /// Whatever the count meets.
    fn count(&self, ctx: &Context<'_>) -> impl Future<Output = Result<i64, ApiError>> + Send;
}

impl TotalCount for i64 {
    async fn count(&self, _: &Context<'_>) -> Result<i64, ApiError> {
        Ok(*self)
    }
}

/// None where nobody asks.
impl TotalCount for Option<i64> {
    async fn count(&self, _: &Context<'_>) -> Result<i64, ApiError> {
        self.ok_or_else(|| ApiError::internal("a total that was not looked for"))
    }
}

/// An item with its cursor.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name_type)]
pub struct Edge<N: Listed> {
    /// The cursor of the item.
    pub cursor: String,
    /// The item.
    pub node: N,
}

impl<N: Listed> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::LIST).into()
    }
}

/// A page of a list.
#[derive(Debug)]
pub struct Connection<N, T> {
    /// The items of the page.
    pub page: Page<N>,
    /// How many the whole list has.
    pub total: T,
}

impl<N: Listed, T: TotalCount> TypeName for Connection<N, T> {
    fn type_name() -> Cow<'static, str> {
        // Within a connection with a summary its fields are that connection's, and the type is in no schema.
        format!("{}{}", N::LIST, if N::IS_SUMMED { "Page" } else { "Connection" }).into()
    }
}

/// A page of a list.
#[Object(name_type)]
impl<N: Listed, T: TotalCount> Connection<N, T> {
    /// The items of the page with their cursors.
    async fn edges(&self) -> Vec<Edge<N>> {
        self.page.items.iter().map(|(cursor, node)| Edge { cursor: cursor.clone(), node: node.clone() }).collect()
    }

    /// The items of the page.
    async fn nodes(&self) -> Vec<N> {
        self.page.items.iter().map(|(_, node)| node.clone()).collect()
    }

    /// The position of the page.
    #[graphql(complexity = "aside(1 + child_complexity)")]
    async fn page_info(&self) -> PageInfo {
        self.page.info.clone()
    }

    /// The number of items in the whole filtered list, not just the page.
    #[graphql(complexity = "aside(TOTAL)")]
    async fn total_count(&self, ctx: &Context<'_>) -> Result<Int64, ApiError> {
        self.total.count(ctx).await.map(Int64)
    }
}

/// A page of a list, with the figures of the whole list.
#[derive(Debug)]
pub struct SummedConnection<N, T> {
    /// The page.
    pub list: Connection<N, T>,
    /// None where nobody asks.
    pub summary: Option<Metrics>,
}

impl<N: Listed, T: TotalCount> TypeName for SummedConnection<N, T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::LIST).into()
    }
}

/// A page of a list.
#[Object(name_type)]
impl<N: Listed, T: TotalCount> SummedConnection<N, T> {
    #[graphql(flatten)]
    async fn list(&self) -> &Connection<N, T> {
        &self.list
    }

    /// The figures of the whole filtered list, not just the page; previous is null. Of sessions: over
    /// them and all of their runs, on any day; active users are their distinct users, and percentiles
    /// and queue wait are null. Of users: the sum of their figures over the period.
    #[graphql(complexity = "aside(TOTAL + child_complexity)")]
    async fn summary(&self) -> Result<Metrics, ApiError> {
        self.summary.clone().ok_or_else(|| ApiError::internal("a summary that was not looked for"))
    }
}
