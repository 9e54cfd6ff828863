//! The printed schema is the one that the code implements, and keeps what clients rely on.
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    FieldDefinition, InputValueDefinition, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use async_graphql::{Name, Positioned};
use domain::EventType;
use domain::contract::{ENVELOPE, RunLink, Shape};
use std::collections::BTreeMap;

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
fn an_event_has_the_fields_of_the_contract() {
    let types = types(&api::schema_sdl());
    let TypeKind::InputObject(input) = &types["EventInput"].kind else { panic!("EventInput is no input") };
    let spoken: Vec<_> =
        input.fields.iter().map(|field| (field.node.name.node.as_str(), !field.node.ty.node.nullable)).collect();
    let meant: Vec<_> = ENVELOPE.iter().map(|field| (in_camel_case(field.name), field.required)).collect();
    assert_eq!(spoken, meant.iter().map(|(name, required)| (name.as_str(), *required)).collect::<Vec<_>>());
}

fn in_camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

#[test]
fn the_table_of_event_types_is_fresh() {
    const BEGIN: &str = "| `event_type` | required in the payload | optional |\n|---|---|---|\n";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/API.md");
    let page = std::fs::read_to_string(&path).expect("docs/API.md");
    let (before, rest) = page.split_once(BEGIN).expect("the head of the table");
    let (printed, after) = rest.split_once("\n\n").expect("the end of the table");
    let told = EventType::ALL.iter().map(|kind| row(*kind)).collect::<Vec<_>>().join("\n");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{told}\n\n{after}")).expect("docs/API.md can be written");
        return;
    }
    assert!(printed == told, "docs/API.md is stale: run the tests once with UPDATE_SCHEMA=1");
}

fn row(kind: EventType) -> String {
    let run = match kind.run() {
        RunLink::Ignored => "",
        RunLink::Optional => " (may have `run_id`)",
        RunLink::Required => " (with `run_id`)",
    };
    let fields = |required: bool| {
        let fields = kind.payload().fields.iter().filter(|field| field.required == required);
        let listed = fields.fold(String::new(), |listed, field| match field.shape {
            Shape::Word(words) => format!("{listed}`{}`: {}; ", field.name, words.join(", ")),
            _ => format!("{listed}`{}`, ", field.name),
        });
        match listed.trim_end_matches([',', ';', ' ']) {
            "" => String::new(),
            listed => format!(" {listed}"),
        }
    };
    format!("| `{}`{run} |{} |{} |", kind.wire(), fields(true), fields(false))
}

#[test]
fn everything_is_described() {
    let mut bare = Vec::new();
    let arguments = |bare: &mut Vec<String>, of: &str, all: &[Positioned<InputValueDefinition>]| {
        for argument in all.iter().filter(|argument| argument.node.description.is_none()) {
            bare.push(format!("{of}.{}", argument.node.name.node));
        }
    };
    for (name, definition) in types(&api::schema_sdl()) {
        if definition.description.is_none() {
            bare.push(name.clone());
        }
        for field in fields(&definition) {
            let path = format!("{name}.{}", field.name.node);
            arguments(&mut bare, &path, &field.arguments);
            if field.description.is_none() {
                bare.push(path);
            }
        }
        match &definition.kind {
            TypeKind::InputObject(input) => arguments(&mut bare, &name, &input.fields),
            TypeKind::Enum(all) => {
                let values = all.values.iter().filter(|value| value.node.description.is_none());
                bare.extend(values.map(|value| format!("{name}.{}", value.node.value.node)));
            }
            _ => {}
        }
    }
    assert_eq!(bare, Vec::<String>::new(), "without a description");
}

