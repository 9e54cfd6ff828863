//! Malicious requests get proper responses: never a 5xx status, never at a high cost.
use crate::fixtures::fill;
use crate::limits::INTROSPECTION;
use axum::body::Body;
use axum::http::Request;
use domain::Role;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use std::time::Duration;
use testkit::{App, on_both_engines};

/// The maximum CPU time of a request. An optimized build stays within 50 ms; the test build is not optimized
/// and shares its process with the engine's threads, so its limit is a multiple of that. A request with
/// multiplying cost would take minutes in either.
const BOUND: Duration = if cfg!(debug_assertions) { Duration::from_millis(1_000) } else { Duration::from_millis(50) };

/// The CPU time of this process so far.
fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).expect("nanoseconds"))
}

/// A reproducible random number generator.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

const FINE: &str = "query Q($p: Period!, $n: Int = 3) { organization(id: \"acme\") { ...O sessions(period: $p, first: $n,
    filter: {idContains: \"a\", minCostUsd: 0.5}) { nodes { id runs { id } } } } } fragment O on Organization { id name }";

fn bodies() -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> = Vec::new();
    let mut query = |kind, text: String| all.push((kind, json!({"query": text}).to_string()));
    let mut dice = Dice(7);
    for end in (1..FINE.len()).step_by(7) {
        query("cut short", FINE[..end].to_owned());
    }
    for _ in 0..40 {
        let mut letters: Vec<u8> = FINE.bytes().collect();
        for _ in 0..3 {
            let (at, with) = (dice.below(letters.len()), b"{}()[]!$@:\"\\,.#\0x1"[dice.below(18)]);
            letters[at] = with;
        }
        query("altered", String::from_utf8_lossy(&letters).into_owned());
    }
    for n in [16, 60, 130, 200, 1_000, 6_000, 20_000] {
        query("deep fields", format!("{}id{}", "{ organization ".repeat(n), "}".repeat(n)));
        query("deep brackets", "{".repeat(n));
        query("deep fragments", format!("{}id{}", "{ ... ".repeat(n), "}".repeat(n)));
        query("deep lists", format!("{{ organization(id: {}{}) {{ id }} }}", "[".repeat(n), "]".repeat(n)));
        query("deep objects", format!("{{ organization(id: {}1{}) {{ id }} }}", "{a:".repeat(n), "}".repeat(n)));
        query("deep defaults", format!("query($x: Int = {}{}) {{ viewer {{ id }} }}", "[".repeat(n), "]".repeat(n)));
        query("deep types", format!("query($x: {}Int{}) {{ viewer {{ id }} }}", "[".repeat(n), "]".repeat(n)));
    }
    for n in [100, 2_000, 6_000, 12_500] {
        let each = |text: &dyn Fn(usize) -> String| (0..n).map(text).collect::<Vec<_>>().join(" ");
        query("wide", format!("{{ viewer {{ {} }} }}", "id ".repeat(n)));
        query("wide and unknown", format!("{{ viewer {{ {} }} }}", each(&|i| format!("nam{i}"))));
        query("aliases", format!("{{ {} }}", each(&|i| format!("a{i}: __typename"))));
        query(
            "aliases of lists",
            format!("{{ {} }}", each(&|i| format!("a{i}: organizations(first: 500) {{ nodes {{ id }} }}"))),
        );
        query("directives", format!("{{ viewer {{ id {} }} }}", "@skip(if: false) ".repeat(n)));
        query("unknown directives", format!("{{ viewer {{ id {} }} }}", each(&|i| format!("@d{i}"))));
        query("arguments", format!("{{ organization({}) {{ id }} }}", each(&|i| format!("x{i}: 1"))));
        query("the same argument", format!("{{ organization({}) {{ id }} }}", "id: 1 ".repeat(n)));
        query("operations", each(&|i| format!("query Q{i} {{ viewer {{ id }} }}")));
        query("variables", format!("query({}) {{ viewer {{ id }} }}", each(&|i| format!("$v{i}: Int"))));
        query(
            "unused fragments",
            format!("{{ viewer {{ id }} }} {}", each(&|i| format!("fragment F{i} on Viewer {{ id }}"))),
        );
        query("conflicts", format!("{{ viewer {{ {} }} }}", "x: id x: name ".repeat(n)));
        query("long string", format!("{{ organization(id: \"{}\") {{ id }} }}", "\\u0041".repeat(n)));
        query("block string", format!("{{ organization(id: \"\"\"{}\"\"\") {{ id }} }}", "\n  x".repeat(n)));
        query("commas", format!("{{ viewer {{ id {} }} }}", ",".repeat(n)));
        query("a long number", format!("{{ organizations(first: {}) {{ totalCount }} }}", "9".repeat(n)));
        let letters = |n: usize| char::from(b'a' + u8::try_from(n % 26).expect("a letter"));
        let short = |n: usize| format!("{}{}{}{}", letters(n / 17_576), letters(n / 676), letters(n / 26), letters(n));
        query("short names", format!("{{ {} }}", each(&|i| short(i * 2))));
        query("a long name", format!("{{ {} }}", "n".repeat(n)));
    }
    for n in [60, 70, 500, 1_500] {
        let chain: Vec<String> = (0..n).map(|i| format!("fragment F{i} on Query {{ ...F{} }}", i + 1)).collect();
        let (forth, back) = (chain.join(" "), chain.iter().rev().cloned().collect::<Vec<_>>().join(" "));
        for chain in [forth, back] {
            query("a chain", format!("{{ ...F0 }} {chain} fragment F{n} on Query {{ viewer {{ id }} }}"));
        }
    }
    for n in [1, 2, 5, 20] {
        let circle: Vec<String> = (0..n).map(|i| format!("fragment F{i} on Query {{ ...F{} }}", (i + 1) % n)).collect();
        query("a circle", format!("{{ ...F0 }} {}", circle.join(" ")));
        query("a circle aside", format!("{{ viewer {{ id }} }} {}", circle.join(" ")));
    }
    for n in [5, 20, 60, 400] {
        for last in ["viewer { id }", "...Missing", "nothing", "__schema { types { name } }"] {
            let double: Vec<String> =
                (0..n).map(|i| format!("fragment F{i} on Query {{ ...F{0} ...F{0} }}", i + 1)).collect();
            query("doubling", format!("{{ ...F0 }} {} fragment F{n} on Query {{ {last} }}", double.join(" ")));
        }
    }
    for n in [2, 5, 50] {
        query(
            "introspection again",
            format!(
                "{{ {} }}",
                (0..n)
                    .map(|i| format!("a{i}: __schema {{ types {{ name fields {{ name args {{ name }} }} }} }} "))
                    .collect::<String>()
            ),
        );
        let nested = "type { fields { ".repeat(n) + "name" + &"} }".repeat(n);
        query("introspection within", format!("{{ __type(name: \"Query\") {{ fields {{ {nested} }} }} }}"));
        query("introspection of all", format!("{{ __schema {{ types {{ fields {{ {nested} }} }} }} }}"));
        query(
            "possible types",
            format!("{{ __schema {{ types {{ {} name {} }} }} }}", "possibleTypes { ".repeat(n), "}".repeat(n)),
        );
    }
    query("introspection", INTROSPECTION.to_owned());
    query("costly", "{ organizations(first: 500) { nodes { sessions(period: {from: \"2026-01-01\", to: \"2026-02-01\"}, first: 500) { nodes { runs { id } } } } } }".to_owned());
    query("negative", "{ organizations(first: -2147483648) { totalCount } }".to_owned());
    query(
        "far days",
        "{ organization { metrics(period: {from: \"-262143-01-01\", to: \"+262142-12-31\"}) { runs } } }".to_owned(),
    );
    query("subscription", "subscription { nothing }".to_owned());
    all.extend(raw());
    all
}

