//! Ingest keys get an end and an author, and are found by their public id. Their secrets are stored
//! as keyed hashes from here on; a plain hash of before can match none, so such keys are revoked.
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
