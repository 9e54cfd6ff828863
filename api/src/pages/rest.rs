//! The page at `/docs/rest`: a readable form of the OpenAPI document.
use crate::app::App;
use crate::openapi;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Map, Value};
use std::fmt::Write as _;
use web::layout::document;
use web::layout::escape;

/// The order of the sections: what integrators need first comes first.
const ORDER: [&str; 7] = ["Events", "GraphQL", "Exports", "Sign-in", "Development", "Operation", "Pages"];

/// The page.
pub(crate) async fn show(State(app): State<App>) -> Response {
    let told = serde_json::to_value(openapi::document(&app)).unwrap_or_default();
    document("REST · Tachograph", &render(&told))
}

fn render(told: &Value) -> String {
    let mut page = format!(
        "<p class=\"eyebrow\"><a href=\"../\">Tachograph</a></p>\n<h1>REST</h1>\n<p>{}</p>\n\
         <p>For programs: <a href=\"../openapi.json\">openapi.json</a>. Figures: <a href=\"../graphql\">GraphiQL</a>.</p>\n",
        text(&told["info"]["description"])
    );
    let operations = operations(told);
    page.push_str("<nav class=\"contents\">\n");
    for tag in ORDER.iter().filter(|tag| operations.iter().any(|operation| operation.is(tag))) {
        let _ = writeln!(page, "<a href=\"#{}\">{tag}</a>", anchor(tag));
    }
    page.push_str("</nav>\n");
    for tag in ORDER {
        let of_tag: Vec<&Operation<'_>> = operations.iter().filter(|operation| operation.is(tag)).collect();
        if !of_tag.is_empty() {
            let _ = writeln!(page, "<h2 id=\"{}\">{tag}</h2>", anchor(tag));
            of_tag.into_iter().for_each(|operation| operation.render(&mut page));
        }
    }
    page.push_str("<h2 id=\"bodies\">Bodies</h2>\n");
    for (name, schema) in fields(&told["components"]["schemas"]) {
        let _ = writeln!(page, "<section id=\"{name}\"><h3>{name}</h3>\n<p>{}</p>", text(&schema["description"]));
        properties(&mut page, schema);
        page.push_str("</section>\n");
    }
    page
}

/// One method of one path.
struct Operation<'a> {
    path: &'a str,
    method: &'a str,
    told: &'a Value,
}

fn operations(told: &Value) -> Vec<Operation<'_>> {
    let mut all = Vec::new();
    for (path, methods) in fields(&told["paths"]) {
        all.extend(fields(methods).map(|(method, told)| Operation { path, method, told }));
    }
    all
}

impl Operation<'_> {
    fn is(&self, tag: &str) -> bool {
        self.told["tags"][0] == tag
    }

    fn render(&self, page: &mut String) {
        let (path, method) = (escape(self.path), self.method.to_uppercase());
        let _ = writeln!(
            page,
            "<section class=\"operation\"><h3><span class=\"method {}\">{method}</span> <code>{path}</code></h3>\n\
             <p><strong>{}.</strong> {}</p>",
            self.method,
            text(&self.told["summary"]),
            text(&self.told["description"])
        );
        let ways: Vec<&str> = list(&self.told["security"]).flat_map(fields).map(|(way, _)| way).collect();
        if !ways.is_empty() {
            let _ = writeln!(page, "<p class=\"by\">With {}.</p>", ways.join(", "));
        }
        page.push_str("<table>\n");
        for parameter in list(&self.told["parameters"]) {
            let needed = if parameter["required"] == true { "" } else { ", optional" };
            row(page, &parameter["name"], &format!("{}{needed}", text(&parameter["in"])), &parameter["description"]);
        }
        for (kind, content) in fields(&self.told["requestBody"]["content"]) {
            let _ =
                writeln!(page, "<tr><td>body</td><td>{}</td><td>{}</td></tr>", escape(kind), shape(&content["schema"]));
        }
        for (status, answer) in fields(&self.told["responses"]) {
            let content = fields(&answer["content"]).next();
            let shape = content.map(|(_, content)| shape(&content["schema"])).unwrap_or_default();
            let told = text(&answer["description"]);
            let _ = writeln!(page, "<tr><td>{status}</td><td>{shape}</td><td>{told}</td></tr>");
        }
        page.push_str("</table>\n</section>\n");
    }
}

fn properties(page: &mut String, schema: &Value) {
    page.push_str("<table>\n");
    for (name, property) in fields(&schema["properties"]) {
        let needed = list(&schema["required"]).any(|required| required == name);
        let optional = if needed { "" } else { ", optional" };
        let told = text(&property["description"]);
        let _ = writeln!(
            page,
            "<tr><td><code>{name}</code></td><td>{}{optional}</td><td>{told}</td></tr>",
            shape(property)
        );
    }
    page.push_str("</table>\n");
}

/// A short description of a value's type.
fn shape(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|address| address.rsplit('/').next()) {
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    if let Some(any) = schema["oneOf"].as_array() {
        let kinds: Vec<String> = any.iter().filter(|kind| kind["type"] != "null").map(shape).collect();
        return kinds.join(" or ");
    }
    let mut kinds = schema["type"].as_str().into_iter().chain(list(&schema["type"]).filter_map(Value::as_str));
    match kinds.find(|kind| *kind != "null") {
        Some("array") => format!("list of {}", shape(&schema["items"])),
        Some(kind) => kind.to_owned(),
        None => String::new(),
    }
}

fn row(page: &mut String, name: &Value, place: &str, told: &Value) {
    let _ = writeln!(page, "<tr><td><code>{}</code></td><td>{place}</td><td>{}</td></tr>", text(name), text(told));
}

fn text(value: &Value) -> String {
    escape(value.as_str().unwrap_or_default())
}

fn anchor(tag: &str) -> String {
    tag.to_lowercase().replace(' ', "-")
}

fn fields(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, field)| (name.as_str(), field))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
