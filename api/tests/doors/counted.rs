//! Requests are checked against limits before anything large is built from them.
use crate::memory::{self, MEGABYTE};
use crate::site::Site;
use domain::Role;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use testkit::app::DEV_KEY;
use testkit::events::{batch, run_completed};
use testkit::{Result, on_both_engines};

/// Sends a body of events in this format and encoding.
async fn send(site: &Site, kind: &str, encoding: &str, body: &[u8]) -> Result<crate::site::Answer> {
    let mut line = site.line().await?;
    let head = format!(
        "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {DEV_KEY}\r\nContent-Type: {kind}\r\n\
         Content-Encoding: {encoding}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    line.send(head.as_bytes()).await?;
    line.send(body).await?;
    line.answer().await
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

on_both_engines!(lines_and_elements_are_counted_before_anything_is_made_of_them, |db| async {
    let site = Site::new(&db).await?;
    for (kind, body) in [
        ("application/x-ndjson", "x\n".repeat(4_190_000)),
        ("application/json", format!("{{\"events\":[{}1]}}", "1,".repeat(4_190_000))),
    ] {
        let before = memory::mark()?;
        let answer = send(&site, kind, "identity", body.as_bytes()).await?;
        assert_eq!((answer.status, answer.code().as_str()), (413, "TOO_MANY_EVENTS"), "{kind}");
        let cost = memory::peak()?.saturating_sub(before);
        // The body, twice because its buffer was doubled, and nothing else.
        assert!(cost <= 48 * MEGABYTE, "{kind}: {} MB", cost / MEGABYTE);
    }
    // Bad lines, up to the maximum number of events in a batch, are each reported.
    let answer = send(&site, "application/x-ndjson", "identity", "x\n".repeat(5_000).as_bytes()).await?;
    assert!(answer.status == 200 && answer.body.contains("INVALID_JSON"), "{}", answer.status);
    Ok(())
});

on_both_engines!(values_are_counted_before_any_is_made, |db| async {
    let site = Site::new(&db).await?;
    let token = site.as_role(Role::Manager).user("ada").token().await?;
    let zeros = |count: usize| format!("[{}0]", "0,".repeat(count));
    let in_variables = |count| format!("{{\"query\":\"{{ __typename }}\",\"variables\":{{\"x\":{}}}}}", zeros(count));
    let in_extensions = |count| format!("{{\"query\":\"{{ __typename }}\",\"extensions\":{{\"x\":{}}}}}", zeros(count));
    for (bearer, count) in [(None, 30_000), (Some(token.as_str()), 500_000), (Some(DEV_KEY), 4_000_000)] {
        for body in [in_variables(count), in_extensions(count), zeros(count)] {
            let before = memory::mark()?;
            let answer = site.send_line("/graphql", bearer, body.as_bytes()).await?;
            assert_eq!((answer.status, answer.code().as_str()), (400, "TOO_COMPLEX"), "{count}: {answer:?}");
            let cost = memory::peak()?.saturating_sub(before);
            assert!(cost <= 48 * MEGABYTE, "{count}: {} MB", cost / MEGABYTE);
        }
    }
    let answer = site.send_line("/graphql", Some(&token), in_variables(50_000).as_bytes()).await?;
    assert!(answer.status == 200 && answer.body.contains("__typename"), "{answer:?}");
    Ok(())
});

on_both_engines!(a_gzip_body_has_so_many_members, |db| async {
    let site = Site::new(&db).await?;
    let whole = batch([run_completed("s", "r").id("e")]).to_string();
    // The parts of one text, and as many empty parts as are allowed besides.
    let (one, other) = whole.as_bytes().split_at(20);
    let few = [gzip(one), gzip(&[]).repeat(62), gzip(other)].concat();
    let answer = send(&site, "application/json", "gzip", &few).await?;
    assert!(answer.status == 200 && answer.body.contains("\"inserted\":1"), "{answer:?}");
    for many in [[few.clone(), gzip(&[])].concat(), gzip(&[]).repeat(400_000)] {
        let answer = send(&site, "application/json", "gzip", &many).await?;
        assert_eq!((answer.status, answer.code().as_str()), (400, "UNREADABLE_BODY"), "{} bytes", many.len());
        assert!(answer.body.contains("more than 64 members"), "{answer:?}");
    }
    Ok(())
});

on_both_engines!(a_byte_order_mark_means_nothing, |db| async {
    let site = Site::new(&db).await?;
    let marked = |text: String| format!("\u{feff}{text}").into_bytes();
    let event = |id: &str| run_completed("s", id).id(id);
    let json = marked(batch([event("a")]).to_string());
    let lines = marked(format!("{}\n{}\n", event("b").text(), event("c").text()));
    let packed = gzip(&marked(batch([event("d")]).to_string()));
    for (kind, encoding, body, inserted) in [
        ("application/json", "identity", json, 1),
        ("application/x-ndjson", "identity", lines, 2),
        ("application/json", "gzip", packed, 1),
    ] {
        let answer = send(&site, kind, encoding, &body).await?;
        assert!(answer.body.contains(&format!("\"inserted\":{inserted},")), "{kind} {encoding}: {answer:?}");
    }
    let answer = site.send_line("/graphql", None, &marked(r#"{"query":"{ __typename }"}"#.to_owned())).await?;
    assert!(answer.status == 200 && answer.body.contains("__typename"), "{answer:?}");
    Ok(())
});
