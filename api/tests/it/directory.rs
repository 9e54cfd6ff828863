//! Changes to the directory.
use domain::Role;
use serde_json::json;
use testkit::app::codes;
use testkit::events::message;
use testkit::{App, on_both_engines};

on_both_engines!(members_come_change_and_go, |db| async {
    let app = App::on(&db).await?;
    app.store_events([message("s").user("bob")]).await?;
    let put = |member: &str| {
        format!(
            "mutation {{ upsertMember(organizationId: \"acme\", member: {member}) {{ id name email role memberSince }} }}"
        )
    };
    let made = app
        .as_role(Role::OrgAdmin)
        .user("carol")
        .gql(&put("{userId: \"bob\", displayName: \"Bob\", email: \"b@x.org\", role: MEMBER}"))
        .await?;
    assert_eq!(
        made["data"]["upsertMember"],
        json!({"id": "bob", "name": "Bob", "email": "b@x.org", "role": "MEMBER", "memberSince": "2026-03-02T12:00:00.000000Z"})
    );
    let changed =
        app.as_role(Role::OrgAdmin).user("carol").gql(&put("{userId: \"bob\", email: null, role: MANAGER}")).await?;
    let member = &changed["data"]["upsertMember"];
    assert_eq!((&member["name"], &member["email"], &member["role"]), (&json!("Bob"), &json!(null), &json!("MANAGER")));
    for bad in
        ["{userId: \"bob\", role: SUPER_ADMIN}", "{userId: \"bob\", role: SUPPORT}", "{userId: \"\", role: MEMBER}"]
    {
        assert_eq!(
            codes(&app.as_role(Role::SuperAdmin).user("frank").gql(&put(bad)).await?),
            ["BAD_USER_INPUT"],
            "{bad}"
        );
    }
    let remove = "mutation { removeMember(organizationId: \"acme\", userId: \"bob\") { name } }";
    assert_eq!(
        app.as_role(Role::OrgAdmin).user("carol").gql(remove).await?["data"]["removeMember"]["name"],
        json!("Bob")
    );
    assert_eq!(codes(&app.as_role(Role::OrgAdmin).user("carol").gql(remove).await?), ["NOT_FOUND"]);
    let still = app
        .as_role(Role::OrgAdmin)
        .user("carol")
        .gql("{ organization { user(id: \"bob\") { name lastActiveAt } } }")
        .await?;
    assert_eq!(
        still["data"]["organization"]["user"],
        json!({"name": null, "lastActiveAt": "2026-03-01T10:00:00.000000Z"})
    );
    Ok(())
});

on_both_engines!(organizations_are_registered_and_found, |db| async {
    let app = App::on(&db).await?;
    for (id, name) in [("o1", "Blue"), ("o2", "amber"), ("o3", "Amber")] {
        let put = format!("mutation {{ upsertOrganization(id: \"{id}\", name: \"{name}\") {{ id name }} }}");
        assert_eq!(
            app.as_role(Role::SuperAdmin).user("frank").gql(&put).await?["data"]["upsertOrganization"]["name"],
            json!(name)
        );
    }
    let list = |rest: &str| {
        format!("{{ organizations{rest} {{ totalCount nodes {{ id }} pageInfo {{ endCursor hasNextPage }} }} }}")
    };
    let names = |answer: &serde_json::Value| answer["data"]["organizations"]["nodes"].to_string();
    let all = app.as_role(Role::Support).user("eve").gql(&list("")).await?;
    assert_eq!(names(&all), r#"[{"id":"o3"},{"id":"o1"},{"id":"o2"}]"#);
    let found = app.as_role(Role::Support).user("eve").gql(&list("(search: \"AMB\")")).await?;
    assert_eq!(
        (names(&found).as_str(), &found["data"]["organizations"]["totalCount"]),
        (r#"[{"id":"o3"},{"id":"o2"}]"#, &json!(2))
    );
    let first = app.as_role(Role::Support).user("eve").gql(&list("(first: 2)")).await?;
    let cursor = first["data"]["organizations"]["pageInfo"]["endCursor"].as_str().expect("a cursor");
    let rest = app.as_role(Role::Support).user("eve").gql(&list(&format!("(first: 2, after: \"{cursor}\")"))).await?;
    assert_eq!(names(&rest), r#"[{"id":"o2"}]"#);
    assert_eq!(
        app.as_role(Role::Support).user("eve").gql("{ organization { id } }").await?["data"]["organization"],
        json!(null)
    );
    Ok(())
});
