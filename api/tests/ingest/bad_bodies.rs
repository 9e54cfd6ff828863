//! Bad bodies: rejected as a whole, with a status and a code, and never a server error.
use crate::support::Door;
use axum::http::StatusCode;
use flate2::Compression;
use flate2::write::GzEncoder;
use ingest::IngestOptions;
use std::io::Write;
use testkit::events::{batch, run_completed};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 19).expect("memory takes it")
}

fn good() -> Vec<u8> {
    batch([run_completed("s", "r")]).to_string().into_bytes()
}

type Case = (&'static str, &'static [(&'static str, &'static str)], Vec<u8>, u16, &'static str);

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];
const GZIP: &[(&str, &str)] = &[("content-type", "application/json"), ("content-encoding", "gzip")];
const ZSTD: &[(&str, &str)] = &[("content-type", "application/json"), ("content-encoding", "zstd")];

fn bad_bodies() -> Vec<Case> {
    let cut = |mut bytes: Vec<u8>| {
        bytes.truncate(bytes.len() / 2);
        bytes
    };
    let bomb = vec![b' '; 64 * 1024 * 1024];
    let mut latin1 = good();
    latin1.extend([b' ', 0xe9]);
    vec![
        ("empty", JSON, Vec::new(), 400, "UNREADABLE_BODY"),
        ("white space", JSON, b"  \n ".to_vec(), 400, "UNREADABLE_BODY"),
        ("no JSON", JSON, b"events=1".to_vec(), 400, "UNREADABLE_BODY"),
        ("a list", JSON, b"[]".to_vec(), 400, "UNREADABLE_BODY"),
        ("a list in a list", JSON, b"[[]]".to_vec(), 400, "UNREADABLE_BODY"),
        ("a text", JSON, b"\"events\"".to_vec(), 400, "UNREADABLE_BODY"),
        ("null", JSON, b"null".to_vec(), 400, "UNREADABLE_BODY"),
        ("no events", JSON, b"{}".to_vec(), 400, "UNREADABLE_BODY"),
        ("events null", JSON, b"{\"events\":null}".to_vec(), 400, "UNREADABLE_BODY"),
        ("events an object", JSON, b"{\"events\":{}}".to_vec(), 400, "UNREADABLE_BODY"),
        ("events twice", JSON, b"{\"events\":[],\"events\":[]}".to_vec(), 400, "UNREADABLE_BODY"),
        ("cut off", JSON, cut(good()), 400, "UNREADABLE_BODY"),
        ("trailing comma", JSON, b"{\"events\":[{},]}".to_vec(), 400, "UNREADABLE_BODY"),
        ("NaN", JSON, b"{\"events\":[{\"a\":NaN}]}".to_vec(), 400, "UNREADABLE_BODY"),
        ("Infinity", JSON, b"{\"events\":[{\"a\":Infinity}]}".to_vec(), 400, "UNREADABLE_BODY"),
        ("a control character in a text", JSON, b"{\"events\":[\"\x01\"]}".to_vec(), 400, "UNREADABLE_BODY"),
        ("not UTF-8", JSON, latin1, 400, "UNREADABLE_BODY"),
        ("UTF-16", JSON, vec![0xff, 0xfe, b'{', 0], 400, "UNREADABLE_BODY"),
        ("deep nesting without end", JSON, b"[".repeat(1_000_000), 400, "UNREADABLE_BODY"),
        (
            "deep nesting in events",
            JSON,
            [b"{\"events\":".to_vec(), b"[".repeat(1_000_000)].concat(),
            400,
            "UNREADABLE_BODY",
        ),
        ("no content type", &[], good(), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("a form", &[("content-type", "application/x-www-form-urlencoded")], good(), 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("plain text", &[("content-type", "text/plain")], good(), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (
            "an unknown encoding",
            &[("content-type", "application/json"), ("content-encoding", "br")],
            good(),
            415,
            "UNSUPPORTED_ENCODING",
        ),
        (
            "two encodings",
            &[("content-type", "application/json"), ("content-encoding", "gzip, gzip")],
            good(),
            415,
            "UNSUPPORTED_ENCODING",
        ),
        ("no gzip", GZIP, good(), 400, "UNREADABLE_BODY"),
        ("gzip cut off", GZIP, cut(gzip(&good())), 400, "UNREADABLE_BODY"),
        ("an empty gzip body", GZIP, Vec::new(), 400, "UNREADABLE_BODY"),
        ("a gzip bomb", GZIP, gzip(&bomb), 413, "BODY_TOO_LARGE"),
        ("no zstd", ZSTD, good(), 400, "UNREADABLE_BODY"),
        ("zstd cut off", ZSTD, cut(zstd(&good())), 400, "UNREADABLE_BODY"),
        ("a zstd bomb", ZSTD, zstd(&bomb), 413, "BODY_TOO_LARGE"),
        ("too large", JSON, vec![b' '; 8 * 1024 * 1024 + 1], 413, "BODY_TOO_LARGE"),
        (
            "too many events",
            JSON,
            format!("{{\"events\":[{}1]}}", "1,".repeat(5_000)).into_bytes(),
            413,
            "TOO_MANY_EVENTS",
        ),
    ]
}

testkit::on_both_engines!(each_is_refused_with_its_status, |db| async {
    let door = Door::open(db);
    for (name, headers, body, status, code) in bad_bodies() {
        let answer = door.post(headers, body).await?;
        assert_eq!((answer.status.as_u16(), answer.body["code"].as_str()), (status, Some(code)), "{name}: {answer:?}");
        assert!(answer.body["message"].as_str().is_some_and(|message| !message.is_empty()), "{name}: {answer:?}");
    }
    assert_eq!(door.stored().await?, 0);
    let answer = door.post(JSON, good()).await?;
    assert_eq!((answer.status, answer.body["inserted"].as_u64()), (StatusCode::OK, Some(1)));
    Ok(())
});

testkit::on_both_engines!(limits_are_settings, |db| async {
    let options = IngestOptions {
        max_batch_events: 2,
        max_body_bytes: 2_000,
        max_payload_bytes: 200,
        ..IngestOptions::default()
    };
    let door = Door::with(db, options);
    let three = batch((0..3).map(|n| run_completed("s", &format!("r{n}"))));
    assert_eq!(door.post_json(three.to_string()).await?.body["code"], "TOO_MANY_EVENTS");
    let large = vec![b' '; 2_001];
    assert_eq!(door.post_json(large).await?.body["message"], "expected at most 2000 bytes, decompressed");
    let wide = batch([run_completed("s", "r").payload("note", "n".repeat(200))]);
    assert_eq!(door.post_json(wide.to_string()).await?.body["errors"][0]["code"], "TOO_LARGE");
    Ok(())
});
