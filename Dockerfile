# One image for every process; the subcommand decides which one it is.

# Both base images use the same Debian release, so the C library matches.
FROM rust:1-slim-trixie AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends build-essential cmake \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
# Build artifacts stay in caches between builds; only the binary is copied on.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked --package tachograph \
    && mkdir -p /out/data \
    && cp target/release/tachograph /out/tachograph

# The C library, CA certificates, time zones and an unprivileged user; no shell.
FROM gcr.io/distroless/cc-debian13:nonroot
COPY --from=build /out/tachograph /usr/local/bin/tachograph
# The embedded database of `serve`: mount a volume here, or use PostgreSQL and mount nothing. It is not declared as a
# volume, or every container that needs none would leave an anonymous one behind.
COPY --from=build --chown=nonroot:nonroot /out/data /data
USER nonroot:nonroot
ENV TACHOGRAPH_LISTEN=0.0.0.0:8080 \
    TACHOGRAPH_DATA_DIR=/data \
    TACHOGRAPH_LOG_FORMAT=json
EXPOSE 8080
# It asks http://127.0.0.1:8080 unless TACHOGRAPH_SERVER is set; a flag here would override the variable.
HEALTHCHECK --interval=10s --timeout=12s --start-period=30s --retries=3 \
    CMD ["tachograph", "health"]
ENTRYPOINT ["tachograph"]
CMD ["serve"]
