//! The structure out of `PostgreSQL`'s own catalogue.
use crate::table::{Column, Family, Index, Table};
use std::collections::BTreeMap;
use store::Store;

const COLUMNS: &str = "
    SELECT t.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull,
           coalesce(c.collname::text, '')
    FROM pg_class t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_collation c ON c.oid = a.attcollation
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND t.relname <> 'seaql_migrations'";

const INDEXES: &str = "
    SELECT t.relname::text, i.relname::text, x.indisprimary, x.indisunique,
           (SELECT string_agg(pg_get_indexdef(x.indexrelid, position, true), ',' ORDER BY position)
            FROM generate_series(1, x.indnkeyatts::integer) AS position),
           coalesce(pg_get_expr(x.indpred, x.indrelid), '')
    FROM pg_index x
    JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'seaql_migrations'";

const REFERENCES: &str = "
    SELECT t.relname::text,
           (SELECT string_agg(a.attname, ',' ORDER BY k.position)
            FROM unnest(c.conkey) WITH ORDINALITY AS k (number, position)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number)
    FROM pg_constraint c
    JOIN pg_class t ON t.oid = c.conrelid
    WHERE c.contype = 'f' AND t.relnamespace = 'public'::regnamespace
    ORDER BY 1, 2";

pub(crate) async fn read(store: &Store) -> anyhow::Result<BTreeMap<String, Table>> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in store.fetch(COLUMNS).await? {
        let column = Column {
            family: Family::named(row.text(2)?)?,
            nullable: !row.bool(3)?,
            collation: row.text(4)?.to_owned(),
        };
        tables.entry(row.text(0)?.to_owned()).or_default().columns.insert(row.text(1)?.to_owned(), column);
    }
    for row in store.fetch(INDEXES).await? {
        let table = tables.entry(row.text(0)?.to_owned()).or_default();
        let columns = row.text(4)?.to_owned();
        if row.bool(2)? {
            table.primary_key = columns.split(',').map(ToOwned::to_owned).collect();
        } else {
            let only = row.text(5)?.trim_matches(['(', ')']).to_owned();
            table.indexes.insert(row.text(1)?.to_owned(), Index { unique: row.bool(3)?, columns, only });
        }
    }
    for row in store.fetch(REFERENCES).await? {
        tables.entry(row.text(0)?.to_owned()).or_default().references.push(row.text(1)?.to_owned());
    }
    Ok(tables)
}
