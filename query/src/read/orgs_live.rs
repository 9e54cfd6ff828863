//! Live counts of several organizations at once, for lists of organizations.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::live::{self, Live, LivenessCutoffs, NAMES};
use crate::read::select::{count, is_one_of, literal, union};
use crate::scope::OrgScope;
use domain::OrgId;
use entities::org;
use sea_orm::sea_query::{Func, SelectStatement};
use sea_orm::{ColumnTrait, FromQueryResult};
use std::collections::HashMap;
use std::sync::Arc;

/// The live counts of each organization, as [`crate::read::live::load`] computes them for one.
pub async fn load(
    reader: &Reader,
    scopes: &Vec<OrgScope>,
    at: LivenessCutoffs,
) -> Result<HashMap<OrgId, Live>, QueryError> {
    let org_ids: Vec<Arc<str>> = scopes.iter().map(|scope| scope.org_id().shared()).collect();
    let select = if reader.is_distributed().await? { counted(&org_ids, at) } else { Some(looked_up(&org_ids, at)) };
    let mut found: HashMap<OrgId, Live> =
        scopes.iter().map(|scope| (scope.org_id().clone(), Live::default())).collect();
    let Some(select) = select else { return Ok(found) };
    for row in reader.scoped(scopes).all::<OfOrg>(&select).await? {
        let live = found.entry(OrgId::from(row.org_id)).or_default();
        live.running_reported += row.live.running_reported;
        live.running_inferred += row.live.running_inferred;
        live.active_sessions += row.live.active_sessions;
        live.just_started += row.live.just_started;
    }
    Ok(found)
}

/// Counts for an organization: all of them, or some with the others zero.
#[derive(FromQueryResult)]
struct OfOrg {
    org_id: String,
    #[sea_orm(nested)]
    live: Live,
}

/// On a cluster, rows can be counted where they are stored, but not looked up from a list: this returns one
/// row per organization and kind of which there is any.
fn counted(org_ids: &[Arc<str>], at: LivenessCutoffs) -> Option<SelectStatement> {
    let parts = live::counted(at).into_iter().zip(live::org_ids()).zip(NAMES);
    union(parts.map(|((mut part, org_id), counted)| {
        part.expr_as(org_id.clone(), "org_id");
        for name in NAMES {
            let number = if name == counted { count() } else { Func::cast_as(literal(0), "BIGINT").into() };
            part.expr_as(number, name);
        }
        part.and_where(is_one_of(org_id.clone(), org_ids)).add_group_by([org_id]).to_owned()
    }))
}

/// Goes from one organization to the next, so that each lookup uses the indexes.
fn looked_up(org_ids: &[Arc<str>], at: LivenessCutoffs) -> SelectStatement {
    live::of_organization(at, &org::Column::OrgId.into_expr())
        .expr_as(org::Column::OrgId.into_expr(), "org_id")
        .from(org::Entity)
        .and_where(is_one_of(org::Column::OrgId, org_ids))
        .to_owned()
}
