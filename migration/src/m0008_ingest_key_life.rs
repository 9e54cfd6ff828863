//! Ingest keys get an expiry and an author, and are looked up by their public id. From now on their secrets are
//! stored as keyed hashes; existing plain hashes can never match, so those keys are revoked.
crate::ddl::step!(
    "m0008_ingest_key_life",
    up: &[
        "ALTER TABLE ingest_keys ADD COLUMN expires_at BIGINT",
        "ALTER TABLE ingest_keys ADD COLUMN created_by {text}",
        "UPDATE ingest_keys SET revoked_at = created_at WHERE revoked_at IS NULL",
        "DROP INDEX ingest_keys_secret",
    ],
    down: &[
        "CREATE UNIQUE INDEX ingest_keys_secret ON ingest_keys (secret_hash)",
        "ALTER TABLE ingest_keys DROP COLUMN created_by",
        "ALTER TABLE ingest_keys DROP COLUMN expires_at",
    ]
);
