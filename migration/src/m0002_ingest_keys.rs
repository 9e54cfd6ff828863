//! The credentials of producers, and the values shared by all processes of an installation.
crate::ddl::step!(
    "m0002_ingest_keys",
    up: &[
        "CREATE TABLE ingest_keys (
            key_id {text} NOT NULL PRIMARY KEY,
            name {text} NOT NULL,
            org_id {text} REFERENCES orgs (org_id),
            secret_hash {bytes} NOT NULL,
            created_at BIGINT NOT NULL,
            last_used_at BIGINT,
            revoked_at BIGINT
        )",
        "CREATE UNIQUE INDEX ingest_keys_secret ON ingest_keys (secret_hash)",
        "CREATE INDEX ingest_keys_org ON ingest_keys (org_id)",
        "CREATE TABLE installation (
            name {text} NOT NULL PRIMARY KEY,
            value {bytes} NOT NULL
        )",
    ],
    down: &["DROP TABLE installation", "DROP TABLE ingest_keys"]
);
