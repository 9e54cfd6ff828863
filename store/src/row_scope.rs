//! What a read statement may see, enforced by the database itself: on `PostgreSQL`, row-level security hides
//! every other row, whatever the statement says.
use crate::StoreError;
use crate::cluster;
use crate::held::Held;
use crate::statement::query_postgres;
use domain::OrgId;
use sea_orm::{QueryResult, Statement};
use sqlx::postgres::{PgConnection, PgPool};
use sqlx::{AssertSqlSafe, Row as _};
use tokio::sync::OnceCell;

/// The role to which row-level security applies; created by the migrations.
pub const READER_ROLE: &str = "tachograph_reader";

/// Separates the organizations in the setting; ids cannot contain control characters.
const SEPARATOR: char = '\u{1f}';

/// The rows that a statement may see.
#[derive(Clone, Debug)]
pub enum RowScope {
    /// Rows of these organizations.
    Organizations(Vec<OrgId>),
    /// All rows.
    Platform,
}

/// Connections that read under the reader role, or as the connecting user if it may not assume that role.
#[derive(Debug)]
pub(crate) struct RlsPool {
    pool: PgPool,
    /// Whether the user may assume the role.
    role: OnceCell<bool>,
}

impl RlsPool {
    pub(crate) fn new(pool: PgPool) -> Self {
        Self { pool, role: OnceCell::new() }
    }

    pub(crate) const fn pool(&self) -> &PgPool {
        &self.pool
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    /// Whether the database itself enforces what readers may see.
    pub(crate) async fn is_rls_enforced(&self) -> Result<bool, StoreError> {
        let ask = || async {
            let mut connection = self.pool.acquire().await?;
            Ok(take_role(&mut connection).await?)
        };
        self.role.get_or_try_init(ask).await.copied()
    }

    /// Runs a read statement within the scope; `turn` is dropped once the connection is free.
    pub(crate) async fn query<T: Send + 'static>(
        &self,
        scope: &RowScope,
        statement: Statement,
        turn: T,
    ) -> Result<Vec<QueryResult>, StoreError> {
        let is_enforced = self.is_rls_enforced().await?;
        let mut held = Held::new(self.pool.acquire().await?, turn);
        let rows = within(held.connection()?, is_enforced.then_some(scope), statement).await;
        held.answered();
        rows
    }
}

async fn within(
    connection: &mut PgConnection,
    scope: Option<&RowScope>,
    statement: Statement,
) -> Result<Vec<QueryResult>, StoreError> {
    if let Some(scope) = scope {
        narrow(connection, scope).await?;
    }
    Ok(query_postgres(connection, statement).await?)
}

/// Assumes the reader role for the lifetime of the connection, with nothing visible until a scope is set.
/// This does not work with sharded tables: on the other machines nobody can log in as that role. The
/// extension alone, without sharded tables, changes nothing.
pub(crate) async fn take_role(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let may = "SELECT to_regclass('pg_dist_partition') IS NOT NULL AS extended,
        EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1 AND pg_has_role(current_user, oid,
            CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)) AS may";
    let told = sqlx::query(may).bind(READER_ROLE).fetch_one(&mut *connection).await?;
    let (extended, may): (bool, bool) = (told.try_get("extended")?, told.try_get("may")?);
    if !may || (extended && cluster::is_spread(connection).await?) {
        return Ok(false);
    }
    sqlx::query(AssertSqlSafe(format!("SET ROLE {READER_ROLE}"))).execute(connection).await?;
    Ok(true)
}

async fn narrow(connection: &mut PgConnection, scope: &RowScope) -> Result<(), StoreError> {
    let (orgs, platform) = match scope {
        RowScope::Platform => (String::new(), "on"),
        RowScope::Organizations(orgs) => (join(orgs), "off"),
    };
    let settings = "SELECT set_config('tachograph.orgs', $1, false), set_config('tachograph.platform', $2, false)";
    sqlx::query(settings).bind(orgs).bind(platform).execute(connection).await?;
    Ok(())
}

fn join(orgs: &[OrgId]) -> String {
    let mut all = String::new();
    for (number, org_id) in orgs.iter().enumerate() {
        if number > 0 {
            all.push(SEPARATOR);
        }
        all.push_str(org_id.as_str());
    }
    all
}
