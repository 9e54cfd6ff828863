//! Paging through every list in every order, forward and backward, yields the same items as one long page, also
//! with ties and nulls, and during concurrent writes.
use domain::Role;
use serde_json::{Value, json};
use testkit::app::Person;
use testkit::events::{Draft, handoff, message, run_completed};
use testkit::{App, Result, on_both_engines};

const PERIOD: &str = "period: {from: \"2026-02-01\", to: \"2026-02-28\"}";
const SESSION_FIELDS: &str = "STARTED_AT LIFESPAN ACTIVE_TIME RUNS HANDOFFS SUCCESS_RATE FAILURES COST";
const USER_FIELDS: &str = "NAME SESSIONS RUNS RUNS_PER_SESSION ACTIVE_TIME LIFESPAN HANDOFF_RATE POST_HANDOFF_RATE \
    SUCCESS_RATE COST COST_PER_RUN";
const RANKING_FIELDS: &str = "NAME ACTIVE_USERS SESSIONS RUNS SUCCESS_RATE RUNS_PER_SESSION HANDOFF_RATE COST";

/// Sessions with few distinct values, so that every order has ties, and some without runs, so that rates are
/// null; they belong to few people and organizations.
fn crowd(org: &str, sessions: usize) -> Vec<Draft> {
    let mut events = Vec::new();
    for n in 0..sessions {
        let (session, user) = (format!("s{n:02}"), format!("u{}", n % 5));
        let at = |minute: usize| format!("2026-02-{:02}T10:{minute:02}:00Z", 10 + n % 3);
        let of = |draft: Draft, minute| draft.org(org).user(&user).at(&at(minute));
        events.push(of(message(&session), 0));
        for run in 0..n % 4 {
            let status = if (n + run) % 2 == 0 { "success" } else { "fail" };
            let completed = run_completed(&session, &format!("{session}-{run}")).status(status);
            events.push(of(completed.payload("cost", format!("0.{}", 1 + n % 2)), 10));
        }
        if n % 3 == 0 {
            events.push(of(handoff(&session), 5));
        }
    }
    events
}

/// A list: what leads to it, its name and arguments, what leads to an item's id, and what closes it.
struct List {
    open: String,
    item: &'static str,
    id: fn(&Value) -> &Value,
    path: &'static str,
}

impl List {
    fn of_acme(name: &str, order: &str) -> Self {
        let open = format!("organization(id: \"acme\") {{ {name}({PERIOD}, orderBy: {order}, ");
        Self {
            open,
            item: "id",
            id: |node| &node["id"],
            path: if name == "users" { "/organization/users" } else { "/organization/sessions" },
        }
    }

    fn ranking(order: &str) -> Self {
        let open = format!("global({PERIOD}) {{ organizations(orderBy: {order}, ");
        Self {
            open,
            item: "organization { id }",
            id: |node| &node["organization"]["id"],
            path: "/global/organizations",
        }
    }

    async fn page(&self, person: &Person, arguments: &str) -> Result<Value> {
        let query = format!(
            "{{ {} {arguments}) {{ edges {{ cursor node {{ {} }} }}
               pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} }}",
            self.open, self.item
        );
        let data = person.data(&query, json!({})).await?;
        Ok(data.pointer(self.path).cloned().unwrap_or_default())
    }

    fn ids(&self, page: &Value) -> Vec<String> {
        let edges = page["edges"].as_array().map(Vec::as_slice).unwrap_or_default();
        edges.iter().map(|edge| (self.id)(&edge["node"]).as_str().unwrap_or("?").to_owned()).collect()
    }

    /// All ids, page by page; each page must know whether there are others before and after it.
    async fn walk(&self, person: &Person, size: usize, backward: bool) -> Result<Vec<String>> {
        let (count, bound, edge, more, behind) = match backward {
            false => ("first", "after", "endCursor", "hasNextPage", "hasPreviousPage"),
            true => ("last", "before", "startCursor", "hasPreviousPage", "hasNextPage"),
        };
        let mut all = Vec::new();
        let mut cursor = Value::Null;
        loop {
            let page = self.page(person, &format!("{count}: {size}, {bound}: {cursor}")).await?;
            let ids = self.ids(&page);
            assert!(ids.len() == size || page["pageInfo"][more] == json!(false), "{page}");
            assert_eq!(page["pageInfo"][behind], json!(!cursor.is_null()), "{page}");
            all.push(ids);
            if page["pageInfo"][more] == json!(false) {
                break;
            }
            cursor = page["pageInfo"][edge].clone();
        }
        if backward {
            all.reverse();
        }
        Ok(all.concat())
    }
}

