//! What one key does shuts nobody else out.
use crate::site::{Length, Site};
use futures_util::future::try_join_all;
use testkit::app::DEV_KEY;
use testkit::on_both_engines;

on_both_engines!(silent_bodies_of_one_key_refuse_nobody_elses_event, |db| async {
    let site = Site::new(&db).await?;
    let key = site.key().await?;
    let mut ids = 0..;
    for length in [Length::Known(8 * 1024 * 1024), Length::Chunked] {
        let silent = (0..16).map(|_| site.begin("/v1/events", Some(DEV_KEY), length));
        let mut silent = try_join_all(silent).await?;
        let mut next = || format!("e{}", ids.next().unwrap_or(0));
        site.event_is_taken(&key, &next()).await?;
        // Fast requests with the same key are accepted, too.
        site.event_is_taken(DEV_KEY, &next()).await?;
        let mut told = Vec::new();
        for line in &mut silent {
            let answer = line.answer().await?;
            if answer.status == 429 {
                assert!(answer.code() == "RATE_LIMITED" && answer.head.contains("retry-after: 1"), "{answer:?}");
            }
            told.push(answer.status);
        }
        told.sort_unstable();
        // Eight requests may be slow, until they have been slow for too long.
        assert_eq!(told, [vec![408; 8], vec![429; 8]].concat(), "{length:?}");
        assert_eq!(site.ingest().intake().in_hand(), 0);
    }
    Ok(())
});
