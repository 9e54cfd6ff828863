//! The organizations to simulate.
use anyhow::bail;
use clap::Args;
use generator::{OrgSpec, default_orgs};

#[derive(Clone, Debug, Args)]
pub(crate) struct OrgArgs {
    /// Only these organizations, comma-separated [default: acme-robotics,northwind-labs,globex-cloud]
    #[arg(long, env = "TACHOGRAPH_ORGS", value_name = "IDS", value_delimiter = ',')]
    orgs: Vec<String>,
    /// Multiplier for the number of people and sessions
    #[arg(long, env = "TACHOGRAPH_SCALE", value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    scale: u32,
    /// Random seed; the same seed gives the same events
    #[arg(long, env = "TACHOGRAPH_SEED", value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

impl OrgArgs {
    /// The selected organizations.
    pub(crate) fn chosen(&self) -> anyhow::Result<Vec<OrgSpec>> {
        let mut orgs = default_orgs(self.scale);
        if let Some(unknown) = self.orgs.iter().find(|id| orgs.iter().all(|org| org.id != **id)) {
            let known: Vec<&str> = orgs.iter().map(|org| org.id.as_str()).collect();
            bail!("--orgs: there is no `{unknown}`; choose from {}", known.join(", "));
        }
        orgs.retain(|org| self.orgs.is_empty() || self.orgs.contains(&org.id));
        Ok(orgs)
    }
}
