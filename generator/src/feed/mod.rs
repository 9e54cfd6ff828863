//! Sends simulated events as any producer would: over HTTP, retrying until they are accepted.

mod answer;
mod directory;
mod feeder;
mod live;
mod load;
mod pace;
mod post;
mod server;
mod sign_in;
mod usual;

pub use answer::{Answer, Refused, Totals};
pub use directory::{Admin, register};
pub use feeder::{DEV_INGEST_KEY, Feeder, FeederOptions, Observer};
pub use live::{LivePlan, live};
pub use load::Load;
pub use pace::Pace;
pub use server::Server;
pub use sign_in::{Claims, sign_in};
