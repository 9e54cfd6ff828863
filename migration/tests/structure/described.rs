//! What the entities say that the tables look like.
use crate::table::Family;
use entities::{
    KEPT, audit_entry, dead_letter, handoff_fact, ingest_key, installation, org, org_member, org_retention,
    org_stats_daily, org_stats_monthly, org_user, projection_state, queue, raw_event, run_crossing, run_fact,
    run_repeat, session_stats, team, user, user_stats_daily, user_stats_monthly,
};
use sea_orm_migration::prelude::{ColumnType, Iden};
use sea_orm_migration::sea_orm::{ColumnTrait, EntityTrait, Iterable, PrimaryKeyToColumn};
use std::collections::BTreeMap;

/// An entity.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    /// Family and nullability, by name.
    pub(crate) columns: BTreeMap<String, (Family, bool)>,
    pub(crate) primary_key: Vec<String>,
}

/// Every entity, by the name of its table.
pub(crate) fn entities() -> anyhow::Result<BTreeMap<String, Described>> {
    let mut all = BTreeMap::new();
    describe(audit_entry::Entity, &mut all)?;
    describe(dead_letter::Entity, &mut all)?;
    describe(handoff_fact::Entity, &mut all)?;
    describe(ingest_key::Entity, &mut all)?;
    describe(installation::Entity, &mut all)?;
    describe(org::Entity, &mut all)?;
    describe(org_member::Entity, &mut all)?;
    describe(org_retention::Entity, &mut all)?;
    describe(org_stats_daily::Entity, &mut all)?;
    describe(org_stats_monthly::Entity, &mut all)?;
    describe(org_user::Entity, &mut all)?;
    describe(projection_state::Entity, &mut all)?;
    describe(queue::Entity, &mut all)?;
    describe(raw_event::Entity, &mut all)?;
    describe(run_crossing::Entity, &mut all)?;
    describe(run_fact::Entity, &mut all)?;
    describe(run_repeat::Entity, &mut all)?;
    describe(session_stats::Entity, &mut all)?;
    describe(team::Entity, &mut all)?;
    describe(user::Entity, &mut all)?;
    describe(user_stats_daily::Entity, &mut all)?;
    describe(user_stats_monthly::Entity, &mut all)?;
    for (kept, totals) in KEPT {
        let shape = all.get(*totals).cloned().ok_or_else(|| anyhow::anyhow!("{totals} has no entity"))?;
        all.insert((*kept).to_owned(), shape);
    }
    Ok(all)
}

fn describe<E: EntityTrait>(entity: E, all: &mut BTreeMap<String, Described>) -> anyhow::Result<()> {
    let mut columns = BTreeMap::new();
    for column in E::Column::iter() {
        let def = column.def();
        columns.insert(column.to_string(), (family(def.get_column_type())?, def.is_null()));
    }
    let primary_key = E::PrimaryKey::iter().map(|key| key.into_column().to_string());
    let described = Described { columns, primary_key: primary_key.collect() };
    all.insert(entity.table_name().to_owned(), described);
    Ok(())
}

fn family(column_type: &ColumnType) -> anyhow::Result<Family> {
    Ok(match column_type {
        ColumnType::String(_) | ColumnType::Text => Family::Text,
        ColumnType::Blob | ColumnType::VarBinary(_) | ColumnType::Binary(_) => Family::Bytes,
        ColumnType::Boolean => Family::Truth,
        ColumnType::SmallInteger => Family::Int16,
        ColumnType::Integer => Family::Int32,
        ColumnType::BigInteger => Family::Int64,
        other => anyhow::bail!("no entity should hold a {other:?}"),
    })
}
