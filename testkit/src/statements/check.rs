//! Checks that a statement stays within organizations. For every tenant table that it reads, changes or deletes
//! from, `org_id` must equal a parameter or literal, or the `org_id` of another such table. A cluster considers
//! nothing else when it routes a statement: neither the rows of `input` nor the results of subqueries.
use entities::spread_tables;
use sqlparser::ast::{
    BinaryOperator, Expr, GroupByExpr, ObjectName, Query, Select, Statement, TableFactor, TableObject, UnaryOperator,
    Visit, Visitor,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;
use std::collections::HashSet;
use std::ops::ControlFlow;
use store::rows::ON_A_CLUSTER;

/// What is wrong with a statement; `None` if it locks nothing, and either stays within organizations or
/// `may_cross` them.
pub(super) fn fault(text: &str, may_cross: bool) -> Option<String> {
    if !spread().any(|table| text.contains(table)) {
        return None;
    }
    // A clause that only applies on a cluster is in a comment of the statement.
    let text = &on_a_cluster(text);
    let statements = match Parser::parse_sql(&PostgreSqlDialect {}, text) {
        Ok(statements) => statements,
        Err(_) if may_cross => return None,
        Err(error) => return Some(format!("it cannot be read: {error}")),
    };
    let mut walk = Walk::default();
    let _ = statements.visit(&mut walk);
    walk.lock.or(walk.crossing.filter(|_| !may_cross))
}

/// The statement as it is sent to a cluster.
fn on_a_cluster(text: &str) -> String {
    let mut parts = text.split(ON_A_CLUSTER);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| told + &part.replacen("*/", "", 1))
}

/// The tables that are sharded on a cluster.
fn spread() -> impl Iterator<Item = &'static str> {
    spread_tables().map(|table| table.name)
}

/// Visits every part of a statement that names tables.
#[derive(Default)]
struct Walk {
    lock: Option<String>,
    crossing: Option<String>,
}

impl Walk {
    fn look(&mut self, part: &impl Visit) {
        let mut scope = Scope::default();
        let _ = part.visit(&mut scope);
        if let Some(fault) = scope.fault() {
            self.crossing.get_or_insert(fault);
        }
    }
}

