//! The price of an event.
use domain::{
    CallStatus, Event, EventBody, EventId, HandoffMethod, Instant, Key, LocalHandoff, ModelCalled, NanoUsd, OrgId,
    SessionId, StepRole,
};
use prices::PriceList;

/// 2026-11-28T23:59:59Z
const LATE: Instant = Instant(1_795_910_399_000_000);

fn event(body: EventBody) -> Event {
    Event {
        org_id: OrgId::from("acme"),
        key: Key { at: LATE, event_id: EventId::from("e") },
        session_id: SessionId::from("s"),
        user_id: None,
        run_id: None,
        origin: None,
        priced: None,
        body,
    }
}

fn call(model: &str, cost: Option<NanoUsd>) -> Event {
    event(EventBody::ModelCalled(Box::new(ModelCalled {
        role: StepRole::Main,
        status: CallStatus::Ok,
        error_type: None,
        model: model.to_owned(),
        input_tokens: 9_200,
        cache_read_tokens: Some(8_000),
        cache_write_tokens: None,
        output_tokens: 61,
        reasoning_tokens: Some(24),
        cost,
        duration_ms: None,
        first_token_ms: None,
        call_id: None,
        asked_tools: None,
    })))
}

#[test]
fn a_call_without_a_cost_is_priced_by_its_model_and_its_day() {
    let list = PriceList::builtin();
    // 1 200 at 5 USD a million, 8 000 at 0.50, 61 at 30; reasoning is inside the output.
    assert_eq!(list.price_of(&call("gpt-5.5", None)), Some(NanoUsd(11_830_000)));
    assert_eq!(list.price_of(&call("mock-small", None)), None);
    let earlier = Event { key: Key { at: Instant(0), ..call("gpt-5.5", None).key }, ..call("gpt-5.5", None) };
    assert_eq!(list.price_of(&earlier), None);
}

#[test]
fn nothing_else_is_priced() {
    let list = PriceList::builtin();
    assert_eq!(list.price_of(&call("gpt-5.5", Some(NanoUsd(0)))), None);
    assert_eq!(list.price_of(&event(EventBody::LocalHandoff(LocalHandoff { method: HandoffMethod::Teleport }))), None);
}
