//! How a handoff happened.
use crate::codes::coded_enum;

coded_enum! {
    /// The way in which a local handoff happened.
    pub enum HandoffMethod {
        /// The whole session moved to the person's machine.
        Teleport = 1 => "teleport",
        /// The session was opened in the command-line client.
        OpenInCli = 2 => "open_in_cli",
        /// The files were downloaded.
        Download = 3 => "download",
        /// The patch was copied.
        CopyPatch = 4 => "copy_patch",
        /// Any other method.
        Other = 5 => "other",
    }
}
