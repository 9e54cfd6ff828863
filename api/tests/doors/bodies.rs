//! The sender is known before the body is read; the body must be within the sender's size limit and arrive in
//! time.
use crate::memory::{self, MEGABYTE};
use crate::site::{Length, Site};
use domain::Role;
use futures_util::future::try_join_all;
use std::time::Duration;
use testkit::app::DEV_KEY;
use testkit::on_both_engines;
use tokio::time::{interval, timeout};

const DOORS: [&str; 3] = ["/graphql", "/graphql/stream", "/v1/events"];

on_both_engines!(whoever_is_refused_is_refused_before_the_body_is_sent, |db| async {
    let site = Site::new(&db).await?;
    for door in DOORS {
        for length in [Length::Known(8_000_000), Length::Chunked] {
            let answer = site.begin(door, Some("nobody's"), length).await?.answer().await?;
            assert_eq!((answer.status, answer.code().as_str()), (401, "UNAUTHENTICATED"), "{door} {length:?}");
        }
    }
    Ok(())
});

on_both_engines!(strangers_send_64_kilobytes_people_a_megabyte_and_keys_the_setting, |db| async {
    let site = Site::new(&db).await?;
    let token = site.as_role(Role::Manager).user("ada").token().await?;
    let allowed = [(None, 64 * 1024), (Some(token.as_str()), MEGABYTE), (Some(DEV_KEY), 8 * MEGABYTE)];
    for door in ["/graphql", "/graphql/stream"] {
        for (bearer, most) in allowed {
            // None of it is sent: the announced length is enough for a rejection.
            let answer = site.begin(door, bearer, Length::Known(most + 1)).await?.answer().await?;
            assert_eq!((answer.status, answer.code().as_str()), (413, "BODY_TOO_LARGE"), "{door} {most}");
            assert!(answer.body.contains(&format!("expected at most {most} bytes, got {}", most + 1)), "{answer:?}");
        }
    }
    // A body without an announced length is counted as it arrives.
    let mut line = site.begin("/graphql", None, Length::Chunked).await?;
    line.send(format!("{:x}\r\n{}", 64 * 1024 + 1, "x".repeat(64 * 1024 + 1)).as_bytes()).await?;
    assert_eq!(line.answer().await?.status, 413);
    // And a body of the maximum size is read.
    let query = r#"{"query":"{ __typename }"}"#;
    let padded = |bytes: usize| format!("{query}{}", " ".repeat(bytes - query.len()));
    for (bearer, most) in allowed {
        let answer = site.send_line("/graphql", bearer, padded(most).as_bytes()).await?;
        assert!(answer.status == 200 && answer.body.contains("__typename"), "{most}: {answer:?}");
    }
    Ok(())
});

on_both_engines!(a_thousand_who_withhold_the_last_byte_cost_little, |db| async {
    let site = Site::new(&db).await?;
    let (token, key) = (site.as_role(Role::Manager).user("ada").token().await?, site.key().await?);
    let bytes = vec![b' '; 8 * MEGABYTE - 1];
    for (door, bearer, most) in [
        ("/graphql", None, 64 * 1024),
        ("/graphql/stream", Some(token.as_str()), MEGABYTE),
        ("/v1/events", Some(DEV_KEY), 8 * MEGABYTE),
    ] {
        let before = memory::now()?;
        let lines = (0..1_000).map(async |_| {
            let mut line = site.begin(door, bearer, Length::Known(most)).await?;
            // If it is rejected meanwhile, the sender finds the connection closed.
            let sent = timeout(Duration::from_secs(30), line.send(&bytes[..most - 1])).await;
            drop(sent);
            Ok::<_, anyhow::Error>(line)
        });
        let mut lines = try_join_all(lines).await?;
        let in_hand = site.ingest().intake().in_hand();
        assert!(in_hand <= 32 * MEGABYTE, "{door}: {in_hand} bytes of bodies");
        let cost = memory::now()?.saturating_sub(before);
        assert!(cost <= 64 * MEGABYTE, "{door}: {} MB", cost / MEGABYTE);
        site.event_is_taken(&key, door).await?;
        for line in &mut lines {
            line.is_ended().await;
        }
        assert_eq!(site.ingest().intake().in_hand(), 0, "{door}");
    }
    Ok(())
});

on_both_engines!(a_body_that_does_not_arrive_is_ended_on_every_door, |db| async {
    let site = Site::new(&db).await?;
    let token = site.as_role(Role::Manager).user("ada").token().await?;
    for (door, bearer) in [
        ("/graphql", None),
        ("/graphql/stream", Some(token.as_str())),
        ("/v1/events", Some(DEV_KEY)),
        ("/dev/token", None),
        ("/dev/token-endpoint", None),
    ] {
        let mut line = site.begin(door, bearer, Length::Known(100)).await?;
        line.send(b"{\"query\":").await?;
        let answer = line.answer().await?;
        assert_eq!((answer.status, answer.code().as_str()), (408, "BODY_TOO_SLOW"), "{door}: {answer:?}");
        line.is_ended().await;
    }
    Ok(())
});

on_both_engines!(a_trickle_is_slow_however_often_it_drips, |db| async {
    let site = Site::new(&db).await?;
    let line = site.begin("/v1/events", Some(DEV_KEY), Length::Known(MEGABYTE)).await?;
    let (mut reading, mut writing) = line.0.into_split();
    let drip = tokio::spawn(async move {
        let mut tick = interval(Duration::from_millis(5));
        while tokio::io::AsyncWriteExt::write_all(&mut writing, b" ").await.is_ok() {
            tick.tick().await;
        }
    });
    let mut answer = Vec::new();
    let read = tokio::io::AsyncReadExt::read_buf(&mut reading, &mut answer);
    timeout(Duration::from_secs(30), read).await.expect("an answer")?;
    assert!(answer.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&answer));
    drip.abort();
    Ok(())
});
