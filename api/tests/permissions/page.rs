//! The printed page is up to date with the tables.

#[test]
fn permissions_md_is_fresh() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/PERMISSIONS.md");
    let spoken = api::permissions::page();
    if std::env::var_os("UPDATE_PERMISSIONS").is_some() {
        std::fs::write(&path, &spoken).expect("docs/PERMISSIONS.md can be written");
        return;
    }
    let printed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(printed == spoken, "docs/PERMISSIONS.md is stale: run the tests once with UPDATE_PERMISSIONS=1");
}
