//! Finds lists in the types of the schema.
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};
use std::collections::{BTreeMap, BTreeSet};

/// A field of a type: the type it leads to, and whether to a list.
struct Field {
    name: String,
    to: String,
    many: bool,
    paged: bool,
}

fn target(of: &Type) -> (String, bool) {
    match &of.base {
        BaseType::Named(name) => (name.to_string(), false),
        BaseType::List(item) => (target(item).0, true),
    }
}

fn field(of: &str, field: &FieldDefinition) -> Field {
    let (to, many) = target(&field.ty.node);
    let bounded = |name: &str| matches!(name, "first" | "last" | "top");
    // The number of items of a connection is limited by the field that leads to it.
    let paged =
        field.arguments.iter().any(|argument| bounded(argument.node.name.node.as_str())) || of.ends_with("Connection");
    Field { name: format!("{of}.{}", field.name.node), to, many, paged }
}

/// The fields of each type that has fields; an interface leads to its implementations.
fn fields() -> BTreeMap<String, Vec<Field>> {
    let mut found: BTreeMap<String, Vec<Field>> = BTreeMap::new();
    for definition in parse_schema(api::schema_sdl()).expect("the schema").definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = definition.node.name.node.to_string();
        let (own, implements) = match &definition.node.kind {
            TypeKind::Object(object) => (&object.fields, object.implements.as_slice()),
            TypeKind::Interface(interface) => (&interface.fields, interface.implements.as_slice()),
            _ => continue,
        };
        found.entry(name.clone()).or_default().extend(own.iter().map(|one| field(&name, &one.node)));
        for interface in implements {
            let as_one = Field { name: name.clone(), to: name.clone(), many: false, paged: false };
            found.entry(interface.node.to_string()).or_default().push(as_one);
        }
    }
    found
}

/// Every type that can be reached from this one.
fn reached(fields: &BTreeMap<String, Vec<Field>>, from: &str) -> BTreeSet<String> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from.to_owned()]);
    while let Some(name) = open.pop() {
        for field in fields.get(&name).into_iter().flatten() {
            if seen.insert(field.to.clone()) {
                open.push(field.to.clone());
            }
        }
    }
    seen
}

#[test]
fn no_list_without_a_page_lies_on_a_circle() {
    let fields = fields();
    let mut endless = Vec::new();
    let mut lists = 0;
    for (of, own) in &fields {
        for field in own.iter().filter(|field| field.many) {
            lists += 1;
            if !field.paged && (field.to == *of || reached(&fields, &field.to).contains(of)) {
                endless.push(field.name.as_str());
            }
        }
    }
    assert!(lists > 20, "the lists were looked at: {lists}");
    assert!(reached(&fields, "Run").contains("Session"), "circles are seen");
    assert_eq!(endless, Vec::<&str>::new());
}

#[test]
fn lists_without_a_page_are_known_to_be_short() {
    let fields = fields();
    let unpaged = fields.values().flatten().filter(|field| field.many && !field.paged).map(|field| field.name.as_str());
    // Their length is that of a period in days, or the number of values of an enum; a batch has at most as many
    // errors as events; of agents, their versions and models, of unknown records and of lines of a setup there are only
    // so many.
    let known = [
        "Agent.problems",
        "Agent.unpricedModels",
        "Agent.versions",
        "AgentSetup.notes",
        "AgentSetup.snippets",
        "Global.trends",
        "IngestResult.errors",
        "Organization.agents",
        "Organization.failureCategories",
        "Organization.trends",
        "Organization.unknownRecords",
        "OrganizationTrend.points",
        "OrganizationUser.trends",
        "Viewer.permissions",
    ];
    assert_eq!(unpaged.collect::<BTreeSet<_>>(), known.into_iter().collect());
}
