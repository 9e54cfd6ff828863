//! The one way to search: "contains, whatever the case", by Unicode's simple lower case, alike on both
//! engines and in memory.
//!
//! The engines fold A to Z alone, or by their collation. So a statement folds what they leave out
//! itself, and of that only what the search could meet: `replace(lower(id), 'Ä', 'ä')` for a search
//! that has an `ä`.
use crate::read::select::literal;
use sea_orm::IntoSimpleExpr;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Func, LikeExpr};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// The characters beyond A to Z that fold to this one.
static UPPER: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut upper: HashMap<char, Vec<char>> = HashMap::new();
    for character in ('\u{80}'..=char::MAX).filter(|character| fold_char(*character) != *character) {
        upper.entry(fold_char(character)).or_default().push(character);
    }
    upper
});

/// One character for one: where lower case has two, which is so for `İ` alone, the first of them. Sigma
/// has two small forms, by where it stands in a word; they are one letter here.
fn fold_char(character: char) -> char {
    match character {
        'ς' => 'σ',
        _ => character.to_lowercase().next().unwrap_or(character),
    }
}

/// A text as searches compare it.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// That one of these columns contains the text, whatever the case.
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

/// A letter that stands in the text of the statement.
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
