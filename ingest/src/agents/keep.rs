//! Keeps the counts of records that are not stored: every few seconds they are added to those in the database.
use super::unknown::{Counts, MAX_NAMES, Name, Unknown};
use domain::{Instant, OrgId};
use entities::record_count::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _};
use std::collections::HashSet;
use std::sync::Weak;
use std::time::Duration;
use store::{Store, StoreError};

/// How often.
const EVERY: Duration = Duration::from_secs(1);

/// Keeps the counts until they are dropped.
pub(crate) async fn keep(unknown: Weak<Unknown>, store: Store) {
    loop {
        tokio::time::sleep(EVERY).await;
        let Some(unknown) = unknown.upgrade() else { return };
        for (org_id, counts) in unknown.take() {
            if let Err(error) = add(&store, &org_id, &counts).await {
                tracing::warn!(%error, "cannot keep the counts of records that are not stored; trying again");
                unknown.put_back(org_id, counts);
            }
        }
    }
}

/// Adds counts to those of an organization. What exceeds the number of names is added to those of all other names.
async fn add(store: &Store, org_id: &OrgId, counts: &Counts) -> Result<(), StoreError> {
    let now = store.clock().now();
    let tx = store.begin().await?;
    let kept = Entity::find().filter(Column::OrgId.eq(org_id.as_str())).all(&tx).await?;
    let mut names: HashSet<(String, String, i16)> =
        kept.into_iter().map(|kept| (kept.service, kept.name, kept.reason)).collect();
    let (mut models, mut beyond) = (Vec::new(), 0);
    for (name, count) in counts {
        let key = (name.service.clone(), name.name.clone(), name.why.code());
        let records = count.records.cast_signed();
        if *name == Name::others() || (names.len() >= MAX_NAMES && !names.contains(&key)) {
            beyond += records;
        } else {
            names.insert(key);
            models.push(model(org_id, name, (records, count.agent.clone()), now));
        }
    }
    if beyond > 0 {
        models.push(model(org_id, &Name::others(), (beyond, None), now));
    }
    let added = Expr::col((Entity, Column::Records)).add(Expr::cust("excluded.records"));
    let same = OnConflict::columns([Column::OrgId, Column::Service, Column::Name, Column::Reason])
        .value(Column::Records, added)
        .update_columns([Column::Agent, Column::LastSeenAt])
        .to_owned();
    let models = models.into_iter().map(|model| model.into_active_model());
    Entity::insert_many(models).on_conflict(same).exec_without_returning(&tx).await?;
    tx.commit().await
}

fn model(org_id: &OrgId, name: &Name, (records, agent): (i64, Option<String>), now: Instant) -> Model {
    Model {
        org_id: org_id.to_string(),
        service: name.service.clone(),
        name: name.name.clone(),
        reason: name.why.code(),
        agent,
        records,
        last_seen_at: now.0,
    }
}
