//! Rows of prompts and notes.
use super::ProjectError;
use super::facts::keys;
use crate::tables::Tables;
use domain::{EventId, Instant, Key, Mode, OrgId, RunId, SessionId, UserId};
use entities::prompt_fact;
use fold::{Prompt, State};
use sea_orm::FromQueryResult;
use store::{Rows, Tx};

/// A prompt or note as it is stored.
#[derive(FromQueryResult)]
struct PromptRow {
    session_id: String,
    event_id: String,
    occurred_at: i64,
    mode: Option<i16>,
    starts_run: bool,
    run_id: Option<String>,
    user_id: Option<String>,
}

impl PromptRow {
    fn into_prompt(self) -> (SessionId, Prompt) {
        let prompt = Prompt {
            key: Key { at: Instant(self.occurred_at), event_id: EventId::from(self.event_id) },
            run_id: self.run_id.map(RunId::from),
            starts_run: self.starts_run,
            mode: self.mode.and_then(Mode::from_code),
            user: self.user_id.map(UserId::from),
        };
        (SessionId::from(self.session_id), prompt)
    }
}

/// Adds the prompts and notes of the sessions to the state.
pub(super) async fn load(
    tx: &mut Tx,
    tables: Tables,
    org_id: &OrgId,
    sessions: impl Iterator<Item = &SessionId>,
    state: &mut State,
) -> Result<(), ProjectError> {
    let sessions = keys(org_id, "session_id", sessions.map(SessionId::shared));
    if sessions.is_empty() {
        return Ok(());
    }
    let body = format!(
        "SELECT p.session_id, p.event_id, p.occurred_at, p.mode, p.starts_run, p.run_id, p.user_id
         FROM input i CROSS JOIN {} p WHERE p.org_id = i.org_id AND p.session_id = i.session_id:org(p)",
        tables.of(prompt_fact::Entity)
    );
    for row in tx.select_rows::<PromptRow>(&sessions, &body).await? {
        let (session_id, prompt) = row.into_prompt();
        state.prompts.entry(session_id).or_default().add(prompt);
    }
    Ok(())
}

/// The rows of prompts and notes.
pub(super) fn rows(org_id: &OrgId, prompts: &[(SessionId, Prompt)]) -> Rows {
    let each = || prompts.iter().map(|(_, prompt)| prompt);
    Rows::new()
        .text("org_id", prompts.iter().map(|_| org_id.shared()))
        .text("session_id", prompts.iter().map(|(id, _)| id.shared()))
        .text("event_id", each().map(|prompt| prompt.key.event_id.shared()))
        .int("occurred_at", each().map(|prompt| prompt.key.at.0))
        .int_or_null("mode", each().map(|prompt| prompt.mode.map(|mode| i64::from(mode.code()))))
        .bool("starts_run", each().map(|prompt| prompt.starts_run))
        .text_or_null("run_id", each().map(|prompt| prompt.run_id.as_ref().map(RunId::shared)))
        .text_or_null("user_id", each().map(|prompt| prompt.user.as_ref().map(UserId::shared)))
}
