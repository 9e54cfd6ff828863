//! Where an agent is to send what it does, and as whom.
use crate::Form;

/// What stands where the key belongs, if there is none.
pub const KEY_PLACE: &str = "YOUR_INGEST_KEY";

/// Where an agent is to send what it does, and as whom.
#[derive(Clone, Copy, Debug, Default)]
pub struct Target<'a> {
    /// The server's public URL.
    pub url: &'a str,
    /// An ingest key; without one, the lines have a place for it.
    pub key: Option<&'a str>,
    /// The person whose sessions these are. Lines for everybody on a machine leave it out.
    pub user: Option<&'a str>,
    /// The repository that the agent works on. Lines for everybody on a machine leave it out.
    pub repository: Option<&'a str>,
    /// Whether to send what people type.
    pub prompts: bool,
}

impl Target<'_> {
    /// The URL without a slash at its end, so that paths can be appended.
    pub(crate) fn url(&self) -> &str {
        self.url.trim_end_matches('/')
    }

    /// The URL of one signal: `logs`, `traces` or `metrics`.
    pub(crate) fn signal(&self, signal: &str) -> String {
        format!("{}/v1/{signal}", self.url())
    }

    pub(crate) fn key(&self) -> &str {
        self.key.unwrap_or(KEY_PLACE)
    }

    /// What the agent is to say about itself with every record.
    pub(crate) fn attributes(&self, form: Form) -> Vec<(&'static str, &str)> {
        if form == Form::Managed {
            return Vec::new();
        }
        let user = self.user.map(|user| ("tachograph.user_id", user));
        let repository = self.repository.map(|repository| ("vcs.repository.name", repository));
        user.into_iter().chain(repository).collect()
    }
}
