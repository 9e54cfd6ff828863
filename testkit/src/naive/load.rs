//! Loads the rows of a database in the same form.
use super::{Handoff, OrgDay, ReadModels, Run, Session, UserDay};
use anyhow::{Context, Result, ensure};
use domain::Sketch;
use domain::totals::Counts;
use entities::{
    handoff_fact, org_stats_daily, org_stats_monthly, org_user, run_fact, session_stats, user_stats_daily,
    user_stats_monthly,
};
use roaring::RoaringBitmap;
use sea_orm::{ConnectionTrait as _, EntityTrait, Statement};
use std::collections::BTreeMap;
use store::Store;

/// All rows of all read models in the store.
///
/// # Errors
/// When the database cannot be read, or a row contains bytes that are not in canonical form.
pub async fn load(store: &Store) -> Result<ReadModels> {
    let orm = store;
    let mut models = ReadModels::default();
    for row in whole(run_fact::Entity, orm).await? {
        models.runs.insert((row.org_id.clone(), row.run_id.clone()), run(row));
    }
    for row in whole(session_stats::Entity, orm).await? {
        models.sessions.insert((row.org_id.clone(), row.session_id.clone()), session(row)?);
    }
    for row in whole(handoff_fact::Entity, orm).await? {
        let handoff = Handoff {
            occurred_at: row.occurred_at,
            method: row.method,
            session_id: row.session_id,
            user_id: row.user_id,
            is_inferred: row.is_inferred,
        };
        models.handoffs.insert((row.org_id, row.event_id), handoff);
    }
    let users: BTreeMap<(String, i64), String> =
        whole(org_user::Entity, orm).await?.into_iter().map(|row| ((row.org_id, row.ordinal), row.user_id)).collect();
    for row in whole(org_stats_daily::Entity, orm).await? {
        let day = org_day!(row, users).with_context(|| format!("org_stats_daily {} {}", row.org_id, row.day))?;
        models.org_days.insert((row.org_id, row.day), day);
    }
    for row in whole(org_stats_monthly::Entity, orm).await? {
        let month = org_day!(row, users).with_context(|| format!("org_stats_monthly {} {}", row.org_id, row.month))?;
        models.org_months.insert((row.org_id, row.month), month);
    }
    for row in whole(user_stats_daily::Entity, orm).await? {
        let durations =
            sketch(&row.durations).with_context(|| format!("user_stats_daily {} {}", row.org_id, row.day))?;
        let day = UserDay { counts: row.counts()?, durations };
        models.user_days.insert((row.org_id, row.day, row.user_id), day);
    }
    for row in whole(user_stats_monthly::Entity, orm).await? {
        let durations =
            sketch(&row.durations).with_context(|| format!("user_stats_monthly {} {}", row.org_id, row.month))?;
        let month = UserDay { counts: row.counts()?, durations };
        models.user_months.insert((row.org_id, row.month, row.user_id), month);
    }
    Ok(models)
}

/// All rows of a table, by a statement marked as a test's.
async fn whole<E: EntityTrait>(entity: E, orm: &Store) -> Result<Vec<E::Model>> {
    let sql = format!("/* test */ SELECT * FROM {}", entity.table_name());
    let statement = Statement::from_string(orm.get_database_backend(), sql);
    Ok(E::find().from_raw_sql(statement).all(orm).await?)
}

fn run(row: run_fact::Model) -> Run {
    Run {
        first_at: row.first_at,
        started_event_at: row.started_event_at,
        completed_at: row.completed_at,
        duration_ms: row.duration_ms,
        queue_wait_ms: row.queue_wait_ms,
        cost_nano_usd: row.cost_nano_usd,
        input_tokens: row.input_tokens,
        output_tokens: row.output_tokens,
        cache_read_tokens: row.cache_read_tokens,
        cache_write_tokens: row.cache_write_tokens,
        status: row.status,
        session_id: row.session_id,
        user_id: row.user_id,
        first_model: row.first_model,
        terminal_model: row.terminal_model,
        error_type: row.error_type,
        artifacts: row.artifacts,
        reasoning_tokens: row.reasoning_tokens,
        model_calls: row.model_calls,
        unpriced_calls: row.unpriced_calls,
        tool_uses: row.tool_uses,
        tool_errors: row.tool_errors,
        rejections: row.rejections,
        policy_rejections: row.policy_rejections,
        tool_time_ms: row.tool_time_ms,
        waited_ms: row.waited_ms,
        open_at: row.open_at,
        alive_at: row.alive_at,
        cost_source: row.cost_source,
        is_inferred: row.is_inferred,
        prompt_mode: row.prompt_mode,
    }
}

