//! Organizations, people, teams, and who belongs to which.
crate::ddl::step!(
    "m0001_directory",
    up: &[
        "CREATE TABLE orgs (
            org_id {text} NOT NULL PRIMARY KEY,
            name {text} NOT NULL,
            created_at BIGINT NOT NULL
        )",
        "CREATE TABLE users (
            user_id {text} NOT NULL PRIMARY KEY,
            created_at BIGINT NOT NULL
        )",
        "CREATE TABLE teams (
            org_id {text} NOT NULL REFERENCES orgs (org_id),
            team_id {text} NOT NULL,
            name {text} NOT NULL,
            PRIMARY KEY (org_id, team_id)
        )",
        "CREATE TABLE org_members (
            org_id {text} NOT NULL REFERENCES orgs (org_id),
            user_id {text} NOT NULL,
            name {text},
            email {text},
            role SMALLINT NOT NULL,
            team_id {text},
            created_at BIGINT NOT NULL,
            PRIMARY KEY (org_id, user_id),
            FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, team_id)
        )",
        "CREATE INDEX org_members_team ON org_members (org_id, team_id)",
        "CREATE TABLE org_users (
            org_id {text} NOT NULL,
            user_id {text} NOT NULL,
            ordinal BIGINT NOT NULL,
            PRIMARY KEY (org_id, user_id)
        ) {clustered}",
        "CREATE UNIQUE INDEX org_users_ordinal ON org_users (org_id, ordinal)",
    ],
    down: &[
        "DROP TABLE org_users",
        "DROP TABLE org_members",
        "DROP TABLE teams",
        "DROP TABLE users",
        "DROP TABLE orgs",
    ]
);
