//! Random histories: what was sent, in which batches and in which order.
use domain::{Event, EventId};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use std::collections::HashMap;

/// A set of events in order of arrival, and where the batches end.
#[derive(Clone, Debug)]
pub(crate) struct History {
    pub(crate) events: Vec<Event>,
    pub(crate) cuts: Vec<Index>,
    /// Events that are sent again: which one, and with which batch.
    pub(crate) again: Vec<(Index, Index)>,
}

impl History {
    /// The batches; none is empty.
    pub(crate) fn batches(&self) -> Vec<&[Event]> {
        let mut cuts: Vec<usize> = self.cuts.iter().map(|cut| cut.index(self.events.len())).collect();
        cuts.extend([0, self.events.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        cuts.windows(2).map(|ends| &self.events[ends[0]..ends[1]]).collect()
    }
}

impl History {
    /// The batches, including events that are sent again.
    pub(crate) fn batches_with_repetitions(&self) -> Vec<Vec<Event>> {
        let mut batches: Vec<Vec<Event>> = self.batches().into_iter().map(<[Event]>::to_vec).collect();
        for (event, batch) in &self.again {
            let batch = batch.index(batches.len());
            batches[batch].push(event.get(&self.events).clone());
        }
        batches
    }
}

/// Histories of up to `max` events. Shrinking removes events and joins batches.
pub(crate) fn histories(max: usize) -> impl Strategy<Value = History> {
    (any::<u64>(), 1..=max)
        .prop_flat_map(|(seed, count)| {
            let events = share_ids(testkit::random::events(seed, count));
            let again = vec((any::<Index>(), any::<Index>()), 0..5);
            (subsequence(events, 1..=count).prop_shuffle(), vec(any::<Index>(), 0..6), again)
        })
        .prop_map(|(events, cuts, again)| History { events, cuts, again })
}

/// Makes organizations share event ids: the n-th event of each has the same id.
fn share_ids(mut events: Vec<Event>) -> Vec<Event> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    for event in &mut events {
        let count = counts.entry(event.org_id.to_string()).or_default();
        *count += 1;
        // Scattered, so that ties are not broken in order of creation.
        event.key.event_id = EventId::from(format!("{:08x}-{count}", count.wrapping_mul(2_654_435_761)));
    }
    events
}