impl Visitor for Walk {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        if !query.locks.is_empty() {
            self.lock.get_or_insert("it locks rows: no machine can do so for all".to_owned());
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        let mut part = select.clone();
        // Selected or grouped columns impose no conditions.
        part.projection.clear();
        part.distinct = None;
        part.group_by = GroupByExpr::Expressions(Vec::new(), Vec::new());
        self.look(&part);
        ControlFlow::Continue(())
    }

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<()> {
        match statement {
            Statement::Update(update) => {
                let mut part = update.clone();
                part.assignments.clear();
                part.returning = None;
                self.look(&part);
            }
            Statement::Delete(delete) => {
                let mut part = delete.clone();
                part.returning = None;
                self.look(&part);
            }
            Statement::Insert(insert) => {
                let TableObject::TableName(name) = &insert.table else { return ControlFlow::Continue(()) };
                let named = insert.columns.iter().any(|column| bare(column) == "org_id");
                if spread().any(|table| bare(name) == table) && !named {
                    self.crossing.get_or_insert(format!("rows of {name} are added without naming org_id"));
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

/// One part of a statement: its tables, and those whose `org_id` equals a parameter or literal.
#[derive(Default)]
struct Scope {
    depth: usize,
    /// The number of enclosing ORs and NOTs: conditions within them are not always required.
    doubts: usize,
    tables: Vec<(String, String)>,
    tied: Vec<Option<String>>,
    /// Pairs of tables whose `org_id`s are equal.
    links: Vec<(String, String)>,
}

impl Scope {
    fn fault(&self) -> Option<String> {
        if self.tied.contains(&None) {
            return None;
        }
        let is_ours = |name: &String| self.tables.iter().any(|(_, alias)| alias == name);
        let mut tied: HashSet<&String> = self.tied.iter().flatten().collect();
        // A table linked to a constrained one is constrained, too.
        for _ in 0..=self.links.len() {
            for (one, other) in &self.links {
                if tied.contains(one) && is_ours(one) {
                    tied.insert(other);
                }
                if tied.contains(other) && is_ours(other) {
                    tied.insert(one);
                }
            }
        }
        let loose = self.tables.iter().find(|(_, alias)| !tied.contains(alias));
        loose.map(|(table, _)| format!("{table} is not tied to an organization"))
    }

    /// Records an operand that is an `org_id`.
    fn tie(&mut self, operand: &Expr) {
        match operand {
            Expr::Identifier(name) if name.value == "org_id" => self.tied.push(None),
            Expr::CompoundIdentifier(path) if path.last().is_some_and(|name| name.value == "org_id") => {
                self.tied.push(path.first().map(|table| table.value.clone()));
            }
            Expr::Nested(inner) => self.tie(inner),
            _ => {}
        }
    }
}

impl Visitor for Scope {
    type Break = ();

    fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.depth += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.depth -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        if let TableFactor::Table { name, alias, .. } = factor
            && self.depth == 0
            && let Some(table) = spread().find(|table| bare(name) == *table)
        {
            let alias = alias.as_ref().map_or(table, |alias| &alias.name.value);
            self.tables.push((table.to_owned(), alias.to_owned()));
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        if self.depth > 0 {
            return ControlFlow::Continue(());
        }
        match expression {
            Expr::BinaryOp { op: BinaryOperator::Or, .. } | Expr::UnaryOp { op: UnaryOperator::Not, .. } => {
                self.doubts += 1;
            }
            _ if self.doubts > 0 => {}
            Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => match (table_of(left), table_of(right)) {
                (Some(one), Some(other)) => self.links.push((one, other)),
                _ if is_constant(right) => self.tie(left),
                _ if is_constant(left) => self.tie(right),
                _ => {}
            },
            Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, .. } if is_constant(right) => self.tie(left),
            Expr::InList { expr, list, negated: false } if list.iter().all(is_constant) => self.tie(expr),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        let is_doubt = matches!(
            expression,
            Expr::BinaryOp { op: BinaryOperator::Or, .. } | Expr::UnaryOp { op: UnaryOperator::Not, .. }
        );
        if self.depth == 0 && is_doubt {
            self.doubts -= 1;
        }
        ControlFlow::Continue(())
    }
}

/// Whether this is a parameter or a literal.
fn is_constant(operand: &Expr) -> bool {
    match operand {
        Expr::Value(_) => true,
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => is_constant(inner),
        _ => false,
    }
}

/// The table whose `org_id` this is.
fn table_of(operand: &Expr) -> Option<String> {
    match operand {
        Expr::CompoundIdentifier(path) if path.last().is_some_and(|name| name.value == "org_id") => {
            path.first().map(|table| table.value.clone())
        }
        _ => None,
    }
}

/// The unqualified name of a table.
fn bare(name: &ObjectName) -> String {
    name.to_string().replace('"', "").rsplit('.').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn statements_within_organizations_are_let_through() {
        for text in [
            "SELECT name FROM users",
            "SELECT count(*) FROM orgs",
            "SELECT * FROM run_facts WHERE org_id = $1 AND cost > $2",
            "SELECT r.a FROM events_queue q JOIN events_raw r ON r.org_id = q.org_id AND r.event_id = q.event_id WHERE q.org_id = $1",
            "WITH i AS (SELECT * FROM unnest($1::text[]) AS u(a)) UPDATE run_facts t SET a = i.a FROM i WHERE t.org_id = $2",
            "DELETE FROM events_queue WHERE org_id = $2 AND (due_at, event_id) IN (SELECT due_at, event_id FROM input)",
            "SELECT 1 FROM run_facts WHERE org_id = ($1::text) AND org_id IN ($2, 'b')",
            "INSERT INTO events_raw (org_id, event_id) SELECT a, b FROM unnest($1, $2) AS u(a, b) ON CONFLICT DO NOTHING RETURNING org_id",
            "/* x */ SELECT 1 FROM input i, run_facts t WHERE t.org_id = i.org_id /* on a cluster AND t.org_id = $3 */ AND t.a > $2",
            r#"INSERT INTO "org_retention" ("org_id", "days") VALUES ($1, $2) ON CONFLICT ("org_id") DO NOTHING"#,
            r#"SELECT "teams"."name" FROM "teams" WHERE "teams"."org_id" = $1 LIMIT $2"#,
            "SELECT sum(x) FROM org_stats_daily WHERE org_id = ANY($1) GROUP BY day",
        ] {
            assert_eq!(fault(text, false), None, "{text}");
        }
    }

    #[test]
    fn statements_across_organizations_are_found() {
        for (text, expected) in [
            ("SELECT org_id, count(*) FROM run_facts GROUP BY org_id", "run_facts is not tied"),
            ("SELECT 1 FROM events_queue WHERE org_id > $1", "events_queue is not tied"),
            (
                "SELECT 1 FROM run_facts a JOIN events_raw b ON a.run_id = b.run_id WHERE a.org_id = $1",
                "events_raw is not tied",
            ),
            ("SELECT 1 WHERE EXISTS (SELECT 1 FROM teams WHERE name = $1)", "teams is not tied"),
            (
                "WITH gone AS (DELETE FROM events_queue WHERE event_id = $1 RETURNING org_id) SELECT 1 FROM gone",
                "events_queue is not tied",
            ),
            ("SELECT 1 FROM run_facts WHERE org_id = $1 OR run_id = $2", "run_facts is not tied"),
            ("SELECT 1 FROM run_facts WHERE NOT (org_id = $1)", "run_facts is not tied"),
            // A cluster does not look into lists of rows.
            ("SELECT 1 FROM input i CROSS JOIN run_facts t WHERE t.org_id = i.org_id", "run_facts is not tied"),
            ("SELECT 1 FROM orgs o JOIN run_facts t ON t.org_id = o.org_id", "run_facts is not tied"),
            ("SELECT 1 FROM run_facts WHERE org_id IN (SELECT org_id FROM input)", "run_facts is not tied"),
            (
                "DELETE FROM events_queue WHERE (org_id, event_id) IN (SELECT org_id, event_id FROM input)",
                "events_queue is not tied",
            ),
            (
                "SELECT (SELECT count(*) FROM run_facts r WHERE r.org_id = o.org_id) FROM orgs o",
                "run_facts is not tied",
            ),
            ("SELECT 1 FROM run_facts a JOIN events_raw b ON a.org_id = b.org_id", "is not tied"),
            ("SELECT 1 FROM public.\"teams\" WHERE name = $1", "teams is not tied"),
            (r#"SELECT "teams"."name" FROM "teams" WHERE "teams"."name" = $1"#, "teams is not tied"),
            ("UPDATE session_stats SET org_id = $1", "session_stats is not tied"),
            ("INSERT INTO teams VALUES ($1, $2)", "without naming org_id"),
            ("SELECT 1 FROM events_queue WHERE org_id = $1 FOR UPDATE SKIP LOCKED", "locks rows"),
            ("SELECT FROM teams WHERE (((", "cannot be read"),
        ] {
            let found = fault(text, false);
            assert!(found.as_deref().is_some_and(|found| found.contains(expected)), "{text}: {found:?}");
        }
    }

    #[test]
    fn whoever_may_cross_organizations_locks_nothing() {
        let crossing = "SELECT count(*) FROM events_queue";
        assert_eq!(fault(crossing, true), None);
        assert!(fault(&format!("{crossing} FOR UPDATE"), true).is_some_and(|fault| fault.contains("locks rows")));
    }
}
