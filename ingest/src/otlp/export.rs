//! The records of one request on their way to events: whose they are, what adapters make of them, and which may be
//! stored.
use super::Signal;
use super::record::{Attributes, Malformed, Record, Scope, Sink, shorten};
use crate::IngestOptions;
use crate::agents::unknown::{Name, Tally};
use crate::agents::{Events, Maker, Place, Seen, adapt, agent_to_count};
use crate::append::NewEvent;
use crate::judge::{Judge, Judged};
use domain::contract::{Code, FieldError};
use domain::ids::{MAX_ID_CHARS, is_id};
use domain::{OrgId, Unstored};
use std::collections::BTreeMap;
use web::intake::{Claim, Full};

/// The resource attribute that names the organization, for keys of the platform.
const ORG_ATTRIBUTE: &str = "tachograph.org_id";
/// About how much memory an event takes besides its texts, in bytes.
const EVENT_BYTES: usize = 1_024;
/// Memory is claimed in steps as large as what was claimed before, within these bounds.
const LEAST_STEP: usize = 4 * 1_024;
const MOST_STEP: usize = 256 * 1_024;
/// Texts of a scope that are longer, in bytes, are cut: no agent is known by a longer name.
const MOST_SCOPE: usize = 1_024;
/// How many reasons a partial success names.
const MOST_REASONS: usize = 5;

/// What became of the records of a request.
pub(crate) struct Exported {
    /// The events that may be stored, at the positions of their records.
    pub(crate) judged: Judged,
    /// The records that may not.
    pub(crate) refusals: Refusals,
    /// Those that no adapter knows.
    pub(crate) tally: Tally,
    /// The memory of the events.
    pub(crate) claim: Claim,
}

/// Records that were refused.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    /// How many there are.
    pub(crate) records: u64,
    /// How many there are of each code.
    pub(crate) codes: BTreeMap<&'static str, u64>,
    /// The first few reasons.
    reasons: Vec<String>,
}

impl Refusals {
    /// Adds a record at a position in its request.
    pub(crate) fn add(&mut self, position: u64, path: Option<&str>, code: &'static str, message: &str) {
        self.records += 1;
        *self.codes.entry(code).or_default() += 1;
        if self.reasons.len() < MOST_REASONS {
            let path = path.filter(|path| !path.is_empty()).map_or_else(String::new, |path| format!("{path}: "));
            self.reasons.push(format!("record {position}: {path}{code}: {message}"));
        }
    }

    /// The reasons in one text; empty if nothing was refused.
    pub(crate) fn message(&self) -> String {
        let more = self.records.saturating_sub(self.reasons.len() as u64);
        let mut message = self.reasons.join("; ");
        if more > 0 {
            message.push_str(&format!("; and {more} more"));
        }
        message
    }
}

/// Records in a row that are counted and all alike: there may be millions of them, and comparing their names takes less
/// time than counting each.
struct Repeated {
    org_id: Option<OrgId>,
    service: String,
    name: String,
    why: Unstored,
    agent: Option<String>,
    records: u64,
}

impl Default for Repeated {
    fn default() -> Self {
        Self {
            org_id: None,
            service: String::new(),
            name: String::new(),
            why: Unstored::Unknown,
            agent: None,
            records: 0,
        }
    }
}

impl Repeated {
    fn is(&self, org_id: &OrgId, service: &str, name: &str, why: Unstored, agent: Option<&str>) -> bool {
        self.org_id.as_ref() == Some(org_id)
            && self.why == why
            && self.service == service
            && self.name == name
            && self.agent.as_deref() == agent
    }
}

