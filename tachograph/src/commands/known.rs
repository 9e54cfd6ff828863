//! What a command is asked about must be there.
use anyhow::{Result, ensure};
use domain::OrgId;
use entities::org;
use sea_orm::EntityTrait as _;
use store::Store;

/// The organization that `--org` names, if it is given: of a misspelled one nothing differs and nothing
/// is done, which would look like success.
pub(crate) async fn organization(store: &Store, id: Option<&str>) -> Result<Option<OrgId>> {
    let Some(org_id) = id.map(OrgId::from) else { return Ok(None) };
    ensure!(
        org::Entity::find_by_id(org_id.as_str()).one(store).await?.is_some(),
        "--org: there is no organization with this id, `{org_id}`; see `organizations` in GraphQL"
    );
    Ok(Some(org_id))
}
