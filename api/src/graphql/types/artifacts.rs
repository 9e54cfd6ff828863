//! What runs changed.
use crate::error::ApiError;
use crate::graphql::connection::{MAX_PAGE, list_size, page_cost, unknown_after};
use crate::graphql::scalars::Int64;
use async_graphql::{ComplexObject, ID, SimpleObject};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a run, or all runs of a session together, changed and tested.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
#[graphql(complex)]
pub struct Artifacts {
    /// Files changed; for a session, the sum over its runs.
    pub files_changed: Int64,
    /// Lines added.
    pub lines_added: Int64,
    /// Lines deleted.
    pub lines_deleted: Int64,
    /// Tests run; null if no run reports them.
    pub tests_run: Option<Int64>,
    /// Tests passed; null if no run reports them.
    pub tests_passed: Option<Int64>,
    /// The changed files, each path once, in the order of their paths.
    #[graphql(skip)]
    pub changed: Arc<Vec<FileChange>>,
}

#[ComplexObject]
impl Artifacts {
    /// A page of the changed files, each path once, ordered by path.
    #[graphql(complexity = "page_cost(first, None, MAX_PAGE, child_complexity)")]
    async fn files(
        &self,
        #[graphql(default_with = "Some(500)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only files after the one with this path.")] after: Option<ID>,
    ) -> Result<Vec<FileChange>, ApiError> {
        let size = list_size(first)?;
        let start = match &after {
            Some(after) => {
                let found = self.changed.binary_search_by(|file| file.path.as_str().cmp(after.as_str()));
                found.map_err(|_| unknown_after("a file, its path,"))? + 1
            }
            None => 0,
        };
        Ok(self.changed.iter().skip(start).take(size).cloned().collect())
    }
}

/// One changed file.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct FileChange {
    /// Its path in the repository.
    pub path: String,
    /// Lines added.
    pub lines_added: Int64,
    /// Lines deleted.
    pub lines_deleted: Int64,
}

impl Artifacts {
    /// The sum of what several runs changed; files of one path are merged, where files are asked for.
    pub fn sum<'a>(all: impl IntoIterator<Item = &'a domain::Artifacts>, with_files: bool) -> Self {
        let mut sum = domain::Artifacts::default();
        let mut files: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
        let plus = |sum: &mut i64, value: i64| *sum = sum.saturating_add(value);
        for one in all {
            plus(&mut sum.files_changed, one.files_changed);
            plus(&mut sum.lines_added, one.lines_added);
            plus(&mut sum.lines_deleted, one.lines_deleted);
            for (sum, value) in [(&mut sum.tests_run, one.tests_run), (&mut sum.tests_passed, one.tests_passed)] {
                if let Some(value) = value {
                    plus(sum.get_or_insert(0), value);
                }
            }
            for file in one.files.iter().filter(|_| with_files) {
                let (added, deleted) = files.entry(&file.path).or_default();
                plus(added, file.lines_added);
                plus(deleted, file.lines_deleted);
            }
        }
        let file = |(path, (added, deleted)): (&str, (i64, i64))| FileChange {
            path: path.to_owned(),
            lines_added: Int64(added),
            lines_deleted: Int64(deleted),
        };
        Self {
            files_changed: Int64(sum.files_changed),
            lines_added: Int64(sum.lines_added),
            lines_deleted: Int64(sum.lines_deleted),
            tests_run: sum.tests_run.map(Int64),
            tests_passed: sum.tests_passed.map(Int64),
            changed: Arc::new(files.into_iter().map(file).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_path_are_merged_and_untested_runs_add_no_tests() {
        let run = |path: &str, tests_run| domain::Artifacts {
            files_changed: 1,
            lines_added: 3,
            lines_deleted: 1,
            tests_run,
            tests_passed: None,
            files: vec![domain::FileChange { path: path.to_owned(), lines_added: 3, lines_deleted: 1 }],
        };
        let sum = Artifacts::sum(&[run("b", None), run("a", Some(5)), run("b", None)], true);
        assert_eq!((sum.files_changed, sum.tests_run, sum.tests_passed), (Int64(3), Some(Int64(5)), None));
        let files: Vec<_> = sum.changed.iter().map(|file| (file.path.as_str(), file.lines_added.0)).collect();
        assert_eq!(files, [("a", 3), ("b", 6)]);
    }
}
