//! The models of stored calls that have no cost.
use domain::{EventType, Instant, Source};
use entities::raw_event;
use sea_orm::{ActiveValue::Set, EntityTrait as _, IntoActiveModel as _};
use store::models::{CalledModel, called_without_a_price};
use testkit::on_both_engines;

fn event(number: i64, kind: EventType, payload: &str) -> raw_event::ActiveModel {
    raw_event::Model {
        org_id: if number % 2 == 0 { "acme" } else { "globex" }.to_owned(),
        event_id: format!("e{number}"),
        occurred_at: number,
        received_at: number,
        event_type: kind.code(),
        source: Source::Rest.code(),
        key_id: "k".to_owned(),
        session_id: "s".to_owned(),
        user_id: None,
        run_id: None,
        payload: payload.to_owned(),
        message_text: None,
        agent: None,
        agent_version: None,
        mode: None,
        repo_id: None,
        branch: None,
        team_id: None,
        environment: None,
        priced_nano_usd: None,
    }
    .into_active_model()
}

fn called(model: &str, calls: i64, last: i64) -> CalledModel {
    CalledModel { model: model.to_owned(), calls, last: Instant(last) }
}

on_both_engines!(models_of_calls_without_a_price_are_counted_across_organizations, |db| async {
    let call = |number, payload| event(number, EventType::ModelCalled, payload);
    raw_event::Entity::insert_many([
        call(1, r#"{"model":"m","input_tokens":1}"#),
        call(2, r#"{"model":"m","cost":"0.5"}"#),
        call(3, r#"{"cost":0,"model":"reported"}"#),
        call(4, r#"{"model":"k \"quoted\"","extra":{"cost":1}}"#),
        call(5, r#"{"model":"m"}"#),
        call(6, r#"{"model":"passed over","extra":"\u0000"}"#),
        event(7, EventType::ToolUsed, r#"{"model":"no call"}"#),
        raw_event::ActiveModel { priced_nano_usd: Set(Some(0)), ..call(8, r#"{"model":"priced"}"#) },
    ])
    .exec_without_returning(db.store())
    .await?;
    let mut all = called_without_a_price(db.store(), 100, 100).await?;
    // The embedded engine reads NUL.
    all.retain(|model| model.model != "passed over");
    assert_eq!(all, [called("m", 2, 5), called("k \"quoted\"", 1, 4)]);
    assert_eq!(called_without_a_price(db.store(), 100, 1).await?, [called("m", 2, 5)]);
    let one = called_without_a_price(db.store(), 1, 100).await?;
    assert_eq!(one.iter().map(|model| model.calls).sum::<i64>(), 1);
    Ok(())
});