/// Makes events of the records of a request, as they are read.
pub(crate) struct Exporter<'j, 'a> {
    judge: &'j Judge,
    options: &'j IngestOptions,
    /// The organization that the request names for resources that name none.
    fallback: Option<&'j OrgId>,
    maker: Maker,
    place: Place<'a>,
    /// The organization of the current resource, or why its records are refused.
    org_id: Result<OrgId, FieldError>,
    judged: Judged,
    refusals: Refusals,
    tally: Tally,
    repeated: Repeated,
    claim: Claim,
    /// Memory that is claimed for events, and how much of it is not used yet.
    claimed: usize,
    room: usize,
    full: Option<Full>,
}

impl<'j, 'a> Exporter<'j, 'a> {
    /// Nothing was read yet; `claim` holds the memory of the body.
    pub(crate) fn new(judge: &'j Judge, options: &'j IngestOptions, fallback: Option<&'j OrgId>, claim: Claim) -> Self {
        Self {
            judge,
            options,
            fallback,
            maker: Maker::default(),
            place: Place::default(),
            org_id: Err(FieldError::new(ORG_ATTRIBUTE, Code::Missing, "expected a resource")),
            judged: Judged::default(),
            refusals: Refusals::default(),
            tally: Tally::default(),
            repeated: Repeated::default(),
            claim,
            claimed: 0,
            room: 0,
            full: None,
        }
    }

    /// What became of the records.
    ///
    /// # Errors
    /// When there was no memory for all events.
    pub(crate) fn finish(mut self) -> Result<Exported, Full> {
        self.count_repeated();
        let Self { judged, refusals, tally, mut claim, claimed, full, .. } = self;
        if let Some(full) = full {
            return Err(full);
        }
        // The body is not needed any more.
        claim.shrink_to(claimed);
        Ok(Exported { judged, refusals, tally, claim })
    }

    /// The organization of a resource: the key's, else the one that the resource names, else the request's.
    fn organization(&self, attributes: &Attributes<'_>) -> Result<OrgId, FieldError> {
        if let Some(own) = &self.judge.producer.org_id {
            return Ok(own.clone());
        }
        let named = attributes.get(ORG_ATTRIBUTE).and_then(|value| value.text());
        match named.map(OrgId::from).or_else(|| self.fallback.cloned()) {
            Some(org_id) if is_id(org_id.as_str()) => Ok(org_id),
            Some(_) => {
                Err(FieldError::new(ORG_ATTRIBUTE, Code::ControlCharacter, "expected 1 to 128 printable characters"))
            }
            None => {
                let expected =
                    "expected this resource attribute, or the header Tachograph-Org, with a key of the platform";
                Err(FieldError::new(ORG_ATTRIBUTE, Code::Missing, expected))
            }
        }
    }

    /// Adds the events of a record: all of them, or none.
    fn take(&mut self, record: Result<Record<'a>, Malformed>, position: u64) -> Result<(), FieldError> {
        let org_id = self.org_id.clone()?;
        let record = match record {
            Ok(record) => record,
            Err(malformed) => {
                let error = FieldError::from(malformed);
                self.count(&org_id, None, error.code.as_str(), Unstored::Refused);
                return Err(error);
            }
        };
        match self.events_of(&org_id, &record) {
            Ok((seen, accepted)) => {
                if let Seen::Not(why) = seen {
                    self.count(&org_id, Some(&record), name_of(&record), why);
                }
                for event in accepted {
                    self.make_room(size_of(&event));
                    self.judged.positions.push(position);
                    self.judged.accepted.push(event);
                }
                Ok(())
            }
            Err(error) => {
                self.count(&org_id, Some(&record), error.code.as_str(), Unstored::Refused);
                Err(error)
            }
        }
    }

    fn events_of(&mut self, org_id: &OrgId, record: &Record<'a>) -> Result<(Seen, Vec<NewEvent>), FieldError> {
        let mut events = Events::new(&mut self.maker, org_id, record, self.options.max_message_chars);
        let seen = adapt(record, &self.place, &mut events)?;
        let accepted = events.into_made().into_iter().map(|event| self.judge.judge_made(event, self.options));
        Ok((seen, accepted.collect::<Result<_, _>>()?))
    }

