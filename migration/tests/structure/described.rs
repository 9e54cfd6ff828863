//! The tables as the entities describe them.
use crate::table::Family;
use entities::{Shape, TABLES};
use sea_orm_migration::prelude::ColumnType;
use std::collections::BTreeMap;

/// An entity.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    /// Family and nullability, by name.
    pub(crate) columns: BTreeMap<String, (Family, bool)>,
    pub(crate) primary_key: Vec<String>,
}

/// All entities, by table name.
pub(crate) fn entities() -> anyhow::Result<BTreeMap<String, Described>> {
    TABLES.iter().map(|table| Ok((table.name.to_owned(), describe(&table.shape())?))).collect()
}

fn describe(shape: &Shape) -> anyhow::Result<Described> {
    let mut columns = BTreeMap::new();
    for (name, def) in &shape.columns {
        columns.insert((*name).to_owned(), (family(def.get_column_type())?, def.is_null()));
    }
    Ok(Described { columns, primary_key: shape.key.iter().map(|name| (*name).to_owned()).collect() })
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
