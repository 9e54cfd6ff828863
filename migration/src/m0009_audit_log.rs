//! Who did what, when and from where. The database itself rejects changes to entries and their removal.
crate::ddl::step!(
    "m0009_audit_log",
    up: &[
        "CREATE TABLE audit_log (
            at BIGINT NOT NULL,
            audit_id {text} NOT NULL PRIMARY KEY,
            action {text} NOT NULL,
            actor {text} NOT NULL,
            actor_role {text},
            org_id {text},
            target {text},
            detail {text},
            peer {text},
            request_id {text}
        )",
        "CREATE INDEX audit_log_org ON audit_log (org_id, at)",
        "{sqlite}CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
         BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
        "{sqlite}CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
         BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
        // INSERT OR REPLACE would remove an entry without firing the DELETE triggers.
        "{sqlite}CREATE TRIGGER audit_log_no_replace BEFORE INSERT ON audit_log
         WHEN EXISTS (SELECT 1 FROM audit_log WHERE audit_id = NEW.audit_id)
         BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END",
        "{postgres}CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN RAISE EXCEPTION 'audit_log is append-only'; END $$",
        "{postgres}CREATE TRIGGER audit_log_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
         FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()",
    ],
    down: &["DROP TABLE audit_log", "{postgres}DROP FUNCTION audit_log_refuse()"]
);
