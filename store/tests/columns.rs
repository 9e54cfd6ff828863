//! Columns of a row by name, on both engines.
use anyhow::Context as _;
use sea_orm::{ConnectionTrait as _, DbErr, QueryResult, Statement};
use store::Store;
use store::columns::Columns;
use testkit::{Result, on_both_engines};

const ROW: &str = "SELECT CAST(1 AS BIGINT) AS one, CAST(2 AS BIGINT) AS two, CAST('three' AS TEXT) AS three, \
     CAST(NULL AS BIGINT) AS four, CAST(5 AS BIGINT) AS five, CAST(9007199254740993 AS BIGINT) AS of_one";

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
    assert_eq!(Columns::of(&row, "of_")?.get::<i64>("one")?, 9_007_199_254_740_993);
    Ok(())
});

on_both_engines!(a_null_or_absent_column_is_none_where_it_may_be, |db| async {
    let row = row(db.store()).await?;
    let mut columns = Columns::of(&row, "")?;
    assert_eq!(columns.nullable::<i64>("four")?, None);
    assert_eq!(columns.nullable::<i64>("six")?, None);
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

fn refusal<T>(found: Result<T, DbErr>) -> String {
    found.err().map_or_else(String::new, |error| error.to_string())
}
