//! Events waiting to be stored count toward their key's limit, even after the sender has disconnected.
use crate::support::Door;
use domain::Producer;
use domain::Source;
use ingest::{IngestOptions, IngestRefusal};
use serde_json::value::{RawValue, to_raw_value};
use std::time::Duration;
use testkit::Engine;
use testkit::events::run_completed;
use tokio::time::{sleep, timeout};

const PATIENCE: Duration = Duration::from_secs(30);

/// A key of the platform.
fn key(id: &str) -> Producer {
    Producer { key_id: id.into(), org_id: None }
}

testkit::on_both_engines!(senders_who_go_leave_no_more_than_a_share_behind, |db| async {
    let total = 400_000;
    let door = Door::with(db, IngestOptions { memory_limit_bytes: total, ..IngestOptions::default() });
    let mut texts = Vec::new();
    for n in 0..20 {
        texts.push(to_raw_value(&run_completed("s", &format!("r{n}")).id(&format!("e{n}")).json())?);
    }
    // From here on the organization is known, and no database query comes before a batch waits to be stored.
    let known = to_raw_value(&run_completed("s", "known").id("known").json())?;
    assert_eq!(
        door.ingest.submit(&key("first"), Source::GraphQl, &[known.as_ref()]).await.expect("stored").inserted,
        1
    );
    // Blocks storing in the meantime.
    let tx = door.db.store().begin().await?;
    if door.db.store().engine() == Engine::Postgres {
        tx.run("LOCK TABLE events_queue IN SHARE ROW EXCLUSIVE MODE", []).await?;
    }
    let in_hand = || door.ingest.intake().in_hand();
    let refused = loop {
        let before = in_hand();
        assert!(before <= total / 4, "{before} of {total} bytes are one key's");
        let (ingest, texts) = (door.ingest.clone(), texts.clone());
        let mut sending = tokio::spawn(async move {
            let texts: Vec<&RawValue> = texts.iter().map(AsRef::as_ref).collect();
            ingest.submit(&key("one"), Source::GraphQl, &texts).await
        });
        let left = async {
            // Once its memory is claimed, it is also in the queue.
            while in_hand() == before {
                sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::select! {
            answer = &mut sending => break answer?,
            () = left => sending.abort(),
        }
    };
    assert!(matches!(refused, Err(IngestRefusal::NoShare { .. })), "{refused:?}");
    let text = to_raw_value(&run_completed("s", "other").id("other").json())?;
    let (other, batch) = (key("other"), [text.as_ref()]);
    let taken = door.ingest.submit(&other, Source::GraphQl, &batch);
    let (taken, done) = tokio::join!(timeout(PATIENCE, taken), async {
        sleep(Duration::from_millis(50)).await;
        tx.rollback().await
    });
    done?;
    assert_eq!(taken?.expect("another key's is taken").inserted, 1);
    let given_back = async {
        while in_hand() > 0 {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, given_back).await?;
    Ok(())
});
