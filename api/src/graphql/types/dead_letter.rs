//! Events that were given up.
use crate::error::ApiError;
use crate::graphql::connection::{Page, PageArgs, decode_cursor, encode_cursor};
use crate::graphql::context::ContextExt as _;
use crate::graphql::scalars::{DateTime, Int64, Json};
use crate::graphql::types::connection::{Connection, Listed, TotalCount};
use async_graphql::{Context, ID, SimpleObject, Value};
use query::read::dead_letters::{self, DeadLetterRow, DeadPlace};
use query::scope::OperatorScope;

/// What names this list in a cursor.
const LIST: &str = "deadLetters";
/// The length of a page that names none.
pub const DEFAULT_PAGE: usize = 50;

/// An event that could not be projected after several attempts. It counts in no figure until it is
/// replayed.
#[derive(Clone, Debug, SimpleObject)]
pub struct DeadLetter {
    /// Its organization.
    pub organization_id: ID,
    /// The event's id, unique within its organization.
    pub event_id: ID,
    /// How many times its projection was attempted.
    pub attempts: Int64,
    /// The error of the last attempt.
    pub last_error: String,
    /// When it became a dead letter.
    pub dead_at: DateTime,
    /// The event with its envelope and payload, with the names of the event contract.
    pub event: Json,
}

impl Listed for DeadLetter {
    const LIST: &'static str = "DeadLetter";
}

/// A page of dead letters, newest first; the total is that of all organizations.
pub type DeadLetterConnection = Connection<DeadLetter, DeadLetterTotal>;

/// Counts the dead letters of all organizations.
#[derive(Debug)]
pub struct DeadLetterTotal(OperatorScope);

impl TotalCount for DeadLetterTotal {
    async fn count(&self, ctx: &Context<'_>) -> Result<i64, ApiError> {
        Ok(dead_letters::count(ctx.reader(), &self.0).await?)
    }
}

impl DeadLetterConnection {
    /// The page after a cursor.
    ///
    /// # Errors
    /// BAD_USER_INPUT for arguments out of range and foreign cursors.
    pub async fn load(ctx: &Context<'_>, scope: OperatorScope, args: PageArgs) -> Result<Self, ApiError> {
        let (size, _) = args.size(DEFAULT_PAGE)?;
        let after = args.after.as_deref().map(|cursor| decode_cursor::<DeadPlace>(cursor, LIST, "")).transpose()?;
        let asks = ctx.look_ahead().field("pageInfo").field("hasPreviousPage").exists();
        let until = async {
            match after.as_ref().filter(|_| asks) {
                Some(after) => dead_letters::has_until(ctx.reader(), &scope, after).await,
                None => Ok(false),
            }
        };
        let rows = dead_letters::page(ctx.reader(), &scope, after.as_ref(), size + 1);
        let (rows, until) = futures_util::try_join!(rows, until)?;
        let found = rows.into_iter().map(node).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { page: Page::cut(found, size, false, (until, false)), total: DeadLetterTotal(scope) })
    }
}

fn node(row: DeadLetterRow) -> Result<(String, DeadLetter), ApiError> {
    let cursor = encode_cursor(LIST, "", &(row.dead_at.0, row.org_id.as_str(), &row.event_id));
    let node = DeadLetter {
        organization_id: ID::from(row.org_id.as_str()),
        event_id: ID::from(row.event_id),
        attempts: Int64(row.attempts),
        last_error: row.last_error,
        dead_at: DateTime(row.dead_at),
        event: Json(Value::from_json(row.event).map_err(ApiError::internal)?),
    };
    Ok((cursor, node))
}