    /// Counts a record that is not stored.
    fn count(&mut self, org_id: &OrgId, record: Option<&Record<'a>>, name: &str, why: Unstored) {
        let service = self.place.resource.get("service.name").and_then(|name| name.text());
        let agent = record.and_then(|record| agent_to_count(record, &self.place));
        let service = service.unwrap_or(&self.place.scope.name);
        if self.repeated.is(org_id, service, name, why, agent) {
            self.repeated.records += 1;
            return;
        }
        let next = Repeated {
            org_id: Some(org_id.clone()),
            service: service.to_owned(),
            name: name.to_owned(),
            why,
            agent: agent.map(str::to_owned),
            records: 1,
        };
        self.count_repeated();
        self.repeated = next;
    }

    /// Counts the last records, which were all alike.
    fn count_repeated(&mut self) {
        let Repeated { org_id, service, name, why, agent, records } = std::mem::take(&mut self.repeated);
        if let Some(org_id) = org_id {
            let taken = self.tally.add(&org_id, Name::of(&service, &name, why), agent.as_deref(), records);
            self.make_room(taken);
        }
    }

    /// Claims memory.
    fn make_room(&mut self, needed: usize) {
        if self.room < needed {
            let more = needed.max(self.claimed.clamp(LEAST_STEP, MOST_STEP));
            match self.claim.grow(more) {
                Ok(()) => {
                    self.claimed += more;
                    self.room += more;
                }
                Err(full) => self.full = Some(full),
            }
        }
        self.room = self.room.saturating_sub(needed);
    }
}

impl<'a> Sink<'a> for Exporter<'_, 'a> {
    fn resource(&mut self, attributes: Result<Attributes<'a>, Malformed>) {
        match attributes {
            Ok(mut attributes) => {
                attributes.shorten(most_shared(self.options));
                attributes.sort();
                self.org_id = self.organization(&attributes);
                self.place.resource = attributes;
            }
            Err(malformed) => {
                self.org_id = Err(FieldError { path: "resource".to_owned(), ..malformed.into() });
                self.place.resource = Attributes::default();
            }
        }
    }

    fn scope(&mut self, mut scope: Scope<'a>) {
        shorten(&mut scope.name, MOST_SCOPE);
        self.place.scope = scope;
    }

    fn record(&mut self, record: Result<Record<'a>, Malformed>) {
        let position = self.judged.received;
        self.judged.received += 1;
        // Nothing of the request will be stored.
        if self.full.is_some() {
            return;
        }
        if let Err(error) = self.take(record, position) {
            self.refusals.add(position, Some(&error.path), error.code.as_str(), &error.message);
        }
    }
}

/// About how much memory an event takes.
fn size_of(event: &NewEvent) -> usize {
    let text = event.envelope.message_text.as_ref().map_or(0, String::len);
    EVENT_BYTES + event.envelope.payload.len() + text
}

/// The length in bytes from which on the texts of a resource are cut. Each record reads them, so that megabytes of
/// them, with a hundred thousand records, would take minutes; and what is still longer than any field may be is
/// refused all the same.
fn most_shared(options: &IngestOptions) -> usize {
    const LONGEST_CHARACTER: usize = 4;
    options.max_field_chars.max(MAX_ID_CHARS).saturating_add(1).saturating_mul(LONGEST_CHARACTER)
}

/// The name by which an unknown record is counted.
fn name_of<'r>(record: &'r Record<'_>) -> &'r str {
    match record {
        Record::Log(log) => {
            let name = log.attributes.get("event.name").and_then(|name| name.text());
            name.unwrap_or(if log.event_name.is_empty() { Signal::Logs.noun() } else { &log.event_name })
        }
        Record::Span(span) if span.name.is_empty() => Signal::Traces.noun(),
        Record::Span(span) => &span.name,
        Record::Point(point) if point.metric.is_empty() => Signal::Metrics.noun(),
        Record::Point(point) => &point.metric,
    }
}