fn orders(fields: &str) -> impl Iterator<Item = String> {
    let order = |field: &str, direction: &str| format!("{{field: {field}, direction: {direction}}}");
    fields.split_whitespace().flat_map(move |field| [order(field, "ASC"), order(field, "DESC")])
}

on_both_engines!(pages_of_sessions_make_up_the_list, |db| async {
    let app = App::on(&db).await?;
    app.store_events(crowd("acme", 23)).await?;
    let carol = app.as_role(Role::OrgAdmin).user("carol");
    for order in orders(SESSION_FIELDS) {
        let list = List::of_acme("sessions", &order);
        let whole = list.ids(&list.page(&carol, "first: 500").await?);
        assert_eq!(whole.len(), 23, "{order}");
        for backward in [false, true] {
            assert_eq!(list.walk(&carol, 7, backward).await?, whole, "{order} backward: {backward}");
        }
    }
    Ok(())
});

on_both_engines!(pages_of_users_and_rankings_make_up_the_list, |db| async {
    let app = App::on(&db).await?;
    app.store_events(crowd("acme", 12)).await?;
    for (org, sessions) in [("b", 4), ("c", 4), ("d", 1), ("e", 9)] {
        app.store_events(crowd(org, sessions)).await?;
    }
    let frank = app.as_role(Role::SuperAdmin).user("frank");
    frank.data("mutation { upsertOrganization(id: \"idle\", name: \"b\") { id } }", json!({})).await?;
    for user in ["u1", "u2", "other", "none"] {
        let member = format!("{{userId: \"{user}\", displayName: \"Twin\", role: MEMBER}}");
        let enrol = format!("mutation {{ upsertMember(organizationId: \"acme\", member: {member}) {{ id }} }}");
        frank.data(&enrol, json!({})).await?;
    }
    for order in orders(USER_FIELDS) {
        let list = List::of_acme("users", &order);
        let whole = list.ids(&list.page(&frank, "first: 500").await?);
        assert_eq!(whole.len(), 7, "{order}");
        for backward in [false, true] {
            assert_eq!(list.walk(&frank, 3, backward).await?, whole, "{order} backward: {backward}");
        }
    }
    for order in orders(RANKING_FIELDS) {
        let list = List::ranking(&order);
        let whole = list.ids(&list.page(&frank, "first: 500").await?);
        assert_eq!(whole.len(), 6, "{order}");
        assert_eq!(list.walk(&frank, 2, false).await?, whole, "{order}");
    }
    Ok(())
});

on_both_engines!(what_is_written_meanwhile_moves_nobody, |db| async {
    let app = App::on(&db).await?;
    app.store_events(crowd("acme", 12)).await?;
    let carol = app.as_role(Role::OrgAdmin).user("carol");
    for (turn, field) in ["STARTED_AT", "COST", "SUCCESS_RATE"].into_iter().enumerate() {
        let list = List::of_acme("sessions", &format!("{{field: {field}, direction: DESC}}"));
        let before = list.ids(&list.page(&carol, "first: 500").await?);
        let (mut seen, mut cursor) = (Vec::new(), Value::Null);
        for step in 0.. {
            let page = list.page(&carol, &format!("first: 3, after: {cursor}")).await?;
            seen.extend(list.ids(&page));
            cursor = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
            // At both ends and in the middle of any order.
            let name = |end: &str| format!("new{turn}{step}{end}");
            let (early, late) = (name("a"), name("b"));
            app.store_events([
                message(&early).at("2026-02-01T00:00:00Z"),
                message(&late).at("2026-02-28T00:00:00Z"),
                run_completed(&late, &late).at("2026-02-28T00:01:00Z").payload("cost", "9"),
            ])
            .await?;
        }
        let of_before: Vec<_> = seen.iter().filter(|id| before.contains(id)).cloned().collect();
        assert_eq!(of_before, before, "{field}");
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), seen.len(), "{field}: {seen:?}");
    }
    Ok(())
});

