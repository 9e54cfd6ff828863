//! The columns of the daily totals, and their sums. A sum over rows may exceed what a column holds, and in
//! SQLite what a statement can sum: such columns are summed in two halves.
use crate::error::QueryError;
use crate::read::select::literal;
use domain::CountSet;
use domain::totals::Counts;
use sea_orm::DbErr;
use sea_orm::sea_query::{Expr, Func, SelectStatement};
use std::sync::LazyLock;
use store::Engine;
use store::columns::Columns;

/// What the row's sums exceed their columns by.
pub(crate) const EXCESS: &str = "excess";

/// Some of the totals as they are selected: each column by name, and [`EXCESS`] if one of them is a sum.
pub(crate) struct Selected {
    set: CountSet,
    columns: Vec<(usize, &'static str)>,
    /// Building a list of expressions anew for each part of a statement takes longer than running it.
    list: String,
    has_sums: bool,
}

/// All totals.
pub(crate) static ALL: LazyLock<Selected> = LazyLock::new(|| Selected::of(CountSet::ALL));

impl Selected {
    pub(crate) fn of(set: CountSet) -> Self {
        let columns: Vec<(usize, &'static str)> = set.columns().collect();
        let has_sums = columns.iter().any(|(_, name)| Counts::SUMS.contains(name));
        let names = columns.iter().map(|(_, name)| *name).chain(has_sums.then_some(EXCESS));
        Self { set, list: names.collect::<Vec<_>>().join(", "), columns, has_sums }
    }

    /// The columns to read, as one expression; `None` if there are none.
    pub(crate) fn columns(&self) -> Option<Expr> {
        (!self.list.is_empty()).then(|| Expr::cust(self.list.clone()))
    }

    /// Reads them.
    pub(crate) fn read(&self, row: &mut Columns<'_>) -> Result<Stored, DbErr> {
        let mut values = [0; Counts::COLUMNS.len()];
        for (place, name) in &self.columns {
            values[*place] = row.integer(name)?;
        }
        let excess = if self.has_sums { row.nullable(EXCESS)? } else { None };
        Ok(Stored { values, excess, set: self.set })
    }
}

/// Totals as stored; those that were not selected are zero.
pub(crate) struct Stored {
    set: CountSet,
    values: [i64; Counts::COLUMNS.len()],
    excess: Option<String>,
}

impl Stored {
    pub(crate) fn counts(&self) -> Result<Counts, QueryError> {
        with_excess(Counts::from_values(self.values.map(i128::from)), self.excess.as_deref(), self.set)
    }
}

/// Adds an excess to the counts of the set; it may tell of others, too, which stay zero.
fn with_excess(mut counts: Counts, excess: Option<&str>, set: CountSet) -> Result<Counts, QueryError> {
    let Some(excess) = excess else { return Ok(counts) };
    counts.add_excess(excess)?;
    let mut values = counts.values();
    for (place, value) in values.iter_mut().enumerate() {
        if !set.contains(place) {
            *value = 0;
        }
    }
    Ok(Counts::from_values(values))
}

/// The sum of an integer column, in two halves: with fewer than 2^31 rows, neither exceeds 64 bits.
pub(crate) struct Halves {
    high: String,
    low: String,
    sum_of_high: String,
    sum_of_low: String,
}

impl Halves {
    pub(crate) fn of(column: &str) -> Self {
        Self {
            high: format!("{column}_high"),
            low: format!("{column}_low"),
            sum_of_high: whole_sum(&format!("{column} >> 32")),
            sum_of_low: whole_sum(&format!("{column} & 4294967295")),
        }
    }

    pub(crate) fn select(&'static self, select: &mut SelectStatement) {
        select
            .expr_as(Expr::cust(self.sum_of_high.as_str()), self.high.as_str())
            .expr_as(Expr::cust(self.sum_of_low.as_str()), self.low.as_str());
    }

