//! Every field of the built schema is requested by every caller: it is answered or rejected according to the
//! table of fields, for it and for the fields that lead to it.
use crate::cast::{Asker, Cast, codes};
use crate::paths::{Way, ways};
use api::permissions::fields::{FIELDS, Rule, rule};
use domain::permission::AccessLevel;
use domain::permission::reach;
use serde_json::Value;
use std::collections::BTreeSet;
use testkit::on_both_engines;

/// The error code that the tables require; `None` if the field is to be answered.
fn promised(asker: &Asker, way: &Way) -> Option<&'static str> {
    let refused = way.steps.iter().filter_map(|step| rule(step)).find_map(|rule| match (rule, asker.role) {
        (Rule::SignedIn, Some(_)) => None,
        (Rule::May(capability), Some(role)) => (reach(capability, role) == AccessLevel::Nothing).then_some("FORBIDDEN"),
        (Rule::Producer, None) if asker.is_key() => None,
        (Rule::Producer, Some(_)) => Some("FORBIDDEN"),
        (_, None) if asker.is_key() => Some("FORBIDDEN"),
        (_, None) => Some("UNAUTHENTICATED"),
    });
    if asker.is_expired() { Some("UNAUTHENTICATED") } else { refused }
}

/// Whether a response contains the field at the end of these names, even as null.
fn shows(answer: &Value, names: &[String]) -> bool {
    match (answer, names) {
        (_, []) => true,
        (Value::Array(items), _) => items.iter().any(|item| shows(item, names)),
        (Value::Object(fields), [name, rest @ ..]) => fields.get(name).is_some_and(|field| shows(field, rest)),
        _ => false,
    }
}

#[test]
fn the_roots_are_listed_and_nothing_else_is_made_up() {
    let known: BTreeSet<String> =
        ways(&api::schema_sdl()).into_iter().filter_map(|way| way.steps.last().cloned()).collect();
    let listed: BTreeSet<String> = FIELDS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(listed.len(), FIELDS.len(), "a field is listed once");
    let unknown: Vec<&String> = listed.difference(&known).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "listed, but not in the schema");
    let is_root = |name: &&String| ["Query.", "Mutation.", "Subscription."].iter().any(|root| name.starts_with(root));
    let bare: Vec<&String> = known.difference(&listed).filter(is_root).collect();
    assert_eq!(bare, Vec::<&String>::new(), "a field of a root that is not listed");
}

on_both_engines!(every_field_is_guarded_as_listed, |db| async {
    let cast = Cast::new(&db).await?;
    let mut wrong = Vec::new();
    let eve = cast.askers.last().expect("SUPER_ADMIN");
    for way in ways(&api::schema_sdl()) {
        let document = way.document.replace("$KEY", &cast.keys[0]);
        for asker in &cast.askers {
            if way.steps.iter().any(|step| step == "Mutation.removeMember") {
                // The removed member is added again.
                let enrol = "mutation { upsertMember(organizationId: \"acme\", member: {userId: \"nora\", role: MEMBER}) { id } }";
                cast.ask(eve, enrol).await?;
            }
            let answer = if document.starts_with("subscription") {
                cast.follow(asker, &document).await?
            } else {
                cast.ask(asker, &document).await?
            };
            let promised = promised(asker, &way);
            let found = codes(&answer);
            let holds = match promised {
                Some(code) => found == [code],
                None => found.is_empty() && shows(&answer["data"], &way.names),
            };
            if !holds {
                wrong.push(format!("{} as {}: expected {promised:?}, got {answer}", document, asker.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
});
