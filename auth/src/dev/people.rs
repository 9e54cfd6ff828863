//! The development issuer's page for choosing a person.
use crate::Auth;
use crate::dev::authorize::Wanted;
use axum::response::Response;
use domain::Person;
use web::layout::{escape, page as shown};

/// The page; its links repeat the client's parameters.
pub(crate) fn page(auth: &Auth, wanted: &Wanted) -> Response {
    let people = &auth.dev_people();
    let mut body = String::from("<p class=\"eyebrow\">Development sign-in</p>\n<h1>Who do you want to be?</h1>\n");
    if people.is_empty() {
        body.push_str("<p>This server was started without preset people.</p>\n");
    } else {
        body.push_str("<p>No password required: this issuer exists in development mode only.</p>\n");
        body.push_str("<form method=\"get\" action=\"../dev/authorize\">\n");
        for (name, value) in fields(wanted) {
            body.push_str(&format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">\n", escape(&value)));
        }
        people.iter().for_each(|person| body.push_str(&button(person)));
        body.push_str("</form>\n");
    }
    shown("Sign in · Tachograph", &body)
}

fn fields(wanted: &Wanted) -> Vec<(String, String)> {
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(wanted) else { return Vec::new() };
    fields.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect()
}

fn button(person: &Person) -> String {
    let id = escape(person.sub.as_str());
    let name = escape(person.name.as_deref().unwrap_or(person.sub.as_str()));
    let initial = name.chars().next().unwrap_or('?');
    let place = person.org_id.as_ref().map_or_else(|| "the platform".to_owned(), |org_id| escape(org_id.as_str()));
    let role = person.role.wire().replace('_', " ").to_lowercase();
    format!(
        "<button class=\"person\" name=\"person\" value=\"{id}\"><span class=\"initial\" aria-hidden=\"true\">{initial}</span>\
         <span class=\"who\"><strong>{name}</strong><span>{role} · {place}</span></span></button>\n"
    )
}