    pub(crate) fn read(&'static self, row: &mut Columns<'_>) -> Result<i128, DbErr> {
        let [high, low] = [&self.high, &self.low].map(|half| row.integer(half).map(i128::from));
        Ok((high? << 32) + low?)
    }
}

/// The excesses of the summed rows, concatenated; null if there are none.
pub(crate) fn excesses(engine: Engine) -> Expr {
    let join = match engine {
        Engine::Sqlite => "GROUP_CONCAT",
        Engine::Postgres => "STRING_AGG",
    };
    Func::cust(join).arg(Expr::col(EXCESS)).arg(literal("")).into()
}

/// The sum of an expression in SQL, as [`crate::read::select::whole`] makes it.
fn whole_sum(of: &str) -> String {
    format!("CAST(COALESCE(SUM({of}), 0) AS BIGINT)")
}

/// How a column is summed.
enum How {
    /// Columns that count one at a time never exceed 64 bits.
    Whole(String),
    InHalves(Halves),
}

/// How each of [`Counts::COLUMNS`] is summed; written once, as lists of columns are.
static HOW: LazyLock<Vec<How>> = LazyLock::new(|| {
    let how = |name: &&str| {
        if Counts::SUMS.contains(name) { How::InHalves(Halves::of(name)) } else { How::Whole(whole_sum(name)) }
    };
    Counts::COLUMNS.iter().map(how).collect()
});

/// The sums of some of the daily totals over several rows; the others are zero.
pub(crate) struct Sums {
    /// Each column with its index among all of them.
    columns: Vec<(usize, &'static str, &'static How)>,
    set: CountSet,
}

impl Sums {
    /// The sums of all totals.
    pub(crate) fn of_all() -> Self {
        Self::of(CountSet::ALL)
    }

    /// The sums of these columns.
    ///
    /// # Errors
    /// INTERNAL if there is no daily total with this name.
    pub(crate) fn of_columns(columns: &[&str]) -> Result<Self, QueryError> {
        match columns.iter().find(|column| !Counts::COLUMNS.contains(column)) {
            Some(column) => Err(QueryError::internal(format!("no daily total is called {column}"))),
            None => Ok(Self::of(CountSet::of(columns))),
        }
    }

    fn of(set: CountSet) -> Self {
        Self { columns: set.columns().map(|(place, name)| (place, name, &HOW[place])).collect(), set }
    }

    /// Whether a row's excess may include any of the columns.
    fn exceed(&self) -> bool {
        self.columns.iter().any(|(.., how)| matches!(how, How::InHalves(_)))
    }

    /// The columns to sum.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|(_, name, _)| *name).chain(self.exceed().then_some(EXCESS))
    }

    /// Adds the sums to a select.
    pub(crate) fn select(&self, engine: Engine, select: &mut SelectStatement) {
        for (_, name, how) in &self.columns {
            match how {
                How::Whole(sum) => {
                    select.expr_as(Expr::cust(sum.as_str()), *name);
                }
                How::InHalves(halves) => halves.select(select),
            }
        }
        if self.exceed() {
            select.expr_as(excesses(engine), EXCESS);
        }
    }

    /// Reads the columns that [`Self::select`] added.
    pub(crate) fn read(&self, row: &mut Columns<'_>) -> Result<Counts, QueryError> {
        let mut values = [0; Counts::COLUMNS.len()];
        for (place, name, how) in &self.columns {
            values[*place] = match how {
                How::Whole(_) => row.integer(name)?.into(),
                How::InHalves(halves) => halves.read(row)?,
            };
        }
        let counts = Counts::from_values(values);
        if !self.exceed() {
            return Ok(counts);
        }
        with_excess(counts, row.nullable::<String>(EXCESS)?.as_deref(), self.set)
    }
}

#[cfg(test)]
mod tests {
    use super::whole_sum;
    use crate::read::select::whole;
    use sea_orm::sea_query::{Expr, PostgresQueryBuilder, Query, SelectStatement, SqliteQueryBuilder};

    #[test]
    fn a_sum_is_written_as_the_statement_builder_writes_it() {
        let select = |sum: Expr| -> SelectStatement { Query::select().expr(sum).to_owned() };
        let (written, built) = (select(Expr::cust(whole_sum("runs"))), select(whole(Expr::cust("SUM(runs)"))));
        assert_eq!(written.to_string(SqliteQueryBuilder), built.to_string(SqliteQueryBuilder));
        assert_eq!(written.to_string(PostgresQueryBuilder), built.to_string(PostgresQueryBuilder));
    }
}
