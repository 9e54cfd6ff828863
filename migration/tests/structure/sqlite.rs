//! The schema from `SQLite`'s pragmas.
use crate::table::{Column, Family, Index, ReferenceRow, Table};
use sea_orm_migration::sea_orm::{self, FromQueryResult};
use std::collections::BTreeMap;
use store::Store;

const COLUMNS: &str = "
    SELECT t.name AS of_table, c.name, c.type AS kind, c.\"notnull\" AS required, c.pk AS key, t.sql AS definition
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT IN ('seaql_migrations', 'sqlite_sequence')
    ORDER BY t.name, c.pk";

const INDEXES: &str = "
    SELECT t.name AS of_table, i.name, i.\"unique\" AS is_unique,
           (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) AS columns,
           (SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = i.name) AS definition
    FROM sqlite_schema t JOIN pragma_index_list(t.name) i
    WHERE t.type = 'table' AND t.name <> 'seaql_migrations' AND i.origin <> 'pk'";

const REFERENCES: &str = "
    SELECT t.name AS of_table, (SELECT group_concat(\"from\", ',')
                    FROM (SELECT \"from\" FROM pragma_foreign_key_list(t.name) WHERE id = f.id ORDER BY seq)) AS columns
    FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
    WHERE t.type = 'table' AND f.seq = 0
    ORDER BY 1, 2";

#[derive(FromQueryResult)]
struct ColumnRow {
    of_table: String,
    name: String,
    kind: String,
    required: i64,
    key: i64,
    definition: String,
}

#[derive(FromQueryResult)]
struct IndexRow {
    of_table: String,
    name: String,
    is_unique: i64,
    columns: String,
    definition: String,
}

pub(crate) async fn read(store: &Store) -> anyhow::Result<BTreeMap<String, Table>> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in store.select::<ColumnRow>(COLUMNS, []).await? {
        let table = tables.entry(row.of_table).or_default();
        if row.key > 0 {
            table.primary_key.push(row.name.clone());
        }
        // A collation appears only in the definition.
        let collation = if row.definition.to_ascii_uppercase().contains("COLLATE") { "other" } else { "BINARY" };
        let column =
            Column { family: Family::named(&row.kind)?, nullable: row.required == 0, collation: collation.to_owned() };
        table.columns.insert(row.name, column);
    }
    for row in store.select::<IndexRow>(INDEXES, []).await? {
        let only = row
            .definition
            .split_once(" WHERE ")
            .map(|(_, only)| only.trim().replace(['(', ')'], ""))
            .unwrap_or_default();
        let index = Index { unique: row.is_unique == 1, columns: row.columns, only };
        tables.entry(row.of_table).or_default().indexes.insert(row.name, index);
    }
    for row in store.select::<ReferenceRow>(REFERENCES, []).await? {
        tables.entry(row.of_table).or_default().references.push(row.columns);
    }
    Ok(tables)
}