fn session(row: session_stats::Model) -> Result<Session> {
    let excess = row.excess.as_deref();
    Ok(Session {
        started_at: row.started_at,
        first_event_at: row.first_event_at,
        last_event_at: row.last_event_at,
        first_message_at: row.first_message_at,
        last_open_run_at: row.last_open_run_at,
        lifespan_ms: row.lifespan_ms,
        active_time_ms: sum(row.active_time_ms, excess, "active_time_ms")?,
        run_count: row.run_count,
        successful_runs: row.successful_runs,
        failed_runs: row.failed_runs,
        handoff_count: row.handoff_count,
        cost_nano_usd: sum(row.cost_nano_usd, excess, "cost_nano_usd")?,
        input_tokens: sum(row.input_tokens, excess, "input_tokens")?,
        output_tokens: sum(row.output_tokens, excess, "output_tokens")?,
        post_handoff: row.post_handoff,
        user_id: row.user_id,
        repo_id: row.repo_id,
        open_runs: row.open_runs,
        cache_read_tokens: sum(row.cache_read_tokens, excess, "cache_read_tokens")?,
        cache_write_tokens: sum(row.cache_write_tokens, excess, "cache_write_tokens")?,
        unpriced_calls: row.unpriced_calls,
        tool_uses: row.tool_uses,
        tool_errors: row.tool_errors,
        rejections: row.rejections,
        policy_rejections: row.policy_rejections,
        tool_time_ms: sum(row.tool_time_ms, excess, "tool_time_ms")?,
        waited_ms: sum(row.waited_ms, excess, "waited_ms")?,
        last_open_step_at: row.last_open_step_at,
        mode: row.mode,
        cost_source: row.cost_source,
        agent: row.agent,
        agent_version: row.agent_version,
        branch: row.branch,
        team_id: row.team_id,
    })
}

/// The ids for a bitmap of ordinals, sorted.
fn names(org_id: &str, ordinals: &[u8], users: &BTreeMap<(String, i64), String>) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for ordinal in RoaringBitmap::deserialize_from(ordinals)? {
        let user = users.get(&(org_id.to_owned(), i64::from(ordinal)));
        names.push(user.with_context(|| format!("nobody has the ordinal {ordinal}"))?.clone());
    }
    names.sort();
    Ok(names)
}

macro_rules! org_day {
    ($row:expr, $users:expr) => {
        names(&$row.org_id, &$row.active_users, &$users).and_then(|active_users| {
            Ok(OrgDay {
                counts: $row.counts()?,
                active_users_count: $row.active_users_count,
                active_users,
                durations: sketch(&$row.durations)?,
            })
        })
    };
}
use org_day;

fn sketch(bytes: &[u8]) -> Result<Sketch> {
    let sketch = Sketch::decode(bytes)?;
    ensure!(sketch.encode() == bytes, "the durations are not in their one stored form");
    Ok(sketch)
}

/// The value of a sum: its column, plus its part of the row's excess.
fn sum(column: i64, excess: Option<&str>, name: &str) -> Result<i128> {
    let mut sum = i128::from(column);
    for part in excess.unwrap_or_default().split_terminator(';') {
        let (of, digits) = part.split_once('=').with_context(|| format!("the excess {part}"))?;
        if of == name {
            ensure!(column == i64::MAX, "{name} has an excess beside {column}");
            sum += digits.parse::<i128>()?;
        }
    }
    Ok(sum)
}

/// A row of totals: it has all counts, and the excess of sums.
trait TotalsRow {
    fn counts(&self) -> Result<Counts>;
}

macro_rules! holds_counts {
    ($table:ident $( $(#[$meta:meta])* $count:ident: $kind:ident, )+) => {
        impl TotalsRow for $table::Model {
            fn counts(&self) -> Result<Counts> {
                let excess = self.excess.as_deref();
                Ok(Counts { $( $count: $kind(self.$count, excess, stringify!($count))?, )+ })
            }
        }
    };
}
domain::with_counts!(holds_counts org_stats_daily);
domain::with_counts!(holds_counts org_stats_monthly);
domain::with_counts!(holds_counts user_stats_daily);
domain::with_counts!(holds_counts user_stats_monthly);

/// The value of a count, which no number of events can make exceed its column.
fn count(column: i64, excess: Option<&str>, name: &str) -> Result<i64> {
    ensure!(sum(column, excess, name)? == i128::from(column), "{name} has an excess");
    Ok(column)
}
