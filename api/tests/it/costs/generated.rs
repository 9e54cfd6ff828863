//! Random documents: a document within the limits never resolves more values than its cost allows.
use super::weigh::{Scales, limit, values};
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};
use domain::Role;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use testkit::app::codes;
use testkit::events::{Draft, handoff, message, run_completed};
use testkit::{App, on_both_engines};

/// The number of generated documents, and how many of the allowed ones are run, the most expensive first.
const MADE: usize = 700;
const ASKED: usize = 60;
/// The maximum number of values resolved per point.
const VALUES_A_POINT: usize = 10;
/// The maximum size of a response, in bytes.
const MOST_BYTES: usize = 32 << 20;

/// A reproducible random number generator.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// The types that have fields, and the implementations of interfaces.
struct Schema {
    fields: BTreeMap<String, Vec<FieldDefinition>>,
    implements: BTreeMap<String, Vec<String>>,
    enums: BTreeMap<String, Vec<String>>,
}

fn named(of: &Type) -> &str {
    match &of.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => named(item),
    }
}

impl Schema {
    fn read() -> Self {
        let mut schema = Self { fields: BTreeMap::new(), implements: BTreeMap::new(), enums: BTreeMap::new() };
        for definition in parse_schema(api::schema_sdl()).expect("the schema").definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let name = definition.node.name.node.to_string();
            match definition.node.kind {
                TypeKind::Object(object) => {
                    for interface in &object.implements {
                        schema.implements.entry(interface.node.to_string()).or_default().push(name.clone());
                    }
                    schema.fields.insert(name, object.fields.into_iter().map(|field| field.node).collect());
                }
                TypeKind::Interface(interface) => {
                    schema.fields.insert(name, interface.fields.into_iter().map(|field| field.node).collect());
                }
                TypeKind::Enum(all) => {
                    let values = all.values.into_iter().map(|value| value.node.value.node.to_string());
                    schema.enums.insert(name, values.collect());
                }
                _ => {}
            }
        }
        schema
    }

    /// A selection on a type, in braces, up to a depth.
    fn selection(&self, dice: &mut Dice, of: &str, depth: usize) -> String {
        let fields = &self.fields[of];
        let mut text = String::from("{ __typename ");
        let wanted = 1 + dice.below(4);
        for _ in 0..wanted {
            let field = dice.one_of(fields);
            let name = named(&field.ty.node);
            let Some(arguments) = self.arguments(dice, field) else { continue };
            // With unique aliases, so that no fields conflict.
            let alias = dice.below(10_000);
            if !self.fields.contains_key(name) {
                let _ = write!(text, "f{alias}_{0}: {0}{arguments} ", field.name.node);
            } else if depth > 0 {
                let within = self.selection(dice, name, depth - 1);
                let _ = write!(text, "f{alias}_{0}: {0}{arguments} {within} ", field.name.node);
            }
        }
        if let Some(others) = self.implements.get(of).filter(|_| depth > 0) {
            let other = dice.one_of(others);
            let _ = write!(text, "... on {other} {} ", self.selection(dice, other, depth - 1));
        }
        text + "}"
    }

    /// The arguments of a field, in parentheses; `None` if one is required that has no known value.
    fn arguments(&self, dice: &mut Dice, field: &FieldDefinition) -> Option<String> {
        let mut given = Vec::new();
        for argument in &field.arguments {
            let (name, of) = (argument.node.name.node.as_str(), &argument.node.ty.node);
            let value = match name {
                "first" if dice.below(5) > 0 => dice.one_of(&["0", "1", "2", "5", "20", "100", "500"]).to_string(),
                "top" => dice.one_of(&["0", "5", "50"]).to_string(),
                "period" => dice
                    .one_of(&[
                        "{from: \"2026-02-23\", to: \"2026-03-01\"}",
                        "{from: \"2025-02-01\", to: \"2026-03-07\"}",
                    ])
                    .to_string(),
                "bucket" => dice.one_of(self.enums.get(named(of))?).clone(),
                "id" => match named(&field.ty.node) {
                    "Organization" => "\"acme\"".to_owned(),
                    "Session" => "\"s\"".to_owned(),
                    _ => "\"u1\"".to_owned(),
                },
                _ if of.nullable => continue,
                _ => return None,
            };
            given.push(format!("{name}: {value}"));
        }
        Some(if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) })
    }
}

/// A session of 1 000 runs, and 500 people.
fn world() -> Vec<Draft> {
    let mut events: Vec<Draft> = (0..1_000).map(|n| run_completed("s", &format!("r{n}")).user("u1")).collect();
    events.extend((0..50).map(|_| handoff("s").user("u1")));
    events.extend((0..500).map(|n| message(&format!("x{n}")).user(&format!("u{n}"))));
    events
}

on_both_engines!(allowed_documents_resolve_a_few_values_a_point, |db| async {
    let (app, scales, schema) = (App::on(&db).await?, Scales::new(&db).await?, Schema::read());
    app.store_events(world()).await?;
    let token = app.as_role(Role::SuperAdmin).user("frank").token().await?;
    let mut dice = Dice(29);
    let mut allowed = Vec::new();
    for _ in 0..MADE {
        let depth = 3 + dice.below(10);
        let document = schema.selection(&mut dice, "Query", depth);
        // Documents that exceed another limit get no cost.
        if let Some(points) = scales.points(&document, &json!({})).await?.filter(|points| *points <= limit()) {
            allowed.push((points, document));
        }
    }
    assert!(allowed.len() >= ASKED * 2, "{} documents are allowed", allowed.len());
    allowed.sort();
    allowed.reverse();
    assert!(allowed[0].0 > limit() / 4, "some are heavy: {}", allowed[0].0);
    let (mut most, mut heaviest) = (0.0_f64, 0);
    for (points, document) in allowed.into_iter().take(ASKED) {
        let answer = app.ask(Some(&token), &document, json!({})).await?;
        let codes = codes(&answer);
        assert!(!codes.contains(&"INTERNAL") && !codes.contains(&"TIMEOUT"), "{document} {codes:?}");
        let values = values(&answer["data"]);
        assert!(values <= points * VALUES_A_POINT, "{values} values for {points} points: {document}");
        assert!(answer.to_string().len() <= MOST_BYTES, "{document}");
        most = most.max(values as f64 / points as f64);
        heaviest = heaviest.max(values);
    }
    assert!(heaviest > 1_000, "something was resolved: {heaviest} values at most, {most} a point");
    Ok(())
});
