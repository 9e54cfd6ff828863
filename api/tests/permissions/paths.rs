//! Turns the built schema into queries: a path to every field of every type.
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{FieldDefinition, TypeDefinition, TypeKind, TypeSystemDefinition};
use std::collections::{BTreeMap, VecDeque};

/// Arguments for fields that require them, and for those that should return something.
const ARGUMENTS: &[(&str, &str)] = &[
    ("Query.organization", "id: \"acme\""),
    ("Query.global", PERIOD),
    ("Organization.metrics", PERIOD),
    ("Organization.trends", PERIOD),
    ("Organization.failureCategories", PERIOD),
    ("Organization.sessions", PERIOD),
    ("Organization.session", "id: \"acme-mine\""),
    ("Organization.users", PERIOD),
    ("Organization.user", "id: \"ada\""),
    ("OrganizationUser.metrics", PERIOD),
    ("OrganizationUser.trends", PERIOD),
    ("OrganizationUser.sessions", PERIOD),
    (
        "Mutation.ingestEvents",
        "events: [{eventId: \"n\", orgId: \"rival\", occurredAt: \"x\", eventType: \"x\", sessionId: \"x\", payload: {}}]",
    ),
    ("Mutation.upsertOrganization", "id: \"acme\", name: \"A company\""),
    ("Mutation.upsertMember", "organizationId: \"acme\", member: {userId: \"nora\", role: MEMBER}"),
    ("Mutation.removeMember", "organizationId: \"acme\", userId: \"nora\""),
    ("Mutation.createIngestKey", "organizationId: \"acme\", name: \"new\""),
    ("Mutation.revokeIngestKey", "id: \"$KEY\""),
    ("Mutation.replayDeadLetters", "eventIds: []"),
    ("Organization.agentSetup", "agent: CODEX, form: SHELL"),
    ("Session.timeline", "steps: true"),
    ("Subscription.liveRunCounts", "organizationId: \"acme\""),
    ("Subscription.sessionEvents", "organizationId: \"acme\", sessionId: \"acme-mine\""),
];

const PERIOD: &str = "period: {from: \"2026-03-01\", to: \"2026-03-02\"}";

/// A field, and the fields that lead to it.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    /// `Type.field` from the root to the field itself.
    pub(crate) steps: Vec<String>,
    /// The document that requests it.
    pub(crate) document: String,
    /// Names in the response, starting at the root.
    pub(crate) names: Vec<String>,
}

/// A path to every field of every reachable type.
pub(crate) fn ways(sdl: &str) -> Vec<Way> {
    let document = parse_schema(sdl).expect("a schema");
    let types: BTreeMap<String, TypeDefinition> = document
        .definitions
        .into_iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(found) => Some((found.node.name.node.to_string(), found.node)),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    // Each type with the path by which it was first reached.
    let mut reached: BTreeMap<String, ()> = BTreeMap::new();
    let mut queue = VecDeque::new();
    for (root, word) in [("Query", "query"), ("Mutation", "mutation"), ("Subscription", "subscription")] {
        queue.push_back((root.to_owned(), word, Vec::<String>::new(), Vec::<String>::new(), Vec::<String>::new()));
        while let Some((name, word, steps, parts, names)) = queue.pop_front() {
            if reached.insert(name.clone(), ()).is_some() {
                continue;
            }
            let definition = &types[&name];
            for field in sorted(fields(definition)) {
                let step = format!("{name}.{}", field.name.node);
                let part = asked(&step, field);
                let (mut steps, mut parts, mut names) = (steps.clone(), parts.clone(), names.clone());
                steps.push(step);
                parts.push(part);
                names.push(field.name.node.to_string());
                let inner = inner(&field.ty.node.to_string());
                let target = types.get(&inner).filter(|target| !fields(target).is_empty());
                let leaf = if target.is_some() { "{ __typename }" } else { "" };
                let document = nested(word, &parts, leaf);
                found.push(Way { steps: steps.clone(), document, names: names.clone() });
                let Some(target) = target else { continue };
                queue.push_back((inner.clone(), word, steps.clone(), parts.clone(), names.clone()));
                if matches!(target.kind, TypeKind::Interface(_)) {
                    for (name, _) in types.iter().filter(|(_, other)| implements(other, &inner)) {
                        let parts = parts.iter().cloned().chain([format!("... on {name}")]).collect();
                        queue.push_back((name.clone(), word, steps.clone(), parts, names.clone()));
                    }
                }
            }
        }
    }
    found
}

/// The organization first, because everyone has access to it.
fn sorted(mut fields: Vec<&FieldDefinition>) -> Vec<&FieldDefinition> {
    fields.sort_by_key(|field| field.name.node.as_str() != "organization");
    fields
}

fn asked(step: &str, field: &FieldDefinition) -> String {
    let arguments = ARGUMENTS.iter().find(|(name, _)| *name == step).map(|(_, arguments)| *arguments);
    let needs = field.arguments.iter().any(|argument| !argument.node.ty.node.nullable);
    assert!(arguments.is_some() || !needs, "{step} needs arguments: add them to this test");
    match arguments {
        Some(arguments) => format!("{}({arguments})", field.name.node),
        None => field.name.node.to_string(),
    }
}

fn nested(word: &str, parts: &[String], leaf: &str) -> String {
    let open: String = parts.iter().map(|part| format!(" {{ {part}")).collect();
    format!("{word}{open} {leaf}{}", " }".repeat(parts.len()))
}

fn inner(ty: &str) -> String {
    ty.chars().filter(|letter| !matches!(letter, '[' | ']' | '!')).collect()
}

fn implements(definition: &TypeDefinition, interface: &str) -> bool {
    matches!(&definition.kind, TypeKind::Object(object) if object.implements.iter().any(|name| name.node == interface))
}

fn fields(definition: &TypeDefinition) -> Vec<&FieldDefinition> {
    let fields = match &definition.kind {
        TypeKind::Object(object) => object.fields.as_slice(),
        TypeKind::Interface(interface) => interface.fields.as_slice(),
        _ => &[],
    };
    fields.iter().map(|field| &field.node).collect()
}
