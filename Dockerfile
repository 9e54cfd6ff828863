# One image for every process: the first word of the command says which one it becomes.

# Both bases are of the same Debian, so that the C library is.
FROM rust:1-slim-trixie AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends build-essential cmake \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
# What was compiled stays in caches between builds; only the binary goes on.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked --package tachograph \
    && mkdir -p /out/data \
    && cp target/release/tachograph /out/tachograph

# The C library, certificates, time zones and an unprivileged user; no shell.
FROM gcr.io/distroless/cc-debian13:nonroot
COPY --from=build /out/tachograph /usr/local/bin/tachograph
# The embedded database of `serve`; mount a volume here, or name PostgreSQL and mount nothing. It is not declared
# as one, or else every container that needs none would leave one without a name behind.
COPY --from=build --chown=nonroot:nonroot /out/data /data
USER nonroot:nonroot
ENV TACHOGRAPH_LISTEN=0.0.0.0:8080 \
    TACHOGRAPH_DATA_DIR=/data \
    TACHOGRAPH_LOG_FORMAT=json
EXPOSE 8080
# It asks http://127.0.0.1:8080, or whatever TACHOGRAPH_SERVER says: a flag here would go before that.
HEALTHCHECK --interval=10s --timeout=12s --start-period=30s --retries=3 \
    CMD ["tachograph", "health"]
ENTRYPOINT ["tachograph"]
CMD ["serve"]
