//! What a command is asked about must be there.
use anyhow::{Result, ensure};
use domain::OrgId;
use store::{Sql, Store};

/// The organization that `--org` names, if it is given: of a misspelled one nothing differs and nothing
/// is done, which would look like success.
pub(crate) async fn organization(store: &Store, id: Option<&str>) -> Result<Option<OrgId>> {
    let Some(org_id) = id.map(OrgId::from) else { return Ok(None) };
    let sql = Sql::new("SELECT 1 FROM orgs WHERE org_id = $1").text(org_id.shared());
    ensure!(
        !store.fetch(sql).await?.is_empty(),
        "--org: there is no organization with this id, `{org_id}`; see `organizations` in GraphQL"
    );
    Ok(Some(org_id))
}
