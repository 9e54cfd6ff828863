//! The schema from `PostgreSQL`'s catalog.
use crate::table::{Column, Family, Index, ReferenceRow, Table};
use sea_orm_migration::sea_orm::{self, FromQueryResult};
use std::collections::BTreeMap;
use store::Store;

const COLUMNS: &str = "
    SELECT t.relname::text AS of_table, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS kind,
           a.attnotnull AS required, coalesce(c.collname::text, '') AS collation_name
    FROM pg_class t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_collation c ON c.oid = a.attcollation
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND t.relname <> 'seaql_migrations'";

const INDEXES: &str = "
    SELECT t.relname::text AS of_table, i.relname::text AS name, x.indisprimary AS is_key, x.indisunique AS is_unique,
           (SELECT string_agg(pg_get_indexdef(x.indexrelid, position, true), ',' ORDER BY position)
            FROM generate_series(1, x.indnkeyatts::integer) AS position) AS columns,
           coalesce(pg_get_expr(x.indpred, x.indrelid), '') AS condition
    FROM pg_index x
    JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'seaql_migrations'";

const REFERENCES: &str = "
    SELECT t.relname::text AS of_table,
           (SELECT string_agg(a.attname, ',' ORDER BY k.position)
            FROM unnest(c.conkey) WITH ORDINALITY AS k (number, position)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number) AS columns
    FROM pg_constraint c
    JOIN pg_class t ON t.oid = c.conrelid
    WHERE c.contype = 'f' AND t.relnamespace = 'public'::regnamespace
    ORDER BY 1, 2";

#[derive(FromQueryResult)]
struct ColumnRow {
    of_table: String,
    name: String,
    kind: String,
    required: bool,
    collation_name: String,
}

#[derive(FromQueryResult)]
struct IndexRow {
    of_table: String,
    name: String,
    is_key: bool,
    is_unique: bool,
    columns: String,
    condition: String,
}

pub(crate) async fn read(store: &Store) -> anyhow::Result<BTreeMap<String, Table>> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in store.select::<ColumnRow>(COLUMNS, []).await? {
        let column =
            Column { family: Family::named(&row.kind)?, nullable: !row.required, collation: row.collation_name };
        tables.entry(row.of_table).or_default().columns.insert(row.name, column);
    }
    for row in store.select::<IndexRow>(INDEXES, []).await? {
        let table = tables.entry(row.of_table).or_default();
        if row.is_key {
            table.primary_key = row.columns.split(',').map(ToOwned::to_owned).collect();
        } else {
            let only = row.condition.replace(['(', ')'], "");
            table.indexes.insert(row.name, Index { unique: row.is_unique, columns: row.columns, only });
        }
    }
    for row in store.select::<ReferenceRow>(REFERENCES, []).await? {
        tables.entry(row.of_table).or_default().references.push(row.columns);
    }
    Ok(tables)
}
