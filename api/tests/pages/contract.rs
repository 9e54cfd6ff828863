//! The event contract in the OpenAPI document is the one that ingest enforces.
use domain::EventType;
use serde_json::{Map, Value, json};
use testkit::events::{self, Draft};
use testkit::{App, Result, on_both_engines};

/// The name of each payload, and an event with all of its fields.
fn kinds() -> impl Iterator<Item = (&'static str, Draft)> {
    EventType::ALL.iter().map(|kind| (kind.payload().name, events::full(*kind, "s")))
}

fn names(schema: &Value) -> Vec<String> {
    schema["properties"].as_object().into_iter().flat_map(Map::keys).cloned().collect()
}

fn required(schema: &Value) -> Vec<&str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The path and code of the event's error.
async fn fault(app: &App, event: Draft) -> Result<(String, String)> {
    let answer = app.post_events([event]).await?.json()?;
    let error = &answer["errors"][0];
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    Ok((text("path"), text("code")))
}

on_both_engines!(each_field_of_the_document_is_known_to_ingest, |db| async {
    let app = App::on(&db).await?;
    let document = app.get("/openapi.json", None).await?.json()?;
    let schemas = &document["components"]["schemas"];
    for (kind, event) in kinds() {
        let schema = &schemas[kind];
        assert!(!names(schema).is_empty(), "{kind} has fields");
        for name in names(schema) {
            let path = format!("payload.{name}");
            // What the field is not, so that known fields are rejected.
            let is_flag = schema["properties"][&name].to_string().contains("boolean");
            let wrong = event.clone().payload(&name, if is_flag { json!(7) } else { json!(true) });
            assert_eq!(fault(&app, wrong).await?, (path.clone(), "WRONG_TYPE".to_owned()), "{kind}");
            if required(schema).contains(&name.as_str()) {
                let without = event.clone().payload(&name, Value::Null);
                assert_eq!(fault(&app, without).await?, (path, "MISSING".to_owned()), "{kind}");
            }
        }
        let answer = app.post_events([event]).await?.json()?;
        assert_eq!((&answer["inserted"], &answer["errors"]), (&json!(1), &json!([])), "{kind}");
    }
    for name in names(&schemas["Artifacts"]) {
        let wrong = events::run_completed("s", "r").payload("artifacts", json!({&name: true}));
        assert_eq!(fault(&app, wrong).await?, (format!("payload.artifacts.{name}"), "WRONG_TYPE".to_owned()));
    }
    Ok(())
});

on_both_engines!(the_envelope_of_the_document_is_the_one_of_ingest, |db| async {
    let app = App::on(&db).await?;
    let document = app.get("/openapi.json", None).await?.json()?;
    let schema = &document["components"]["schemas"]["Event"];
    for name in names(schema) {
        let wrong = events::run_completed("s", "r").with(&name, true);
        assert_eq!(fault(&app, wrong).await?, (name.clone(), "WRONG_TYPE".to_owned()));
        if required(schema).contains(&name.as_str()) {
            let without = events::run_completed("s", "r").without(&name);
            assert_eq!(fault(&app, without).await?, (name, "MISSING".to_owned()));
        }
    }
    let answer = app.post_events([events::message("s")]).await?.json()?;
    let told: Vec<String> = names(&document["components"]["schemas"]["IngestAnswer"]);
    let given: Vec<&String> = answer.as_object().expect("an object").keys().collect();
    assert_eq!(told.len(), given.len(), "{told:?} {given:?}");
    assert!(told.iter().all(|name| given.contains(&name)), "{told:?} {given:?}");
    Ok(())
});
