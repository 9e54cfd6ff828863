//! The only kind of search: case-insensitive "contains", by Unicode's simple lowercase mapping, the same on
//! both engines and in memory.
//!
//! The engines fold only A to Z, or according to their collation. So a statement folds the remaining
//! characters itself, and only those that could match the search: `replace(lower(id), 'Ä', 'ä')` for a search
//! that contains an `ä`.
use crate::read::select::literal;
use sea_orm::IntoSimpleExpr;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Func, LikeExpr};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// The characters beyond A to Z that fold to a given one.
static UPPER: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut upper: HashMap<char, Vec<char>> = HashMap::new();
    for character in ('\u{80}'..=char::MAX).filter(|character| fold_char(*character) != *character) {
        upper.entry(fold_char(character)).or_default().push(character);
    }
    upper
});

/// Folds one character to one: if its lowercase form has two, which is the case for `İ` only, to the first of
/// them. Sigma has two lowercase forms, depending on its position in a word; they are treated as the same
/// letter.
fn fold_char(character: char) -> char {
    match character {
        'ς' => 'σ',
        _ => character.to_lowercase().next().unwrap_or(character),
    }
}

/// The text in the form that searches compare.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// Whether any of these columns contains the text, ignoring case.
pub(crate) fn contains(columns: impl IntoIterator<Item = impl IntoSimpleExpr>, text: &str) -> Condition {
    let text = fold(text);
    let characters: BTreeSet<char> = text.chars().collect();
    columns.into_iter().fold(Condition::any(), |any, column| {
        let mut folded = Func::lower(column.into_simple_expr());
        for character in &characters {
            for upper in UPPER.get(character).into_iter().flatten() {
                folded = Func::cust("replace").arg(folded).arg(letter(*upper)).arg(letter(*character));
            }
        }
        any.add(Expr::from(folded).like(LikeExpr::new(pattern(&text)).escape('\\')))
    })
}

/// A letter as a literal in the statement's text.
fn letter(letter: char) -> Expr {
    literal(letter.to_string())
}

/// A pattern for LIKE with `ESCAPE '\'` that finds the folded text anywhere.
fn pattern(folded: &str) -> String {
    let mut pattern = String::from("%");
    for letter in folded.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::sea_query::{PostgresQueryBuilder, Query};

    #[test]
    fn lower_case_is_unicodes() {
        assert_eq!(fold("ÄBER Straße ΣΊΣΥΦΟΣ \u{212a}"), "äber straße σίσυφοσ k");
        assert_eq!(fold("\u{130}"), "i");
        assert_eq!(fold("σίσυφος"), fold("ΣΊΣΥΦΟΣ"));
    }

    #[test]
    fn what_means_something_to_like_is_escaped() {
        assert_eq!(pattern("50%_\\"), "%50\\%\\_\\\\%");
    }

    #[test]
    fn only_what_the_search_could_meet_is_folded() {
        let told = |text| {
            let condition = contains([Expr::col("id")], text);
            Query::select().cond_where(condition).to_owned().build(PostgresQueryBuilder).0
        };
        assert_eq!(told("aB%"), r#"SELECT  WHERE LOWER("id") LIKE $1 ESCAPE E'\\'"#);
        assert_eq!(told("Ä"), r#"SELECT  WHERE replace(LOWER("id"), 'Ä', 'ä') LIKE $1 ESCAPE E'\\'"#);
    }
}
