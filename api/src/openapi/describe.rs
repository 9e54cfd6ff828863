//! The vocabulary with which routes are described.
use utoipa::ToSchema;
use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{Content, Ref, RefOr, Required, ResponseBuilder, SecurityRequirement};

/// The names of the authentication schemes.
pub(super) const TOKEN: &str = "accessToken";
pub(super) const KEY: &str = "ingestKey";
pub(super) const COOKIE: &str = "session";

/// The description of one method of one path.
pub(super) struct Route {
    pub(super) path: &'static str,
    pub(super) method: HttpMethod,
    pub(super) operation: Operation,
}

/// A description under construction.
pub(super) struct Describing {
    path: &'static str,
    method: HttpMethod,
    built: OperationBuilder,
}

/// Begins the description of a GET.
pub(super) fn get(tag: &str, path: &'static str, summary: &str) -> Describing {
    begin(HttpMethod::Get, tag, path, summary)
}

/// Begins the description of a POST.
pub(super) fn post(tag: &str, path: &'static str, summary: &str) -> Describing {
    begin(HttpMethod::Post, tag, path, summary)
}

fn begin(method: HttpMethod, tag: &str, path: &'static str, summary: &str) -> Describing {
    Describing { path, method, built: OperationBuilder::new().tag(tag).summary(Some(summary)) }
}

/// A reference to a type among the components.
pub(super) fn named<T: ToSchema>() -> RefOr<Schema> {
    Ref::from_schema_name(T::name()).into()
}

/// A text, or anything else without its own schema.
pub(super) fn plain(kind: Type) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(kind).build().into()
}

impl Describing {
    /// Adds a description to the summary.
    pub(super) fn tells(self, text: &str) -> Self {
        self.with(|built| built.description(Some(text)))
    }

    /// Adds the accepted authentication schemes: any of them suffices.
    pub(super) fn by<const N: usize>(self, ways: [&str; N]) -> Self {
        ways.into_iter().fold(self, |route, way| {
            let none: [&str; 0] = [];
            route.with(|built| built.security(SecurityRequirement::new(way, none)))
        })
    }

    /// Adds a path parameter.
    pub(super) fn part(self, name: &str, text: &str) -> Self {
        self.parameter(name, ParameterIn::Path, Required::True, plain(Type::String), text)
    }

    /// Adds a required query parameter.
    pub(super) fn needs(self, name: &str, text: &str) -> Self {
        self.parameter(name, ParameterIn::Query, Required::True, plain(Type::String), text)
    }

    /// Adds an optional query parameter.
    pub(super) fn may(self, name: &str, kind: Type, text: &str) -> Self {
        self.parameter(name, ParameterIn::Query, Required::False, plain(kind), text)
    }

    /// Adds an optional header.
    pub(super) fn header(self, name: &str, text: &str) -> Self {
        self.parameter(name, ParameterIn::Header, Required::False, plain(Type::String), text)
    }

    /// Adds a request body, with any of these schemas.
    pub(super) fn takes(self, shapes: &[(&str, RefOr<Schema>)]) -> Self {
        let body = RequestBodyBuilder::new().required(Some(Required::True));
        let body =
            shapes.iter().fold(body, |body, (kind, schema)| body.content(*kind, Content::new(Some(schema.clone()))));
        self.with(|built| built.request_body(Some(body.build())))
    }

    /// Adds a response with a body.
    pub(super) fn answers(self, status: &str, text: &str, kind: &str, schema: RefOr<Schema>) -> Self {
        let response = ResponseBuilder::new().description(text).content(kind, Content::new(Some(schema)));
        self.with(|built| built.response(status, response.build()))
    }

    /// Adds a response without a body.
    pub(super) fn ends(self, status: &str, text: &str) -> Self {
        self.with(|built| built.response(status, ResponseBuilder::new().description(text).build()))
    }

    /// Adds an error response: `{"code", "message"}`.
    pub(super) fn refuses(self, status: &str, text: &str) -> Self {
        self.answers(status, text, "application/json", named::<super::schemas::Failure>())
    }

    /// Adds the error responses for unauthenticated and unauthorized requests.
    pub(super) fn guarded(self) -> Self {
        self.refuses("401", "UNAUTHENTICATED: the credential is missing or not valid")
            .refuses("403", "FORBIDDEN: the role does not allow it, or a foreign page used the cookie")
            .refuses("429", "RATE_LIMITED: retry after Retry-After seconds")
            .refuses("503", "UNAVAILABLE: the credential cannot be checked now")
    }

    /// Returns the finished description.
    pub(super) fn done(self) -> Route {
        Route { path: self.path, method: self.method, operation: self.built.build() }
    }

    fn with(self, change: impl FnOnce(OperationBuilder) -> OperationBuilder) -> Self {
        Self { built: change(self.built), ..self }
    }

    fn parameter(self, name: &str, place: ParameterIn, required: Required, schema: RefOr<Schema>, text: &str) -> Self {
        let style = matches!(place, ParameterIn::Query).then_some(ParameterStyle::Form);
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(place)
            .required(required)
            .schema(Some(schema))
            .style(style)
            .description(Some(text));
        self.with(|built| built.parameter(parameter))
    }
}