#[test]
fn what_clients_rely_on_is_there() {
    let spoken = types(&api::schema_sdl());
    let mut broken = Vec::new();
    for (name, wanted) in types(include_str!("contract.graphql")) {
        match spoken.get(&name) {
            Some(found) => compare(&name, &wanted, found, &mut broken),
            None => broken.push(format!("{name} is missing")),
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn a_broken_contract_is_noticed() {
    let wanted = "enum E { A } input I { a: Int } interface N { a: ID! } \
        type T implements N { a: ID! b(first: Int = 5, x: ID!): [Int!]! c: Int }";
    let found = "enum E { A B } input I { a: Int! b: Int! c: Int } interface N { a: ID } \
        type T { a: ID! b(first: Int = 6, x: ID, y: Int!): [Int!] }";
    let (wanted, found) = (types(wanted), types(found));
    let mut broken = Vec::new();
    for (name, wanted) in &wanted {
        compare(name, wanted, &found[name], &mut broken);
    }
    assert_eq!(
        broken,
        [
            "E: expected [A], got [A, B]",
            "I.a: expected Int, got Int!",
            "I.b is required",
            "N.a: expected ID!, got ID",
            "T: expected [N], got []",
            "T.b: expected [Int!]!, got [Int!]",
            "T.b.first: expected Int = 5, got Int = 6",
            "T.b.x: expected ID!, got ID",
            "T.b.y is required",
            "T.c is missing",
        ]
    );
}

fn types(sdl: &str) -> BTreeMap<String, TypeDefinition> {
    let document = parse_schema(sdl).expect("a schema");
    let types = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some((definition.node.name.node.to_string(), definition.node)),
        _ => None,
    });
    types.collect()
}

fn fields(definition: &TypeDefinition) -> Vec<&FieldDefinition> {
    let fields = match &definition.kind {
        TypeKind::Object(object) => object.fields.as_slice(),
        TypeKind::Interface(interface) => interface.fields.as_slice(),
        _ => &[],
    };
    fields.iter().map(|field| &field.node).collect()
}

fn compare(name: &str, wanted: &TypeDefinition, found: &TypeDefinition, broken: &mut Vec<String>) {
    let listed = |names: Vec<String>| format!("[{}]", names.join(", "));
    let mut same = |wanted: Vec<String>, found: Vec<String>| {
        if wanted != found {
            broken.push(format!("{name}: expected {}, got {}", listed(wanted), listed(found)));
        }
    };
    match (&wanted.kind, &found.kind) {
        (TypeKind::Scalar, TypeKind::Scalar) | (TypeKind::Interface(_), TypeKind::Interface(_)) => {}
        (TypeKind::Enum(wanted), TypeKind::Enum(found)) => {
            let values = |all: &async_graphql::parser::types::EnumType| {
                all.values.iter().map(|value| value.node.value.node.to_string()).collect()
            };
            same(values(wanted), values(found));
        }
        (TypeKind::InputObject(wanted), TypeKind::InputObject(found)) => {
            inputs(name, &wanted.fields, &found.fields, broken);
        }
        (TypeKind::Object(wanted), TypeKind::Object(found)) => {
            let names = |all: &[Positioned<Name>]| all.iter().map(|name| name.node.to_string()).collect();
            same(names(&wanted.implements), names(&found.implements));
        }
        _ => broken.push(format!("{name} is another kind of type")),
    }
    for field in fields(wanted) {
        let path = format!("{name}.{}", field.name.node);
        match fields(found).into_iter().find(|other| other.name.node == field.name.node) {
            Some(other) => {
                expect(&path, &field.ty.node.to_string(), &other.ty.node.to_string(), broken);
                inputs(&path, &field.arguments, &other.arguments, broken);
            }
            None => broken.push(format!("{path} is missing")),
        }
    }
}

/// Arguments, or the fields of an input: those that clients rely on are unchanged, others are optional.
fn inputs(
    path: &str,
    wanted: &[Positioned<InputValueDefinition>],
    found: &[Positioned<InputValueDefinition>],
    broken: &mut Vec<String>,
) {
    let shape = |input: &InputValueDefinition| match &input.default_value {
        Some(default) => format!("{} = {}", input.ty.node, default.node),
        None => input.ty.node.to_string(),
    };
    let named = |all: &[Positioned<InputValueDefinition>], name: &Name| {
        all.iter().find(|input| input.node.name.node == *name).map(|input| shape(&input.node))
    };
    for input in wanted {
        let name = &input.node.name.node;
        match named(found, name) {
            Some(found) => expect(&format!("{path}.{name}"), &shape(&input.node), &found, broken),
            None => broken.push(format!("{path}.{name} is missing")),
        }
    }
    for input in found.iter().filter(|input| named(wanted, &input.node.name.node).is_none()) {
        if !input.node.ty.node.nullable && input.node.default_value.is_none() {
            broken.push(format!("{path}.{} is required", input.node.name.node));
        }
    }
}

fn expect(path: &str, wanted: &str, found: &str, broken: &mut Vec<String>) {
    if wanted != found {
        broken.push(format!("{path}: expected {wanted}, got {found}"));
    }
}
