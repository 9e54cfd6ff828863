//! What a run changes.
use crate::content::repos::Repo;
use crate::dice::Dice;
use domain::{Artifacts, FileChange};

/// Changed files of `repo`, and tests if the run ran any; `passing` says whether all of them pass.
pub(crate) fn artifacts(dice: &mut Dice, repo: &Repo, passing: bool) -> Artifacts {
    let count = dice.weighted(&[(1, 34), (2, 28), (3, 18), (4, 11), (5, 6), (6, 3)], 1).min(repo.files.len());
    let first = dice.between(0, repo.files.len() as i64 - 1) as usize;
    let files: Vec<FileChange> = (0..count)
        .map(|step| FileChange {
            path: repo.files[(first + step) % repo.files.len()].to_owned(),
            lines_added: dice.log_normal(14.0, 1.0, 1.0, 400.0) as i64,
            lines_deleted: dice.log_normal(6.0, 1.1, 0.0, 250.0) as i64,
        })
        .collect();
    let tests_run = dice.percent(65).then(|| dice.between(4, 240));
    Artifacts {
        files_changed: files.len() as i64,
        lines_added: files.iter().map(|file| file.lines_added).sum(),
        lines_deleted: files.iter().map(|file| file.lines_deleted).sum(),
        tests_run,
        tests_passed: tests_run.map(|run| if passing { run } else { run - dice.between(1, 1 + run / 12) }),
        files,
    }
}
