//! Columns of a row by name, on both engines.
use anyhow::Context as _;
use sea_orm::{ConnectionTrait as _, DbErr, QueryResult, Statement};
use store::Store;
use store::columns::Columns;
use testkit::{Result, on_both_engines};

const ROW: &str = "SELECT CAST(1 AS BIGINT) AS one, CAST(2 AS BIGINT) AS two, CAST('three' AS TEXT) AS three, \
     CAST(NULL AS BIGINT) AS four, CAST(5 AS BIGINT) AS five, CAST(9007199254740993 AS BIGINT) AS large";

async fn row(store: &Store) -> Result<QueryResult> {
    let row = store.query_one_raw(Statement::from_string(store.get_database_backend(), ROW)).await?;
    row.context("a row")
}

on_both_engines!(columns_are_found_in_any_order, |db| async {
    let row = row(db.store()).await?;
    let mut columns = Columns::of(&row, "")?;
    assert_eq!(columns.integers(&["one", "two", "five"])?, [1, 2, 5]);
    assert_eq!(columns.integers(&["five", "one", "two"])?, [5, 1, 2]);
    assert_eq!(columns.integers(&["two", "two"])?, [2, 2]);
    assert_eq!(columns.get::<String>("three")?, "three");
    assert_eq!(columns.get::<i64>("large")?, 9_007_199_254_740_993);
    assert!(refusal(Columns::of(&row, "of_").map(drop)).contains("without a prefix"));
    Ok(())
});

on_both_engines!(a_null_is_none_where_it_may_be_and_so_is_what_was_not_selected, |db| async {
    let row = row(db.store()).await?;
    let mut columns = Columns::of(&row, "")?;
    assert_eq!(columns.nullable::<i64>("four")?, None);
    assert!(refusal(columns.nullable::<i64>("six")).contains("six"));
    assert_eq!(columns.if_selected::<i64>("four")?, None);
    assert_eq!(columns.if_selected::<i64>("six")?, None);
    assert_eq!(columns.if_selected::<i64>("five")?, Some(5));
    assert!(refusal(columns.if_selected::<i64>("three")).contains("found TEXT"));
    assert_eq!(columns.nullable::<i64>("five")?, Some(5));
    assert_eq!(columns.nullable::<String>("three")?.as_deref(), Some("three"));
    assert!(refusal(columns.get::<i64>("four")).contains("four"));
    assert!(refusal(columns.get::<i64>("six")).contains("six"));
    Ok(())
});

on_both_engines!(a_text_is_no_number_and_a_number_no_text, |db| async {
    let row = row(db.store()).await?;
    let mut columns = Columns::of(&row, "")?;
    for refused in [
        refusal(columns.get::<i64>("three")),
        refusal(columns.nullable::<i64>("three")),
        refusal(columns.integers::<2>(&["two", "three"])),
    ] {
        assert!(refused.contains("column three: expected") && refused.contains("found TEXT"), "{refused}");
    }
    let refused = refusal(columns.nullable::<String>("five"));
    assert!(refused.contains("column five: expected TEXT"), "{refused}");
    Ok(())
});

on_both_engines!(rows_of_one_select_may_be_read_in_different_orders, |db| async {
    let select = "SELECT CAST(1 AS BIGINT) AS one, CAST(0 AS BIGINT) AS none, CAST('a' AS TEXT) AS letter UNION ALL \
         SELECT 2, NULL, 'b' UNION ALL SELECT 3, 5, 'c' ORDER BY 1";
    let rows = db.store().query_all_raw(Statement::from_string(db.store().get_database_backend(), select)).await?;
    let found = store::columns::read(&rows, |row| {
        let one = row.integer("one")?;
        // Another order in each row: what was found in the row before must not be taken for it.
        match one {
            1 => Ok((one, row.nullable::<i64>("none")?, row.get::<String>("letter")?)),
            2 => row.get("letter").and_then(|letter| Ok((one, row.nullable::<i64>("none")?, letter))),
            _ => row.nullable::<i64>("none").and_then(|none| Ok::<_, DbErr>((one, none, row.get("letter")?))),
        }
    })?;
    assert_eq!(found, [(1, Some(0), "a".to_owned()), (2, None, "b".to_owned()), (3, Some(5), "c".to_owned())]);
    assert_eq!(store::columns::read(&rows[..1], |row| row.integer("none"))?, [0]);
    assert!(refusal(store::columns::read(&rows, |row| row.integer("none"))).contains("column none is null"));
    assert!(refusal(store::columns::read(&rows, |row| row.integer("letter"))).contains("found TEXT"));
    Ok(())
});

fn refusal<T>(found: Result<T, DbErr>) -> String {
    found.err().map_or_else(String::new, |error| error.to_string())
}
