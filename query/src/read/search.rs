//! The one way to search: "contains, whatever the case", by Unicode's simple lower case, alike on both
//! engines and in memory.
//!
//! The engines fold A to Z alone, or by their collation. So a statement folds what they leave out
//! itself, and of that only what the search could meet: `replace(lower(id), 'Ä', 'ä')` for a search
//! that has an `ä`.
use crate::read::Statement;
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

impl Statement {
    /// Adds that one of these columns contains the text, whatever the case.
    pub(crate) fn and_contains(&mut self, columns: &[&str], text: &str) {
        let folded = fold(text);
        let pattern = self.bind(pattern(&folded).as_str());
        let characters: BTreeSet<char> = folded.chars().collect();
        let mut any = Vec::new();
        for column in columns {
            let mut folded = format!("lower({column})");
            for character in &characters {
                for upper in UPPER.get(character).into_iter().flatten() {
                    // No quote folds to anything, so these need no escape.
                    folded = format!("replace({folded}, '{upper}', '{character}')");
                }
            }
            any.push(format!("{folded} LIKE {pattern} ESCAPE '\\'"));
        }
        self.push(&format!(" AND ({})", any.join(" OR ")));
    }
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
        let mut statement = Statement::new("");
        statement.and_contains(&["id"], "aB%");
        assert_eq!(statement.text(), " AND (lower(id) LIKE $1 ESCAPE '\\')");
        let mut statement = Statement::new("");
        statement.and_contains(&["id"], "Ä");
        assert_eq!(statement.text(), " AND (replace(lower(id), 'Ä', 'ä') LIKE $1 ESCAPE '\\')");
    }
}
