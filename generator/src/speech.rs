//! How the simulated fleet reports: by events of the contract, by OpenTelemetry, or some of it each way.
use crate::dice::Dice;
use crate::event::GeneratedEvent;
use crate::org::OrgSpec;
use crate::otlp;
use crate::parcel::Parcel;
use crate::people::Person;
use crate::script::{self, Agent, Script};
use crate::session::{Tempo, session};
use domain::{Day, Instant};
use std::fmt;
use std::str::FromStr;

/// The agent of sessions that are reported whole runs at a time, by whatever runs them.
pub const CLOUD_AGENT: &str = "cloud-agent";
/// Its version.
const CLOUD_AGENT_VERSION: &str = "4.2.0";

/// How the fleet reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speech {
    /// By events of the contract, without agents' names.
    #[default]
    Events,
    /// By OpenTelemetry, as real agents do.
    Otlp,
    /// Several agents, most of them by OpenTelemetry, the rest by events.
    Mixed,
}

/// What plays a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Player {
    /// The contract's producer, whose events may name an agent.
    Producer { is_named: bool },
    /// A coding agent.
    Agent(Agent),
}

/// Who plays a session where several agents do, by weight.
const MIXED: [(Player, u32); 6] = [
    (Player::Agent(Agent::ClaudeCode), 34),
    (Player::Agent(Agent::Codex), 16),
    (Player::Agent(Agent::GeminiCli), 10),
    (Player::Agent(Agent::GithubCopilot), 12),
    (Player::Agent(Agent::OpenCode), 8),
    (Player::Producer { is_named: true }, 20),
];
/// Where all of them report by OpenTelemetry.
const OTLP: [(Player, u32); 4] = [
    (Player::Agent(Agent::ClaudeCode), 46),
    (Player::Agent(Agent::Codex), 22),
    (Player::Agent(Agent::GeminiCli), 16),
    (Player::Agent(Agent::GithubCopilot), 16),
];
/// The percentage of sessions in which people use the agent that they prefer.
const PREFERRED_PERCENT: u32 = 65;

/// A session that was played.
#[derive(Clone, Debug, PartialEq)]
pub enum Played {
    /// As whole runs.
    Events(Vec<GeneratedEvent>),
    /// Step by step.
    Script(Box<Script>),
}

impl Speech {
    /// Plays the session of a person that begins at `start`.
    pub(crate) fn play(self, org: &OrgSpec, person: &Person, start: Instant, tempo: Tempo, dice: Dice) -> Played {
        match self.player(org, person, &dice) {
            Player::Producer { is_named } => {
                let mut events = session(org, person, start, tempo, dice);
                if is_named {
                    for event in &mut events {
                        event.origin.agent = Some(CLOUD_AGENT.to_owned());
                        event.origin.agent_version = Some(CLOUD_AGENT_VERSION.to_owned());
                        event.origin.team_id = Some(crate::content::teams::team_of(&person.id).to_owned());
                    }
                }
                Played::Events(events)
            }
            Player::Agent(agent) => match script::write(org, person, agent, start, tempo, dice) {
                Some(script) => Played::Script(Box::new(script)),
                None => Played::Events(Vec::new()),
            },
        }
    }

    /// Draws beside those of the session, which stay the same whoever plays it.
    fn player(self, org: &OrgSpec, person: &Person, dice: &Dice) -> Player {
        let players: &[(Player, u32)] = match self {
            Self::Events => return Player::Producer { is_named: false },
            Self::Otlp => &OTLP,
            Self::Mixed => &MIXED,
        };
        let mut beside = dice.third_stream();
        let preferred = beside.percent(PREFERRED_PERCENT);
        let mut dice = if preferred { Dice::of(0, &format!("{}/{}", org.id, person.id), Day(0), None) } else { beside };
        dice.weighted(players, players[0].0)
    }
}

impl Played {
    /// What is sent of it.
    #[must_use]
    pub fn parcels(self) -> Vec<Parcel> {
        match self {
            Self::Events(events) => events.into_iter().map(Parcel::Event).collect(),
            Self::Script(script) if Agent::OTLP.contains(&script.agent) => {
                otlp::exports(&script).into_iter().map(Parcel::Export).collect()
            }
            Self::Script(script) => script::events(&script).into_iter().map(Parcel::Event).collect(),
        }
    }
}

impl FromStr for Speech {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Events, Self::Otlp, Self::Mixed]
            .into_iter()
            .find(|speech| speech.to_string() == text)
            .ok_or_else(|| "expected events, otlp or mixed".to_owned())
    }
}

impl fmt::Display for Speech {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Events => "events",
            Self::Otlp => "otlp",
            Self::Mixed => "mixed",
        })
    }
}
