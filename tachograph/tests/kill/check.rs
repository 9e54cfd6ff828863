//! What must be true after a load.
use crate::load::Sent;
use crate::until::until;
use anyhow::{Result, ensure};
use sea_orm::FromQueryResult;
use std::collections::HashSet;
use std::process::Command;
use store::{Options, Store};

#[derive(FromQueryResult)]
struct Stored {
    org_id: String,
    event_id: String,
}

/// A database after a load.
#[derive(Debug)]
pub(crate) struct Checked<'a> {
    pub(crate) url: &'a str,
    pub(crate) acknowledged: Vec<Sent>,
}

impl Checked<'_> {
    /// Asserts that every acknowledged event is stored.
    pub(crate) async fn stored(&self) -> Result<()> {
        let store = self.open().await?;
        let mut stored = HashSet::new();
        for event in store.select::<Stored>("/* test */ SELECT org_id, event_id FROM events_raw", []).await? {
            stored.insert((event.org_id, event.event_id));
        }
        let lost: Vec<&Sent> = self.acknowledged.iter().filter(|sent| !stored.contains(sent)).collect();
        ensure!(lost.is_empty(), "{} acknowledged events are lost, such as {:?}", lost.len(), lost.first());
        store.close().await;
        Ok(())
    }

    /// Also asserts that a running worker projects all of them, and that the read models equal their
    /// recomputation.
    pub(crate) async fn all(&self) -> Result<()> {
        self.stored().await?;
        let store = self.open().await?;
        until("the queue is empty", async || {
            Ok(testkit::number(&store, "/* test */ SELECT count(*) AS number FROM events_queue").await? == 0)
        })
        .await?;
        store.close().await;
        let output =
            Command::new(env!("CARGO_BIN_EXE_tachograph")).args(["verify", "--database-url", self.url]).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        ensure!(
            output.status.success(),
            "verify: {}\n{said}{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
        ensure!(said.contains(" queued=0 dead_letters=0"), "verify: {said}");
        Ok(())
    }

    async fn open(&self) -> Result<Store> {
        Ok(Store::connect(&Options::new(self.url)).await?)
    }
}
