//! Timeouts, intervals and cache lifetimes use monotonic moments; the time of day is for people, tokens and
//! rows. The types keep the two apart where they meet; this test makes sure that no new use of the time of day
//! is overlooked.
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Which files use the time of day, and what for.
const READERS: &[(&str, &str)] = &[
    ("query/src/audit/mod.rs", "when something was done"),
    ("auth/src/dev/authorize.rs", "when a code ends, which is signed"),
    ("auth/src/dev/exchange.rs", "when codes and tokens end, which are signed"),
    ("auth/src/dev/token.rs", "when a token ends, which is signed"),
    ("auth/src/identify.rs", "whether a token is good"),
    ("auth/src/ingest_keys.rs", "whether a key has ended, and when it was used"),
    ("auth/src/directory_sync.rs", "when somebody came"),
    ("auth/src/signin/callback.rs", "when a sign-in or a token ends"),
    ("auth/src/signin/client.rs", "when a sign-in or a token ends"),
    ("auth/src/token_memory.rs", "whether a token has ended"),
    ("api/src/graphql/context.rs", "which day it is"),
    ("ingest/src/agents/keep.rs", "when records arrived"),
    ("ingest/src/service.rs", "when events are received"),
    ("api/src/live/feed.rs", "which day it is"),
    ("api/src/live/socket/connection.rs", "when a token ends"),
    ("api/src/live/sse.rs", "when a token ends"),
    ("api/src/server/tls/peer.rs", "whether a certificate has ended"),
    ("api/src/server/tls/provider.rs", "whether a certificate is of now"),
    ("api/src/server/tls/reload.rs", "whether a certificate has ended"),
    ("query/src/write/dead_letters.rs", "when something was done"),
    ("query/src/write/ingest_keys.rs", "when something was done"),
    ("query/src/write/members.rs", "when something was done"),
    ("query/src/write/organizations.rs", "when something was done"),
    ("store/src/connect.rs", "a name of the process"),
    ("store/src/probe.rs", "a mark that differs from the last one"),
    ("store/src/retention.rs", "how far clocks differ"),
    ("telemetry/src/look.rs", "how long events have waited, which other machines received"),
    ("worker/src/give_up.rs", "when an event is due, which other workers read"),
    ("worker/src/isolate.rs", "what is due, and when it was projected"),
    ("worker/src/measures.rs", "how long events have waited, which other machines received"),
    ("worker/src/project/directory.rs", "when an organization came"),
    ("worker/src/rebuild.rs", "when something was projected"),
    ("worker/src/retention/purge.rs", "when something was projected"),
    ("worker/src/retention/mod.rs", "what is too old"),
];

#[test]
fn only_times_of_day_are_read_from_the_wall_clock() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = BTreeSet::new();
    for folder in [
        "api/src",
        "auth/src",
        "fold/src",
        "ingest/src",
        "query/src",
        "store/src",
        "telemetry/src",
        "web/src",
        "worker/src",
    ] {
        readers(&root, &root.join(folder), &mut found);
    }
    let named: BTreeSet<String> = READERS.iter().map(|(file, _)| (*file).to_owned()).collect();
    let new: Vec<_> = found.difference(&named).collect();
    assert!(new.is_empty(), "read a moment, or say here why it is the time of day: {new:?}");
    let gone: Vec<_> = named.difference(&found).collect();
    assert!(gone.is_empty(), "do not read it any more: {gone:?}");
}

fn readers(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path: PathBuf = entry.expect("an entry").path();
        if path.is_dir() {
            readers(root, &path, found);
            continue;
        }
        let text = fs::read_to_string(&path).expect("a text");
        let code: String = text.split("#[cfg(test)]").next().unwrap_or_default().split_whitespace().collect();
        if ["clock().now()", "clock.now()"].iter().any(|read| code.contains(read)) {
            let file = path.strip_prefix(root).expect("below the root");
            found.insert(file.display().to_string());
        }
    }
}
