//! Who caused an event.
use crate::codes::coded_enum;

coded_enum! {
    /// Who caused an event: the person, the coding agent, or the system around both.
    pub enum Actor {
        /// The person who works in the session.
        User = 1 => "user",
        /// The coding agent.
        Agent = 2 => "agent",
        /// The platform that runs the agent.
        System = 3 => "system",
    }
}