/// Bodies that are not valid requests.
fn raw() -> Vec<(&'static str, String)> {
    let fine = json!({"query": "{ viewer { id } }"});
    let variables = |value: Value| json!({"query": FINE, "variables": value}).to_string();
    let deep = |n: usize| format!("{}1{}", "[".repeat(n), "]".repeat(n));
    let mut all = vec![
        ("empty", String::new()),
        ("a number", "1".to_owned()),
        ("null", "null".to_owned()),
        ("no query", "{}".to_owned()),
        ("an empty query", json!({"query": ""}).to_string()),
        ("a list as query", json!({"query": []}).to_string()),
        ("another operation", json!({"query": FINE, "operationName": "R"}).to_string()),
        ("a number as name", json!({"query": FINE, "operationName": 5}).to_string()),
        ("variables as list", variables(json!([1]))),
        ("no variables", variables(json!({}))),
        ("wrong variables", variables(json!({"p": {"from": 1, "to": {}}, "n": "x"}))),
        ("large variables", variables(json!({"p": "x".repeat(1_000_000)}))),
        ("many variables", variables((0..20_000).map(|i| (format!("v{i}"), json!(i))).collect())),
        (
            "a huge number",
            r#"{"query": "query($n: Int) { organizations(first: $n) { totalCount } }", "variables": {"n": 1e999}}"#
                .to_owned(),
        ),
        ("persisted", json!({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "x"}}}).to_string()),
        ("twice", r#"{"query": "{ viewer { id } }", "query": "{ viewer { name } }"}"#.to_owned()),
        ("long", json!({"query": " ".repeat(9_000_000)}).to_string()),
        ("no text", "\u{0}\u{1}{\"query\":".to_owned()),
    ];
    for n in [1, 2, 10, 1_000, 20_000] {
        all.push(("a list of operations", json!(vec![fine.clone(); n]).to_string()));
    }
    for n in [10, 126, 500, 100_000] {
        all.push(("nested lists", deep(n)));
        all.push((
            "deep variables",
            format!("{{\"query\": \"{{ viewer {{ id }} }}\", \"variables\": {{\"x\": {}}}}}", deep(n)),
        ));
    }
    all
}

