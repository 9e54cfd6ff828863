//! A short and light version of `cargo xtask soak`: everything but its memory growth is judged.
use anyhow::{Result, ensure};
use bench::soak::{Limits, Soak};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn a_short_soak_fails_nowhere_and_opens_nothing_for_good() -> Result<()> {
    let soak = Soak {
        binary: env!("CARGO_BIN_EXE_tachograph").into(),
        lasts: Duration::from_secs(20),
        rate: 100.0,
        subscribers: 20,
        queries: 5.0,
    };
    let outcome = soak.run().await?;
    // Twenty seconds are all warm-up: they say nothing about memory yet, and a pool may still be opening
    // connections. A handle leaked by each of two hundred requests would be noticed all the same.
    let limits = Limits { slope: f64::INFINITY, rise: 28 };
    eprintln!("{}", outcome.table(&limits));
    let complaints = outcome.complaints(&limits);
    ensure!(complaints.is_empty(), "{}", complaints.join("\n"));
    // The processes were measured.
    ensure!(outcome.growth.len() == 4 && outcome.growth.iter().all(|grown| grown.handles[0] > 0), "{outcome:?}");
    Ok(())
}
