//! Settings of the API.
use crate::options::{AuthArgs, GraphQlArgs, IngestArgs, LiveArgs, RetentionArgs};
use anyhow::ensure;
use api::AppOptions;
use clap::Args;
use clap::builder::BoolishValueParser;
use std::time::Duration;
use url::Url;

#[derive(Clone, Debug, Args)]
pub(crate) struct ApiArgs {
    /// Development mode: a built-in issuer (/dev/token) and the ingest key `dev-ingest-key`
    #[arg(long, env = "TACHOGRAPH_DEV", value_parser = BoolishValueParser::new())]
    pub(crate) dev: bool,
    /// Where browsers find this server [default: the address that it listens on]
    #[arg(long, env = "TACHOGRAPH_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    public_url: Option<String>,
    /// Minutes after which a run without a terminal event counts as lost
    #[arg(long, env = "TACHOGRAPH_LOST_AFTER_MINUTES", value_name = "N", default_value_t = 360)]
    lost_after_minutes: u64,
    /// Minutes after its last step after which a run counts as stopped whose agent reports no ends of runs
    #[arg(long, env = "TACHOGRAPH_STOPPED_AFTER_MINUTES", value_name = "N", default_value_t = 30)]
    stopped_after_minutes: u64,
    #[command(flatten)]
    auth: AuthArgs,
    #[command(flatten)]
    ingest: IngestArgs,
    #[command(flatten)]
    graphql: GraphQlArgs,
    #[command(flatten)]
    live: LiveArgs,
}

impl ApiArgs {
    /// The settings of an API whose URL is `url`.
    pub(crate) fn options(
        &self,
        url: &str,
        post_handoff_window: Duration,
        retention: RetentionArgs,
    ) -> anyhow::Result<AppOptions> {
        let public = self.public_url.as_deref().unwrap_or(url);
        // Cookies would be sent over plain HTTP, and the server's own pages would count as another origin.
        ensure!(
            public.starts_with("https:") || !url.starts_with("https:"),
            "--public-url: expected an https URL, because --tls-cert serves HTTPS; got {public}"
        );
        Ok(AppOptions {
            dev: self.dev,
            public_url: public.to_owned(),
            lost_after: Duration::from_secs(self.lost_after_minutes.saturating_mul(60)),
            stopped_after: Duration::from_secs(self.stopped_after_minutes.saturating_mul(60)),
            post_handoff_window,
            auth: self.auth.options(url),
            ingest: self.ingest.options(retention),
            graphql: self.graphql.options(),
            live: self.live.options(),
        })
    }
}

/// The addresses of pages and of sign-in are derived from it.
fn public_url(text: &str) -> Result<String, String> {
    let expected = "expected a URL such as https://tachograph.example or https://tools.example/tachograph";
    match Url::parse(text) {
        Ok(url)
            if ["http", "https"].contains(&url.scheme())
                && url.has_host()
                && url.query().is_none()
                && url.fragment().is_none() =>
        {
            Ok(text.to_owned())
        }
        _ => Err(expected.to_owned()),
    }
}
