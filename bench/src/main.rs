//! The benchmark program; its code is in the library, which a test uses as well.
use anyhow::Result;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// The allocator of the measured binary, because `light` serves from this process.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> Result<ExitCode> {
    bench::main().await
}
