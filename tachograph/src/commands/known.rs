//! Checks that what a command names exists.
use anyhow::{Result, ensure};
use domain::OrgId;
use entities::org;
use sea_orm::EntityTrait as _;
use store::Store;

/// The organization in `--org`, if given: for a misspelled one there would be no differences and nothing to do,
/// which would look like success.
pub(crate) async fn organization(store: &Store, id: Option<&str>) -> Result<Option<OrgId>> {
    let Some(org_id) = id.map(OrgId::from) else { return Ok(None) };
    ensure!(
        !org::Entity::find_by_id(org_id.as_str()).all(store).await?.is_empty(),
        "--org: there is no organization with this id, `{org_id}`; see `organizations` in GraphQL"
    );
    Ok(Some(org_id))
}
