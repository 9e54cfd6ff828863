//! The event contract as OpenAPI, generated from its declaration in `domain::contract`.
use domain::EventType;
use domain::contract::{ENVELOPE, Field, Object, Shape};
use std::borrow::Cow;
use utoipa::openapi::schema::{
    ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{ComponentsBuilder, Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// One event.
pub struct Event;

impl ToSchema for Event {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Event")
    }
}

impl PartialSchema for Event {
    fn schema() -> RefOr<Schema> {
        object("One event.", ENVELOPE)
    }
}

/// Adds the payloads, and the objects within them.
pub(super) fn add(components: ComponentsBuilder) -> ComponentsBuilder {
    EventType::ALL.iter().fold(components, |components, kind| add_object(components, kind.payload()))
}

fn add_object(components: ComponentsBuilder, declared: &Object) -> ComponentsBuilder {
    let components = components.schema(declared.name, object(declared.about, declared.fields));
    declared.fields.iter().fold(components, |components, field| match field.shape {
        Shape::Object(within) => add_object(components, within),
        _ => components,
    })
}

fn object(about: &str, fields: &[Field]) -> RefOr<Schema> {
    let built = fields.iter().fold(ObjectBuilder::new(), |built, field| {
        let built = built.property(field.name, property(field));
        if field.required { built.required(field.name) } else { built }
    });
    built.description(Some(about.trim())).into()
}

fn property(field: &Field) -> RefOr<Schema> {
    let of_type = |kind: Type| {
        let kinds = if field.required { SchemaType::new(kind) } else { SchemaType::from_iter([kind, Type::Null]) };
        ObjectBuilder::new().schema_type(kinds).description(Some(field.description()))
    };
    let none = || ObjectBuilder::new().schema_type(Type::Null);
    match field.shape {
        Shape::Id => of_type(Type::String).max_length(field.max_length()).into(),
        Shape::Text | Shape::Word(_) => of_type(Type::String).into(),
        Shape::Time => of_type(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))).into(),
        Shape::Flag => of_type(Type::Boolean).into(),
        Shape::Whole => {
            let format = SchemaFormat::KnownFormat(KnownFormat::Int64);
            of_type(Type::Integer).format(Some(format)).minimum(Some(0)).into()
        }
        Shape::Usd => {
            let one = |kind: Type| ObjectBuilder::new().schema_type(kind);
            let either = OneOfBuilder::new().item(one(Type::Number)).item(one(Type::String));
            let either = if field.required { either } else { either.item(none()) };
            either.description(Some(field.description())).into()
        }
        Shape::Object(within) => {
            let there = Ref::builder().ref_location_from_schema_name(within.name);
            let there = there.description(Some(field.description())).build();
            if field.required { there.into() } else { OneOfBuilder::new().item(there).item(none()).into() }
        }
        Shape::Objects => {
            let kinds =
                if field.required { Type::Array.into() } else { SchemaType::from_iter([Type::Array, Type::Null]) };
            let list = ArrayBuilder::new().schema_type(kinds).items(ObjectBuilder::new().schema_type(Type::Object));
            list.description(Some(field.description())).into()
        }
        Shape::Payload => {
            let any = EventType::ALL.iter().map(|kind| Ref::from_schema_name(kind.payload().name));
            let any = any.fold(OneOfBuilder::new(), OneOfBuilder::item);
            any.description(Some(field.description())).into()
        }
    }
}
