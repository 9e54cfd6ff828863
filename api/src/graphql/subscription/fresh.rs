//! A value of a subscription, resolved as if it were requested at that moment: with its own current time, and
//! with nothing cached from earlier values.
use crate::graphql::context::RequestData;
use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, Data, OutputType, Positioned, ServerResult, Value};
use std::borrow::Cow;

/// A value that is resolved with the data of a new request.
pub struct Fresh<T>(pub T);

impl<T: OutputType> OutputType for Fresh<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn qualified_type_name() -> String {
        T::qualified_type_name()
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        self.0.introspection_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let mut data = Data::default();
        if let Ok(request) = ctx.data::<RequestData>() {
            data.insert(request.renewed());
        }
        let mut now = ctx.clone();
        now.execute_data = Some(&data);
        self.0.resolve(&now, field).await
    }
}