/// The memory of this process, in bytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or_default();
    pages * 4_096
}

/// How much memory all of them together may leave allocated.
const LEFT: u64 = 64 << 20;

on_both_engines!(whoever_means_harm_is_answered, |db| async {
    let app = App::on(&db).await?;
    fill(&app).await?;
    let token = app.as_role(Role::SuperAdmin).user("frank").token().await?;
    let bodies = bodies();
    assert!(bodies.len() >= 200, "{}", bodies.len());
    // With and without a credential, and by another endpoint: a document can be sent without authentication.
    let doors = [("/graphql", Some(token.as_str())), ("/graphql", None), ("/graphql/stream", None)];
    let all = bodies.into_iter().flat_map(|(kind, body)| doors.map(|door| (kind, body.clone(), door)));
    let mut kept = 0;
    for (position, (kind, body, (path, token))) in all.enumerate() {
        // Memory that the first ones allocate stays allocated.
        if position == 100 {
            kept = resident();
        }
        let request = Request::post(path).header("content-type", "application/json");
        let request = request.header("accept", "text/event-stream");
        let length = body.len();
        let before = cpu();
        let reply = app.send(request, token, Body::from(body)).await?;
        let cost = cpu().saturating_sub(before);
        assert!(reply.status < 500, "{position} {kind}: {} {}", reply.status, reply.text());
        let answer = if path == "/graphql" { reply.json()? } else { Value::Null };
        assert!(!reply.text().contains("INTERNAL"), "{position} {kind}: {answer}");
        assert!(reply.body.len() < 2_000_000, "{position} {kind}: {} bytes", reply.body.len());
        assert!(cost < BOUND, "{position} {kind} of {length} bytes took {cost:?} of processor time");
    }
    let left = resident().saturating_sub(kept);
    assert!(left < LEFT, "{left} bytes more are taken than before");
    Ok(())
});
