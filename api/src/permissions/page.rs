//! The page docs/PERMISSIONS.md, printed from the tables.
use super::fields::{FIELDS, Rule};
use crate::graphql::types::enums::Permission;
use domain::Capability;
use domain::Role;
use domain::permission::reach;

const HEAD: &str = "# Permissions

Printed by `tachograph schema --permissions` from the tables that the server decides by; a test keeps it fresh.

Roles come with the access token. MEMBER, MANAGER and ORG_ADMIN belong to one organization, SUPPORT and SUPER_ADMIN to the
platform.
";

const PEOPLE: &str = "
What lies beyond the reach of a role is answered with `FORBIDDEN` where everybody knows that it exists, and with
`NOT_FOUND` where its existence is a secret: a foreign organization, somebody else's session. Lists, totals and files hold
what is in reach, and nothing tells how much is not. A MEMBER who meets another person in the own session sees that
person's id, and neither name nor address; that person's figures answer `FORBIDDEN`, and the list of that person's sessions
is empty.

## What `Viewer.permissions` tells

";

const FIELDS_HEAD: &str = "
## Which field asks for what

A field that is not listed asks for no more than the field that leads to it, but for what the paragraph on reach says.

";

const REST: &str = "
`/export/{org}/..` asks for `Export`. `createIngestKey` without an organization and `revokeIngestKey` of such a key ask for
`OperatePlatform`. An ingest key may call `ingestEvents` and `POST /v1/events`, for its organization or, without one, for
all; it is a person to nothing.
";

/// The page as Markdown.
#[must_use]
pub fn page() -> String {
    let mut page = format!("{HEAD}\n{}", row("may", Role::ALL.iter().map(|role| role.wire().to_owned())));
    page.push_str(&row("---", Role::ALL.iter().map(|_| "---".to_owned())));
    for capability in Capability::ALL {
        let title = format!("`{capability:?}`: {}", capability.meaning());
        page.push_str(&row(&title, Role::ALL.iter().map(|role| reach(capability, *role).words().to_owned())));
    }
    page.push_str(PEOPLE);
    page.push_str("| role | permissions |\n| --- | --- |\n");
    for role in Role::ALL {
        let granted: Vec<String> = Permission::of(*role).into_iter().map(|one| format!("`{}`", one.word())).collect();
        let granted = if granted.is_empty() { "none".to_owned() } else { granted.join(", ") };
        page.push_str(&row(role.wire(), [granted]));
    }
    page.push_str(FIELDS_HEAD);
    page.push_str("| asks for | fields |\n| --- | --- |\n");
    let rules = [Rule::SignedIn, Rule::Producer].into_iter().chain(Capability::ALL.map(Rule::May));
    for rule in rules {
        let fields: Vec<String> =
            FIELDS.iter().filter(|(_, other)| *other == rule).map(|(name, _)| format!("`{name}`")).collect();
        if !fields.is_empty() {
            page.push_str(&row(&title(rule), [fields.join(", ")]));
        }
    }
    page.push_str(REST);
    page
}

fn title(rule: Rule) -> String {
    match rule {
        Rule::SignedIn => "a person who signed in".to_owned(),
        Rule::Producer => "an ingest key".to_owned(),
        Rule::May(capability) => format!("`{capability:?}`"),
    }
}

fn row(first: &str, others: impl IntoIterator<Item = String>) -> String {
    let others: Vec<String> = others.into_iter().collect();
    format!("| {first} | {} |\n", others.join(" | "))
}
