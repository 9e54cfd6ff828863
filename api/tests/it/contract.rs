//! The printed contract is the one that the code speaks.

#[test]
fn schema_graphql_is_fresh() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let printed = std::fs::read_to_string(&path).unwrap_or_default();
    let spoken = format!("{}\n", api::schema_sdl().trim_end());
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &spoken).expect("schema.graphql can be written");
        return;
    }
    assert!(printed == spoken, "schema.graphql is stale: run the tests once with UPDATE_SCHEMA=1");
}

#[test]
fn everything_is_described() {
    let mut described = false;
    let mut bare = Vec::new();
    let printed = api::schema_sdl();
    // The block at the end names the roots.
    let types = printed.split("\nschema {").next().unwrap_or_default();
    for line in types.lines() {
        let text = line.trim();
        // The end of a list of arguments is no field of its own.
        let begins = line.starts_with('\t') && !line.starts_with("\t\t") && !text.starts_with(['"', ')']);
        let is_field = begins && text.contains(':');
        if is_field && !described {
            bare.push(text.to_owned());
        }
        described = text.ends_with("\"\"\"");
    }
    assert_eq!(bare, Vec::<String>::new(), "fields without a description");
}
