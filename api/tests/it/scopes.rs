//! Who may see what: the matrix of roles and operations.
use domain::Role;
use serde_json::Value;
use std::path::{Path, PathBuf};
use testkit::app::codes;
use testkit::events::{message, run_completed};
use testkit::{App, on_both_engines};

const P: &str = "period: {from: \"2026-03-01\", to: \"2026-03-02\"}";
/// The error code for each of the roles: "" for data without an error.
async fn matrix(app: &App, query: &str) -> testkit::Result<Vec<String>> {
    let mut row = Vec::new();
    for role in Role::ALL {
        let answer = app.as_role(*role).user("ada").gql(query).await?;
        row.push(codes(&answer).join(" "));
    }
    Ok(row)
}

async fn two_organizations(app: &App) -> testkit::Result<()> {
    app.store_events([
        message("mine").user("ada"),
        run_completed("mine", "r1").user("ada"),
        message("yours").user("bob"),
        run_completed("yours", "r2").user("bob"),
        message("secret").org("rival").user("zoe"),
        run_completed("secret", "r1").org("rival").user("zoe"),
    ])
    .await
}

on_both_engines!(roles_against_operations, |db| async {
    let app = App::on(&db).await?;
    two_organizations(&app).await?;
    let acme = |what: &str| format!("{{ organization(id: \"acme\") {{ {what} }} }}");
    let cases = [
        (
            acme(&format!("metrics({P}) {{ runs }} failureCategories({P}) {{ count }} live {{ running }}")),
            ["", "", "", "", ""],
        ),
        (acme("session(id: \"mine\") { id runs { id } }"), ["", "", "", "", ""]),
        (acme("session(id: \"yours\") { id }"), ["NOT_FOUND", "", "", "", ""]),
        (acme("session(id: \"secret\") { id }"), ["NOT_FOUND"; 5]),
        (acme(&format!("user(id: \"ada\") {{ metrics({P}) {{ runs }} }}")), ["", "", "", "", ""]),
        (acme(&format!("user(id: \"bob\") {{ metrics({P}) {{ runs }} }}")), ["NOT_FOUND", "", "", "", ""]),
        (acme("user(id: \"zoe\") { id }"), ["NOT_FOUND"; 5]),
        ("{ organization(id: \"rival\") { id } }".to_owned(), ["NOT_FOUND", "NOT_FOUND", "NOT_FOUND", "", ""]),
        ("{ organization(id: \"nobody\") { id } }".to_owned(), ["NOT_FOUND"; 5]),
        (
            "{ pipeline { queueDepth eventsStored } }".to_owned(),
            ["FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", ""],
        ),
        (
            "mutation { upsertMember(organizationId: \"acme\", member: {userId: \"n\", role: MEMBER}) { id } }"
                .to_owned(),
            ["FORBIDDEN", "FORBIDDEN", "", "FORBIDDEN", ""],
        ),
        (
            "mutation { upsertMember(organizationId: \"rival\", member: {userId: \"n\", role: MEMBER}) { id } }"
                .to_owned(),
            ["FORBIDDEN", "FORBIDDEN", "NOT_FOUND", "FORBIDDEN", ""],
        ),
        (
            "mutation { upsertOrganization(id: \"acme\", name: \"Acme\") { name } }".to_owned(),
            ["FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", ""],
        ),
        ("mutation { ingestEvents(events: []) { received } }".to_owned(), ["FORBIDDEN"; 5]),
    ];
    for (query, expected) in cases {
        assert_eq!(matrix(&app, &query).await?, expected, "{query}");
    }
    Ok(())
});

on_both_engines!(lists_show_what_the_scope_admits, |db| async {
    let app = App::on(&db).await?;
    two_organizations(&app).await?;
    let query = format!(
        "{{ organizations(first: 6) {{ totalCount nodes {{ id
             metrics({P}) {{ runs activeUsers }}
             sessions({P}) {{ totalCount summary {{ runs }} nodes {{ id user {{ id }} }} }}
             users({P}) {{ totalCount summary {{ runs activeUsers }} nodes {{ id name }} }} }} }} }}"
    );
    let seen = |answer: &Value| {
        let organizations = &answer["data"]["organizations"];
        let own = &organizations["nodes"][0];
        (
            organizations["totalCount"].as_i64(),
            own["metrics"]["runs"].as_i64(),
            own["sessions"]["totalCount"].as_i64(),
            own["sessions"]["summary"]["runs"].as_i64(),
            own["users"]["totalCount"].as_i64(),
            own["users"]["summary"]["runs"].as_i64(),
        )
    };
    let member = app.as_role(Role::Member).user("ada").gql(&query).await?;
    assert_eq!(seen(&member), (Some(1), Some(2), Some(1), Some(1), Some(1), Some(1)), "{member}");
    let manager = app.as_role(Role::Manager).user("ada").gql(&query).await?;
    assert_eq!(seen(&manager), (Some(1), Some(2), Some(2), Some(2), Some(2), Some(2)), "{manager}");
    let support = app.as_role(Role::Support).user("eve").gql(&query).await?;
    assert_eq!(seen(&support).0, Some(2), "{support}");
    assert!(!member.to_string().contains("bob") && !manager.to_string().contains("zoe"));
    Ok(())
});

on_both_engines!(a_member_meets_others_in_the_own_session_by_id_alone, |db| async {
    let app = App::on(&db).await?;
    app.as_role(Role::Manager).user("bob").gql("{ viewer { id } }").await?;
    app.store_events([message("mine").user("ada"), message("mine").user("bob").at("2026-03-01T10:05:00Z")]).await?;
    let query = format!(
        "{{ organization {{ session(id: \"mine\") {{ timeline {{ nodes {{ ... on MessageEvent {{
             user {{ id name email metrics({P}) {{ runs }} sessions({P}) {{ totalCount }} }} }} }} }} }} }} }}"
    );
    let answer = app.as_role(Role::Member).user("ada").gql(&query).await?;
    assert_eq!(codes(&answer), ["FORBIDDEN"], "{answer}");
    assert!(!answer.to_string().contains("bob@"), "{answer}");
    Ok(())
});

/// Statements are only built where a scope is required; resolvers have no other way to read rows.
#[test]
fn resolvers_read_through_the_reader_alone() {
    let mut folders: Vec<PathBuf> =
        ["graphql", "export", "live", "pages", "openapi"].map(|name| Path::new("src").join(name)).into();
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let text = std::fs::read_to_string(&path).expect("a file");
            for way in
                ["sea_orm", "entities::", ".select(", ".select::<", ".query_within(", ".query_in_turn(", ".statement("]
            {
                assert!(!text.contains(way), "{}: {way}", path.display());
            }
        }
    }
    assert!(files > 60, "{files} files");
}