on_both_engines!(arguments_and_cursors_out_of_place, |db| async {
    let app = App::on(&db).await?;
    app.store_events(crowd("acme", 4).into_iter().chain(crowd("b", 4))).await?;
    let frank = app.as_role(Role::SuperAdmin).user("frank");
    let cost = List::of_acme("sessions", "{field: COST, direction: ASC}");
    let cursor = cost.page(&frank, "first: 1").await?["pageInfo"]["endCursor"].clone();
    let users = List::of_acme("users", "{field: COST, direction: ASC}");
    let user_cursor = users.page(&frank, "first: 1").await?["pageInfo"]["endCursor"].clone();
    let of = |org: &str, list: &str, rest: &str| {
        format!("{{ organization(id: \"{org}\") {{ {list}({PERIOD}, {rest}) {{ nodes {{ id }} }} }} }}")
    };
    let ordered =
        |field: &str, direction: &str| format!("orderBy: {{field: {field}, direction: {direction}}}, after: {cursor}");
    assert_eq!(frank.codes(&of("acme", "sessions", &ordered("COST", "ASC")), json!({})).await?, [""; 0]);
    let refused = [
        of("acme", "sessions", &ordered("COST", "DESC")),
        of("acme", "sessions", &ordered("RUNS", "ASC")),
        of("b", "sessions", &ordered("COST", "ASC")),
        of("acme", "users", &ordered("COST", "ASC")),
        of("acme", "sessions", &format!("orderBy: {{field: COST, direction: ASC}}, before: {user_cursor}")),
        of("acme", "sessions", "first: 1, last: 1"),
        of("acme", "users", "first: 1, last: 1"),
        of("acme", "sessions", "first: -1"),
        of("acme", "sessions", "last: 501"),
        of("acme", "users", "first: 501"),
        of("acme", "users", "last: -1"),
        format!(
            "{{ organization(id: \"acme\") {{ user(id: \"u1\") {{ sessions({PERIOD}, {}) {{ nodes {{ id }} }} }} }} }}",
            ordered("COST", "ASC")
        ),
        "{ organizations(first: 501) { totalCount } }".to_owned(),
        "{ organization(id: \"acme\") { session(id: \"s01\") { timeline(first: -1) { totalCount } } } }".to_owned(),
    ];
    for query in refused {
        assert_eq!(frank.codes(&query, json!({})).await?, ["BAD_USER_INPUT"], "{query}");
    }
    // An argument that is null, or an undefined variable, is the same as no argument.
    let allowed =
        "query($f: Int) { organization(id: \"acme\") { sessions(PERIOD, first: $f, last: 2) { nodes { id } } } }";
    let answer = frank.data(&allowed.replace("PERIOD", PERIOD), json!({"f": null})).await?;
    assert_eq!(answer["organization"]["sessions"]["nodes"].as_array().map(Vec::len), Some(2));
    let answer = frank.data(&allowed.replace("PERIOD", PERIOD), json!({})).await?;
    assert_eq!(answer["organization"]["sessions"]["nodes"].as_array().map(Vec::len), Some(2));
    assert_eq!(frank.codes(&allowed.replace("PERIOD", PERIOD), json!({"f": 3})).await?, ["BAD_USER_INPUT"]);
    Ok(())
});

on_both_engines!(sessions_of_many_users_are_those_of_each, |db| async {
    let app = App::on(&db).await?;
    app.store_events(crowd("acme", 23)).await?;
    let frank = app.as_role(Role::SuperAdmin).user("frank");
    for order in orders(SESSION_FIELDS) {
        for size in ["first: 2", "last: 2"] {
            let asked = format!(
                "id sessions({PERIOD}, orderBy: {order}, {size}) {{ totalCount nodes {{ id runs(first: 50) {{ id }} }} edges {{ cursor }}
                   summary {{ runs costNanoUsd }} pageInfo {{ hasNextPage hasPreviousPage }} }} trends({PERIOD}, bucket: WEEK) {{ metrics {{ runs activeUsers p50DurationMs }} }}"
            );
            let list = format!("{{ organization(id: \"acme\") {{ users({PERIOD}) {{ nodes {{ {asked} }} }} }} }}");
            let nodes = frank.data(&list, json!({})).await?["organization"]["users"]["nodes"].take();
            let nodes = nodes.as_array().expect("a list");
            assert_eq!(nodes.len(), 5);
            for node in nodes {
                let alone = format!("{{ organization(id: \"acme\") {{ user(id: {}) {{ {asked} }} }} }}", node["id"]);
                assert_eq!(*node, frank.data(&alone, json!({})).await?["organization"]["user"], "{order}");
                assert_eq!(node["sessions"]["nodes"].as_array().map(Vec::len), Some(2), "{node}");
            }
        }
    }
    Ok(())
});
