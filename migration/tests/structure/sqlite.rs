//! The structure out of `SQLite`'s pragmas.
use crate::table::{Column, Family, Index, Table};
use std::collections::BTreeMap;
use store::Store;

const COLUMNS: &str = "
    SELECT t.name, c.name, c.type, c.\"notnull\", c.pk, t.sql
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT IN ('seaql_migrations', 'sqlite_sequence')
    ORDER BY t.name, c.pk";

const INDEXES: &str = "
    SELECT t.name, i.name, i.\"unique\",
           (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)),
           (SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = i.name)
    FROM sqlite_schema t JOIN pragma_index_list(t.name) i
    WHERE t.type = 'table' AND t.name <> 'seaql_migrations' AND i.origin <> 'pk'";

const REFERENCES: &str = "
    SELECT t.name, (SELECT group_concat(\"from\", ',')
                    FROM (SELECT \"from\" FROM pragma_foreign_key_list(t.name) WHERE id = f.id ORDER BY seq))
    FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
    WHERE t.type = 'table' AND f.seq = 0
    ORDER BY 1, 2";

pub(crate) async fn read(store: &Store) -> anyhow::Result<BTreeMap<String, Table>> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in store.fetch(COLUMNS).await? {
        let table = tables.entry(row.text(0)?.to_owned()).or_default();
        let name = row.text(1)?.to_owned();
        if row.int(4)? > 0 {
            table.primary_key.push(name.clone());
        }
        // A collation shows in the definition only.
        let collation = if row.text(5)?.to_ascii_uppercase().contains("COLLATE") { "other" } else { "BINARY" };
        let column = Column {
            family: Family::named(row.text(2)?)?,
            nullable: row.int(3)? == 0,
            collation: collation.to_owned(),
        };
        table.columns.insert(name, column);
    }
    for row in store.fetch(INDEXES).await? {
        let definition = row.text(4)?;
        let only = definition.split_once(" WHERE ").map(|(_, only)| only.trim().to_owned()).unwrap_or_default();
        let index = Index { unique: row.int(2)? == 1, columns: row.text(3)?.to_owned(), only };
        tables.entry(row.text(0)?.to_owned()).or_default().indexes.insert(row.text(1)?.to_owned(), index);
    }
    for row in store.fetch(REFERENCES).await? {
        tables.entry(row.text(0)?.to_owned()).or_default().references.push(row.text(1)?.to_owned());
    }
    Ok(tables)
}
